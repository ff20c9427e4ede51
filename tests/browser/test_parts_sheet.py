"""Every part of a page, as people meet it: on a desk, on a phone, with keys only, without JavaScript, on paper."""

from __future__ import annotations

import pytest
from tests.browser.checks import sideways, tab_stops, violations

pytestmark = pytest.mark.browser

SHEET = "/onderdelen"


@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing(open_page, width):
    page = open_page(SHEET, width=width)
    assert violations(page) == []


@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing_with_every_menu_open(open_page, width):
    page = open_page(SHEET, width=width)
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    assert violations(page) == []


def test_axe_can_find_something(open_page):
    page = open_page(SHEET)
    page.evaluate("document.querySelector('.notice').insertAdjacentHTML('beforeend', '<img src=\"/x.png\">')")
    assert any(line.startswith("image-alt") for line in violations(page))


@pytest.mark.parametrize("width", [320, 390, 768, 1440])
def test_nothing_has_to_be_scrolled_sideways(open_page, width):
    assert sideways(open_page(SHEET, width=width)) == []


def test_sideways_scroll_can_be_seen(open_page):
    page = open_page(SHEET, width=320)
    page.evaluate("document.querySelector('h1').textContent = 'Zorg'.repeat(60).replace(/g/g, 'g\\u2060')")
    page.evaluate("document.querySelector('h1').style.whiteSpace = 'nowrap'")
    assert sideways(page) != []


@pytest.mark.parametrize("width", [1440, 390])
def test_every_stop_of_the_keyboard_is_seen(open_page, width):
    page = open_page(SHEET, width=width)
    page.locator("body").evaluate("document.activeElement.blur()")
    stops = tab_stops(page)
    assert len(stops) > 20
    assert [stop for stop in stops if not (stop["ring"] and stop["inside"] and stop["uncovered"])] == []


def test_the_first_stop_skips_to_the_content(open_page):
    page = open_page(SHEET)
    page.evaluate("document.activeElement.blur()")
    first = page.locator(".skip")
    page.keyboard.press("Shift+Tab")
    first.focus()
    assert first.bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "inhoud"


def test_a_menu_closes_with_escape_and_gives_the_focus_back(open_page):
    page = open_page(SHEET)
    menu = page.locator("details.more").first
    menu.locator("summary").click()
    menu.get_by_role("link").first.focus()
    page.keyboard.press("Escape")
    assert menu.get_attribute("open") is None
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_without_javascript_menus_open_and_the_language_changes(open_page):
    page = open_page(SHEET, javascript=False, width=390)
    page.get_by_text("Menu", exact=True).click()
    page.locator(".mobile-menu").get_by_role("button", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.get_by_role("heading", level=1).inner_text() == "Components"


def test_without_javascript_the_focus_starts_at_the_first_fault(open_page):
    page = open_page(SHEET, javascript=False)
    assert page.locator("[autofocus]").count() == 1
    assert page.locator("[autofocus]").get_attribute("aria-invalid") == "true"


def test_a_shared_screen_shows_no_name(open_page):
    page = open_page(SHEET)
    assert "Marieke van den Bosch" in page.locator(".work").inner_text()
    page.locator(".rail").get_by_role("button", name="Scherm delen").click()
    work = page.locator(".work").inner_text()
    assert "Marieke van den Bosch" not in work
    assert "naam verborgen" in work
    assert "GGZ zou vrijdag bellen" not in work
    page.locator(".rail").get_by_role("button", name="Stop met scherm delen").click()
    assert "Marieke van den Bosch" in page.locator(".work").inner_text()


def test_the_browser_keeps_nothing(open_page):
    page = open_page(SHEET)
    assert page.evaluate("localStorage.length") == 0
    # htmx remembers the path of the page, which never holds a name, until the tab closes.
    assert page.evaluate("Object.entries(sessionStorage)") == [["htmx-current-path-for-history", SHEET]]
    assert page.evaluate("htmx.config.historyCacheSize") == 0
    assert page.evaluate("htmx.config.allowEval") is False


def test_paper_has_no_menus(open_page):
    page = open_page(SHEET)
    page.emulate_media(media="print")
    assert not page.locator(".rail").is_visible()
    assert not page.locator(".topbar").is_visible()
    assert page.locator(".crisis").is_visible()


def test_colours_of_the_reader_win(open_page):
    page = open_page(SHEET, forced_colors="active")
    chip = page.locator(".due").first
    assert chip.evaluate("(e) => getComputedStyle(e).borderTopStyle") == "solid"


def test_a_name_with_rare_letters_uses_the_same_letter(open_page):
    page = open_page(SHEET)
    page.evaluate("document.querySelector('h1').textContent = 'Yıldız Șoľ Łukasz'")
    page.evaluate("document.fonts.ready")
    assert page.evaluate("document.fonts.check('680 34px \"Source Sans 3\"', 'Łș')")


_PART = """(path) => {
    const form = document.querySelector("#o4 ~ form");
    form.setAttribute("hx-post", path);
    form.setAttribute("hx-swap", "outerHTML");
    form.querySelector("textarea").value = "wat ik typte";
    htmx.process(form);
    form.requestSubmit();
}"""


def test_a_lost_connection_keeps_the_text_and_offers_to_try_again(open_page):
    page = open_page(SHEET)
    page.route("**/wakker", lambda route: route.abort())
    page.evaluate(_PART, "/wakker")
    notice = page.locator("[data-notice]")
    notice.wait_for()
    assert "Niet opgeslagen, geen verbinding" in notice.inner_text()
    assert page.locator("#o4 ~ form textarea").input_value() == "wat ik typte"
    assert page.evaluate("document.activeElement.matches('[data-retry]')")
    page.unroute("**/wakker")
    with page.expect_response("**/wakker"):
        page.keyboard.press("Enter")


def test_a_session_that_is_over_keeps_the_text_and_shows_the_door(open_page):
    page = open_page(SHEET)
    page.evaluate(_PART, "/wakker")
    notice = page.locator("[data-fault=signed-out]")
    notice.wait_for()
    assert notice.get_by_role("link", name="Inloggen").get_attribute("target") == "_blank"
    assert page.locator("#o4 ~ form textarea").input_value() == "wat ik typte"


def test_a_session_that_will_end_asks_whether_you_are_there(open_page):
    page = open_page(SHEET)
    page.clock.install()
    page.reload()
    page.clock.fast_forward("00:57:00")
    assert page.locator(".still-there").count() == 0
    page.clock.fast_forward("00:01:30")
    assert page.get_by_role("button", name="Ik ben er nog").is_visible()
