"""May I share this, in a real browser: without JavaScript, wide and narrow, clean for those who hear the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import pytest
from django.test import Client
from playwright.sync_api import expect
from tests.browser.checks import sideways, violations
from tests.browser.conftest import Site
from tests.case_to_share import AT, HOME, HOUSING, ask, case_to_share
from tests.country import made_up_country

from vangnet.access.models import Account
from vangnet.access.services import acting
from vangnet.web.access import one_time
from vangnet.web.shared import visit

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Desk:
    """Who shares, in which case, and a question that was asked."""

    client: Client
    case_id: UUID
    question_id: UUID


@pytest.fixture(scope="module")
def desk(site: Site) -> Iterator[Desk]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(visit, "now", lambda: AT)
        yield _desk()


def _desk() -> Desk:
    country = made_up_country()
    case_id = case_to_share(country)
    with acting(country.director):
        asked = ask(country.director, case_id, HOUSING, "housing_tenancy", "C18")
    account = Account.objects.create(email="delen@voorbeeld.test", worker_id=country.director.worker_id)
    client = Client()
    client.force_login(account)
    return Desk(client, case_id, asked.id)


@pytest.mark.parametrize("width", [1440, 390])
def test_the_verdict_is_clean(open_page, desk, width):
    page = open_page(f"/delen/{desk.question_id}", width=width, client=desk.client)
    assert violations(page) == []
    assert sideways(page) == []


def test_nothing_sticks_out_on_the_smallest_screen(open_page, desk):
    assert sideways(open_page(f"/delen/{desk.question_id}", width=320, client=desk.client)) == []


def test_the_whole_way_without_javascript(open_page, desk):
    page = open_page(f"/casussen/{desk.case_id}/mag-ik-dit-delen", client=desk.client, javascript=False, width=390)
    page.get_by_role("link", name="De tafel", exact=True).click()
    page.get_by_label(HOME).check()
    page.get_by_label("Waarvoor heeft de ontvanger het nodig?").select_option("zvh_case")
    page.get_by_role("button", name="Mag dit?").click()
    expect(page.locator(".verdict")).to_have_text("Nee, nu niet")
    page.get_by_label("Waarom heeft de ontvanger dit nodig").fill("De tafel kiest wie dit regelt.")
    page.get_by_role("button", name="Bewaar en kijk opnieuw").click()
    expect(page.locator(".verdict")).to_have_text("Ja, dit mag je delen")
    page.get_by_label("Waarom deel je dit?").fill("Voor het overleg.")
    page.get_by_role("button", name="Deel dit onderdeel").click()
    expect(page.locator("main")).to_contain_text("Voor het overleg.")


def test_a_third_looks_once_with_a_link_and_a_code(open_page, desk, monkeypatch):
    """In a browser: a header that keeps the address from others once made the browser hide where its form came from."""
    monkeypatch.setattr(one_time, "now", lambda: AT)
    page = open_page(f"/casussen/{desk.case_id}/gedeeld", client=desk.client)
    page.get_by_role("link", name="Laat dit één keer inzien").first.click()
    page.get_by_label("Wie mag dit zien?").fill("A. Derde, Bureau")
    page.get_by_label("Welke deskundigheid is nodig").fill("Weet veel van ketels.")
    page.get_by_label("Wanneer tekende").fill(AT.strftime("%d-%m-%Y"))
    page.get_by_role("button", name="Maak de link en de code").click()
    link, code = (page.locator(".own-text").nth(nr).inner_text() for nr in (0, 1))
    third = open_page(link[link.index("/eenmalig") :], width=390)
    third.get_by_label("Code van zes cijfers").fill(code)
    third.get_by_role("button", name="Laat het zien").click()
    expect(third.locator("main")).to_contain_text("Je ziet dit nu, en daarna niet meer.")
