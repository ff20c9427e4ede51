"""Time comes in as an argument everywhere; only the edges ask this module what time it is."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TypeAlias
from zoneinfo import ZoneInfo

Instant: TypeAlias = datetime
"""A moment with a zone, always UTC inside."""

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def now() -> Instant:
    """Return the current moment in UTC. Only edges, background work and tests call this."""
    return datetime.now(UTC)


def local_day(at: Instant) -> date:
    """Return the calendar day in the Netherlands on which `at` falls.

    >>> local_day(datetime(2026, 11, 22, 23, 30, tzinfo=UTC))
    datetime.date(2026, 11, 23)
    """
    return at.astimezone(AMSTERDAM).date()
