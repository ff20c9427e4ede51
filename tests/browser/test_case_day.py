"""A working day by screens, in a real browser: Vandaag, Casussen, one case, with and without JavaScript, large and small."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import pytest
from django.test import Client
from playwright.sync_api import Page, expect
from tests.browser.checks import sideways, tab_stops, violations
from tests.browser.conftest import Site
from tests.country import Country, made_up_country
from tests.web.lived import agreed, lived_in

from vangnet.access.models import Account
from vangnet.access.services import acting
from vangnet.cases import selectors as cases
from vangnet.core.clock import local_day, now

pytestmark = pytest.mark.browser
PAGES = (
    "/vandaag", "/casussen", "/casussen/{}", "/casussen/{}/tijdlijn", "/casussen/{}/betrokkenen",
    "/casussen/{}/eerdere-plannen", "/casussen/{}/wie-keek-hier", "/casussen/{}/contact", "/casussen/{}/plan/schrijven",
    "/casussen/{}/papier",
)  # fmt: skip


@dataclass(frozen=True)
class Day:
    """A morning: who works, and in which case."""

    country: Country
    case_id: UUID
    client: Client


@pytest.fixture(scope="module")
def day(site: Site) -> Iterator[Day]:
    country = made_up_country()
    case_id = lived_in(country, at=now(), name="van den Verzonnenberg")
    country.case(at=now(), name="Yıldız")
    account = Account.objects.create(email="dag@voorbeeld.test", worker_id=country.director.worker_id)
    client = Client()
    client.force_login(account)
    yield Day(country, case_id, client)


def opened(open_page, day: Day, path: str, **options: object) -> Page:
    return open_page(path.format(day.case_id), client=day.client, **options)


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_and_nothing_sticks_out(open_page, day, path, width):
    page = opened(open_page, day, path, width=width)
    assert violations(page) == []
    assert sideways(page) == []


@pytest.mark.parametrize("path", PAGES[:4])
def test_nothing_sticks_out_on_the_smallest_screen(open_page, day, path):
    assert sideways(opened(open_page, day, path, width=320)) == []


def test_menus_of_a_case_are_clean_when_open(open_page, day):
    page = opened(open_page, day, "/casussen/{}", width=390)
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    assert violations(page) == []


@pytest.mark.parametrize("path", PAGES[:3])
def test_every_stop_of_the_keyboard_is_seen(open_page, day, path):
    stops = tab_stops(opened(open_page, day, path))
    assert len(stops) > 8
    assert [stop for stop in stops if not (stop["ring"] and stop["inside"] and stop["uncovered"])] == []


def test_done_stays_in_its_place_and_can_be_undone(open_page, day):
    what = "Breng de sleutel terug"
    agreed(day.country, day.case_id, what, local_day(now()), at=now())
    page = opened(open_page, day, "/vandaag")
    row = page.locator(".work > li", has_text=what)
    row.get_by_role("button", name="Gedaan").click()
    gone = page.locator(".done-row", has_text=what)
    expect(gone.get_by_role("button", name="Ongedaan maken")).to_be_focused()
    expect(page.locator("#status")).to_contain_text("Opgeslagen")
    assert page.url.endswith("/vandaag")
    gone.get_by_role("button", name="Ongedaan maken").click()
    expect(page.locator(".work > li", has_text=what).get_by_role("button", name="Gedaan")).to_be_visible()


def test_without_javascript_the_same_day_works(open_page, day):
    what = "Bel de huisbaas"
    agreed(day.country, day.case_id, what, local_day(now()), at=now())
    page = opened(open_page, day, "/vandaag", javascript=False, width=390)
    page.locator(".work > li", has_text=what).get_by_role("button", name="Gedaan").click()
    expect(page.locator(".notice.is-good")).to_contain_text(what)
    page.get_by_role("button", name="Ongedaan maken").click()
    expect(page.locator(".work > li", has_text=what)).to_be_visible()


def test_the_path_from_the_list_to_a_note_and_back(open_page, day):
    page = opened(open_page, day, "/casussen", javascript=False)
    page.get_by_role("link", name="van den Verzonnenberg").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("van den Verzonnenberg")
    page.get_by_role("link", name="Nieuwe notitie").click()
    page.get_by_role("button", name="Bewaar de notitie").click()
    expect(page.locator(".fault-list")).to_contain_text("Er klopt 1 ding niet")
    page.get_by_label("Notitie").fill("Zus belde. Het gaat goed.")
    page.get_by_role("button", name="Bewaar de notitie").click()
    expect(page.locator("#status")).to_contain_text("De notitie staat op de tijdlijn.")
    page.get_by_role("link", name="Tijdlijn", exact=True).click()
    expect(page.locator(".thread").first).to_contain_text("Zus belde. Het gaat goed.")


def test_a_double_click_sends_a_form_once(open_page, day):
    page = opened(open_page, day, "/casussen/{}/rollen/nieuw")
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.get_by_label("Welke rol?").select_option("woonconsulent")
    page.get_by_role("button", name="Voeg de rol toe").dblclick()
    expect(page.locator("#status")).to_contain_text("Kies nu iemand")
    assert len(sent) == 1


def test_a_plan_is_written_and_adopted_by_keyboard_and_button(open_page, day):
    page = opened(open_page, day, "/casussen/{}/plan/schrijven", javascript=False)
    page.get_by_label("In eigen woorden").fill("Ik wil weer zingen.")
    page.get_by_label("Wanneer is dat gezegd?").fill(f"{local_day(now()):%d-%m-%Y}")
    page.get_by_role("button", name="Bewaar en kijk het na").click()
    expect(page.get_by_text("Ik wil weer zingen.")).to_be_visible()
    page.get_by_role("button", name="Stel dit plan vast").click()
    expect(page.locator(".voice").first).to_contain_text("Ik wil weer zingen.")
    with acting(day.country.director):
        lines = cases.timeline(actor=day.country.director, case_id=day.case_id, at=now(), limit=3)
    assert "vastgesteld" in lines[0].title


def test_paper_carries_the_plan_and_no_buttons(open_page, day):
    page = opened(open_page, day, "/casussen/{}/papier")
    page.emulate_media(media="print")
    assert page.locator(".crisis").is_visible()
    assert page.locator(".domain").count() == 6
    assert not page.locator("form, .btn").filter(visible=True).count()


def test_no_address_and_no_title_holds_a_name(open_page, day):
    for path in PAGES:
        page = opened(open_page, day, path)
        assert "Verzonnenberg" not in page.url + page.title()
