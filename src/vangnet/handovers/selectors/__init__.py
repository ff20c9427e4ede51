"""Read the questions between regions: one's own, and those that found a case in one's sight."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import connection

from vangnet.access import selectors as access
from vangnet.access.selectors.between_regions import contact_points
from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.core.clock import Instant
from vangnet.core.errors import NotVisible
from vangnet.core.statements import Fixed, ids_text
from vangnet.handovers.models import HitAnswer, HitQuery
from vangnet.handovers.types import Ground, GroundKind, HitNotice, HitOutcome, HitView

LISTED = 50
_UNSEEN = Fixed("""
SELECT id, case_id, asked_at, asked_by, asked_agency, purpose, told, why_not, seen_at FROM handovers_hitanswer
WHERE case_id = ANY(%s::uuid[]) AND seen_at IS NULL ORDER BY asked_at, id LIMIT %s
""")


def question(*, actor: Actor, query_id: UUID, at: Instant) -> HitView:
    """Return one question and what was told.

    Raises:
        NotVisible: absent, or neither asked by the actor nor about a case in sight.
    """
    row = HitQuery.objects.filter(id=query_id).first()
    if row is None:
        raise NotVisible
    audit.record(
        actor=actor, at=at, act="handovers.read_question", subject_id=row.person_id, object_kind="hit_query",
        object_id=row.id, fields=["outcome", "contacts"],
    )  # fmt: skip
    return hit_view(row)


def questions_about(*, ground: Ground, limit: int = 10) -> list[HitView]:
    """Return the earlier questions about an own case or signal that are in sight, newest first."""
    column = "case_id" if ground.kind is GroundKind.CASE else "signal_id"
    rows = HitQuery.objects.filter(**{column: ground.id}).order_by("-asked_at", "id")
    return [hit_view(row) for row in rows[:limit]]


def hit_view(row: HitQuery) -> HitView:
    """Return what the asker sees: the same for nobody and for somebody who may not be told."""
    verdict = row.record["verdict"]
    return HitView(
        id=row.id,
        ground=_ground(row),
        purpose=row.purpose,
        necessity=row.necessity,
        asked_at=row.asked_at,
        asked_by=row.worker_id,
        outcome=HitOutcome(row.outcome),
        contacts=tuple(contact_points(regions=row.told_regions)),
        grounds=tuple(verdict["grounds"]),
        missing=tuple(verdict["missing"]),
        phase=row.record["question"]["phase"],
    )


def _ground(row: HitQuery) -> Ground:
    if row.case_id is not None:
        return Ground(GroundKind.CASE, row.case_id)
    assert row.signal_id is not None  # the database holds one of the two
    return Ground(GroundKind.SIGNAL, row.signal_id)


def unseen(*, actor: Actor, case_ids: Sequence[UUID]) -> list[HitNotice]:
    """Return the questions of other regions about these cases that nobody here looked at yet, oldest first."""
    if not access.may(actor=actor, act="handovers.answer"):
        return []
    with connection.cursor() as cursor:
        cursor.execute(_UNSEEN, [ids_text(case_ids), LISTED])
        return [HitNotice(*row) for row in cursor.fetchall()]


def notice(*, actor: Actor, answer_id: UUID, at: Instant) -> HitNotice:
    """Return one question of another region about a case in sight.

    Raises:
        NotVisible: absent, or the case is not in sight.
    """
    row = HitAnswer.objects.filter(id=answer_id).first()
    if row is None:
        raise NotVisible
    audit.record(
        actor=actor, at=at, act="handovers.read_notice", case_id=row.case_id, subject_id=row.person_id,
        object_kind="hit_answer", object_id=row.id, fields=["asked_by"],
    )  # fmt: skip
    return notice_view(row)


def notice_view(row: HitAnswer) -> HitNotice:
    """Return the frozen view of an answer."""
    return HitNotice(
        id=row.id,
        case_id=row.case_id,
        asked_at=row.asked_at,
        asked_by=row.asked_by,
        asked_agency=row.asked_agency,
        purpose=row.purpose,
        told=row.told,
        why_not=row.why_not,
        seen_at=row.seen_at,
    )
