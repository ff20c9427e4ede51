"""What the law stage refuses: a norm folder with faults, a question that cannot be read, a record that cannot be replayed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vangnet.core.errors import BrokenInvariant, InvalidInput


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong in a norm file: which file, which norm, and what."""

    file: str
    where: str
    message: str

    def __str__(self) -> str:
        """Return the fault as one line.

        >>> str(Fault("wgs.yaml", "W01.1", "onbekend veld `doel`"))
        'wgs.yaml, W01.1: onbekend veld `doel`'
        """
        return f"{self.file}, {self.where}: {self.message}" if self.where else f"{self.file}: {self.message}"


class NormsRefused(InvalidInput):
    """A folder of norm files has faults; `faults` holds all of them and nothing of the folder was taken."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        count = len(self.faults)
        super().__init__(
            "norms-refused",
            nl=f"De normbestanden hebben {count} fout(en) en zijn niet geladen. De normen die al liepen, blijven gelden.",
            en=f"The norm files have {count} fault(s) and were not loaded. The running norms stay in force.",
            fields={f"{number}": str(fault) for number, fault in enumerate(self.faults, start=1)},
        )


class QuestionInvalid(InvalidInput):
    """A question holds a code, a field or a type outside the closed lists; `fields` names each."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(
            "question-invalid",
            nl="Deze vraag is niet te lezen. Verbeter wat hieronder staat.",
            en="This question cannot be read. Mend what is named below.",
            fields=fields,
        )


class ReplayImpossible(BrokenInvariant):
    """A stored decision names a norm set or engine that is not the one at hand."""

    def __init__(self, reason_nl: str, reason_en: str) -> None:
        super().__init__("replay-impossible", nl=reason_nl, en=reason_en)
