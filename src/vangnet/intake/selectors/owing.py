"""What is owed at a desk: answers to signals, and word to those who reported them and whom they are about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Count

from vangnet.access import selectors as access
from vangnet.access.types import Actor
from vangnet.core.clock import Instant, local_day
from vangnet.core.statements import Fixed
from vangnet.intake.models import Outreach, PersonWord, Signal
from vangnet.intake.selectors.reading import read_desk
from vangnet.intake.types import OwedSignal, OwedWhat, PersonTold, PersonWordView

_START = 200  # letters of what was reported
# The state stands here as a word: under one plan for all values a partial index serves only a condition that names its own.
_OWED = Fixed("""
(SELECT id, answer_due AS due, municipality, kind, left(text, %(start)s), 'answer', NULL::uuid, id AS about FROM intake_signal
 WHERE desk_id = %(desk)s AND answer_due < %(before)s AND state <> 'answered'
 ORDER BY answer_due, id LIMIT %(limit)s)
UNION ALL
(SELECT id, tell_due, municipality, kind, left(text, %(start)s), 'telling', NULL, id FROM intake_signal
 WHERE desk_id = %(desk)s AND tell_due < %(before)s AND told_at IS NULL AND emptied_at IS NULL AND %(tells)s
 ORDER BY tell_due, id LIMIT %(limit)s)
UNION ALL
(SELECT id, inform_on::timestamp AT TIME ZONE 'Europe/Amsterdam', municipality, kind, left(text, %(start)s), 'person', inform_owner, id
 FROM intake_signal WHERE desk_id = %(desk)s AND inform_on <= %(day)s AND emptied_at IS NULL AND %(tells)s
 ORDER BY inform_on, id LIMIT %(limit)s)
UNION ALL
(SELECT o.id, o.review_on::timestamp AT TIME ZONE 'Europe/Amsterdam', s.municipality, s.kind, left(o.ground, %(start)s), 'outreach',
  o.owner_id, s.id FROM intake_outreach o JOIN intake_signal s ON s.id = o.signal_id
 WHERE o.desk_id = %(desk)s AND o.ended_at IS NULL AND o.review_on <= %(day)s AND s.emptied_at IS NULL AND %(tells)s
 ORDER BY o.review_on, o.id LIMIT %(limit)s)
UNION ALL
(SELECT id, answer_due, municipality, kind, offered_why, 'offer', NULL, id FROM intake_signal
 WHERE offered_to = %(desk)s AND NOT declined AND answer_due < %(before)s AND state <> 'answered' AND %(weighs)s
 ORDER BY answer_due, id LIMIT %(limit)s)
UNION ALL
(SELECT b.id, b.starts_at, '', b.kind, a.name, 'table', NULL, NULL FROM intake_boardguest g JOIN intake_board b ON b.id = g.board_id
 JOIN access_agency a ON a.id = b.desk_id
 WHERE g.worker_id = %(worker)s AND g.ended_at IS NULL AND g.until > %(at)s AND b.closed_at IS NULL
  AND b.starts_at < %(before)s AND %(sits)s
 ORDER BY b.starts_at, b.id LIMIT %(limit)s)
ORDER BY due, id
""")


def uninformed_by_region(*, region: str | None, day: date) -> dict[str, int]:
    """Return of how many signals the person should have been told by a day (promise P3), by region. Background work only."""
    late = Signal.objects.filter(inform_on__lt=day, emptied_at=None)
    late = late.filter(region=region) if region else late
    return dict(late.order_by().values("region").annotate(number=Count("pk")).values_list("region", "number"))


def unreviewed_by_region(*, region: str | None, day: date) -> dict[str, int]:
    """Return how many people in outreach were not looked at again by their day (promise P4), by region. Background work only."""
    late = Outreach.objects.filter(ended_at=None, review_on__lt=day, signal__emptied_at=None)
    late = late.filter(region=region) if region else late
    return dict(late.order_by().values("region").annotate(number=Count("pk")).values_list("region", "number"))


def person_words(*, actor: Actor, signal_id: UUID) -> list[PersonWordView]:
    """Return what the person whom a signal at the actor's desk is about was told, or why not, oldest first."""
    rows = PersonWord.objects.filter(signal_id=signal_id, signal__desk_id=read_desk(actor)).order_by("at", "id")
    return [PersonWordView(row.at, PersonTold(row.outcome), row.text, row.again_on, row.said_by) for row in rows]


def owed(*, actor: Actor, at: Instant, before: Instant, limit: int = 100) -> list[OwedSignal]:
    """Return the signals at the actor's desk that must be answered, or told about, before a moment, in one query.

    With them come the signals that other desks ask this desk to take, and the sittings of other desks at which the
    actor sits before then.

    The most urgent comes first. Telling is owed by whoever may answer.

    Args:
        limit: most rows of each kind.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _OWED,
            {
                "desk": read_desk(actor), "before": before, "start": _START,
                "limit": limit, "tells": access.may(actor=actor, act="intake.answer"), "worker": actor.worker_id, "at": at,
                "day": local_day(before),
                "weighs": access.may(actor=actor, act="intake.weigh"),
                "sits": access.may(actor=actor, act="intake.sit"),
            },
        )  # fmt: skip
        return [replace(one, what=OwedWhat(one.what)) for one in (OwedSignal(*row) for row in cursor.fetchall())]
