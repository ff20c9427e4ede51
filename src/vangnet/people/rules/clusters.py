"""Pure decisions about which records are one person: humans' decisions only, the machine's links never count here."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from vangnet.people.types import LinkVerdict


@dataclass(frozen=True, slots=True)
class Standing:
    """A standing decision about two records, or a delivery that hangs on the person it was for.

    Args:
        id: the decision; None for a delivery, of which `left` is the record and `right` its home.
    """

    id: UUID | None
    left: UUID
    right: UUID
    verdict: LinkVerdict


def component(record: UUID, decisions: Iterable[Standing]) -> frozenset[UUID]:
    """Return all records that are the same person as `record`, itself too.

    Args:
        decisions: standing ones; those that say "different" join nothing.
    """
    return components([record], decisions)[record]


def components(records: Iterable[UUID], decisions: Iterable[Standing]) -> dict[UUID, frozenset[UUID]]:
    """Return of each record all records that are the same person; see `component`."""
    beside: dict[UUID, list[UUID]] = {}
    for one in decisions:
        if one.verdict is LinkVerdict.SAME:
            beside.setdefault(one.left, []).append(one.right)
            beside.setdefault(one.right, []).append(one.left)
    known: dict[UUID, frozenset[UUID]] = {}
    asked = list(records)
    for record in asked:
        if record in known:
            continue
        found, ahead = {record}, [record]
        while ahead:
            for other in beside.get(ahead.pop(), ()):
                if other not in found:
                    found.add(other)
                    ahead.append(other)
        known |= dict.fromkeys(found, frozenset(found))
    return {record: known[record] for record in asked}


def against_joining(left: UUID, right: UUID, decisions: Sequence[Standing]) -> Standing | None:
    """Return a decision that says that somebody on one side is not somebody on the other, or None."""
    one, other = component(left, decisions), component(right, decisions)
    for decision in decisions:
        if decision.verdict is LinkVerdict.DIFFERENT and (
            (decision.left in one and decision.right in other) or (decision.left in other and decision.right in one)
        ):
            return decision
    return None


def against_parting(left: UUID, right: UUID, decisions: Sequence[Standing]) -> Standing | None:
    """Return a decision by which two records hang together, or None when they do not; their own decision goes first."""
    together = component(left, decisions)
    if right not in together:
        return None
    inside = [one for one in decisions if one.verdict is LinkVerdict.SAME and one.left in together]
    own = [one for one in inside if {one.left, one.right} == {left, right}]
    return next(iter(own or inside))


def crossing(out: Collection[UUID], decisions: Iterable[Standing]) -> list[Standing]:
    """Return the "same" decisions that tie the records of `out` to records outside it."""
    return [one for one in decisions if one.verdict is LinkVerdict.SAME and (one.left in out) != (one.right in out)]
