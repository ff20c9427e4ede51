"""A resident reports without an account: what is acute goes to a phone, the rest is written down and never read back."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from tests.country import Country

from vangnet.access.services import acting, as_job, public_desk, system_actor
from vangnet.audit.models import Entry
from vangnet.core.clock import now
from vangnet.core.errors import NotVisible, Refused
from vangnet.intake import selectors as intake
from vangnet.intake import services
from vangnet.intake.models import Signal
from vangnet.intake.types import Channel, NewSignal
from vangnet.web.intake import report
from vangnet.web.shared import limits

pytestmark = pytest.mark.django_db
FORM = "/melden?v=no.no.person"


@pytest.fixture(autouse=True)
def no_counts_from_before(db: None) -> None:
    cache.clear()


def typed(**changes: str) -> dict[str, str]:
    return {"text": "De buurman schreeuwt elke nacht.", "municipality": "GM0193", "key": str(uuid4())} | changes


def stored() -> list[Signal]:
    with as_job(system_actor(reason="test")):
        return list(Signal.objects.order_by("received_at"))


def test_the_first_screen_names_the_numbers_and_asks_about_danger(country: Country):
    page = Client().get("/melden").content.decode()
    assert "Bel 112" in page
    assert "0800-1205" in page
    assert "Is er nu direct gevaar voor iemand?" in page
    assert "<textarea" not in page


@pytest.mark.parametrize(
    ("way", "number"),
    [("yes", "tel:112"), ("unknown", "tel:08001205"), ("no.yes", "tel:08001205"), ("no.no.self", "tel:113")],
)
def test_what_is_acute_ends_at_a_phone_and_never_at_a_form(country: Country, way: str, number: str):
    answer = Client().post(f"/melden?v={way}", typed())
    page = answer.content.decode()
    assert number in page
    assert "<textarea" not in page
    assert stored() == []


def test_a_report_is_kept_at_the_desk_and_the_reporter_stays_unknown(country: Country):
    answer = Client().post(FORM, typed(reporter_contact="06 0000 0001"))
    page = answer.content.decode()
    assert "Je melding is binnen" in page
    assert "ZVH IJsselland" in page
    (row,) = stored()
    assert (row.channel, row.kind, row.reported_by, row.desk_id) == (
        "public-form",
        "zorg",
        None,
        country.director.agency_id,
    )
    assert row.triage["given"] == [["danger", "no"], ["today", "no"], ["about", "person"]]
    entry = Entry.objects.get(act="intake.register")
    assert "buurman" not in str(entry.details)
    with acting(country.director):
        assert [s.id for s in intake.inbox(actor=country.director, at=now()).signals] == [row.id]


def test_nuisance_is_another_kind(country: Country):
    Client().post("/melden?v=no.no.nuisance", typed())
    assert [row.kind for row in stored()] == ["overlast"]


def test_sent_twice_is_one_report_and_reads_the_same(country: Country):
    form = typed()
    pages = [re.sub(r'value="[^"]*"', "", Client().post(FORM, form).content.decode()) for _ in range(2)]
    assert "Je melding is binnen" in pages[1]
    assert pages[0] == pages[1]
    assert len(stored()) == 1


def test_the_public_desk_reads_nothing_back(country: Country):
    actor = public_desk()
    signal = NewSignal(Channel.PUBLIC_FORM, "zorg", "Made up.", "GM0193", "k")
    with acting(actor):
        services.report(actor=actor, signal=signal, at=now())
        assert not Signal.objects.exists()
    with pytest.raises((NotVisible, Refused)), acting(actor):
        services.weigh(
            actor=actor, signal_id=uuid4(), version=1, participants="", findings=[], decision="case", reason="",
            person_informed=True, not_informed_why="", at=now(),
        )  # fmt: skip


def test_a_flood_from_one_address_waits(country: Country, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(limits, "PER_HOUR", 2)
    hour = now()
    monkeypatch.setattr(report, "now", lambda: hour)  # so that no new hour begins in between
    statuses = [Client().post(FORM, typed()).status_code for _ in range(4)]
    assert statuses == [200, 200, 429, 429]
    assert Client(REMOTE_ADDR="192.0.2.7").post(FORM, typed()).status_code == 200
    assert len(stored()) == 3


def test_what_does_not_fit_is_not_counted_and_not_lost(country: Country, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(limits, "PER_HOUR", 1)
    for _ in range(3):
        answer = Client().post(FORM, typed(municipality="GM9999"))
        assert answer.status_code == 422
        assert "De buurman schreeuwt elke nacht." in answer.content.decode()
    assert Client().post(FORM, typed()).status_code == 200


def test_a_forged_form_is_refused(country: Country):
    client = Client(enforce_csrf_checks=True)
    assert client.post(FORM, typed()).status_code == 403
    assert stored() == []


def test_it_speaks_english(country: Country):
    client = Client()
    client.post("/taal", {"language": "en"})
    assert "Is anybody in direct danger now?" in client.get("/melden").content.decode()


def test_answers_that_do_not_fit_lead_back_to_the_first_question_and_never_to_a_page_with_accounts(country: Country):
    answer = Client().get("/melden?v=no.no.other")
    assert answer.status_code == 400
    page = answer.content.decode()
    assert 'href="/melden"' in page
    assert "Begin bij de eerste vraag" in page
    assert "Naar Vandaag" not in page
