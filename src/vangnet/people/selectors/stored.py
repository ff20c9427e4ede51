"""Signals that wait for an answer while their content is only stored, because the person obtained a restriction."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.db import connection

from vangnet.access import selectors as access
from vangnet.access import services as grants
from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.core.clock import Instant
from vangnet.core.statements import Fixed
from vangnet.people.models import StoredOpening
from vangnet.people.selectors.beside import persons_beside
from vangnet.people.types.stored import OpeningGround, OpeningView, StoredSignal

ASK: Final = "intake.answer"
DECIDE: Final = "rights.answer"
# The same signals as `people_restricted_signals` of the wall: of before the restriction, and beside the person then or since.
_STORED = """
FROM access_restriction r JOIN people_signallink l ON l.person_id = r.subject_id AND (l.undone_at IS NULL OR l.undone_at > r.since)
  JOIN intake_signal s ON s.id = l.signal_id AND s.received_at <= r.since
WHERE r.lifted_at IS NULL AND r.kept & access_bit('C06') = 0 AND s.emptied_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM people_storedopening o
    WHERE o.signal_id = s.id AND o.desk_id = s.desk_id AND o.granted AND o.until > %(at)s)
"""
# What waits for the contact point: an answer that is due, or a desk that asked to read one signal.
_WAITING = Fixed(f"""
SELECT r.request_id, min(s.answer_due) FILTER (WHERE s.answered_at IS NULL),
  min((SELECT min(o.asked_at) FROM people_storedopening o WHERE o.signal_id = s.id AND o.granted IS NULL))
{_STORED} AND r.region = %(region)s
  AND (s.answered_at IS NULL OR EXISTS (SELECT 1 FROM people_storedopening o WHERE o.signal_id = s.id AND o.granted IS NULL))
GROUP BY r.request_id LIMIT 200
""")  # noqa: S608 - our own condition
_IS = Fixed(f"SELECT EXISTS (SELECT 1 {_STORED} AND s.answered_at IS NULL AND s.id = %(signal)s)")
_AT_DESK = Fixed(f"""
SELECT DISTINCT s.received_at, s.id, CASE WHEN s.answered_at IS NULL THEN s.answer_due END
{_STORED} AND s.desk_id = %(desk)s ORDER BY s.received_at DESC, s.id LIMIT 200
""")
_OF_REQUEST = Fixed("""
SELECT DISTINCT l.signal_id FROM access_restriction r JOIN people_signallink l ON l.person_id = r.subject_id
WHERE r.request_id = %(request)s AND r.region = %(region)s
""")


def stored_unanswered(*, actor: Actor, at: Instant) -> dict[UUID, tuple[Instant | None, Instant | None]]:
    """Return, by request of a person, what waits because nobody at a desk may read a signal; for the contact point.

    When the first answer was due, and since when a desk asks to read one; nothing of what was told.

    Law: AVG article 18(1)-(3): the desk only stores them; who answers for the restriction finds whether it must be so.
    """
    if not access.may(actor=actor, act="rights.answer"):
        return {}
    with grants.as_enforcer(), connection.cursor() as cursor:
        cursor.execute(_WAITING, {"region": actor.region, "at": at})
        return {row[0]: (row[1], row[2]) for row in cursor.fetchall()}


def is_stored_unanswered(*, signal_id: UUID, at: Instant) -> bool:
    """Return whether a signal waits for an answer that the desk may not give, whoever asks; yes or no, and nothing of the person."""
    with grants.as_enforcer(), connection.cursor() as cursor:
        cursor.execute(_IS, {"signal": signal_id, "at": at})
        found: bool = cursor.fetchone()[0]
    return found


def stored_signal_ids(*, desk_id: UUID, at: Instant) -> set[UUID]:
    """Return which signals of a desk are only stored at a moment; numbers only."""
    return {row[1] for row in _at_desk(desk_id, at)}


def stored_signals(*, actor: Actor, at: Instant) -> list[StoredSignal]:
    """Return the signals that the actor's desk only stores, newest first, without what they tell.

    When each came in, when its answer is due, and what was asked about it; for whoever answers for signals.

    Law: AVG article 18(1)-(2).
    """
    if not access.may(actor=actor, act=ASK):
        return []
    rows = StoredOpening.objects.filter(desk_id=actor.agency_id).order_by("asked_at", "id")
    asked = {row.signal_id: opening_view(row) for row in rows}
    found = [StoredSignal(row[1], row[0], row[2], asked.get(row[1])) for row in _at_desk(actor.agency_id, at)]
    audit.record(
        actor=actor, at=at, act="people.list_stored", object_kind="signal", details={"rows": len(found)},
        subjects=set(persons_beside([one.signal_id for one in found]).values()),
    )  # fmt: skip
    return found


def openings_running(*, actor: Actor, at: Instant) -> list[OpeningView]:
    """Return which signals the actor's desk may read now though a restriction shuts them, the first to end first."""
    if not access.may(actor=actor, act=ASK):
        return []
    rows = StoredOpening.objects.filter(desk_id=actor.agency_id, granted=True, until__gt=at).order_by("until", "id")
    return [opening_view(row) for row in rows]


def openings_of_request(*, actor: Actor, request_id: UUID, at: Instant) -> list[OpeningView]:
    """Return what desks asked about signals that a restriction shuts, newest first, and record the read; for the contact point."""
    if not access.may(actor=actor, act=DECIDE):
        return []
    with grants.as_enforcer():
        with connection.cursor() as cursor:
            cursor.execute(_OF_REQUEST, {"request": request_id, "region": actor.region})
            ids = {row[0] for row in cursor.fetchall()}
        rows = StoredOpening.objects.filter(signal_id__in=ids, region=actor.region).order_by("-asked_at", "-id")
        found = [opening_view(row) for row in rows[:50]]
    if found:
        audit.record(
            actor=actor, at=at, act="people.read_openings", object_kind="insight_request", object_id=request_id,
            fields=["ground", "why"], subjects=set(persons_beside([one.signal_id for one in found]).values()),
        )  # fmt: skip
    return found


def opening_view(row: StoredOpening) -> OpeningView:
    """Return the frozen view of what a desk asked about a signal."""
    return OpeningView(
        id=row.id,
        signal_id=row.signal_id,
        desk_id=row.desk_id,
        ground=OpeningGround(row.ground),
        why=row.why,
        days=row.days,
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        granted=row.granted,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        decided_why=row.decided_why,
        until=row.until,
        version=row.version,
    )


def _at_desk(desk_id: UUID, at: Instant) -> list[tuple[Instant, UUID, Instant | None]]:
    with grants.as_enforcer(), connection.cursor() as cursor:
        cursor.execute(_AT_DESK, {"desk": desk_id, "at": at})
        return [(row[0], row[1], row[2]) for row in cursor.fetchall()]
