"""Half-open periods: from is in, until is out. An open end is None, never a far date."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date

from vangnet.core.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Period:
    """Days `[start, end)`; `end` None means open.

    >>> Period(date(2026, 1, 1), date(2026, 2, 1)).covers(date(2026, 2, 1))
    False
    >>> Period(date(2026, 1, 1), None).overlaps(Period(date(2025, 1, 1), date(2026, 1, 1)))
    False
    """

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end <= self.start:
            raise InvalidInput(
                "period-empty",
                nl="De einddatum moet na de begindatum liggen.",
                en="The end date must be after the start date.",
                fields={"until": "period-empty"},
            )

    def covers(self, day: date) -> bool:
        """Return whether `day` falls in the period."""
        return self.start <= day and (self.end is None or day < self.end)

    def overlaps(self, other: Period) -> bool:
        """Return whether the two periods share a day."""
        return (other.end is None or self.start < other.end) and (self.end is None or other.start < self.end)


def years_later(day: date, years: int) -> date:
    """Return the same day some years later; 29 February becomes the last day of February.

    >>> years_later(date(2024, 2, 29), 5)
    datetime.date(2029, 2, 28)
    """
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def months_later(day: date, months: int) -> date:
    """Return the same day some months later, or earlier; the last day of a month that is shorter.

    >>> months_later(date(2026, 1, 31), 1), months_later(date(2031, 5, 23), -6)
    (datetime.date(2026, 2, 28), datetime.date(2030, 11, 23))
    """
    count = day.month - 1 + months
    year, month = day.year + count // 12, count % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
