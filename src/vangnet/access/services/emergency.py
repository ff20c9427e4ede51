"""Break-glass: open a case in an emergency, and look at it afterwards. Lock a person out of a case."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid5

from vangnet.access import rules
from vangnet.access.errors import AlreadyReviewed, EmergencyUnreadable, ReviewBySecondPerson
from vangnet.access.models import AccessRequest, Emergency, Lockout
from vangnet.access.selectors import emergency_view
from vangnet.access.services import as_enforcer, close_grants, open_grant, require, sum_up
from vangnet.access.services.directing import require_in_case
from vangnet.access.services.items import close_item_grants
from vangnet.access.types import Actor, Basis, EmergencyView
from vangnet.audit import services as audit
from vangnet.core.clock import Instant
from vangnet.core.errors import NotVisible
from vangnet.core.ids import new_id


def open_in_emergency(
    *,
    actor: Actor,
    case_id: UUID,
    subject_id: UUID,
    region: str,
    reason: str,
    hours: int,
    vital_interest: bool,
    cannot_decide: bool,
    at: Instant,
    key: UUID | None = None,
) -> EmergencyView:
    """Let the actor see what an emergency needs of a case, for some hours; it cannot be switched off and is always reviewed.

    Args:
        reason: what is going on, in the actor's own words; the director reads it at once.
        hours: 1 to `rules.EMERGENCY_HOURS`.
        vital_interest: whether there is acute danger to somebody's life or health, as the actor says.
        cannot_decide: whether the person cannot decide now and no representative can be reached, as the actor says.
        key: of the form; the same key twice is one emergency.

    Raises:
        EmergencyUnreadable: no emergency in the sense of the law, no reason, or too long.

    Law: legal.md T3 (emergency); review by a second person within one working day.
    """
    require(actor, "access.emergency")
    rules.check_emergency(reason=reason, hours=hours, vital_interest=vital_interest, cannot_decide=cannot_decide)
    emergency_id = uuid5(actor.worker_id, key.hex) if key is not None else new_id()
    same = Emergency.objects.filter(id=emergency_id, case_id=case_id).first()
    if same is not None:
        return emergency_view(same)
    until = at + timedelta(hours=hours)
    row = Emergency(
        id=emergency_id, worker_id=actor.worker_id, case_id=case_id, subject_id=subject_id, region=region,
        reason=reason.strip(), opened_at=at, until=until, review_due=rules.emergency_review_due(at),
    )  # fmt: skip
    with as_enforcer():
        row.save(force_insert=True)
    open_grant(
        actor=actor, at=at, worker_id=actor.worker_id, case_id=case_id, subject_id=subject_id, region=region,
        categories=rules.emergency_categories(actor.agency_kind), basis=Basis.BREAK_GLASS, basis_id=row.id, until=until,
    )  # fmt: skip
    audit.record(
        actor=actor, at=at, act="access.break_glass", event=True, case_id=case_id, subject_id=subject_id,
        object_kind="emergency", object_id=row.id, ground="T3",
        details={"hours": hours, "emergency_vital_interest": 1, "subject_cannot_consent": 1},
    )  # fmt: skip
    return emergency_view(row)


def review(*, actor: Actor, emergency_id: UUID, justified: bool, finding: str, at: Instant) -> EmergencyView:
    """Write down, as a second person, whether an emergency was one.

    Raises:
        NotVisible: it is not in sight.
        ReviewBySecondPerson: the actor opened it.
        NoMandate: the actor does not direct this case; who sees it only by an emergency of their own judges nobody else's.
        AlreadyReviewed: somebody looked before.
        EmergencyUnreadable: nothing was written.
    """
    row = Emergency.objects.select_for_update().filter(id=emergency_id).first()
    if row is None:
        raise NotVisible
    if row.worker_id == actor.worker_id:
        raise ReviewBySecondPerson
    require_in_case(actor, "access.review", case_id=row.case_id, at=at)
    if row.reviewed_at is not None:
        raise AlreadyReviewed
    if not finding.strip():
        raise EmergencyUnreadable({"finding": "Schrijf op wat je hebt nagegaan."})
    row.reviewed_at, row.reviewed_by, row.justified, row.finding = at, actor.worker_id, justified, finding.strip()
    row.save(update_fields=["reviewed_at", "reviewed_by", "justified", "finding"])
    if not justified:
        close_grants(actor=actor, at=at, why="not-justified", basis=Basis.BREAK_GLASS, basis_id=row.id)
    audit.record(
        actor=actor, at=at, act="access.review_emergency", event=True, case_id=row.case_id,
        subject_id=row.subject_id, object_kind="emergency",
        object_id=row.id, details={"justified": int(justified)},
    )  # fmt: skip
    return emergency_view(row)


def lock_out(*, actor: Actor, worker_id: UUID, case_id: UUID, reason: str, at: Instant) -> None:
    """Keep a worker out of a case (conflict of interest), whatever grants they have or get; twice changes nothing.

    Raises:
        NotVisible: the case is not in sight.
        NoMandate: the actor does not direct it.
        EmergencyUnreadable: no reason was given, or it is the actor.
    """
    require_in_case(actor, "access.lock_out", case_id=case_id, at=at)
    if worker_id == actor.worker_id:
        raise EmergencyUnreadable({"worker": "Kies een ander. Sta je hier zelf te dichtbij? Vraag je collega."})
    if not reason.strip():
        raise EmergencyUnreadable({"reason": "Schrijf op waarom deze collega dit niet mag zien."})
    with as_enforcer():
        _, created = Lockout.objects.get_or_create(
            worker_id=worker_id, case_id=case_id, lifted_at=None, defaults={"reason": reason.strip()[:200], "since": at}
        )
        AccessRequest.objects.filter(worker_id=worker_id, case_id=case_id).update(shielded=True)
        sum_up(worker_id=worker_id, case_id=case_id, at=at)
    close_item_grants(actor=actor, at=at, why="locked-out", case_id=case_id, worker_id=worker_id)
    if created:
        audit.record(
            actor=actor, at=at, act="access.lock_out", event=True, case_id=case_id, object_kind="lockout",
            details={"worker": str(worker_id)},
        )  # fmt: skip


def lift_lockout(*, actor: Actor, worker_id: UUID, case_id: UUID, at: Instant) -> None:
    """Let a worker see again what their grants give.

    Raises:
        NotVisible: the case is not in sight; so is who is locked out of it.
        NoMandate: the actor does not direct it.
    """
    require_in_case(actor, "access.lock_out", case_id=case_id, at=at)
    with as_enforcer():
        Lockout.objects.filter(worker_id=worker_id, case_id=case_id, lifted_at=None).update(lifted_at=at)
        AccessRequest.objects.filter(worker_id=worker_id, case_id=case_id).update(shielded=False)
        sum_up(worker_id=worker_id, case_id=case_id, at=at)
    audit.record(
        actor=actor, at=at, act="access.lift_lockout", event=True, case_id=case_id, object_kind="lockout",
        details={"worker": str(worker_id)},
    )  # fmt: skip
