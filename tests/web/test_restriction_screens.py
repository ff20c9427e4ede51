"""A restriction by screen: it shows on the case, is looked at again, and ends once the person was told."""

from __future__ import annotations

from uuid import UUID

import pytest
from tests.country import Country
from tests.web.conftest import AT, SignIn
from tests.web.lived import lived_in
from tests.web.test_rights import case_id as case_id
from tests.web.test_rights import contact as contact
from tests.web.test_rights import person_id as person_id
from tests.web.test_rights import register, taken

from vangnet.access.services import acting, as_job, system_actor
from vangnet.access.types import Actor
from vangnet.cases.models import Case
from vangnet.flow.today import OwedKind, today

pytestmark = pytest.mark.django_db


def test_a_restriction_by_screen_shows_on_the_case_and_goes_once_the_person_was_told(
    country: Country, contact: Actor, case_id: UUID, person_id: UUID, sign_in: SignIn
) -> None:
    request_id = taken(contact, register(country, person_id, "restriction", "Dit klopt niet."))
    client, address = sign_in(contact), f"/inzage/{request_id}"
    said = {"stap": "besluiten", "decision": "granted", "why": "Eerst uitzoeken.", "consulted": "ZVH"}
    assert "alleen bewaard" in client.get(address).content.decode()
    for wrong in (
        {},
        {"review_on": "1-2-2027"},
        {"ground": "avg-18-1-a"},
        {"ground": "avg-18-1-a", "review_on": "1-2-2030"},
    ):
        assert client.post(address, said | wrong).status_code == 422
    assert client.post(address, said | {"ground": "avg-18-1-a", "review_on": "1-2-2027"}).status_code == 302
    director = sign_in(country.director)
    for tab in ("", "/tijdlijn", "/betrokkenen", "/gedeeld", "/papier"):
        page = director.get(f"/casussen/{case_id}{tab}")
        assert page.status_code == 200
        assert "Made-up signal" not in page.content.decode()
    page = director.get(f"/casussen/{case_id}").content.decode()
    assert "Beperkt: De persoon zegt dat het niet klopt (AVG artikel 18 lid 1 onder a)" in page
    assert "Het contactpunt kijkt opnieuw op" in page
    assert "Geen plan</span>" not in page
    assert director.get(f"{address}/beperking").status_code == 404
    assert "Kijk na of hef op" in client.get(address).content.decode()
    listed = client.get("/inzage").content.decode().split("Beperkingen die lopen", 1)[1]
    assert f'href="{address}">De persoon zegt dat het niet klopt' in listed
    assert "Beperkingen die lopen" not in director.get("/inzage").content.decode()
    look = {"version": "1", "why": "Nog bezig.", "review_on": "1-3-2027"}
    assert client.post(f"{address}/beperking", look | {"why": ""}).status_code == 422
    assert client.post(f"{address}/beperking", look).status_code == 302
    stale = client.post(f"{address}/beperking", look)
    assert stale.status_code == 409
    assert "Een collega was je voor" in stale.content.decode()
    lift = {"stap": "opheffen", "version": "2", "why": "Uitgezocht.", "told_on": "23-11-2026", "told_how": "brief"}
    assert client.post(f"{address}/beperking", lift | {"told_on": "24-11-2026"}).status_code == 422
    assert client.post(f"{address}/beperking", lift).status_code == 302
    assert "Beperkt:" not in director.get(f"/casussen/{case_id}").content.decode()
    assert client.get(f"{address}/beperking").status_code == 404
    assert "Beperkingen die lopen" not in client.get("/inzage").content.decode()
    trace = client.get(address).content.decode()
    for said in (
        "Beperking die is opgeheven",
        "Uitgezocht.",
        "Noor Verzonnen",
        "Vooraf verteld aan de persoon",
        ", brief",
    ):
        assert said in trace
    assert trace.count("maandag 23 november") >= 3
    if (own := director.get(address)).status_code == 200:
        assert "Uitgezocht." not in own.content.decode()


def test_a_restricted_case_with_a_plan_is_not_told_to_make_one(
    country: Country, contact: Actor, sign_in: SignIn
) -> None:
    case_id = lived_in(country, at=AT, name="Beperkt")
    with as_job(system_actor(reason="test")):
        person_id = Case.objects.get(id=case_id).person_id
    request_id = taken(contact, register(country, person_id, "objection", "Stop hiermee."))
    said = {"stap": "besluiten", "decision": "granted", "why": "Terecht.", "consulted": "ZVH", "review_on": "1-2-2027"}
    assert sign_in(contact).post(f"/inzage/{request_id}", said).status_code == 302
    client = sign_in(country.director)
    page = client.get(f"/casussen/{case_id}").content.decode()
    assert "Versie 2" in page
    assert "Het bezwaar van de persoon is toegekend" in page
    assert "Nu niet te lezen" in page
    for untrue in ("hoort niet bij jouw taak", "nog niet gelezen", "Nog geen afspraken", "Er is nog geen plan"):
        assert untrue not in page
    for content in (
        "Laat mij met rust",
        "Ik wil rust in huis",
        "Slaapt slecht",
        "medicatie",
        "keukentafel",
        "038 000 0000",
    ):
        for path in (
            f"/casussen/{case_id}",
            f"/casussen/{case_id}/tijdlijn",
            f"/casussen/{case_id}/eerdere-plannen",
            "/vandaag",
        ):
            assert content not in client.get(path).content.decode(), (path, content)
    assert "geen plan" not in client.get("/casussen").content.decode().split("<main")[1]
    with acting(country.director, at=AT):
        work = today(actor=country.director, at=AT)
    assert OwedKind.NO_PLAN not in {row.kind for row in (*work.late, *work.today, *work.week)}
    assert client.get(f"/casussen/{case_id}/plan").status_code in (403, 404)
