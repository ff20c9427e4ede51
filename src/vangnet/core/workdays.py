"""Working days in the Netherlands: no weekends, no public holidays, and after the cut-off hour the day is over."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache

import holidays

from vangnet.core.clock import AMSTERDAM, Instant


@lru_cache(maxsize=64)
def _public_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("NL", years=year, categories=("public",)).keys())


def is_workday(day: date) -> bool:
    """Return whether `day` is a working day.

    >>> is_workday(date(2026, 12, 25)), is_workday(date(2026, 12, 24)), is_workday(date(2026, 11, 22))
    (False, True, False)
    """
    return day.weekday() < 5 and day not in _public_holidays(day.year)


def add_workdays(day: date, count: int) -> date:
    """Return the day that is `count` working days after `day`.

    Args:
        day: the day counting starts after; need not be a working day itself.
        count: number of working days, zero or more; zero gives the first working day from `day` on.

    >>> add_workdays(date(2026, 12, 24), 1)
    datetime.date(2026, 12, 28)
    """
    step = timedelta(days=1)
    while count > 0:
        day += step
        if is_workday(day):
            count -= 1
    while not is_workday(day):
        day += step
    return day


def term_end(day: date) -> date:
    """Return the last day of a term that a law sets and that would end on `day`: never a weekend or a feast day.

    Law: Algemene termijnenwet articles 1(1) and 3, which names the fifth of May in every year.

    >>> term_end(date(2027, 5, 5)), term_end(date(2028, 5, 5)), term_end(date(2027, 3, 26)), term_end(date(2027, 3, 25))
    (datetime.date(2027, 5, 7), datetime.date(2028, 5, 8), datetime.date(2027, 3, 30), datetime.date(2027, 3, 25))
    """
    while not is_workday(day) or (day.month, day.day) == (5, 5):
        day += timedelta(days=1)
    return day


def deadline(at: Instant, *, workdays: int, cutoff: time = time(17, 0)) -> Instant:
    """Return the moment by which something that came in at `at` must be answered.

    Args:
        at: when it came in.
        workdays: working days given, one or more.
        cutoff: hour after which the day no longer counts, Dutch local time; the deadline falls on this hour.
    """
    local = at.astimezone(AMSTERDAM)
    start = local.date()
    if local.time() > cutoff and is_workday(start):
        start += timedelta(days=1)
        while not is_workday(start):
            start += timedelta(days=1)
    end = add_workdays(start, workdays)
    return datetime.combine(end, cutoff, AMSTERDAM).astimezone(at.tzinfo)
