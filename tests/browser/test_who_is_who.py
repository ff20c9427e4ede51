"""Wie is wie and the question between regions in a real browser: wide, narrow, by keyboard, without JavaScript, checked by axe."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect
from tests.browser.checks import sideways, tab_stops, violations
from tests.browser.test_signal_path import signed_in
from tests.country import Country, made_up_country
from tests.integration.test_between_regions import PERSON, WHY, case_of
from tests.integration.test_review import ALIKE, HINT, ONE, OTHERS

from vangnet.access.models import Agency
from vangnet.access.services import acting, as_job, system_actor
from vangnet.core.clock import now
from vangnet.core.ids import new_id
from vangnet.flow import journey, reactions
from vangnet.handovers import selectors as handovers
from vangnet.intake.types import Channel, NewSignal
from vangnet.people import services as people
from vangnet.people.models import CandidatePair
from vangnet.people.services import searching

pytestmark = pytest.mark.browser
Open = Callable[..., Page]


@dataclass(frozen=True)
class Work:
    """Two questions at the desk of the director, and a case in another region about one of the people."""

    country: Country
    pair: UUID
    signal_id: UUID
    elsewhere: UUID


@pytest.fixture(scope="module")
def work(site) -> Work:
    country, at = made_up_country(), now() - timedelta(hours=3)
    director, job = country.director, system_actor(reason="test")
    with as_job(job):
        Agency.objects.filter(name="ZVH Twente").update(phone="053 000 0000")
    with acting(director):
        for person in (ONE, ALIKE, *OTHERS):
            people.register(actor=director, person=person, at=at)
        new = NewSignal(Channel.FORM, "E33", "Man roept op straat.", "GM0193", str(new_id()), hint=HINT)
        signal_id = journey.receive(actor=director, signal=new, at=at).id
    with as_job(job):
        searching.find_pairs(actor=job, region="ZVH04", at=at)
    while reactions.run(at=at):
        continue
    elsewhere = case_of(country.stranger, PERSON)
    with acting(director):
        pair = CandidatePair.objects.get(signal_id=None)
    return Work(country, pair.id, signal_id, elsewhere)


def checked(page: Page, name: str, width: int) -> None:
    """Check a page as it stands; keeps a picture when a folder is named."""
    if folder := os.environ.get("VANGNET_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
    assert violations(page) == []
    assert sideways(page) == []


@pytest.mark.parametrize("width", [1440, 390, 320])
def test_the_pages_hold_at_every_width(work: Work, open_page: Open, width: int):
    client = signed_in(work.country.director)
    paths = {
        "wie-is-wie": "/wie-is-wie",
        "paar": f"/wie-is-wie/{work.pair}",
        "hulp": "/wie-is-wie/hulp",
        "navraag": f"/signalen/{work.signal_id}/navraag",
    }
    for name, path in paths.items():
        checked(open_page(path, width=width, client=client), name, width)


def test_every_stop_can_be_seen_and_reached_by_keyboard(work: Work, open_page: Open):
    page = open_page(f"/wie-is-wie/{work.pair}", client=signed_in(work.country.director))
    stops = tab_stops(page)
    texts = " ".join(str(stop["text"]) for stop in stops)
    assert "Bewaar en ga door" in texts
    assert [stop for stop in stops if not (stop["ring"] and stop["inside"] and stop["uncovered"])] == []


@pytest.mark.parametrize("width", [1440, 390])
def test_the_answer_between_regions_without_javascript(work: Work, open_page: Open, width: int):
    page = open_page(
        f"/signalen/{work.signal_id}/navraag", width=width, client=signed_in(work.country.director), javascript=False
    )
    page.get_by_label("Waarvoor moet je dit weten?").fill(WHY)
    page.get_by_role("button", name="Vraag het alle regio's").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ja, bel deze regio")
    expect(page.get_by_role("link", name="Bel ZVH Twente")).to_be_visible()
    with acting(work.country.stranger):
        notice = handovers.unseen(actor=work.country.stranger, case_ids=[work.elsewhere])[0]
    told = open_page(f"/navragen/aan-ons/{notice.id}", width=width, client=signed_in(work.country.stranger))
    checked(told, "aan-ons", width)


def test_an_answer_page_holds(work: Work, open_page: Open):
    page = open_page(f"/signalen/{work.signal_id}/navraag", width=390, client=signed_in(work.country.case_director))
    page.get_by_label("Waarvoor moet je dit weten?").fill(WHY)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/navragen/"))
    checked(page, "antwoord", 390)


def test_by_single_keys_from_the_list_to_a_kept_answer(work: Work, open_page: Open):
    page = open_page("/wie-is-wie", client=signed_in(work.country.director))
    page.keyboard.press("j")
    page.wait_for_url(re.compile("/wie-is-wie/.+"))
    first = page.url
    page.keyboard.press("d")
    page.wait_for_url(lambda url: url != first)
    page.keyboard.press("t")
    page.wait_for_url(first)
    page.keyboard.press("n")
    expect(page.get_by_label("Nee, twee personen")).to_be_checked()
    page.keyboard.type("Hij is de jongste: j, n en l zijn hier letters.")
    expect(page.get_by_label("Nee, twee personen")).to_be_checked()
    expect(page.get_by_label("Waaraan zie je dat?")).to_have_value("Hij is de jongste: j, n en l zijn hier letters.")
    page.keyboard.press("l")
    expect(page.get_by_label("Nee, twee personen")).to_be_checked()


def test_the_keys_do_nothing_when_they_are_off(work: Work, open_page: Open):
    page = open_page(f"/wie-is-wie/{work.pair}?toetsen=uit", client=signed_in(work.country.case_director))
    page.keyboard.press("n")
    expect(page.get_by_label("Nee, twee personen")).not_to_be_checked()


def test_an_answer_without_javascript(work: Work, open_page: Open):
    client = signed_in(work.country.director)
    page = open_page(f"/wie-is-wie/{work.pair}", width=390, client=client, javascript=False)
    page.get_by_role("button", name="Bewaar en ga door").click()
    expect(page.get_by_text("Kies ja, nee of later.").first).to_be_visible()
    page.get_by_label("Ja, dezelfde persoon").check()
    page.get_by_label("Waaraan zie je dat?").fill("Zelfde geboortedatum, en de wijkagent kent hem.")
    page.get_by_role("button", name="Bewaar en ga door").click()
    expect(page.get_by_text("Opgeslagen. Dit is dezelfde persoon.")).to_be_visible()
