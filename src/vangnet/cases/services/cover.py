"""Somebody always stands there: deputies, their briefing, and being away."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from vangnet.access import selectors as access
from vangnet.access import services as grants
from vangnet.access.errors import AbsenceWithoutDeputy
from vangnet.access.services.directing import require_fit, require_in_case, require_within_own_sight
from vangnet.access.types import AbsenceView, Actor, Basis
from vangnet.audit import services as audit
from vangnet.cases.errors import DeputyIsHolder
from vangnet.cases.models import Case, Deputy, Holding, RoleSlot
from vangnet.cases.services.locks import lock_open
from vangnet.core.clock import Instant, local_day, start_of
from vangnet.core.errors import NotVisible
from vangnet.core.periods import Period


def name_deputy(*, actor: Actor, case_id: UUID, slot_id: UUID, worker_id: UUID, days: Period, at: Instant) -> UUID:
    """Ask a worker to stand in for a role; they count as cover once they confirm the briefing.

    The holder of the slot and whoever staffs the case may do this.

    Raises:
        NotVisible: case or slot is not in sight.
        DeputyIsHolder: the deputy holds the role already.
        MayorIsNotCollege: the holder is of the one, the deputy of the other.
        NoContentFunction: the deputy's function never sees a case.
        NoMandate: the actor neither holds the role nor staffs this case, or it brings more than the actor sees.
    """
    case = lock_open(case_id)
    slot = RoleSlot.objects.filter(id=slot_id, case=case).first()
    if slot is None:
        raise NotVisible
    holder = Holding.objects.filter(slot=slot, days__contains=local_day(at)).first()
    if holder is None or holder.worker_id != actor.worker_id:
        require_in_case(actor, "cases.staff", case_id=case.id, at=at)
        categories = access.categories_of(role=slot.role)
        require_within_own_sight(actor, "cases.staff", case_id=case.id, categories=categories, at=at)
    worker = access.worker(worker_id=worker_id)
    if holder is not None and holder.worker_id == worker.id:
        raise DeputyIsHolder
    require_fit(worker, holder=access.worker(worker_id=holder.worker_id) if holder is not None else None)
    end_deputies(actor=actor, case_id=case.id, slot_id=slot.id, days=days, at=at)
    deputy = Deputy.objects.create(
        region=case.region, case=case, slot=slot, worker_id=worker.id, days=DateRange(days.start, days.end), asked_at=at
    )
    _let_see(actor, deputy, at)
    audit.record(
        actor=actor, at=at, act="cases.name_deputy", event=True, case_id=case.id,
        subject_id=case.person_id, object_kind="slot", object_id=slot.id,
        details={"worker": str(worker.id), "role": slot.role},
    )  # fmt: skip
    return deputy.id


def end_deputies(*, actor: Actor, case_id: UUID, slot_id: UUID, days: Period, at: Instant) -> None:
    """End the deputies of a slot for these days; what stood before and after them stays, with its own sight."""
    for old in Deputy.objects.filter(slot_id=slot_id, days__overlap=DateRange(days.start, days.end)):
        before, until = old.days.lower, old.days.upper
        if before < days.start:
            old.days = DateRange(before, days.start)
            old.save(update_fields=["days"])
        else:
            old.delete()
        grants.close_grants(
            actor=actor, at=at, why="deputy-replaced", case_id=case_id, basis=Basis.DEPUTY, basis_id=old.id
        )
        if before < days.start:
            _let_see(actor, old, at)
        if days.end is not None and (until is None or until > days.end):
            after = Deputy.objects.create(
                region=old.region, case_id=case_id, slot_id=slot_id, worker_id=old.worker_id,
                days=DateRange(days.end, until), asked_at=old.asked_at, briefed_at=old.briefed_at,
            )  # fmt: skip
            _let_see(actor, after, at)


def _let_see(actor: Actor, deputy: Deputy, at: Instant) -> None:
    """Let a deputy see what the role needs, from the asking on, for the briefing, until the last of their days."""
    last: date | None = deputy.days.upper
    until = start_of(last) if last else None
    if until is None or until > at:
        case = Case.objects.only("person_id", "region").get(id=deputy.case_id)
        role = RoleSlot.objects.values_list("role", flat=True).get(id=deputy.slot_id)
        grants.open_grant(
            actor=actor, at=at, worker_id=deputy.worker_id, case_id=deputy.case_id, subject_id=case.person_id,
            region=case.region, categories=access.categories_of(role=role), basis=Basis.DEPUTY, basis_id=deputy.id,
            until=until,
        )  # fmt: skip


def confirm_briefing(*, actor: Actor, deputy_id: UUID, at: Instant) -> None:
    """Confirm that one is briefed and stands in; only the deputy can. Confirming twice changes nothing.

    Raises:
        NotVisible: there is no such request for this actor.
    """
    row = Deputy.objects.select_for_update().filter(id=deputy_id, worker_id=actor.worker_id).first()
    if row is None:
        raise NotVisible
    if row.briefed_at is not None:
        return
    row.briefed_at = at
    row.save(update_fields=["briefed_at"])
    audit.record(
        actor=actor, at=at, act="cases.confirm_briefing", event=True, case_id=row.case_id, object_kind="slot",
        object_id=row.slot_id,
    )  # fmt: skip


def report_absence(*, actor: Actor, days: Period, deputies: Mapping[UUID, UUID], at: Instant) -> AbsenceView:
    """Say that one is away, and who stands in for each role one holds in that time.

    Args:
        days: first day away to first day back.
        deputies: slot id to worker id, one for every slot the actor holds in these days.

    Raises:
        AbsenceWithoutDeputy: a role would be left alone.
        AbsenceOverlaps: already away then.
    """
    grants.require(actor, "cases.report_absence")
    if days.end is None:
        raise AbsenceWithoutDeputy
    held = Holding.objects.filter(worker_id=actor.worker_id, days__overlap=DateRange(days.start, days.end))
    held = held.filter(case__closed_on=None).order_by("case_id", "slot_id")
    slots = list(held.values_list("case_id", "slot_id"))
    if any(slot_id not in deputies for _, slot_id in slots):
        raise AbsenceWithoutDeputy
    with transaction.atomic():
        absence = grants.report_absence(actor=actor, at=at, worker_id=actor.worker_id, days=days)
        for case_id, slot_id in slots:
            name_deputy(actor=actor, case_id=case_id, slot_id=slot_id, worker_id=deputies[slot_id], days=days, at=at)
    return absence


def end_absence(*, actor: Actor, absence_id: UUID, back_on: date, at: Instant) -> None:
    """Say that one is back earlier; who stood in no longer does from that day, and no longer sees the cases.

    Args:
        back_on: first day back, before the day that was planned; before the first day away takes it all back.

    Raises:
        NotVisible: the actor has no such absence.
        NotEarlier: that day is not earlier than planned.
    """
    grants.require(actor, "cases.report_absence")
    with transaction.atomic():
        back = grants.end_absence(actor=actor, at=at, absence_id=absence_id, back_on=back_on)
        held = Holding.objects.filter(worker_id=actor.worker_id, days__overlap=DateRange(back.start, back.end))
        slots = held.filter(case__closed_on=None).order_by("case_id", "slot_id").values_list("slot_id", flat=True)
        named = Deputy.objects.filter(slot_id__in=list(slots), days__endswith=back.end)
        for deputy in named.order_by("case_id", "slot_id"):
            end_deputies(actor=actor, case_id=deputy.case_id, slot_id=deputy.slot_id, days=back, at=at)
        for usual in Deputy.objects.filter(slot_id__in=list(slots), days__startswith=back.end):
            usual.days = DateRange(back.start, usual.days.upper)
            usual.save(update_fields=["days"])
