"""What the desk sees on its screens of somebody whose data are only stored for now."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from tests.case_to_share import HOME, case_to_share
from tests.country import Country
from tests.integration.test_restricted_desk import case_id as case_id
from tests.integration.test_restriction import contact as contact
from tests.integration.test_restriction import granted, person_of
from tests.web.conftest import AT, SignIn
from tests.web.test_shutting_out import shared

from vangnet.access.models import Agency, Worker
from vangnet.access.services import acting, as_job, system_actor
from vangnet.access.types import Actor
from vangnet.flow import journey
from vangnet.intake.models import Escalation, Signal
from vangnet.intake.types import Channel, NewSignal
from vangnet.sharing.services import insight

pytestmark = pytest.mark.django_db
JOB = system_actor(reason="test")


def test_every_page_around_the_person_says_so_and_shows_nothing_of_it(
    country: Country, contact: Actor, case_id: UUID, sign_in: SignIn
) -> None:
    person_id, director = person_of(case_id), sign_in(country.director)
    with acting(country.director):
        [signal_id] = Signal.objects.values_list("id", flat=True)
    pages = ("/signalen", "/signalen?toon=beantwoord", f"/personen/{person_id}", f"/casussen/{case_id}", "/vandaag")
    before = " ".join(director.get(page).content.decode() for page in pages)
    for shown in ("Made-up signal.", "Kind Verzonnen", "Nummers"):
        assert shown in before
    granted(country, contact, case_id)
    answers = {page: director.get(page) for page in pages}
    assert {answer.status_code for answer in answers.values()} == {200}
    after = " ".join(answer.content.decode() for answer in answers.values())
    for gone in ("Made-up signal.", "Kind Verzonnen"):
        assert gone not in after
    assert "kun je nu niet lezen" in answers["/signalen"].content.decode()
    assert "Beperkt: alleen bewaren" in answers[f"/personen/{person_id}"].content.decode()
    assert director.get(f"/signalen/{signal_id}").status_code == 404
    assert director.post(f"/signalen/{signal_id}/wegen", {}).status_code == 404


def test_every_page_of_a_case_from_which_something_went_still_opens(
    country: Country, contact: Actor, sign_in: SignIn
) -> None:
    case_id = case_to_share(country)
    shared(country, case_id, None)
    granted(country, contact, case_id)
    director = sign_in(country.director)
    for part in ("", "/tijdlijn", "/documenten", "/betrokkenen", "/delen", "/gedeeld", "/eerdere-plannen", "/papier"):
        page = director.get(f"/casussen/{case_id}{part}")
        assert page.status_code == 200, part
        assert HOME not in page.content.decode()


def test_a_request_with_weeks_to_go_does_not_stand_under_this_week(
    country: Country, contact: Actor, case_id: UUID, sign_in: SignIn
) -> None:
    with acting(country.director):
        insight.register_insight(
            actor=country.director, person_id=person_of(case_id), received_on=AT.date(), identified_how="pas", at=AT
        )
    page = sign_in(contact).get("/vandaag").content.decode()
    assert 'id="g-later"' in page
    assert 'id="g-week"' not in page


def test_the_contact_point_finds_the_signal_that_waits_and_the_manager_reads_who_decides(
    country: Country, contact: Actor, case_id: UUID, sign_in: SignIn
) -> None:
    director, before = country.director, AT - timedelta(days=9)
    with acting(director):
        waits = journey.receive(
            actor=director, signal=NewSignal(Channel.FORM, "E33", "Nog niet gelezen.", "GM0193", "waits"), at=before
        )
        journey.recognise(actor=director, signal_id=waits.id, person=person_of(case_id), reason="x", at=before)
    with as_job(JOB):
        agency = Agency.objects.get(id=director.agency_id)
        worker = Worker.objects.create(agency=agency, region=agency.region, name="Bazin Verzonnen", role="manager")
        climbed = Escalation.objects.create(
            region=director.region, signal_id=waits.id, desk_id=agency.id, level=1, at=AT, to_agency=agency.id,
            to_role="manager", municipality="GM0193", kind="E33", answer_due=waits.answer_due,
        ).id  # fmt: skip
    manager = sign_in(Actor(worker.id, agency.id, agency.kind, director.region, "manager"))
    assert "Het contactpunt van de regio beslist" not in manager.get(f"/te-laat/{climbed}").content.decode()
    request_id = granted(country, contact, case_id)
    page = manager.get(f"/te-laat/{climbed}").content.decode()
    assert "Het contactpunt van de regio beslist" in page
    client = sign_in(contact)
    work = client.get("/vandaag").content.decode()
    assert "Beslis over een melding die op antwoord wacht" in work
    assert f"/inzage/{request_id}/beperking" in work
    decides = client.get(f"/inzage/{request_id}/beperking").content.decode()
    assert "Er wacht een melding op antwoord" in decides
    for shown in (page, work, decides):
        assert "Nog niet gelezen" not in shown
