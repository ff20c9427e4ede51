"""Who sells, supplies, runs or audits the system sees no case; mayor and college are two actors and see nothing for each other."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest
from tests.country import Country, made_up_country

from vangnet.access import selectors
from vangnet.access.errors import MayorIsNotCollege, NoContentFunction
from vangnet.access.models import Agency, Grant, Sight, Worker
from vangnet.access.rules import ALL_CATEGORIES
from vangnet.access.services import acting, as_job, open_grant, sum_up, system_actor
from vangnet.access.types import Actor, Basis
from vangnet.cases import selectors as cases
from vangnet.cases import services
from vangnet.cases.models import Case
from vangnet.core.clock import local_day
from vangnet.core.errors import NotVisible
from vangnet.core.ids import new_id
from vangnet.core.periods import Period

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
WITHOUT_CONTENT = [
    ("ZVH", "functioneel_beheerder"), ("ZVH", "technisch_beheerder"), ("GGZ", "commercieel_medewerker"),
    ("ZVH", "leverancier"), ("ZVH", "auditor"), ("ZVH", "manager"), ("GEM", "contactpunt"),
    ("VEND", "medewerker"), ("VEND", "procesregisseur"),
]  # fmt: skip


@pytest.fixture
def country(db: None) -> Country:
    return made_up_country()


@pytest.fixture
def case_id(country: Country) -> UUID:
    return country.case(at=AT)


def somebody(kind: str, role: str) -> Actor:
    with as_job(system_actor(reason="test")):
        agency = Agency.objects.create(name=f"{kind} Verzonnen", kind=kind, region_id="ZVH04")
        worker = Worker.objects.create(agency=agency, region_id="ZVH04", name=f"Iemand {kind}", role=role)
    return Actor(worker.id, agency.id, kind, "ZVH04", role)


def slot(country: Country, case_id: UUID, role: str = "oov_adviseur") -> UUID:
    with acting(country.director):
        return services.add_slot(actor=country.director, case_id=case_id, role=role, at=AT)


@pytest.mark.parametrize(("kind", "role"), WITHOUT_CONTENT)
def test_a_role_in_a_case_is_refused(country: Country, case_id: UUID, kind: str, role: str) -> None:
    who, slot_id, director = somebody(kind, role), slot(country, case_id), country.director
    days = Period(local_day(AT))
    give = {
        "actor": director,
        "case_id": case_id,
        "slot_id": slot_id,
        "worker_id": who.worker_id,
        "days": days,
        "at": AT,
    }
    with acting(director), pytest.raises(NoContentFunction):
        services.hold_slot(**give)
    with acting(director), pytest.raises(NoContentFunction):
        services.name_deputy(**give)
    with acting(director):
        held = {one.holder_id for one in cases.slots(case_id=case_id, day=local_day(AT))}
        assert who.worker_id not in held


@pytest.mark.parametrize(("kind", "role"), WITHOUT_CONTENT)
def test_a_grant_that_exists_all_the_same_gives_no_sight(country: Country, case_id: UUID, kind: str, role: str) -> None:
    who = somebody(kind, role)
    with as_job(system_actor(reason="test")):
        case = Case.objects.get(id=case_id)
        Grant.objects.create(
            worker_id=who.worker_id, case_id=case_id, subject_id=case.person_id, region=case.region,
            categories=ALL_CATEGORIES, basis=Basis.SLOT.value, basis_id=new_id(), opened_at=AT,
        )  # fmt: skip
        sum_up(worker_id=who.worker_id, case_id=case_id, at=AT)
        assert not Sight.objects.filter(worker_id=who.worker_id).exists()
    with acting(who):
        assert not Case.objects.exists()


@pytest.mark.parametrize(("kind", "role"), WITHOUT_CONTENT)
def test_a_row_of_sight_that_exists_all_the_same_is_not_believed(
    country: Country, case_id: UUID, kind: str, role: str
) -> None:
    who = somebody(kind, role)
    with as_job(system_actor(reason="test")):
        case = Case.objects.get(id=case_id)
        Sight.objects.create(
            worker_id=who.worker_id, case_id=case_id, subject_id=case.person_id, region=case.region, relation="own",
            categories=ALL_CATEGORIES, form=5,
        )  # fmt: skip
    with acting(who):
        with pytest.raises(NotVisible):
            selectors.sight(actor=who, case_id=case_id, at=AT)
        assert selectors.sights_of(actor=who, case_ids=[case_id], at=AT) == []
        assert selectors.sights_page(actor=who, at=AT).sights == ()
        with pytest.raises(NotVisible):
            cases.opened(actor=who, case_id=case_id, at=AT)
        assert cases.page(actor=who, at=AT).rows == ()


@pytest.mark.parametrize(("seeing", "other"), [("BGM", "COL"), ("COL", "BGM")])
def test_what_the_mayor_may_see_the_college_may_not_and_the_other_way_round(
    country: Country, case_id: UUID, seeing: str, other: str
) -> None:
    sees, not_sees = somebody(seeing, "oov_adviseur"), somebody(other, "oov_adviseur")
    director, slot_id = country.director, slot(country, case_id)
    with acting(director):
        services.hold_slot(
            actor=director,
            case_id=case_id,
            slot_id=slot_id,
            worker_id=sees.worker_id,
            days=Period(local_day(AT)),
            at=AT,
        )
    with acting(sees):
        assert selectors.sight(actor=sees, case_id=case_id, at=AT).may_see("C01")
    with acting(not_sees):
        assert not Case.objects.exists()
        with pytest.raises(NotVisible):
            selectors.sight(actor=not_sees, case_id=case_id, at=AT)
    with acting(director), pytest.raises(MayorIsNotCollege):
        services.name_deputy(
            actor=director, case_id=case_id, slot_id=slot_id, worker_id=not_sees.worker_id, days=Period(local_day(AT)),
            at=AT,
        )  # fmt: skip
    same = somebody(seeing, "oov_adviseur")
    with acting(director):
        services.name_deputy(
            actor=director,
            case_id=case_id,
            slot_id=slot_id,
            worker_id=same.worker_id,
            days=Period(local_day(AT)),
            at=AT,
        )


def test_a_grant_to_the_mayor_reaches_no_team_of_the_college(country: Country, case_id: UUID) -> None:
    mayor, college = somebody("BGM", "oov_adviseur"), somebody("COL", "oov_adviseur")
    with as_job(system_actor(reason="test")):
        case = Case.objects.get(id=case_id)
    open_grant(
        actor=country.director, at=AT, worker_id=mayor.worker_id, case_id=case_id, subject_id=case.person_id,
        region=case.region, categories=1, basis=Basis.VERDICT, basis_id=new_id(),
    )  # fmt: skip
    assert selectors.team_of(actor=mayor) == [mayor.worker_id]
    with acting(college):
        assert selectors.sights_page(actor=college, at=AT).sights == ()
        assert not Case.objects.exists()
