"""Read a birth date as it was written down: whole, in part, swapped, or as a filler. Pure; knows no present day."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "januari", "january"), ("feb", "februari", "february"), ("mrt", "maart", "mar", "march"),
            ("apr", "april"), ("mei", "may"), ("jun", "juni", "june"), ("jul", "juli", "july"),
            ("aug", "augustus", "august"), ("sep", "sept", "september"), ("okt", "oktober", "oct", "october"),
            ("nov", "november"), ("dec", "december"),
        ),
        start=1,
    )
    for name in names
}  # fmt: skip
_PARTS = re.compile(r"[0-9]+|[a-z]+")
_TIME_OF_DAY = re.compile(r"[t ]\d{1,2}:\d{2}.*$")
# A two-digit year above this is read as 19xx, otherwise as 20xx.
_PIVOT = 30
_FIRST_YEAR, _LAST_YEAR = 1800, 2199


@dataclass(frozen=True, slots=True)
class BirthDate:
    """A birth date in digits; 0 stands for an unknown part."""

    year: int
    month: int
    day: int

    @property
    def digits(self) -> str:
        """Return `YYYYMMDD` with zeros for what is unknown."""
        return f"{self.year:04d}{self.month:02d}{self.day:02d}"


def read_birth_date(text: str) -> BirthDate | None:
    """Return the date in a written birth date, or None when there is none or it is a filler.

    Reads YYYYMMDD, DDMMYYYY, YYYY-MM-DD, DD-MM-YYYY, D/M/YY, month names in Dutch and English, a year alone, and the
    BRP's partial dates with 00. A month above 12 beside a day of at most 12 is taken as month and day swapped. Impossible
    days stay as written, so that a typing error can still be compared.

    Args:
        text: one cell of a file.

    >>> read_birth_date("03-11-1984").digits, read_birth_date("19841103").digits, read_birth_date("3 nov 84").digits
    ('19841103', '19841103', '19841103')
    >>> read_birth_date("1984-00-00").digits, read_birth_date("onbekend"), read_birth_date("01-01-1900")
    ('19840000', None, None)
    """
    text = _TIME_OF_DAY.sub("", text.strip().lower())
    parts = _PARTS.findall(text)
    numbers = [_MONTHS.get(part, -1) if part.isalpha() else int(part[:8]) for part in parts]
    if not numbers or len(numbers) > 3 or -1 in numbers:
        return None
    found = _from_one(parts[0]) if len(numbers) == 1 else _from_parts(parts, numbers)
    return None if found is None or _is_filler(found) else found


def _from_one(part: str) -> BirthDate | None:
    """Read one run of digits: a year, YYYYMM, or eight digits either way round."""
    if len(part) == 8:
        year, month, day = int(part[:4]), int(part[4:6]), int(part[6:])
        if _FIRST_YEAR <= year <= _LAST_YEAR or not _FIRST_YEAR <= int(part[4:]) <= _LAST_YEAR:
            return _settle(year, month, day)
        return _settle(int(part[4:]), int(part[2:4]), int(part[:2]))
    if len(part) == 7 and part.isdigit():
        return _settle(int(part[3:]), int(part[1:3]), int(part[:1]))
    if len(part) == 6 and _FIRST_YEAR <= int(part[:4]) <= _LAST_YEAR:
        return _settle(int(part[:4]), int(part[4:]), 0)
    return _settle(int(part), 0, 0) if len(part) == 4 and part.isdigit() else None


def _from_parts(parts: list[str], numbers: list[int]) -> BirthDate | None:
    """Read two or three parts; the year is the part of four digits, else the last one."""
    if len(numbers) == 2:
        return _settle(numbers[0], numbers[1], 0) if len(parts[0]) == 4 else _settle(numbers[1], numbers[0], 0)
    if len(parts[0]) == 4 and parts[0].isdigit():
        return _settle(numbers[0], numbers[1], numbers[2])
    year = numbers[2]
    if len(parts[2]) <= 2:
        year += 1900 if year > _PIVOT else 2000
    if parts[0].isalpha():
        return _settle(year, numbers[0], numbers[1])
    return _settle(year, numbers[1], numbers[0])


def _settle(year: int, month: int, day: int) -> BirthDate | None:
    """Return the date with month and day the possible way round; None when no part can be a date's."""
    if month > 12 and 1 <= day <= 12:
        month, day = day, month
    if year > 9999 or month > 99 or day > 99:
        return None
    return BirthDate(year, month, day)


def _is_filler(found: BirthDate) -> bool:
    """Return whether this is what systems write when they know nothing: year 0, 1, 1900 or 9999."""
    if found.year in (0, 1, 9999):
        return True
    return found.year == 1900 and (found.month, found.day) in ((0, 0), (1, 0), (1, 1))
