"""Counts that can be published: no number that tells of a few people, and none from which it can be worked out. Pure.

Small numbers are hidden. Whoever knows the total could still subtract; so further numbers are hidden until every hidden
small number could still be any of at least `SPREAD` values. Where that cannot be reached, nothing of the desk is published.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

SMALLEST: Final = 10
"""Numbers below this are not published; zero is, since it is about nobody."""
SPREAD: Final = 9
"""Values that a hidden small number must still be able to have, before the rule stops hiding others beside it."""
TOTAL: Final = "total"
Line: TypeAlias = Mapping[str, int]
Shown: TypeAlias = dict[str, int | None]


def publish(lines: Mapping[str, Line]) -> dict[str, Shown]:
    """Return the counts of one desk in one quarter as they can be published, with their total.

    Args:
        lines: dimension to its counts by code; each counts every signal of the desk once, so all have one total. The
            total may be known from any line that is shown whole, so every line is guarded as if it were.

    >>> publish({"kind": {"zorg": 40, "overlast": 25, "overig": 3}})
    {'total': {'all': 68}, 'kind': {'zorg': 40, 'overlast': None, 'overig': None}}
    >>> publish({"kind": {"zorg": 40, "overlast": 25, "overig": 0}})["kind"]
    {'zorg': 40, 'overlast': 25, 'overig': 0}
    >>> publish({"kind": {"zorg": 6, "overig": 1}})
    {'total': {'all': None}, 'kind': {'zorg': None, 'overig': None}}
    """
    total = max((sum(line.values()) for line in lines.values()), default=0)
    shown = {dimension: protect(line) for dimension, line in lines.items()}
    safely = {dimension: line for dimension, line in shown.items() if line is not None}
    if 0 < total < SMALLEST or len(safely) < len(lines):
        safely = {dimension: dict.fromkeys(line) for dimension, line in lines.items()}
        return _with_total(None, safely)
    return _with_total(total, safely)


def _with_total(total: int | None, shown: dict[str, Shown]) -> dict[str, Shown]:
    every: Shown = {"all": total}
    return {TOTAL: every} | shown


def protect(line: Line) -> Shown | None:
    """Return a line whose total is known, with None for what is hidden; None when nothing can be hidden well enough.

    What is hidden beside the small numbers follows the order of the codes and not their size: which one went would
    otherwise tell how large it is.
    """
    hidden = {code for code, number in line.items() if 0 < number < SMALLEST}
    spare = sorted(code for code, number in line.items() if number >= SMALLEST)
    while hidden and not safe([line[code] for code in hidden]):
        if not spare:
            return None
        hidden.add(spare.pop(0))
    return {code: None if code in hidden else number for code, number in line.items()}


def safe(hidden: Sequence[int]) -> bool:
    """Return whether each hidden small number could still be any of `SPREAD` values, for somebody who knows their sum.

    At worst they also know which of the hidden numbers are small (1 to 9) and which are not (10 or more).

    >>> safe([3]), safe([3, 25]), safe([1, 11]), safe([5, 5]), safe([9, 9])
    (False, True, False, True, False)
    """
    total, small = sum(hidden), sum(number < SMALLEST for number in hidden)
    large = len(hidden) - small
    highest = min(SMALLEST - 1, total - (small - 1) - SMALLEST * large)
    lowest = 1 if large else max(1, total - (small - 1) * (SMALLEST - 1))
    return small == 0 or highest - lowest + 1 >= SPREAD
