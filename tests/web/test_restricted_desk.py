"""What the desk sees on its screens of somebody whose data are only stored for now."""

from __future__ import annotations

from uuid import UUID

import pytest
from tests.case_to_share import HOME, case_to_share
from tests.country import Country
from tests.integration.test_restricted_desk import case_id as case_id
from tests.integration.test_restriction import contact as contact
from tests.integration.test_restriction import granted, person_of
from tests.web.conftest import AT, SignIn
from tests.web.test_shutting_out import shared

from vangnet.access.services import acting
from vangnet.access.types import Actor
from vangnet.intake.models import Signal
from vangnet.sharing.services import insight

pytestmark = pytest.mark.django_db


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
