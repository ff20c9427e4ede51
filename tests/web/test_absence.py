"""Being away and standing in: nobody is left alone, a deputy reads before saying yes, and sight ends with the days."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from tests.country import Country
from tests.web.conftest import AT, SignIn

from vangnet.access import selectors as access
from vangnet.access.models import Grant, Worker
from vangnet.access.services import acting, as_job, system_actor
from vangnet.access.types import Actor
from vangnet.cases import selectors as cases
from vangnet.cases import services as case_services
from vangnet.cases.types import Cover
from vangnet.core.clock import local_day
from vangnet.core.periods import Period
from vangnet.flow import journey
from vangnet.plans.types import CrisisStepText, GoalState, GoalText, PlanText

pytestmark = pytest.mark.django_db
TODAY = local_day(AT)
DAYS = {"first": "30-11-2026", "last": "06-12-2026"}
BACK = date(2026, 12, 7)
PLAN = PlanText(
    "Ik wil rust.", TODAY, "", date(2027, 2, 1), (GoalText("health", GoalState.WORRYING, "Slaapt slecht.", "Slaap.", "GGZ"),),
    (CrisisStepText("Bel eerst zijn zus.", "06 0000 0002"),),
)  # fmt: skip


def slot(country: Country, case_id: UUID, role: str = "procesregisseur", day: date = TODAY):
    with acting(country.director):
        return next(s for s in cases.slots(case_id=case_id, day=day) if s.role == role)


def away(client: Client, country: Country, case_id: UUID, deputy: Actor, **changed: str):
    typed = {**DAYS, "stap": "vervangers", f"slot_{slot(country, case_id).id}": str(deputy.worker_id), **changed}
    return client.post("/afwezig", typed)


def asked(deputy: Actor) -> UUID:
    with acting(deputy):
        (one,) = cases.stand_ins_by(actor=deputy, day=TODAY)
        return one.deputy_id


def test_from_days_to_a_yes_by_screens(country: Country, sign_in: SignIn):
    case_id = country.case(at=AT)
    with acting(country.director):
        journey.adopt_first_plan(actor=country.director, case_id=case_id, text=PLAN, at=AT)
    director, deputy = sign_in(country.director), sign_in(country.case_director)
    choose = director.get("/afwezig", DAYS).content.decode()
    assert "Verzonnen" in choose
    assert str(country.case_director.worker_id) in choose
    assert away(director, country, case_id, country.case_director).status_code == 302
    mine = director.get("/afwezig").content.decode()
    assert "heeft nog geen ja gezegd" in mine
    assert slot(country, case_id, day=date(2026, 12, 1)).deputy_briefed is False
    listed = deputy.get("/vervangen").content.decode()
    assert "wacht op jou" in listed
    page = deputy.get(f"/vervangen/{asked(country.case_director)}").content.decode()
    for needed in ("Als het misgaat", "Bel eerst zijn zus.", "tel:0600000002", "Ik wil rust.", "Slaapt slecht."):
        assert needed in page
    assert deputy.post(f"/vervangen/{asked(country.case_director)}").status_code == 302
    with acting(country.director):
        covered = {s.role: s.cover for s in cases.slots(case_id=case_id, day=date(2026, 12, 1))}
    assert covered["procesregisseur"] is Cover.DEPUTY
    assert "is ingelezen" in director.get("/afwezig").content.decode()


def test_one_colleague_for_everything_or_another_where_that_fits(country: Country, sign_in: SignIn):
    first, second = country.case(at=AT), country.case(at=AT, name="Tweede")
    client = sign_in(country.director)
    page = client.get("/afwezig", DAYS).content.decode()
    assert "Eén vervanger voor alles" in page
    nobody = client.post("/afwezig", {**DAYS, "stap": "vervangers", "everywhere": ""})
    assert nobody.status_code == 422
    assert "Bij 2 rollen staat nog niemand" in nobody.content.decode()
    other = str(country.stranger.worker_id)
    assert client.post("/afwezig", {**DAYS, "stap": "vervangers", "everywhere": other}).status_code == 422
    chosen = {**DAYS, "stap": "vervangers", "everywhere": str(country.case_director.worker_id)}
    assert client.post("/afwezig", chosen).status_code == 302
    for case_id in (first, second):
        assert slot(country, case_id, day=date(2026, 12, 1)).deputy_id is not None


def test_a_role_without_a_deputy_comes_back(country: Country, sign_in: SignIn):
    case_id = country.case(at=AT)
    answer = sign_in(country.director).post("/afwezig", {**DAYS, "stap": "vervangers"})
    assert answer.status_code == 422
    assert "Niemand blijft zonder aanspreekpunt" in answer.content.decode()
    assert slot(country, case_id, day=date(2026, 12, 1)).cover is Cover.HOLDER


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ({"first": "01-11-2026", "last": "30-11-2026"}, "Deze dag is al voorbij."),
        ({"first": "30-11-2026", "last": "29-11-2026"}, "De laatste dag ligt voor de eerste."),
        ({"first": "30-11-2026", "last": "30-11-2029"}, "Langer dan een jaar"),
        ({"first": "30-02-2027", "last": "x"}, "Dit is geen datum."),
        ({"first": "30-11-2026", "last": ""}, "Vul de laatste dag in."),
    ],
)
def test_days_that_cannot_be(country: Country, sign_in: SignIn, days: dict[str, str], said: str):
    answer = sign_in(country.director).get("/afwezig", days)
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_whoever_is_away_then_or_elsewhere_cannot_be_chosen(country: Country, sign_in: SignIn):
    case_id = country.case(at=AT)
    with acting(country.case_director):
        case_services.report_absence(
            actor=country.case_director, days=Period(date(2026, 12, 5), date(2026, 12, 9)), deputies={}, at=AT
        )
    client = sign_in(country.director)
    choose = client.get("/afwezig", DAYS).content.decode()
    for other in (country.case_director, country.stranger, country.director):
        assert str(other.worker_id) not in choose
        assert away(client, country, case_id, other).status_code == 422


def test_a_colleague_who_may_open_no_case_is_not_offered(country: Country, sign_in: SignIn):
    country.case(at=AT)
    with as_job(system_actor(reason="test")):
        manager = Worker.objects.create(
            agency_id=country.director.agency_id, region_id="ZVH04", name="Manager", role="manager"
        )
    choose = sign_in(country.director).get("/afwezig", DAYS).content.decode()
    assert "Werker 1" in choose
    assert str(manager.id) not in choose


def test_one_cannot_be_away_twice_at_once(country: Country, sign_in: SignIn):
    client = sign_in(country.officer)
    assert client.post("/afwezig", {**DAYS, "stap": "vervangers"}).status_code == 302
    again = client.post("/afwezig", {**DAYS, "stap": "vervangers"})
    assert again.status_code == 409
    assert "al als afwezig gemeld" in again.content.decode()


def test_only_the_deputy_reads_and_confirms_the_briefing(country: Country, sign_in: SignIn):
    case_id = country.case(at=AT)
    away(sign_in(country.director), country, case_id, country.case_director)
    deputy_id = asked(country.case_director)
    for other in (country.stranger, country.officer, country.director):
        client = sign_in(other)
        assert client.get(f"/vervangen/{deputy_id}").status_code == 404
        assert client.post(f"/vervangen/{deputy_id}").status_code == 404
    assert slot(country, case_id, day=date(2026, 12, 1)).cover is Cover.DEPUTY_UNBRIEFED


def test_sight_of_a_deputy_ends_with_the_days(country: Country, sign_in: SignIn):
    case_id = country.case(at=AT)
    away(sign_in(country.director), country, case_id, country.case_director)
    with as_job(system_actor(reason="test")):
        (grant,) = Grant.objects.filter(worker_id=country.case_director.worker_id, closed_at=None)
    assert local_day(grant.until) == BACK
    assert local_day(grant.until - timedelta(seconds=1)) == BACK - timedelta(days=1)


def test_back_early_ends_who_stood_in(country: Country, sign_in: SignIn):
    case_id = country.case(at=AT)
    client = sign_in(country.director)
    away(client, country, case_id, country.case_director)
    (absence,) = access.absences_ahead(worker_id=country.director.worker_id, day=TODAY)
    assert client.post(f"/afwezig/{absence.id}/terug", {"back_on": "03-12-2026"}).status_code == 302
    (shorter,) = access.absences_ahead(worker_id=country.director.worker_id, day=TODAY)
    assert shorter.end == date(2026, 12, 3)
    with as_job(system_actor(reason="test")):
        (grant,) = Grant.objects.filter(worker_id=country.case_director.worker_id, closed_at=None)
    assert local_day(grant.until) == date(2026, 12, 3)
    assert client.post(f"/afwezig/{absence.id}/terug", {"back_on": "01-11-2026"}).status_code == 302
    assert access.absences_ahead(worker_id=country.director.worker_id, day=TODAY) == []
    with as_job(system_actor(reason="test")):
        assert not Grant.objects.filter(worker_id=country.case_director.worker_id, closed_at=None).exists()


@pytest.mark.parametrize(("day", "status"), [("07-12-2026", 409), ("later", 400), ("", 400)])
def test_back_is_earlier_than_planned_or_not_at_all(country: Country, sign_in: SignIn, day: str, status: int):
    client = sign_in(country.officer)
    client.post("/afwezig", {**DAYS, "stap": "vervangers"})
    (absence,) = access.absences_ahead(worker_id=country.officer.worker_id, day=TODAY)
    assert client.post(f"/afwezig/{absence.id}/terug", {"back_on": day}).status_code == status
    assert access.absences_ahead(worker_id=country.officer.worker_id, day=TODAY) == [absence]


def test_nobody_ends_the_absence_of_somebody_else(country: Country, sign_in: SignIn):
    sign_in(country.officer).post("/afwezig", {**DAYS, "stap": "vervangers"})
    (absence,) = access.absences_ahead(worker_id=country.officer.worker_id, day=TODAY)
    other = sign_in(country.director)
    assert other.post(f"/afwezig/{absence.id}/terug", {"back_on": "01-12-2026"}).status_code == 404
    assert other.post(f"/afwezig/{uuid4()}/terug", {"back_on": "01-12-2026"}).status_code == 404


def test_the_usual_deputy_comes_back_after_an_absence(country: Country, sign_in: SignIn):
    case_id = country.case(at=AT)
    with as_job(system_actor(reason="test")):
        usual = Worker.objects.create(
            agency_id=country.director.agency_id, region_id="ZVH04", name="Werker 9", role="procesregisseur"
        )
    with acting(country.director):
        case_services.name_deputy(
            actor=country.director, case_id=case_id, slot_id=slot(country, case_id).id, worker_id=usual.id,
            days=Period(TODAY), at=AT,
        )  # fmt: skip
    client = sign_in(country.director)
    away(client, country, case_id, country.case_director)
    names = [slot_on(country, case_id, day) for day in (TODAY, date(2026, 12, 1), BACK)]
    assert names == ["Werker 9", "Werker 1", "Werker 9"]
    (absence,) = access.absences_ahead(worker_id=country.director.worker_id, day=TODAY)
    client.post(f"/afwezig/{absence.id}/terug", {"back_on": "03-12-2026"})
    assert [slot_on(country, case_id, date(2026, 12, d)) for d in (2, 3, 8)] == ["Werker 1", "Werker 9", "Werker 9"]


def slot_on(country: Country, case_id: UUID, day: date) -> str:
    """Who stands in for the process director on a day."""
    with acting(country.director):
        found = cases.stand_ins_for(actor=country.director, start=day, end=day + timedelta(days=1))
    return ", ".join(one.deputy_name for one in found if one.case_id == case_id)
