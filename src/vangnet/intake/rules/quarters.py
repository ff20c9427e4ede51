"""Quarters of a year. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter, half-open `[first, after)`."""

    code: str
    first: date
    after: date


def quarter_of(day: date) -> Quarter:
    """Return the quarter a day lies in.

    >>> quarter_of(date(2026, 11, 27))
    Quarter(code='2026Q4', first=datetime.date(2026, 10, 1), after=datetime.date(2027, 1, 1))
    """
    nr = (day.month - 1) // 3
    after = date(day.year + (nr == 3), (nr * 3 + 3) % 12 + 1, 1)
    return Quarter(f"{day.year}Q{nr + 1}", date(day.year, nr * 3 + 1, 1), after)


def quarters_over(since: date, until: date) -> Iterator[Quarter]:
    """Yield the quarters from the one of `since` that were over on `until`, oldest first.

    >>> [quarter.code for quarter in quarters_over(date(2026, 2, 1), date(2026, 10, 1))]
    ['2026Q1', '2026Q2', '2026Q3']
    """
    quarter = quarter_of(since)
    while quarter.after <= until:
        yield quarter
        quarter = quarter_of(quarter.after)
