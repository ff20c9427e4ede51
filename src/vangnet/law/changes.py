"""What changes in the law between two days: norms that begin, end, or are followed by another version."""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple, TypeAlias

from vangnet.law.normset import NormSet
from vangnet.law.types import Norm

Kind: TypeAlias = Literal["begins", "ends", "changes"]


class Change(NamedTuple):
    """One row that is not the same on both days; for a change, `before` and `after` are its two versions."""

    kind: Kind
    id: str
    before: Norm | None
    after: Norm | None


def changes_between(norms: NormSet, first: date, second: date) -> tuple[Change, ...]:
    """Return what differs between the law of two days, by id.

    Args:
        first: the day to compare from.
        second: the day to compare to; it may be earlier.
    """
    before = {norm.id: norm for norm in norms.norms if norm.in_force(first)}
    after = {norm.id: norm for norm in norms.norms if norm.in_force(second)}
    changes = []
    for name in sorted({*before, *after}):
        old, new = before.get(name), after.get(name)
        if old is None:
            changes.append(Change("begins", name, None, new))
        elif new is None:
            changes.append(Change("ends", name, old, None))
        elif old != new:
            changes.append(Change("changes", name, old, new))
    return tuple(changes)
