"""Who has to be told what, and by when: owed by what was shared, decided or opened; told, or postponed for a reason."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.cases import selectors as cases
from vangnet.cases.selectors.of_person import origin_of
from vangnet.cases.types import CaseView
from vangnet.core.clock import Instant, local_day
from vangnet.core.errors import NotVisible
from vangnet.core.periods import months_later
from vangnet.core.versions import check_version
from vangnet.intake.selectors.keeping import when_not_informed
from vangnet.sharing import rules
from vangnet.sharing.errors import PersonTold
from vangnet.sharing.models import Disclosure, InformDuty
from vangnet.sharing.selectors.informs import inform_view
from vangnet.sharing.types import InformKind, InformView


def owe_of_duties(*, case_id: UUID, region: str, disclosure: Disclosure, duties: Iterable[str], at: Instant) -> None:
    """Owe what the law says must be told because something was shared; whoever shared it does it.

    Args:
        duties: duties of the verdicts that carried the items.
    """
    for duty in sorted(set(duties) & set(rules.INFORM_DUTIES)):
        kind, within = rules.INFORM_DUTIES[duty]
        due_on = local_day(at) + within
        InformDuty.objects.get_or_create(
            case_id=case_id,
            kind=kind.value,
            cause_id=disclosure.id,
            defaults={
                "region": region, "disclosure": disclosure, "owner_id": disclosure.disclosed_by, "due_on": due_on,
                "next_on": due_on,
            },
        )  # fmt: skip


def owe_start(*, actor: Actor, case_id: UUID, at: Instant) -> None:
    """Owe that the person hears there is a case, when the table weighed without having told. Background work only.

    Law: AVG 14(3)(a), within a month; Bgs 1.3.
    """
    signal_id, region = origin_of(case_id=case_id)
    since = when_not_informed(signal_id=signal_id) if signal_id is not None else None
    if since is not None and signal_id is not None:
        due_on = months_later(local_day(since), 1)
        _owe(actor, case_id, region, InformKind.START, cause_id=signal_id, due_on=due_on, at=at)


def owe_emergency(*, actor: Actor, case_id: UUID, emergency_id: UUID, at: Instant) -> None:
    """Owe that the person hears the case was opened in an emergency. Background work only.

    Law: legal.md T3 and M14, tell the person as soon as it can.
    """
    region = origin_of(case_id=case_id)[1]
    due_on = local_day(at) + rules.INFORM_WITHIN
    _owe(actor, case_id, region, InformKind.EMERGENCY, cause_id=emergency_id, due_on=due_on, at=at)


def _owe(
    actor: Actor, case_id: UUID, region: str, kind: InformKind, *, cause_id: UUID, due_on: date, at: Instant
) -> None:
    row, created = InformDuty.objects.get_or_create(
        case_id=case_id,
        kind=kind.value,
        cause_id=cause_id,
        defaults={"region": region, "due_on": due_on, "next_on": due_on},
    )
    if created:
        audit.record(
            actor=actor, at=at, act="sharing.owe_telling", event=True, case_id=case_id, object_kind="inform_duty",
            object_id=row.id, details={"kind": kind.value},
        )  # fmt: skip


def tell_person(*, actor: Actor, inform_id: UUID, version: int, told_on: date, at: Instant) -> InformView:
    """Keep that whoever had to be told was told.

    Raises:
        NotVisible: absent, or its case is not in sight.
        PersonTold: it was told before.
        StaleVersion: somebody changed it.

    Law: AVG 14, Bgs 1.3.
    """
    row, case = _open_inform(actor, inform_id, version=version, at=at)
    row.told_on, row.told_by, row.version = min(told_on, local_day(at)), actor.worker_id, row.version + 1
    row.save(update_fields=["told_on", "told_by", "version"])
    audit.record(
        actor=actor, at=at, act="sharing.tell_person", event=True, case_id=row.case_id, subject_id=case.person_id,
        object_kind="inform_duty", object_id=row.id, details={"kind": row.kind},
    )  # fmt: skip
    return inform_view(row)


def postpone_telling(
    *, actor: Actor, inform_id: UUID, version: int, by: str, ground: str, review_on: date, at: Instant
) -> InformView:
    """Keep that the person is told later: which participant wants that, on which ground, until which day.

    Raises:
        NotVisible: absent, or its case is not in sight.
        PersonTold: it was told already.
        StaleVersion: somebody changed it.
        InformUnreadable: participant, ground or day is missing.

    Law: AVG 14(5)(b), UAVG 41, Bgs 1.3: a participant who wants it to wait says so, and reports as soon as it ends.
    """
    rules.check_postponement(by=by, ground=ground, review_on=review_on, today=local_day(at))
    row, case = _open_inform(actor, inform_id, version=version, at=at)
    row.postponed_by, row.ground, row.version = by.strip(), ground.strip(), row.version + 1
    row.review_on = row.next_on = review_on
    row.save(update_fields=["postponed_by", "ground", "review_on", "next_on", "version"])
    audit.record(
        actor=actor, at=at, act="sharing.postpone_telling", event=True, case_id=row.case_id, subject_id=case.person_id,
        object_kind="inform_duty", object_id=row.id, details={"kind": row.kind, "review_on": review_on.isoformat()},
    )  # fmt: skip
    return inform_view(row)


def _open_inform(actor: Actor, inform_id: UUID, *, version: int, at: Instant) -> tuple[InformDuty, CaseView]:
    row = InformDuty.objects.select_for_update().filter(id=inform_id).first()
    if row is None:
        raise NotVisible
    case = cases.case(actor=actor, case_id=row.case_id, at=at)
    if row.told_on is not None:
        raise PersonTold
    check_version(found=row.version, expected=version)
    return row, case
