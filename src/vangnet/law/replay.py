"""Recompute a stored decision from its record: the same norms, the same facts, the same answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from vangnet.law.decide import ENGINE, decide
from vangnet.law.errors import ReplayImpossible
from vangnet.law.normset import NormSet
from vangnet.law.question import question_data, read_question
from vangnet.law.types import Question, Verdict


class Replay(NamedTuple):
    """What recomputing gave: the verdict of now, and every field in which it differs from what was stored."""

    verdict: Verdict
    differences: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Return whether the stored decision is reproduced in every field."""
        return not self.differences


def decision_record(norms: NormSet, question: Question, verdict: Verdict) -> dict[str, Any]:
    """Return what must be stored to recompute this decision: engine, norm set, question and verdict.

    No person is named in it; whoever stores it adds the pseudonymous key, the actor and the moment around it.
    """
    return {
        "engine": ENGINE,
        "norm_set": norms.hash,
        "question": question_data(question),
        "verdict": verdict_data(verdict),
    }


def verdict_data(verdict: Verdict) -> dict[str, Any]:
    """Return the verdict as plain data in the field names of the scenario format, with the rows behind it."""
    return {
        "outcome": verdict.outcome,
        "grounds": list(verdict.grounds),
        "prohibitions": list(verdict.prohibitions),
        "missing": list(verdict.missing),
        "duties": list(verdict.duties),
        "output_form": verdict.output_form,
        "rows": list(verdict.rows),
    }


def replay(record: Mapping[str, Any], find: Callable[[str], NormSet | None]) -> Replay:
    """Recompute a stored decision.

    Args:
        record: as `decision_record` made it.
        find: gives the norm set of a hash: the running one, or one restored from the archive.

    Raises:
        ReplayImpossible: made by another engine version, or with a norm set that cannot be found.
    """
    if record["engine"] != ENGINE:
        raise ReplayImpossible(
            f"Dit besluit is genomen met rekenversie {record['engine']}; deze versie is {ENGINE}.",
            f"This decision was made by engine version {record['engine']}; this is version {ENGINE}.",
        )
    norms = find(record["norm_set"])
    if norms is None or norms.hash != record["norm_set"]:
        raise ReplayImpossible(
            "De normen van dit besluit zijn niet gevonden in het archief.",
            "The norms of this decision were not found in the archive.",
        )
    verdict = decide(norms, read_question(record["question"], norms))
    stored, fresh = record["verdict"], verdict_data(verdict)
    return Replay(verdict, tuple(name for name in sorted({*stored, *fresh}) if stored.get(name) != fresh.get(name)))
