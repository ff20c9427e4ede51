"""What is owed at a desk: answers to signals."""

from __future__ import annotations

from django.db import connection

from vangnet.access.types import Actor
from vangnet.core.clock import Instant
from vangnet.core.statements import Fixed
from vangnet.intake.selectors.reading import read_desk
from vangnet.intake.types import OwedSignal, SignalState

_START = 200  # letters of what was reported
_OWED = Fixed("""
SELECT id, answer_due, municipality, kind, left(text, %(start)s) FROM intake_signal
WHERE desk_id = %(desk)s AND answer_due < %(before)s AND state <> %(answered)s
ORDER BY answer_due, id LIMIT %(limit)s
""")


def owed(*, actor: Actor, before: Instant, limit: int = 100) -> list[OwedSignal]:
    """Return the signals at the actor's desk that must be answered before a moment, most urgent deadline first."""
    with connection.cursor() as cursor:
        cursor.execute(
            _OWED,
            {
                "desk": read_desk(actor), "before": before, "answered": SignalState.ANSWERED.value, "start": _START,
                "limit": limit,
            },
        )  # fmt: skip
        return [OwedSignal(*row) for row in cursor.fetchall()]
