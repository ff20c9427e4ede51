"""The screens between regions: ask from an own signal or case, read the answer, and see who asked about one's own."""

from __future__ import annotations

import re
from dataclasses import replace
from uuid import UUID

import pytest
from django.test import Client
from tests.country import Country
from tests.integration.test_between_regions import HINT, PERSON, WHY, case_of, signal
from tests.web.conftest import SignIn

from vangnet.access.models import Agency
from vangnet.access.services import acting, as_job, system_actor
from vangnet.cases.models import Case
from vangnet.handovers import rules, selectors

pytestmark = pytest.mark.django_db


def asked(client: Client, signal_id: UUID) -> str:
    """Ask about a signal by the screen; returns the page with the answer."""
    answer = client.post(f"/signalen/{signal_id}/navraag", {"necessity": WHY})
    assert answer.status_code == 302, answer.content.decode()
    return client.get(answer["Location"]).content.decode()


def plain(page: str) -> str:
    """Return a page without ids and tokens."""
    page = re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "x", page)
    return re.sub(r'csrfmiddlewaretoken" value="[^"]*"', "", page)


def test_known_shows_whom_to_call_and_no_name_of_a_person(country: Country, sign_in: SignIn):
    with as_job(system_actor(reason="test")):
        Agency.objects.filter(name="ZVH Twente").update(phone="053 000 0000")
    case_of(country.stranger, PERSON)
    page = asked(sign_in(country.director), signal(country.director, HINT)).partition("<main")[2]
    assert "Ja, bel deze regio" in page
    assert "ZVH Twente" in page
    assert "tel:0530000000" in page
    assert "Wgs artikel 2.28 lid 1" in page
    assert "Verzonnen" not in page
    assert "Werker 4" not in page


def test_the_page_of_a_no_is_the_same_page_whatever_the_reason(country: Country, sign_in: SignIn):
    client, signal_id = sign_in(country.director), signal(country.director, HINT)
    nobody = asked(client, signal_id)
    case_of(country.stranger, replace(PERSON, secret_address=True))
    assert plain(asked(client, signal_id)) == plain(nobody)
    assert "Er is geen regio die Vangnet je noemt" in nobody


def test_the_director_there_finds_it_in_today_and_says_seen(country: Country, sign_in: SignIn):
    case_id = case_of(country.stranger, PERSON)
    asked(sign_in(country.director), signal(country.director, HINT))
    client = sign_in(country.stranger)
    assert "Lees wie naar deze casus vroeg" in client.get("/vandaag").content.decode()
    with acting(country.stranger):
        (notice,) = selectors.unseen(actor=country.stranger, case_ids=[case_id])
    page = client.get(f"/navragen/aan-ons/{notice.id}").content.decode()
    assert "Werker 0" in page
    assert "IJsselland" in page
    assert WHY not in page
    assert client.post(f"/navragen/aan-ons/{notice.id}").status_code == 302
    assert "Lees wie naar deze casus vroeg" not in client.get("/vandaag").content.decode()
    assert sign_in(country.director).get(f"/navragen/aan-ons/{notice.id}").status_code == 404


def test_what_is_missing_is_said_and_what_was_typed_stays(country: Country, sign_in: SignIn):
    client = sign_in(country.director)
    answer = client.post(
        f"/signalen/{signal(country.director, replace(HINT, given_names='W.'))}/navraag", {"necessity": WHY}
    )
    assert answer.status_code == 422
    assert "Een voorletter is te weinig." in answer.content.decode()
    assert WHY in answer.content.decode()


def test_too_often_is_said_on_the_form(country: Country, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(rules, "PER_WORKER", 1)
    client, signal_id = sign_in(country.director), signal(country.director, HINT)
    asked(client, signal_id)
    answer = client.post(f"/signalen/{signal_id}/navraag", {"necessity": WHY})
    assert answer.status_code == 429
    assert "Je vroeg dit vandaag al vaak." in answer.content.decode()


def test_from_a_case(country: Country, sign_in: SignIn):
    case_id = case_of(country.director, replace(PERSON, municipality="GM0193"), municipality="GM0193")
    client = sign_in(country.director)
    assert f"/casussen/{case_id}/navraag" in client.get(f"/casussen/{case_id}").content.decode()
    page = client.get(f"/casussen/{case_id}/navraag").content.decode()
    assert "Wouter van der Verzonnen" in page
    sent = client.post(f"/casussen/{case_id}/navraag", {"necessity": WHY})
    assert sent.status_code == 302
    again = client.get(f"/casussen/{case_id}/navraag").content.decode()
    assert "Eerder gevraagd" in again


def test_the_signal_offers_it_to_who_may_ask(country: Country, sign_in: SignIn):
    signal_id = signal(country.director, HINT)
    assert "/navraag" in sign_in(country.director).get(f"/signalen/{signal_id}").content.decode()


def test_somebody_elsewhere_is_not_told_beside_the_question(country: Country, sign_in: SignIn):
    """The screen that says who a signal is about tells nothing of people in other regions."""
    case_of(country.stranger, PERSON)
    page = sign_in(country.director).get(f"/signalen/{signal(country.director, HINT)}/wie").content.decode()
    assert "Twente" not in page


def test_nobody_reads_somebody_elses_answer(country: Country, sign_in: SignIn):
    client, signal_id = sign_in(country.director), signal(country.director, HINT)
    sent = client.post(f"/signalen/{signal_id}/navraag", {"necessity": WHY})
    assert sign_in(country.case_director).get(sent["Location"]).status_code == 404


def test_a_no_because_the_plan_runs_says_so_and_what_one_can_do(country: Country, sign_in: SignIn):
    case_id = case_of(country.director, PERSON, municipality="GM0193")
    with as_job(system_actor(reason="test")):
        Case.objects.filter(id=case_id).update(phase="F4")
    client = sign_in(country.director)
    answer = client.post(f"/casussen/{case_id}/navraag", {"necessity": WHY})
    page = client.get(answer["Location"]).content.decode()
    assert "Dit mag je niet vragen" in page
    assert "In deze casus loopt het plan al" in page
    assert 'href="/signalen/nieuw"' in page.partition("<main")[2]
    assert "als de persoon bij jullie in behandeling is" not in page
