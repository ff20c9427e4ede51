"""What a moment of the story says, and how the moments are told one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from vangnet.cli.tale.cast import Cast

State = Literal["kept", "broken", "not-built"]


@dataclass(frozen=True, slots=True)
class Moment:
    """One moment of the story.

    Args:
        failure: number of the failure in the dossier of inspections (`F1` to `F19`).
        promise: promise it is about.
        happened: what happened in the life of the person.
        did: what Vangnet did.
        state: whether the promise was kept; `not-built` when the stage does not exist yet.
        lines: what can be read back of it: the question, the answer with its law, the log.
    """

    day: date
    failure: str
    promise: str
    happened: str
    did: str
    state: State
    lines: tuple[str, ...] = ()


@dataclass
class Ledger:
    """Collects the moments while the scenes are played."""

    moments: list[Moment] = field(default_factory=list)

    def tell(
        self, day: date, failure: str, promise: str, happened: str, did: str, *, kept: bool, lines: Sequence[str] = ()
    ) -> None:
        """Add a moment that was checked just now."""
        self.moments.append(Moment(day, failure, promise, happened, did, "kept" if kept else "broken", tuple(lines)))

    def not_built(self, day: date, failure: str, promise: str, happened: str, missing: str) -> None:
        """Add a moment at which a stage would act that does not exist yet."""
        self.moments.append(Moment(day, failure, promise, happened, missing, "not-built"))

    @property
    def broken(self) -> list[Moment]:
        """Return the moments at which a promise was broken."""
        return [moment for moment in self.moments if moment.state == "broken"]


Scene = Callable[[Cast, Ledger], None]


def play(cast: Cast, scenes: Iterable[Scene]) -> Ledger:
    """Play the scenes in order and return what was seen."""
    ledger = Ledger()
    for scene in scenes:
        scene(cast, ledger)
    return ledger
