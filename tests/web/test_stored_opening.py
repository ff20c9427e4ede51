"""A desk asks by screen to read one signal that is only stored; the contact point decides; the desk reads that one."""

from __future__ import annotations

import pytest
from tests.country import Country
from tests.integration.test_restriction import contact as contact
from tests.integration.test_stored_opening import TEXT, WHY
from tests.integration.test_stored_opening import waits as waits
from tests.web.conftest import SignIn

from vangnet.access.services import as_job, system_actor
from vangnet.access.types import Actor
from vangnet.people.models import StoredOpening

pytestmark = pytest.mark.django_db
ASKED = {"ground": "protect", "why": WHY, "days": "2"}


def test_the_whole_way_by_screens(
    country: Country, contact: Actor, waits: tuple[object, object], sign_in: SignIn
) -> None:
    request_id, signal_id = waits
    director, decides = sign_in(country.director), sign_in(contact)
    assert "/signalen/alleen-bewaard" in director.get("/signalen").content.decode()
    listed = director.get("/signalen/alleen-bewaard").content.decode()
    ask = f"/signalen/alleen-bewaard/{signal_id}"
    assert ask in listed
    assert TEXT not in listed
    assert TEXT not in director.get(ask).content.decode()
    assert director.post(ask, {"why": "x"}).status_code == 422
    assert director.post(ask, ASKED).status_code == 302
    waiting = director.get("/signalen/alleen-bewaard").content.decode()
    assert "Het contactpunt beslist." in waiting
    assert ask not in waiting
    assert "Beslis of één melding gelezen mag worden" in decides.get("/vandaag").content.decode()
    page = decides.get(f"/inzage/{request_id}/beperking").content.decode()
    with as_job(system_actor(reason="test")):
        opening = StoredOpening.objects.get()
    here = f"/inzage/{request_id}/melding/{opening.id}"
    assert here in page
    shown = decides.get(here).content.decode()
    assert WHY in shown
    assert TEXT not in shown
    assert decides.post(here, {"version": 1, "answer": "yes"}).status_code == 422
    assert decides.post(here, {"version": 9, "answer": "yes", "why": "Ja."}).status_code == 409
    assert decides.post(here, {"version": 1, "answer": "yes", "why": "Zwaar genoeg."}).status_code == 302
    assert TEXT in director.get(f"/signalen/{signal_id}").content.decode()
    assert f"/signalen/{signal_id}" in director.get("/signalen/alleen-bewaard").content.decode()
    assert "te stoppen" in decides.get(here).content.decode()


def test_nobody_else_opens_these_pages(
    country: Country, contact: Actor, waits: tuple[object, object], sign_in: SignIn
) -> None:
    request_id, signal_id = waits
    for actor in (country.clinician, contact):
        assert sign_in(actor).get("/signalen/alleen-bewaard").status_code == 403
    assert sign_in(country.stranger).get(f"/signalen/alleen-bewaard/{signal_id}").status_code == 404
    assert sign_in(country.director).get(f"/inzage/{request_id}/melding/{signal_id}").status_code == 404
