"""Signals that wait for an answer while their content is only stored, because the person obtained a restriction."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from vangnet.access import selectors as access
from vangnet.access import services as grants
from vangnet.access.types import Actor
from vangnet.core.clock import Instant
from vangnet.core.statements import Fixed

# The same signals as `people_restricted_signals` of the wall: of before the restriction, and beside the person then or since.
_STORED = """
FROM access_restriction r JOIN people_signallink l ON l.person_id = r.subject_id AND (l.undone_at IS NULL OR l.undone_at > r.since)
  JOIN intake_signal s ON s.id = l.signal_id AND s.received_at <= r.since
WHERE r.lifted_at IS NULL AND r.kept & access_bit('C06') = 0 AND s.answered_at IS NULL AND s.emptied_at IS NULL
"""
_WAITING = Fixed(
    f"SELECT r.request_id, min(s.answer_due) {_STORED} AND r.region = %(region)s GROUP BY r.request_id LIMIT 200"
)
_IS = Fixed(f"SELECT EXISTS (SELECT 1 {_STORED} AND s.id = %(signal)s)")


def stored_unanswered(*, actor: Actor) -> dict[UUID, Instant]:
    """Return, by request of a person, when the first answer was due of signals that nobody at a desk may read; for the contact point.

    A number and a day, and nothing of what was told.

    Law: AVG article 18(1)-(3): the desk only stores them; who answers for the restriction finds whether it must be so.
    """
    if not access.may(actor=actor, act="rights.answer"):
        return {}
    with grants.as_enforcer(), connection.cursor() as cursor:
        cursor.execute(_WAITING, {"region": actor.region})
        return dict(cursor.fetchall())


def is_stored_unanswered(*, signal_id: UUID) -> bool:
    """Return whether a signal waits for an answer that the desk may not give, whoever asks; yes or no, and nothing of the person."""
    with grants.as_enforcer(), connection.cursor() as cursor:
        cursor.execute(_IS, {"signal": signal_id})
        found: bool = cursor.fetchone()[0]
    return found
