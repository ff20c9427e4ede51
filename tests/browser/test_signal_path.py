"""The way of a signal in a real browser: wide, narrow, by keyboard, without JavaScript, checked by axe."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.test import Client
from tests.browser.checks import sideways, tab_stops, violations
from tests.country import Country, made_up_country

from vangnet.access.models import Account
from vangnet.access.services import acting
from vangnet.access.types import Actor
from vangnet.cases import selectors as cases
from vangnet.cases import services as case_services
from vangnet.core.clock import local_day, now
from vangnet.core.periods import Period
from vangnet.flow import journey
from vangnet.intake import services as intake_services
from vangnet.intake.types import (
    ZVH_CRITERIA,
    Channel,
    CriterionFinding,
    Finding,
    NewSignal,
    PersonHint,
    WeighingDecision,
)
from vangnet.people.types import NewPerson, PartialDate

pytestmark = pytest.mark.browser
WIDTHS = [1440, 390]


@dataclass(frozen=True)
class Work:
    """A desk with signals: one new, one known, and a request to stand in."""

    country: Country
    new: UUID
    known: UUID
    weighed: UUID
    outreach: UUID
    deputy_id: UUID


@pytest.fixture(scope="module")
def work(site) -> Work:
    country, at = made_up_country(), now() - timedelta(hours=3)
    director, deputy = country.director, country.case_director
    hint = PersonHint(
        given_names="Testje", prefix="van den", surname="Verzonnen", birth_date="1980-00-00", phone="0600000001"
    )
    with acting(director):
        ids = []
        for nr, text in enumerate(
            ("Man loopt verward over het station en spreekt reizigers aan.", "Zelfde man, nu bij de school.")
        ):
            signal = NewSignal(
                Channel.POLICE, "E33", text, "GM0193", f"b{nr}", label="concern", place="Stationsplein", hint=hint,
                reporter_name="Wijkagent Noord", occurred_at=at - timedelta(days=nr),
            )  # fmt: skip
            ids.append(journey.receive(actor=director, signal=signal, at=at).id)
        person = NewPerson(
            surname="Verzonnen", prefix="van den", given_names="Testje", birth=PartialDate(1980), municipality="GM0193"
        )
        journey.recognise(actor=director, signal_id=ids[1], person=person, reason="Herkend door de wijkagent.", at=at)
    with acting(director):
        weighed = journey.receive(
            actor=director, signal=NewSignal(Channel.FORM, "zorg", "Vrouw doet niet open.", "GM0193", "b9"), at=at
        )
        intake_services.weigh(
            actor=director, signal_id=weighed.id, version=1, participants="Politie, GGZ", reason="Vraagt niet om hulp.",
            findings=[CriterionFinding(code, Finding.MET, "Feit.") for code in ZVH_CRITERIA],
            decision=WeighingDecision.OUTREACH, person_informed=False, not_informed_why="Niet thuis.", at=at,
        )  # fmt: skip
        watched = intake_services.keep_in_view(
            actor=director, signal_id=weighed.id, ground="Vervuilt, weigert hulp.", owner_id=director.worker_id,
            review_on=local_day(at) + timedelta(days=20), at=at,
        )  # fmt: skip
        intake_services.attempt(
            actor=director, outreach_id=watched, way="visit", reached=False, text="Deed niet open.",
            idempotency_key="t", at=at,
        )  # fmt: skip
    case_id = country.case(at=at, name="Anders")
    with acting(director):
        start = local_day(at) + timedelta(days=7)
        slots = cases.held_slots(actor=director, days_from=start, days_until=start + timedelta(days=7))
        case_services.report_absence(
            actor=director, days=Period(start, start + timedelta(days=7)), at=at,
            deputies={slot_id: deputy.worker_id for _, slot_id, _ in slots},
        )  # fmt: skip
        assert case_id
    with acting(deputy):
        (asked,) = cases.stand_ins_by(actor=deputy, day=local_day(at))
    return Work(country, ids[0], ids[1], weighed.id, watched, asked.deputy_id)


def signed_in(actor: Actor) -> Client:
    account, _ = Account.objects.get_or_create(
        worker_id=actor.worker_id, defaults={"email": f"{actor.worker_id}@voorbeeld.test"}
    )
    client = Client()
    client.force_login(account)
    return client


def pages(work: Work) -> dict[str, tuple[str, Actor | None]]:
    director = work.country.director
    day = local_day(datetime.now(UTC)) + timedelta(days=30)
    return {
        "inbox": ("/signalen", director),
        "signal": (f"/signalen/{work.new}", director),
        "signal-known": (f"/signalen/{work.known}", director),
        "who": (f"/signalen/{work.new}/wie", director),
        "new-person": (f"/signalen/{work.new}/wie/nieuw", director),
        "weigh": (f"/signalen/{work.new}/wegen", director),
        "ask": ("/signalen/nieuw", director),
        "form": ("/signalen/nieuw?v=no.no.no", director),
        "search": ("/zoeken", director),
        "absence": ("/afwezig", director),
        "deputies": (f"/afwezig?first={day:%d-%m-%Y}&last={day:%d-%m-%Y}", director),
        "stand-ins": ("/vervangen", work.country.case_director),
        "briefing": (f"/vervangen/{work.deputy_id}", work.country.case_director),
        "account": ("/mijn-account", director),
        "help": ("/hulp", None),
        "accessibility": ("/toegankelijkheid", None),
        "privacy": ("/privacy", director),
        "offer": (f"/signalen/{work.new}/aanbieden", director),
        "offered": ("/signalen?toon=aangeboden", director),
        "mine": ("/signalen/van-mij", director),
        "tell": (f"/signalen/{work.weighed}/terugkoppeling", director),
        "answered": (f"/signalen/{work.weighed}", director),
        "outreach-start": (f"/signalen/{work.weighed}/bemoeizorg", director),
        "watch-list": ("/bemoeizorg", director),
        "outreach": (f"/bemoeizorg/{work.outreach}", director),
        "report-ask": ("/melden", None),
        "report-112": ("/melden?v=yes", None),
        "report": ("/melden?v=no.no.person", None),
    }  # fmt: skip


NAMES = [
    "inbox", "signal", "signal-known", "who", "new-person", "weigh", "ask", "form", "search", "absence", "deputies",
    "stand-ins", "briefing", "account", "help", "accessibility", "privacy", "report-ask", "report-112", "report",
    "offer", "offered", "mine", "tell", "answered", "outreach-start", "watch-list", "outreach",
]  # fmt: skip


def opened(open_page, work: Work, name: str, **options: object):
    path, actor = pages(work)[name]
    return open_page(path, client=signed_in(actor) if actor else None, **options)


def picture(page, name: str, width: int) -> None:
    """Keep a picture, for whoever wants to look: `VANGNET_PICTURES` names the folder."""
    if folder := os.environ.get("VANGNET_PICTURES"):
        page.screenshot(path=Path(folder, f"{name}-{width}.png"), full_page=True)


@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(open_page, work: Work, name: str):
    page = opened(open_page, work, name)
    assert page.locator("h1").count() == 1
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        picture(page, name, width)
        assert violations(page) == [], width
        assert sideways(page) == [], width
    page.set_viewport_size({"width": 320, "height": 900})
    assert sideways(page) == []


@pytest.mark.parametrize("name", ["weigh", "who", "form"])
def test_every_stop_of_the_keyboard_is_seen(open_page, work: Work, name: str):
    page = opened(open_page, work, name)
    page.locator("body").evaluate("document.activeElement.blur()")
    stops = tab_stops(page)
    assert len(stops) > 12
    assert [stop for stop in stops if not (stop["ring"] and stop["inside"] and stop["uncovered"])] == []


@pytest.mark.parametrize("name", ["form", "weigh", "new-person"])
def test_a_form_with_faults_is_clean_too(open_page, work: Work, name: str):
    page = opened(open_page, work, name)
    page.locator("main button.main").click()
    assert page.locator(".fault-list li").count() >= 1
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert violations(page) == [], width
        assert sideways(page) == [], width


def test_from_question_to_case_without_javascript(open_page, work: Work):
    page = open_page("/signalen/nieuw", client=signed_in(work.country.director), javascript=False)
    page.get_by_role("link", name="Nee", exact=True).click()
    page.get_by_role("link", name="Nee, het kan wachten op een weging").click()
    page.get_by_role("link", name="Nee, of dat weet ik niet").click()
    page.get_by_label("Wat heb je gezien of gehoord?").fill("Vrouw slaapt in een portiek.")
    page.get_by_label("In welke gemeente?").select_option("GM0193")
    page.get_by_role("button", name="Verstuur dit signaal").click()
    page.set_viewport_size({"width": 390, "height": 844})
    step = page.locator(".narrow-step").bounding_box()
    assert step is not None, "on a phone the next step stands at the top"
    assert step["y"] + step["height"] < 844
    page.set_viewport_size({"width": 1440, "height": 900})
    page.get_by_role("link", name="Zeg wie het is").click()
    page.get_by_role("link", name="Nieuwe persoon maken").click()
    page.get_by_label("Achternaam").fill("Portiek")
    page.get_by_label("Geboortedatum").fill("00-00-1975")
    page.get_by_label("Waarom is dit iemand").fill("Niemand gevonden.")
    page.get_by_role("button", name="Bewaar deze persoon").click()
    page.get_by_role("link", name="Weeg dit signaal").click()
    for group in page.locator(".criterion").all():
        group.get_by_label("Ja, geldt").check()
        group.get_by_label("Waaraan zie je dat?").fill("Drie meldingen.")
    page.get_by_label("Wie zaten er aan tafel?").fill("Politie, GGZ")
    page.get_by_label("Casus bij het Zorg- en Veiligheidshuis").check()
    page.get_by_label("Waarom dit besluit?").fill("Alles geldt.")
    page.get_by_role("group", name="Weet de persoon").get_by_label("Ja").check()
    page.get_by_role("button", name="Bewaar de weging").click()
    assert page.get_by_text("Zo is het gewogen").is_visible()
    page.get_by_role("button", name="Open een casus").click()
    with acting(work.country.director):
        numbers = [row.name for row in cases.page(actor=work.country.director, at=now()).rows]
    assert any("Portiek" in name for name in numbers)


def test_a_shared_screen_hides_names_and_facts_in_the_inbox(open_page, work: Work):
    page = open_page("/signalen", client=signed_in(work.country.director))
    assert "Testje" in page.locator(".work").inner_text()
    page.locator(".rail").get_by_role("button", name="Scherm delen").click()
    shown = page.locator(".work").inner_text()
    assert not re.search("Testje|Verzonnen|station", shown)
    page.locator(".rail").get_by_role("button", name="Stop met scherm delen").click()
