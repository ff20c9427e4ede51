"""Who is who, and what is in sight."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q

from vangnet.access import rules
from vangnet.access.models import (
    Absence,
    Account,
    Agency,
    ConnectedSystem,
    Emergency,
    Grant,
    Municipality,
    Region,
    Sight,
    Worker,
)
from vangnet.access.rules import ROLE_CATEGORIES
from vangnet.access.selectors.seats import account as account
from vangnet.access.selectors.sights import COUNT_LIMIT as COUNT_LIMIT
from vangnet.access.selectors.sights import SightPage as SightPage
from vangnet.access.selectors.sights import count_by_relation as count_by_relation
from vangnet.access.selectors.sights import count_sights as count_sights
from vangnet.access.selectors.sights import counted as counted
from vangnet.access.selectors.sights import counts_beside as counts_beside
from vangnet.access.selectors.sights import sights_page as sights_page
from vangnet.access.types import (
    POLICE_KINDS,
    AbsenceView,
    Actor,
    AgencyView,
    Basis,
    DemoPerson,
    EmergencyView,
    GrantView,
    MunicipalityView,
    Relation,
    SightView,
    WorkerView,
)
from vangnet.audit import services as audit
from vangnet.core.clock import Instant
from vangnet.core.errors import NotVisible
from vangnet.core.statements import Fixed

_MUNICIPALITIES = Fixed("SELECT code, name FROM access_municipality WHERE code = ANY(%s)")


def actor_of(*, account_id: UUID, trace_id: str = "", purpose: str = "zvh_case") -> Actor:
    """Return the actor behind a login.

    Raises:
        NotVisible: no such account, not active, or the worker has left.
    """
    account = Account.objects.filter(id=account_id).first()
    return seat_of(account=account, trace_id=trace_id, purpose=purpose)[0]


def actor_by_login(*, email: str) -> Actor | None:
    """Return the actor behind an e-mail address with which somebody may sign in; None when nobody may. Command line only."""
    account = Account.objects.filter(email__iexact=email.strip()).select_related("worker__agency").first()
    try:
        return seat_of(account=account)[0]
    except NotVisible:
        return None


def seat_of(*, account: object, trace_id: str = "", purpose: str = "zvh_case") -> tuple[Actor, WorkerView]:
    """Return the actor behind a login and how colleagues know them; asks nothing of the database.

    Args:
        account: the account that is signed in; it was read together with its worker.

    Raises:
        NotVisible: not an account of ours, not active, or the worker has left.
    """
    if not isinstance(account, Account) or not account.is_active or account.worker.left_on is not None:
        raise NotVisible
    return actor_of_worker(account.worker, trace_id=trace_id, purpose=purpose), _worker_view(account.worker)


def actor_of_system(*, client_id: str, trace_id: str = "", purpose: str = "zvh_case") -> Actor:
    """Return the actor that a connected system stands for.

    Args:
        client_id: as registered for OAuth2 client credentials.

    Raises:
        NotVisible: no such system, or it was ended.
    """
    system = ConnectedSystem.objects.filter(client_id=client_id, ended_at=None).select_related("worker__agency").first()
    if system is None or system.worker.left_on is not None:
        raise NotVisible
    return actor_of_worker(system.worker, trace_id=trace_id, purpose=purpose)


def worker(*, worker_id: UUID) -> WorkerView:
    """Return a professional. Names of colleagues are not secret inside Vangnet.

    Raises:
        NotVisible: there is no such worker.
    """
    found = workers(worker_ids=[worker_id])
    if not found:
        raise NotVisible
    return found[worker_id]


def workers(*, worker_ids: Sequence[UUID]) -> dict[UUID, WorkerView]:
    """Return professionals by id, in one query; unknown ids are left out."""
    rows = Worker.objects.filter(id__in=set(worker_ids)).select_related("agency")
    return {row.id: _worker_view(row) for row in rows}


def team_of(*, actor: Actor) -> list[UUID]:
    """Return the workers of the actor's own house with the same function, who stand in for each other in every case."""
    rows = Worker.objects.filter(agency_id=actor.agency_id, role=actor.role, left_on=None)
    return list(rows.order_by("id").values_list("id", flat=True)[:100])


def colleagues(
    *, actor: Actor, at_region: str | None = None, role: str | None = None, text: str = "", limit: int = 50
) -> list[WorkerView]:
    """Return professionals to choose from, by name.

    Args:
        actor: who asks; the region is the actor's own unless `at_region` says otherwise.
        role: only this function.
        text: part of the name or of the organisation's name.
    """
    rows = Worker.objects.filter(region_id=at_region or actor.region, left_on=None).select_related("agency")
    if role:
        rows = rows.filter(role=role)
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(agency__name__icontains=text))
    return [_worker_view(row) for row in rows.order_by("name", "id")[:limit]]


def agencies(*, region: str, kinds: Sequence[str] = (), text: str = "", limit: int = 50) -> list[AgencyView]:
    """Return the organisations of a region, by name."""
    rows = Agency.objects.filter(region_id=region)
    if kinds:
        rows = rows.filter(kind__in=kinds)
    if text:
        rows = rows.filter(name__icontains=text)
    return [
        AgencyView(id=row.id, name=row.name, kind=row.kind, region=row.region_id, phone=row.phone)
        for row in rows.order_by("name", "id")[:limit]
    ]


def may(*, actor: Actor, act: str) -> bool:
    """Return whether the actor's function may do `act`, so that a screen offers no button that refuses.

    The service asks again; this only decides what is shown.
    """
    return rules.may(actor.role, act)


def acts_of(*, role: str) -> frozenset[str]:
    """Return all that a function may do, so that the frame of the pages offers no way that is closed."""
    return rules.MANDATES.get(role, frozenset())


def sees_cases(who: WorkerView | Actor) -> bool:
    """Return whether a function ever sees a case, so that a screen offers nobody a role that would be refused."""
    return rules.sees_content(role=who.role, agency_kind=who.agency_kind)


def agency(*, agency_id: UUID) -> AgencyView:
    """Return an organisation.

    Raises:
        NotVisible: there is no such organisation.
    """
    row = Agency.objects.filter(id=agency_id).first()
    if row is None:
        raise NotVisible
    return AgencyView(id=row.id, name=row.name, kind=row.kind, region=row.region_id, phone=row.phone)


def agency_names(*, agency_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the names of organisations by id, in one query; unknown ids are left out."""
    return dict(Agency.objects.filter(id__in=set(agency_ids)).values_list("id", "name"))


def find_agencies(*, text: str, limit: int = 20) -> list[AgencyView]:
    """Return organisations of the whole country whose name holds these words; who takes part is no secret."""
    rows = Agency.objects.all() if text.strip() else Agency.objects.none()
    for word in text.split()[:5]:
        rows = rows.filter(name__icontains=word)
    return [
        AgencyView(id=row.id, name=row.name, kind=row.kind, region=row.region_id, phone=row.phone)
        for row in rows.order_by("name", "id")[:limit]
    ]


def municipalities() -> list[MunicipalityView]:
    """Return every municipality, by name."""
    return [MunicipalityView(row.code, row.name, row.region_id) for row in Municipality.objects.order_by("name")]


def region_name(*, code: str) -> str:
    """Return the name of a region, or its code when unknown."""
    return Region.objects.filter(code=code).values_list("name", flat=True).first() or code


def regions() -> dict[str, str]:
    """Return the names of all regions by code."""
    return dict(Region.objects.order_by("code").values_list("code", "name"))


def municipality_codes() -> dict[str, str]:
    """Return the code of every municipality by its name; for reading files that hold names."""
    return dict(Municipality.objects.values_list("name", "code"))


def municipality_region(*, code: str) -> str | None:
    """Return the code of the region that directs cases of a municipality, or None."""
    return Municipality.objects.filter(code=code).values_list("region_id", flat=True).first()


def municipality_names(*, codes: Iterable[str]) -> dict[str, str]:
    """Return the names of municipalities by code, in one query; unknown codes are left out."""
    with connection.cursor() as cursor:
        cursor.execute(_MUNICIPALITIES, [list(set(codes))])
        return dict(cursor.fetchall())


def categories_of(*, role: str) -> int:
    """Return the bit mask of categories that holding `role` in a case brings; nothing for an unknown role."""
    return ROLE_CATEGORIES.get(role, 0)


def mask_of(*, categories: Sequence[str]) -> int:
    """Return the bit mask of categories."""
    return rules.mask(categories)


def absences(*, worker_ids: Sequence[UUID], day: date) -> dict[UUID, AbsenceView]:
    """Return who of these is away on `day`."""
    rows = Absence.objects.filter(worker_id__in=set(worker_ids), days__contains=day)
    return {row.worker_id: _absence_view(row) for row in rows}


def absences_ahead(*, worker_id: UUID, day: date) -> list[AbsenceView]:
    """Return the present and coming absences of one worker."""
    rows = Absence.objects.filter(worker_id=worker_id, days__endswith__gt=day).order_by("days")
    return [_absence_view(row) for row in rows]


def stand_ins(*, actor: Actor, role: str, start: date, end: date, limit: int = 100) -> list[WorkerView]:
    """Return who could stand in for the actor: colleagues of the own organisation, and others in the region with this role.

    Whoever may open no case is not among them.

    Args:
        role: the role to be held; those who have it stand first.
        start: first day; whoever is away on a day before `end` is left out.
    """
    away = Absence.objects.filter(worker_id=OuterRef("id"), days__overlap=(start, end))
    rows = Worker.objects.filter(region_id=actor.region, left_on=None).exclude(id=actor.worker_id)
    rows = rows.filter(Q(agency_id=actor.agency_id) | Q(role=role)).exclude(Exists(away)).select_related("agency")
    found = [_worker_view(row) for row in rows.order_by("name", "id")[:limit]]
    found = [one for one in found if sees_cases(one)]
    return sorted(found, key=lambda one: (one.agency_id != actor.agency_id, one.role != role, one.name))


def sight(*, actor: Actor, case_id: UUID, at: Instant) -> SightView:
    """Return what the actor may see of a case.

    Raises:
        NotVisible: nothing; whether the case exists is not told.
    """
    if not rules.sees_content(role=actor.role, agency_kind=actor.agency_kind):
        raise NotVisible
    row = Sight.objects.filter(worker_id=actor.worker_id, case_id=case_id).first()
    if row is None or (row.until is not None and row.until <= at):
        raise NotVisible
    return sight_view(row)


def sight_of(*, actor: Actor, case_id: UUID, at: Instant, known: SightView | None) -> SightView:
    """Return what the actor may see of a case, asking only when the caller does not know it yet.

    Args:
        known: the answer to the same question a moment ago; one about another case is not believed.

    Raises:
        NotVisible: nothing; whether the case exists is not told.
    """
    return known if known is not None and known.case_id == case_id else sight(actor=actor, case_id=case_id, at=at)


def sights_of(*, actor: Actor, case_ids: Sequence[UUID], at: Instant) -> list[SightView]:
    """Return what the actor may see of several cases, in the order given; those not in sight are left out."""
    if not rules.sees_content(role=actor.role, agency_kind=actor.agency_kind):
        return []
    rows = Sight.objects.filter(worker_id=actor.worker_id, case_id__in=set(case_ids))
    open_rows = {row.case_id: row for row in rows.filter(Q(until=None) | Q(until__gt=at))}
    return [sight_view(open_rows[case_id]) for case_id in case_ids if case_id in open_rows]


def emergency(*, actor: Actor, emergency_id: UUID, at: Instant) -> EmergencyView:
    """Return one emergency in sight, and record the read.

    Raises:
        NotVisible: absent, or not in sight.
    """
    row = Emergency.objects.filter(id=emergency_id).first()
    if row is None:
        raise NotVisible
    audit.record(
        actor=actor, at=at, act="access.read_emergency", case_id=row.case_id, subject_id=row.subject_id, object_kind="emergency",
        object_id=row.id, fields=["name", "reason"],
    )  # fmt: skip
    return emergency_view(row)


def count_emergencies_overdue(*, region: str | None, at: Instant) -> int:
    """Return how many emergencies a second person should have looked at by now (promise P3). Background work only."""
    rows = Emergency.objects.filter(reviewed_at=None, review_due__lt=at)
    return (rows.filter(region=region) if region else rows).count()


def open_grants(*, after: UUID | None = None, limit: int = 5_000) -> list[GrantView]:
    """Return open grants in order of their id, a page at a time. Background work only.

    Args:
        after: id of the last grant of the page before.
    """
    rows = Grant.objects.filter(closed_at=None)
    if after is not None:
        rows = rows.filter(id__gt=after)
    return [
        GrantView(row.id, row.worker_id, row.case_id, Basis(row.basis), row.basis_id, row.categories, row.until)
        for row in rows.order_by("id")[:limit]
    ]


def unreviewed_emergencies(*, case_id: UUID) -> int:
    """Return how many emergencies of a case in sight nobody looked at yet."""
    return Emergency.objects.filter(case_id=case_id, reviewed_at=None).count()


def running_emergencies(*, ids: Sequence[UUID], at: Instant) -> set[UUID]:
    """Return which of these emergencies still carry a grant. Background work only."""
    rows = Emergency.objects.filter(id__in=set(ids), until__gt=at).exclude(justified=False)
    return set(rows.values_list("id", flat=True))


def emergency_view(row: Emergency) -> EmergencyView:
    """Return the frozen view of an emergency."""
    return EmergencyView(
        id=row.id,
        worker_id=row.worker_id,
        case_id=row.case_id,
        reason=row.reason,
        opened_at=row.opened_at,
        until=row.until,
        review_due=row.review_due,
        reviewed_by=row.reviewed_by,
        justified=row.justified,
        finding=row.finding,
    )


def actor_of_worker(worker: Worker, *, trace_id: str, purpose: str) -> Actor:
    """Return the actor that a professional is."""
    return Actor(
        worker_id=worker.id,
        agency_id=worker.agency_id,
        agency_kind=worker.agency.kind,
        region=worker.region_id,
        role=worker.role,
        trace_id=trace_id,
        purpose=purpose,
    )


def _worker_view(row: Worker) -> WorkerView:
    return WorkerView(
        id=row.id,
        name=row.name,
        role=row.role,
        agency_id=row.agency_id,
        agency_name=row.agency.name,
        agency_kind=row.agency.kind,
        region=row.region_id,
        phone=row.phone,
    )


def _absence_view(row: Absence) -> AbsenceView:
    return AbsenceView(id=row.id, worker_id=row.worker_id, start=row.days.lower, end=row.days.upper)


def sight_view(row: Sight) -> SightView:
    """Return the frozen view of a sight."""
    return SightView(
        case_id=row.case_id,
        subject_id=row.subject_id,
        relation=Relation(row.relation),
        categories=row.categories,
        until=row.until,
        owed_on=row.owed_on,
        restricted=row.restricted,
    )


def desks() -> list[AgencyView]:
    """Return every meldpunt and Zorg- en Veiligheidshuis, by name."""
    rows = Agency.objects.filter(kind__in=("MLP", "ZVH")).order_by("name", "id")
    return [AgencyView(id=row.id, name=row.name, kind=row.kind, region=row.region_id, phone=row.phone) for row in rows]


def desk_of(*, municipality: str, kind: str) -> AgencyView | None:
    """Return the desk that takes signals of a municipality: its meldpunt, else the Zorg- en Veiligheidshuis of the region.

    Args:
        municipality: code such as `GM0193`.
        kind: kind of signal; E33 and E14 go to the Zorg- en Veiligheidshuis.
    """
    region = municipality_region(code=municipality)
    if region is None:
        return None
    kinds = ("ZVH",) if kind in POLICE_KINDS else ("MLP", "ZVH")
    rows = {row.kind: row for row in Agency.objects.filter(region_id=region, kind__in=kinds).order_by("-id")}
    row = rows.get("MLP") or rows.get("ZVH")
    if row is None:
        return None
    return AgencyView(id=row.id, name=row.name, kind=row.kind, region=region, phone=row.phone)


def account_in_agency(*, agency_id: UUID, account_id: UUID | None, email: str) -> Account | None:
    """Return the login an organisation may open: of its own people only.

    Args:
        agency_id: the organisation that speaks.
        account_id: the login it opened before, if any; then the address no longer matters.
        email: verified address, for the first time.
    """
    rows = Account.objects.filter(worker__agency_id=agency_id, worker__left_on=None, is_active=True)
    if account_id is not None:
        return rows.filter(id=account_id).first()
    return rows.filter(email=email.lower()).first() if email else None


def demo_people() -> list[DemoPerson]:
    """Return the made-up people that the demo offers, in the order of the morning they show."""
    rows = Account.objects.filter(is_demo=True, is_active=True).select_related("worker__agency")
    return [
        DemoPerson(account_id=row.id, name=row.worker.name, role=row.worker.role, agency_name=row.worker.agency.name)
        for row in rows.order_by("email")
    ]


def demo_account(*, account_id: UUID) -> Account | None:
    """Return the login of a made-up person; never that of somebody else."""
    return Account.objects.filter(id=account_id, is_demo=True, is_active=True).first()


def any_account() -> bool:
    """Return whether anybody can sign in at all; nobody can in an empty database."""
    return Account.objects.exists()
