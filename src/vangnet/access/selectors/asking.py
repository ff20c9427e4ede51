"""Requests for access: what somebody asked themselves, and what waits for whoever directs a case."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from vangnet.access import rules
from vangnet.access.models import AccessRequest, Worker
from vangnet.access.selectors import sight
from vangnet.access.types import AccessRequestView, Actor, AskedState, AskedView, ToJudge
from vangnet.audit import services as audit
from vangnet.core.clock import Instant
from vangnet.core.errors import NotVisible
from vangnet.core.statements import Fixed, ids_text

OWN_AT_MOST = 50
_TO_JUDGE = Fixed(
    "SELECT true, id, case_id, review_due AS due, reason FROM access_emergency"
    " WHERE case_id = ANY(%(cases)s::uuid[]) AND reviewed_at IS NULL"
    " UNION ALL SELECT false, id, case_id, asked_at, reason FROM access_accessrequest"
    " WHERE case_id = ANY(%(cases)s::uuid[]) AND answered_at IS NULL AND lapsed_at IS NULL AND lapses_at > %(at)s"
    " AND NOT shielded AND worker_id <> %(worker)s ORDER BY due, id"
)


def to_judge(*, actor: Actor, case_ids: Sequence[UUID], at: Instant) -> list[ToJudge]:
    """Return the emergencies nobody looked at and the requests nobody answered in these cases, in one query; only in sight."""
    with connection.cursor() as cursor:
        cursor.execute(_TO_JUDGE, {"cases": ids_text(case_ids), "at": at, "worker": actor.worker_id})
        return [ToJudge(*row) for row in cursor.fetchall()]


def own_requests(*, actor: Actor, at: Instant) -> list[AskedView]:
    """Return what the actor asked access to, newest first. A number nobody has reads as one that waits, and then as lapsed."""
    rows = AccessRequest.objects.filter(worker_id=actor.worker_id).order_by("-asked_at", "-id")[:OWN_AT_MOST]
    found = [asked_view(row, at=at) for row in rows]
    audit.record(
        actor=actor,
        at=at,
        act="access.read_requests",
        object_kind="access_request",
        details={"rows": len(found)},
        fields=["reason"] if found else [],
        subjects={one for row in rows if (one := row.subject_id or row.person_id) is not None},
    )
    return found


def waiting(*, actor: Actor, case_id: UUID, at: Instant) -> list[AccessRequestView]:
    """Return who asks access to a case in sight and waits, oldest first; never one's own."""
    rows = _waiting(actor).filter(case_id=case_id, answered_at=None, lapsed_at=None, lapses_at__gt=at)
    return [request_view(row) for row in rows.order_by("asked_at", "id")]


def request(*, actor: Actor, request_id: UUID, at: Instant) -> AccessRequestView:
    """Return one request for access to a case in sight, that still waits.

    Raises:
        NotVisible: absent, over, of the actor, of somebody who is locked out, or the case is not in sight.
    """
    row = _waiting(actor).filter(id=request_id, answered_at=None, lapsed_at=None, lapses_at__gt=at).first()
    if row is None or row.case_id is None:
        raise NotVisible
    audit.record(
        actor=actor, at=at, act="access.read_request", case_id=row.case_id, subject_id=row.subject_id,
        object_kind="access_request", object_id=row.id, fields=["reason"],
    )  # fmt: skip
    return request_view(row)


def may_be_given(*, actor: Actor, worker_id: UUID, case_id: UUID, at: Instant) -> int:
    """Return the bit mask of what the actor can let somebody see: what that function may hold and the actor sees.

    Raises:
        NotVisible: the case is not in the actor's sight.
    """
    own = sight(actor=actor, case_id=case_id, at=at).categories
    found = Worker.objects.filter(id=worker_id, left_on=None).values_list("role", "agency__kind").first()
    if found is None or not rules.sees_content(role=found[0], agency_kind=found[1]):
        return 0
    return own & rules.ROLE_CATEGORIES.get(found[0], 0)


def carried(*, ids: Sequence[UUID], at: Instant) -> set[UUID]:
    """Return which of these requests still carry a grant. Background work only."""
    rows = AccessRequest.objects.filter(id__in=set(ids), granted=True, until__gt=at)
    return set(rows.values_list("id", flat=True))


def asked_view(row: AccessRequest, *, at: Instant) -> AskedView:
    """Return a request as who asked may know it: by its own dates and the answer, never by whether there is a case."""
    state = AskedState.LAPSED if row.lapses_at <= at else AskedState.WAITING
    if row.granted is not None:
        state = AskedState.GRANTED if row.granted else AskedState.REFUSED
    return AskedView(
        id=row.id,
        number=row.number,
        person_id=row.person_id,
        signal_id=row.signal_id,
        reason=row.reason,
        purpose=row.purpose,
        asked_at=row.asked_at,
        lapses_at=row.lapses_at,
        state=state,
        answer=row.answer,
        until=row.until,
    )


def request_view(row: AccessRequest) -> AccessRequestView:
    """Return a request as who directs the case sees it."""
    if row.case_id is None:
        raise NotVisible
    return AccessRequestView(
        id=row.id,
        worker_id=row.worker_id,
        case_id=row.case_id,
        reason=row.reason,
        purpose=row.purpose,
        asked_at=row.asked_at,
        lapses_at=row.lapses_at,
    )


def _waiting(actor: Actor) -> QuerySet[AccessRequest]:
    return AccessRequest.objects.filter(case_id__isnull=False, shielded=False).exclude(worker_id=actor.worker_id)
