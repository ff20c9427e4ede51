"""Name the actor to the database, and open and close grants."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from uuid import UUID

from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from vangnet.access import rules
from vangnet.access.errors import AbsenceOverlaps, NoContentFunction, NoMandate, NotEarlier
from vangnet.access.models import (
    Absence,
    Account,
    Agency,
    ConnectedSystem,
    Grant,
    Lockout,
    Municipality,
    Region,
    Sight,
    Worker,
)
from vangnet.access.types import (
    PUBLIC_AGENCY,
    PUBLIC_DESK,
    SYSTEM_AGENCY,
    SYSTEM_WORKER,
    AbsenceView,
    Actor,
    Basis,
)
from vangnet.audit import services as audit_services
from vangnet.core.clock import Instant
from vangnet.core.errors import InvalidInput, NotVisible
from vangnet.core.ids import new_id
from vangnet.core.periods import Period
from vangnet.core.statements import Fixed

__all__ = [
    "acting",
    "as_job",
    "choose_language",
    "close_grants",
    "end_absence",
    "open_grant",
    "public_desk",
    "report_absence",
    "require",
    "set_owed_on",
    "system_actor",
]

LANGUAGES = ("nl", "en")
_NAME = Fixed(
    "SELECT set_config('vangnet.worker', %s, true), set_config('vangnet.agency', %s, true), "
    "set_config('vangnet.at', %s, true)"
)


@contextmanager
def acting(actor: Actor, *, at: Instant | None = None) -> Iterator[None]:
    """Open a transaction in which the database knows who acts; without it row-level security shows nothing.

    Args:
        actor: who acts; the names end with the transaction.
        at: the moment by which sight has ended or not; the clock of the database when absent.
    """
    inside = connection.in_atomic_block
    with transaction.atomic():
        before = _named() if inside else ("", "", "")
        _name(str(actor.worker_id), str(actor.agency_id), at.isoformat() if at else "")
        yield
        if inside:
            _name(*before)


@contextmanager
def as_job(actor: Actor) -> Iterator[None]:
    """Open a transaction of background work: the role `vangnet_job` sees every row, and the record names the job.

    Args:
        actor: made by `system_actor`; anybody else is refused.

    Raises:
        NoMandate: a person tried to work as a job.
    """
    if not actor.is_system:
        raise NoMandate("job")
    with acting(actor), _role("vangnet_job"):
        yield


def system_actor(*, reason: str, region: str = "NL", trace_id: str = "") -> Actor:
    """Return the actor of background work.

    Args:
        reason: why the job runs, as purpose in the record; a code such as `reactions`.
        region: code of the region it works for, `NL` for all.
        trace_id: joins the records of one run.
    """
    return Actor(
        worker_id=SYSTEM_WORKER,
        agency_id=SYSTEM_AGENCY,
        agency_kind="ZVH",
        region=region,
        role="system",
        trace_id=trace_id,
        purpose=reason,
    )


def public_desk(*, trace_id: str = "") -> Actor:
    """Return the actor of the public form: it may report, and sees nothing, not even what it reported itself."""
    return Actor(
        worker_id=PUBLIC_DESK,
        agency_id=PUBLIC_AGENCY,
        agency_kind="",
        region="NL",
        role="public-desk",
        trace_id=trace_id,
        purpose="intake",
    )


def require(actor: Actor, act: str) -> None:
    """Pass when the actor's function may do `act`.

    Raises:
        NoMandate: it may not, or the function or the act is unknown.
    """
    if not rules.may(actor.role, act):
        raise NoMandate(act)


def open_grant(
    *,
    actor: Actor,
    at: Instant,
    worker_id: UUID,
    case_id: UUID,
    subject_id: UUID,
    region: str,
    categories: int,
    basis: Basis,
    basis_id: UUID,
    since: Instant | None = None,
    until: Instant | None = None,
    form: int = 5,
) -> None:
    """Let a worker see categories of a case; a second call for the same basis changes nothing.

    Args:
        actor: who made the decision this grant rests on.
        categories: bit mask, see `rules.mask`.
        basis: what it rests on; `basis_id` names the slot holding, verdict, emergency.
        since: moment from which it counts; at once when absent or past.
        until: moment it ends by itself.
        form: highest output form, 0 to 5.

    Raises:
        NoContentFunction: the worker's function never sees a case, or there is no such worker.
    """
    if not sees_content(worker_id):
        raise NoContentFunction
    with as_enforcer():
        grant, created = Grant.objects.get_or_create(
            worker_id=worker_id,
            case_id=case_id,
            basis=basis.value,
            basis_id=basis_id,
            closed_at=None,
            defaults={
                "subject_id": subject_id,
                "region": region,
                "categories": categories,
                "form": form,
                "opened_at": at,
                "since": since if since is not None and since > at else None,
                "until": until,
            },
        )
        if created:
            sum_up(worker_id=worker_id, case_id=case_id, at=at)
    if created:
        audit_services.record(
            actor=actor, at=at, act="access.open_grant", case_id=case_id, subject_id=subject_id, object_kind="grant",
            object_id=grant.id, ground=basis.value, details={"worker": str(worker_id), "categories": categories},
        )  # fmt: skip


def close_grants(
    *,
    actor: Actor,
    at: Instant,
    why: str,
    case_id: UUID | None = None,
    worker_id: UUID | None = None,
    basis: Basis | None = None,
    basis_id: UUID | None = None,
) -> int:
    """Close the open grants that match all that is given; at least a case, a worker or a basis id.

    Args:
        why: code such as `slot-ended`, kept with the grant.

    Returns:
        How many were closed.
    """
    asked = {"case_id": case_id, "worker_id": worker_id, "basis": basis.value if basis else None, "basis_id": basis_id}
    wanted = {key: value for key, value in asked.items() if value is not None}
    if not wanted.keys() & {"case_id", "worker_id", "basis_id"}:
        return 0
    with as_enforcer():
        grants = list(Grant.objects.select_for_update().filter(closed_at=None, **wanted).order_by("id"))
        Grant.objects.filter(id__in=[grant.id for grant in grants]).update(closed_at=at, closed_why=why)
        for worker, case in sorted({(grant.worker_id, grant.case_id) for grant in grants}):
            sum_up(worker_id=worker, case_id=case, at=at)
    for grant in grants:
        audit_services.record(
            actor=actor, at=at, act="access.close_grant", case_id=grant.case_id, subject_id=grant.subject_id,
            object_kind="grant", object_id=grant.id, ground=grant.basis, details={"why": why, "worker": str(grant.worker_id)},
        )  # fmt: skip
    return len(grants)


def sum_up_again(*, at: Instant, limit: int = 1_000) -> int:
    """Recompute the sights whose moment has come: grants that ended are closed, those whose first day it is count.

    Background work calls this each minute.

    Returns:
        How many sights were recomputed.
    """
    ended, begun = (
        Grant.objects.filter(closed_at=None, until__lte=at),
        Grant.objects.filter(closed_at=None, since__lte=at),
    )
    pairs = set(ended.values_list("worker_id", "case_id").distinct()[:limit])
    pairs |= set(begun.values_list("worker_id", "case_id").distinct()[:limit])
    for worker_id, case_id in sorted(pairs):
        ended.filter(worker_id=worker_id, case_id=case_id).update(closed_at=at, closed_why="ended")
        begun.filter(worker_id=worker_id, case_id=case_id).update(since=None)
        sum_up(worker_id=worker_id, case_id=case_id, at=at)
    return len(pairs)


def set_owed_on(*, case_id: UUID, owed_on: date) -> None:
    """Set the day on which the next thing is owed in a case, by which the lists of everybody in sight are ordered."""
    with as_enforcer():
        Sight.objects.filter(case_id=case_id).exclude(owed_on=owed_on).update(owed_on=owed_on)


def report_absence(*, actor: Actor, at: Instant, worker_id: UUID, days: Period) -> AbsenceView:
    """Write down that a worker is away; `cases.services.report_absence` is the verb people use, it sees to the deputies.

    Args:
        days: first day away to first day back; an end is required.

    Raises:
        AbsenceOverlaps: the worker is already away in a part of the period.
    """
    Period(days.start, days.end)
    if days.end is None or Absence.objects.filter(worker_id=worker_id, days__overlap=(days.start, days.end)).exists():
        raise AbsenceOverlaps
    absence = Absence.objects.create(
        id=new_id(),
        worker_id=worker_id,
        days=DateRange(days.start, days.end),
        reported_at=at,
        reported_by=actor.worker_id,
    )
    audit_services.record(
        actor=actor, at=at, act="access.report_absence", event=True, object_kind="absence", object_id=absence.id,
        details={"worker": str(worker_id), "from": days.start.isoformat(), "until": days.end.isoformat()},
    )  # fmt: skip
    return AbsenceView(id=absence.id, worker_id=worker_id, start=days.start, end=days.end)


def choose_language(*, actor: Actor, language: str, at: Instant) -> None:
    """Remember in which language somebody reads the screens, on every computer they sign in on.

    Args:
        language: `nl` or `en`.

    Raises:
        InvalidInput: the screens do not speak that language.
    """
    if language not in LANGUAGES:
        raise InvalidInput(
            "language-unknown",
            nl="Vangnet spreekt Nederlands en Engels. Kies een van die twee.",
            en="Vangnet speaks Dutch and English. Choose one of these.",
            fields={"language": "language-unknown"},
        )
    with acting(actor):
        Account.objects.filter(worker_id=actor.worker_id).update(language=language)
        audit_services.record(
            actor=actor, at=at, act="access.choose_language", object_kind="account", fields=["language"],
            details={"language": language},
        )  # fmt: skip


def _named() -> tuple[str, ...]:
    """Return the worker, the agency and the moment that the database knows of."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('vangnet.worker', true), current_setting('vangnet.agency', true), "
            "current_setting('vangnet.at', true)"
        )
        return tuple(value or "" for value in cursor.fetchone() or ("", "", ""))


def _name(worker: str, agency: str, at: str) -> None:
    """Tell the database who acts and when, until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_NAME, [worker, agency, at])


def end_absence(*, actor: Actor, at: Instant, absence_id: UUID, back_on: date) -> Period:
    """Write down that the actor is back earlier; an absence that had not begun is gone. `cases` sees to the deputies.

    Args:
        back_on: first day back, before the day that was planned.

    Returns:
        The days for which the actor is no longer away.

    Raises:
        NotVisible: the actor has no such absence.
        NotEarlier: that day is not earlier than planned.
    """
    row = Absence.objects.select_for_update().filter(id=absence_id, worker_id=actor.worker_id).first()
    if row is None:
        raise NotVisible
    start, end = row.days.lower, row.days.upper
    if back_on >= end:
        raise NotEarlier
    if back_on <= start:
        row.delete()
    else:
        row.days = DateRange(start, back_on)
        row.save(update_fields=["days"])
    audit_services.record(
        actor=actor, at=at, act="access.end_absence", event=True, object_kind="absence", object_id=absence_id,
        details={"worker": str(actor.worker_id), "back_on": back_on.isoformat()},
    )  # fmt: skip
    return Period(max(start, back_on), end)


@contextmanager
def as_enforcer() -> Iterator[None]:
    """Work as the role that may write grants, for exactly the statements in the block; inside this stage only."""
    with transaction.atomic(), _role("vangnet_job"):
        yield


@contextmanager
def _role(name: str) -> Iterator[None]:
    """Work as another database role until the end of the block; the session's own role comes back, also after an error."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        row = cursor.fetchone()
        before = row[0] if row else "vangnet_app"
        cursor.execute(f"SET LOCAL ROLE {connection.ops.quote_name(name)}")
    try:
        yield
    finally:
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL ROLE {connection.ops.quote_name(before)}")


def sum_up(*, worker_id: UUID, case_id: UUID, at: Instant) -> None:
    """Make the one sight row equal to the open grants; inside `as_enforcer` or a job.

    There is none without a grant, with a lockout, or for a function that never sees a case.
    """
    grants = list(Grant.objects.filter(worker_id=worker_id, case_id=case_id, closed_at=None))
    grants = [grant for grant in grants if rules.counts(since=grant.since, until=grant.until, at=at)]
    locked = Lockout.objects.filter(worker_id=worker_id, case_id=case_id, lifted_at=None).exists()
    if locked or not grants or not sees_content(worker_id):
        Sight.objects.filter(worker_id=worker_id, case_id=case_id).delete()
        return
    summed = [(grant.categories, grant.form, grant.until) for grant in grants]
    categories, form, until = rules.sum_of(summed)
    owed_on = Sight.objects.filter(case_id=case_id).values_list("owed_on", flat=True).first()
    values = {
        "subject_id": grants[0].subject_id,
        "region": grants[0].region,
        "relation": rules.relation(Basis(grant.basis) for grant in grants).value,
        "categories": categories,
        "form": form,
        "until": until,
    }
    Sight.objects.update_or_create(
        worker_id=worker_id,
        case_id=case_id,
        defaults=values,
        create_defaults=values | ({"owed_on": owed_on} if owed_on is not None else {}),
    )


def sees_content(worker_id: UUID) -> bool:
    """Return whether a worker's function ever sees a case; not for a worker who does not exist."""
    found = Worker.objects.filter(id=worker_id).values_list("role", "agency__kind").first()
    return found is not None and rules.sees_content(role=found[0], agency_kind=found[1])


def add_region(*, actor: Actor, code: str, name: str, municipalities: Mapping[str, str]) -> str:
    """Add the region of a Zorg- en Veiligheidshuis with its municipalities; background work only.

    Args:
        municipalities: code to name.

    Returns:
        The code of the region.
    """
    _require_system(actor)
    Region.objects.create(code=code, name=name)
    Municipality.objects.bulk_create(
        Municipality(code=key, name=value, region_id=code) for key, value in municipalities.items()
    )
    return code


def add_agency(*, actor: Actor, name: str, kind: str, region: str, phone: str = "") -> UUID:
    """Add an organisation; background work only. Returns its id."""
    _require_system(actor)
    return Agency.objects.create(name=name, kind=kind, region_id=region, phone=phone).id


def add_worker(*, actor: Actor, agency_id: UUID, name: str, role: str, phone: str = "") -> Actor:
    """Add a professional to an organisation; background work only. Returns them as actor."""
    _require_system(actor)
    agency = Agency.objects.get(id=agency_id)
    worker = Worker.objects.create(agency=agency, region_id=agency.region_id, name=name, role=role, phone=phone)
    return Actor(worker_id=worker.id, agency_id=agency.id, agency_kind=agency.kind, region=agency.region_id, role=role)


def connect_system(*, actor: Actor, client_id: str, name: str, agency_id: UUID, at: Instant) -> Actor:
    """Let a machine call the API as a worker of an organisation; background work only. It sees what it has grants for.

    Args:
        client_id: as registered for OAuth2 client credentials.

    Returns:
        The actor it stands for.
    """
    machine = add_worker(actor=actor, agency_id=agency_id, name=name, role="koppeling")
    system = ConnectedSystem.objects.create(client_id=client_id, name=name, worker_id=machine.worker_id, since=at)
    audit_services.record(
        actor=actor, at=at, act="access.connect_system", object_kind="connected_system", object_id=system.id,
        details={"agency": str(agency_id)},
    )  # fmt: skip
    return machine


def _require_system(actor: Actor) -> None:
    if not actor.is_system:
        raise NoMandate("access.manage")
