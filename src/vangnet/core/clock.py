"""Time comes in as an argument everywhere; only the edges ask this module what time it is."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Final, TypeAlias
from zoneinfo import ZoneInfo

Instant: TypeAlias = datetime
"""A moment with a zone, always UTC inside."""

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def now() -> Instant:
    """Return the current moment in UTC. Only edges, background work and tests call this."""
    return datetime.now(UTC)


YEARS: Final = range(1900, 2201)
"""Years that a typed or sent moment may lie in; others only break what counts with them."""


def read_moment(text: str) -> Instant:
    """Return the moment that a text in ISO 8601 with a zone names.

    Raises:
        ValueError: it names none, it has no zone, or it lies outside `YEARS`.

    >>> read_moment("2026-11-22T10:00:00+01:00")
    datetime.datetime(2026, 11, 22, 10, 0, tzinfo=datetime.timezone(datetime.timedelta(seconds=3600)))
    """
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None or moment.year not in YEARS:
        raise ValueError("no moment with a zone in a usual year")
    return moment


def local_day(at: Instant) -> date:
    """Return the calendar day in the Netherlands on which `at` falls.

    >>> local_day(datetime(2026, 11, 22, 23, 30, tzinfo=UTC))
    datetime.date(2026, 11, 23)
    """
    return at.astimezone(AMSTERDAM).date()


def start_of(day: date) -> Instant:
    """Return the moment at which a calendar day begins in the Netherlands.

    >>> start_of(date(2026, 11, 23)).isoformat()
    '2026-11-22T23:00:00+00:00'
    """
    return datetime.combine(day, time(), AMSTERDAM).astimezone(UTC)
