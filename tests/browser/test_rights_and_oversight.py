"""Requests of persons, telling and oversight in a real browser: wide and narrow, clean for those who hear the page."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest
from django.test import Client
from tests.browser.checks import sideways, violations
from tests.browser.conftest import Site
from tests.case_to_share import AT, TODAY, case_to_share, privacy_adviser
from tests.country import made_up_country

from vangnet.access.models import Account, Agency, Worker
from vangnet.access.services import acting, as_job, system_actor
from vangnet.access.types import Actor
from vangnet.cases.models import Case
from vangnet.sharing.models import InformDuty
from vangnet.sharing.services import insight
from vangnet.web.shared import visit

pytestmark = pytest.mark.browser
Desk = dict[str, tuple[str, Client]]


@pytest.fixture(scope="module")
def desk(site: Site) -> Iterator[Desk]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(visit, "now", lambda: AT)
        yield _desk()


def _client(actor: Actor, name: str) -> Client:
    client = Client()
    client.force_login(Account.objects.create(email=f"{name}@voorbeeld.test", worker_id=actor.worker_id))
    return client


def _desk() -> Desk:
    country = made_up_country()
    case_id = case_to_share(country)
    with as_job(system_actor(reason="test")):
        agency = Agency.objects.create(name="Gemeente Zwolle", kind="COL", region_id="ZVH04")
        worker = Worker.objects.create(agency=agency, region_id="ZVH04", name="Noor Verzonnen", role="contactpunt")
        person_id = Case.objects.get(id=case_id).person_id
        duty = InformDuty.objects.create(
            region="ZVH04", case_id=case_id, kind="start", cause_id=UUID(int=5), due_on=TODAY, next_on=TODAY
        )
    contact = Actor(worker.id, agency.id, "COL", "ZVH04", "contactpunt")
    asked = {}
    for kind in ("access", "rectification"):
        with acting(country.director):
            asked[kind] = insight.register_insight(
                actor=country.director, person_id=person_id, received_on=TODAY, identified_how="pas gezien", kind=kind,
                asked="Ik woon daar niet.", at=AT,
            )  # fmt: skip
        with acting(contact):
            insight.take_up(actor=contact, request_id=asked[kind], at=AT)
    answers, directs, oversees = (
        _client(contact, "noor"),
        _client(country.director, "an"),
        _client(privacy_adviser(), "o"),
    )
    return {
        "answer": (f"/inzage/{asked['access']}", answers),
        "decide": (f"/inzage/{asked['rectification']}", answers),
        "listing": ("/inzage", answers),
        "person": (f"/personen/{person_id}/inzage", directs),
        "tell": (f"/vertellen/{duty.id}", directs),
        "oversight": ("/toezicht", oversees),
        "keeping": ("/toezicht/bewaren", oversees),
        "log": ("/toezicht/logboek", oversees),
    }


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("name", ["answer", "decide", "listing", "person", "tell", "oversight", "keeping", "log"])
def test_the_screens_are_clean(open_page, desk: Desk, name: str, width: int):
    path, client = desk[name]
    page = open_page(path, width=width, client=client)
    assert violations(page) == []
    assert sideways(page) == []
