"""Ask for access to a case without learning whether it exists; who directs it says yes, for a while, or no, with a reason."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from vangnet.access import rules
from vangnet.access.errors import RequestOver, RequestUnreadable, TooManyRequests
from vangnet.access.models import AccessRequest, Lockout
from vangnet.access.selectors.asking import asked_view, may_be_given
from vangnet.access.services import as_enforcer, open_grant, require
from vangnet.access.services.directing import require_in_case
from vangnet.access.types import Actor, AskedView, Basis
from vangnet.audit import services as audit
from vangnet.core.clock import Instant, local_day, start_of
from vangnet.core.errors import NotVisible
from vangnet.core.ids import new_id

DAY = timedelta(days=1)


def ask(
    *,
    actor: Actor,
    number: str,
    person_id: UUID | None,
    found: tuple[UUID, UUID] | None,
    reason: str,
    purpose: str,
    at: Instant,
    signal_id: UUID | None = None,
) -> AskedView:
    """Keep that somebody asks access; the same answer whether there is such a case or not. Asking again changes nothing.

    Args:
        number: number of the case as it was typed; empty when it is asked about a person in sight.
        found: the ids of the case and its person, when there is one; never told.
        purpose: code of `rules.PURPOSES`.
        signal_id: the signal in sight from which it is asked, instead of a number or a person.

    Raises:
        RequestUnreadable: something is missing.
        TooManyRequests: more than `rules.REQUESTS_A_DAY` in a day.
    """
    require(actor, "access.ask")
    named = person_id is not None or signal_id is not None
    rules.check_request(number=number, about_person=named, reason=reason, purpose=purpose)
    with as_enforcer():
        own = AccessRequest.objects.filter(worker_id=actor.worker_id)
        same = own.filter(number=number, person_id=person_id, signal_id=signal_id, answered_at=None)
        before = same.filter(lapses_at__gt=at).first()
        if before is not None:
            return asked_view(before, at=at)
        if own.filter(asked_at__gt=at - DAY).count() >= rules.REQUESTS_A_DAY:
            raise TooManyRequests
        same.filter(lapsed_at=None).update(lapsed_at=at)
        row = _new(actor, number, person_id, found, reason.strip(), purpose, at)
        row.signal_id = signal_id
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            return asked_view(same.get(lapsed_at=None), at=at)
    shown = not row.shielded
    audit.record(
        actor=actor, at=at, act="access.ask", event=True, case_id=row.case_id if shown else None,
        subject_id=row.subject_id if shown else None, object_kind="access_request", object_id=row.id, ground=purpose,
    )  # fmt: skip
    return asked_view(row, at=at)


def grant(*, actor: Actor, request_id: UUID, categories: int, last_day: date, at: Instant) -> None:
    """Say yes: who asked sees these categories until the end of a day; never more than their function may hold.

    Args:
        categories: bit mask; within what the function of who asked may hold and what the actor sees.
        last_day: last day of it, at most `rules.ACCESS_DAYS` ahead.

    Raises:
        NotVisible: absent, of the actor, of somebody who is locked out, or not in sight.
        NoMandate: the actor does not direct the case.
        RequestOver: it was answered, or lapsed.
        RequestUnreadable: the categories or the day do not fit.
    """
    row, case_id, subject_id = _load(actor, request_id, at)
    within = may_be_given(actor=actor, worker_id=row.worker_id, case_id=case_id, at=at)
    rules.check_access(categories=categories, within=within, last_day=last_day, day=local_day(at))
    until = start_of(last_day + DAY)
    with as_enforcer():
        _take(row, at)
        AccessRequest.objects.filter(id=row.id).update(
            answered_at=at, answered_by=actor.worker_id, granted=True, categories=categories, until=until
        )
    open_grant(
        actor=actor, at=at, worker_id=row.worker_id, case_id=case_id, subject_id=subject_id, region=row.region,
        categories=categories, basis=Basis.REQUEST, basis_id=row.id, until=until,
    )  # fmt: skip
    audit.record(
        actor=actor, at=at, act="access.grant_request", event=True, case_id=case_id, subject_id=subject_id,
        object_kind="access_request", object_id=row.id, ground=row.purpose,
        details={"worker": str(row.worker_id), "categories": categories, "until": until.isoformat()},
    )  # fmt: skip


def refuse(*, actor: Actor, request_id: UUID, reason: str, at: Instant) -> None:
    """Say no, with a reason that who asked can read.

    Raises:
        NotVisible, NoMandate, RequestOver: as for a yes.
        RequestUnreadable: no reason was given.
    """
    row, case_id, subject_id = _load(actor, request_id, at)
    if not 10 <= len(reason.strip()) <= 2_000:
        raise RequestUnreadable({"answer": "Schrijf op waarom niet. Wie het vroeg, leest dit."})
    with as_enforcer():
        _take(row, at)
        AccessRequest.objects.filter(id=row.id).update(
            answered_at=at, answered_by=actor.worker_id, granted=False, answer=reason.strip()
        )
    audit.record(
        actor=actor, at=at, act="access.refuse_request", event=True, case_id=case_id, subject_id=subject_id,
        object_kind="access_request", object_id=row.id, ground=row.purpose, details={"worker": str(row.worker_id)},
    )  # fmt: skip


def lapse(*, actor: Actor, at: Instant, case_id: UUID | None = None) -> int:
    """End the requests that nobody answered in time, or those of a case that closes; a text about no case goes.

    Args:
        case_id: end those of this case, in time or not.

    Returns:
        How many ended.
    """
    with as_enforcer():
        rows = AccessRequest.objects.select_for_update().filter(answered_at=None, lapsed_at=None)
        rows = rows.filter(case_id=case_id) if case_id is not None else rows.filter(lapses_at__lte=at)
        ended = list(rows.order_by("id")[:1_000])
        AccessRequest.objects.filter(id__in=[row.id for row in ended]).update(lapsed_at=at)
        AccessRequest.objects.filter(id__in=[row.id for row in ended], case_id=None).update(reason="")
    for row in ended:
        audit.record(
            actor=actor, at=at, act="access.lapse_request", case_id=None if row.shielded else row.case_id,
            subject_id=None if row.shielded else row.subject_id, object_kind="access_request", object_id=row.id,
        )  # fmt: skip
    return len(ended)


def _new(
    actor: Actor,
    number: str,
    person_id: UUID | None,
    found: tuple[UUID, UUID] | None,
    reason: str,
    purpose: str,
    at: Instant,
) -> AccessRequest:
    case_id, subject_id = found if found is not None else (None, None)
    return AccessRequest(
        id=new_id(), worker_id=actor.worker_id, region=actor.region, number=number, person_id=person_id, case_id=case_id,
        subject_id=subject_id, shielded=case_id is not None and _locked_out(actor.worker_id, case_id), reason=reason,
        purpose=purpose, asked_at=at, lapses_at=at + rules.REQUEST_LASTS,
    )  # fmt: skip


def _locked_out(worker_id: UUID, case_id: UUID) -> bool:
    """Return whether somebody is kept out of a case. Inside `as_enforcer` only."""
    return Lockout.objects.filter(worker_id=worker_id, case_id=case_id, lifted_at=None).exists()


def _load(actor: Actor, request_id: UUID, at: Instant) -> tuple[AccessRequest, UUID, UUID]:
    """Return a request that the actor may answer, with its case and person; the wall shows only those in sight."""
    row = AccessRequest.objects.filter(id=request_id, shielded=False).exclude(worker_id=actor.worker_id).first()
    if row is None or row.case_id is None or row.subject_id is None:
        raise NotVisible
    require_in_case(actor, "access.answer", case_id=row.case_id, at=at)
    return row, row.case_id, row.subject_id


def _take(row: AccessRequest, at: Instant) -> None:
    """Lock a request that still waits. Inside `as_enforcer` only."""
    now = AccessRequest.objects.select_for_update().get(id=row.id)
    if now.case_id is None or _locked_out(now.worker_id, now.case_id):
        raise NotVisible
    if now.answered_at is not None or now.lapsed_at is not None or now.lapses_at <= at:
        raise RequestOver
