"""Ask for access by screens: the same words whether the case is there or not, and who directs it answers."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from tests.country import Country
from tests.web.conftest import AT

from vangnet.access.models import AccessRequest
from vangnet.access.services import as_job, system_actor
from vangnet.cases.models import Case
from vangnet.core.clock import local_day, now
from vangnet.core.ids import new_id
from vangnet.web.shared import visit

REASON = "Ik behandel deze man en moet weten wat er is afgesproken."
SAID = "Je vraag is genoteerd. Wie erover gaat, beslist."
NOBODYS = "2026-9999"


def number_of(case_id: object) -> str:
    with as_job(system_actor(reason="test")):
        return Case.objects.get(id=case_id).number


def typed(number: str) -> dict[str, str]:
    return {"number": number, "reason": REASON, "purpose": "treat", "key": str(new_id())}


@pytest.fixture(autouse=True)
def the_clock_of_the_wall(monkeypatch: pytest.MonkeyPatch) -> None:
    """Days of sight end by the clock of the database, so these pages live now and not on the day of the others."""
    monkeypatch.setattr(visit, "now", now)


@pytest.fixture
def case_id(country: Country) -> object:
    return country.case(at=AT)


def test_absent_and_forbidden_are_answered_in_the_same_words(country: Country, case_id: object, sign_in) -> None:
    nurse, number, pages = sign_in(country.clinician), number_of(case_id), []
    for about in (number, NOBODYS):
        answer = nurse.post("/toegang/vragen", typed(about), follow=True)
        assert answer.redirect_chain == [("/toegang/mijn-vragen", 302)]
        assert SAID in answer.content.decode()
        page = re.sub(r'(csrfmiddlewaretoken" value=")[^"]*', r"\1", answer.content.decode()).replace(about, "nr")
        pages.append(page)
        with as_job(system_actor(reason="test")):
            AccessRequest.objects.all().update(worker_id=new_id())
    assert pages[0] == pages[1]


def test_somebody_asks_the_director_says_yes_and_the_case_opens(country: Country, case_id: object, sign_in) -> None:
    nurse, director = sign_in(country.clinician), sign_in(country.director)
    assert 'href="/toegang/vragen"' in nurse.get(f"/casussen/{case_id}").content.decode()
    for _ in range(2):
        nurse.post("/toegang/vragen", typed(number_of(case_id)))
    today = director.get("/vandaag").content.decode()
    assert today.count('href="/toegang/vraag/') >= 1
    assert REASON in today
    people = director.get(f"/casussen/{case_id}/betrokkenen").content.decode()
    assert people.count('href="/toegang/vraag/') == 1
    url = "/toegang/vraag/" + people.split('href="/toegang/vraag/')[1].split('"')[0]
    page = director.get(url).content.decode()
    assert REASON in page
    assert 'value="C23"' in page
    assert 'value="C07"' not in page
    yes = {
        "yes": "ja",
        "categories": ["C01", "C23"],
        "last_day": f"{local_day(now()) + timedelta(days=10)}",
        "key": str(new_id()),
    }
    assert director.post(url, yes | {"categories": ["C07"]}).status_code == 422
    assert director.post(url, yes | {"last_day": f"{local_day(now()) + timedelta(days=40)}"}).status_code == 422
    assert director.post(url, yes).headers["Location"] == f"/casussen/{case_id}/betrokkenen"
    assert nurse.get(f"/casussen/{case_id}").status_code == 200
    assert "Te zien tot" in nurse.get("/toegang/mijn-vragen").content.decode()
    assert director.get(url).status_code == 404
    assert "/toegang/vraag/" not in director.get("/vandaag").content.decode()


def test_no_needs_a_reason_and_is_read_by_who_asked(country: Country, case_id: object, sign_in) -> None:
    nurse, director = sign_in(country.clinician), sign_in(country.director)
    nurse.post("/toegang/vragen", typed(number_of(case_id)))
    people = director.get(f"/casussen/{case_id}/betrokkenen").content.decode()
    url = "/toegang/vraag/" + people.split('href="/toegang/vraag/')[1].split('"')[0]
    assert director.post(url, {"yes": "nee", "key": str(new_id())}).status_code == 422
    no = {"yes": "nee", "answer": "Bel mij eerst, dan leg ik het uit.", "key": str(new_id())}
    assert director.post(url, no).status_code == 302
    assert "Bel mij eerst" in nurse.get("/toegang/mijn-vragen").content.decode()
    assert nurse.get(f"/casussen/{case_id}").status_code == 404
    assert nurse.get(url).status_code == 403


@pytest.mark.parametrize("wrong", [{"reason": ""}, {"reason": "kort"}, {"purpose": "x"}, {"number": ""}])
def test_what_is_missing_is_said_and_nothing_is_kept(country: Country, sign_in, wrong: dict[str, str]) -> None:
    nurse = sign_in(country.clinician)
    assert nurse.post("/toegang/vragen", typed(NOBODYS) | wrong).status_code == 422
    with as_job(system_actor(reason="test")):
        assert not AccessRequest.objects.exists()


def test_one_asks_from_the_page_of_a_person(country: Country, case_id: object, sign_in) -> None:
    with as_job(system_actor(reason="test")):
        person_id = Case.objects.get(id=case_id).person_id
    page = f"/toegang/vragen/{person_id}"
    # The desk that registered the person sees them, and not the case.
    colleague = sign_in(country.case_director)
    assert colleague.get(f"/casussen/{case_id}").status_code == 404
    assert page in colleague.get(f"/personen/{person_id}").content.decode()
    assert colleague.get(page).status_code == 200
    assert colleague.post(page, typed("")).status_code == 302
    with as_job(system_actor(reason="test")):
        assert [row.case_id for row in AccessRequest.objects.all()] == [case_id]
    for nobody in (country.clinician, country.stranger):
        assert sign_in(nobody).get(page).status_code == 404
        assert sign_in(nobody).post(page, typed("")).status_code == 404
