"""The evening of docs/tutorial/one-evening.md, section by section, by the words its text names, in a demo of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.integration.installation import Installation, announced, free_port

from vangnet.cli import browser
from vangnet.core.clock import local_day, now

TODAY = local_day(now())
TEXT = Path("docs/tutorial/one-evening.md").read_text(encoding="utf-8")
ANOUK, HILDE, COR = "Anouk van der Verzin", "Hilde Kabbelbeke", "Cor Lantaarnstra"
pytestmark = [pytest.mark.browser, pytest.mark.slow]


@dataclass(frozen=True, slots=True)
class Evening:
    """A running demo and one browser that the whole evening uses."""

    base: str
    home: Installation
    page: Page

    def enter(self, name: str) -> None:
        """Come in as somebody, by the door of the demo; who was in goes out first."""
        self.page.context.clear_cookies()
        self.page.goto(self.base)
        self.page.get_by_role("button", name=re.compile(name)).click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text("Vandaag")

    def reads(self, *texts: str) -> None:
        """See that the page says all of this."""
        for text in texts:
            expect(self.page.locator("main")).to_contain_text(text)


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Evening]:
    """A demo of its own, at the size of `make demo`."""
    home = Installation(tmp_path_factory.mktemp("evening"), free_port())
    running = home.start("demo", "--port", str(home.port))
    try:
        announced(running)
        with browser.launched() as chromium:
            page = chromium.new_context(locale="nl-NL", viewport={"width": 1440, "height": 900}).new_page()
            page.set_default_timeout(10_000)
            yield Evening(f"http://127.0.0.1:{home.port}", home, page)
    finally:
        running.terminate()
        running.wait(60)


def said(words: str) -> str:
    """Return words that a reader of the text looks for, and fail when the text no longer names them."""
    assert words in " ".join(TEXT.split()), f"the tutorial no longer says: {words}"
    return words


def test_sections_2_and_3_vandaag_and_one_case(evening: Evening) -> None:
    page = evening.page
    evening.enter(said(ANOUK))
    row = page.locator(".work > li").filter(has_text="afspraak").first
    row.get_by_role("button", name=said("Gedaan")).click()
    page.get_by_role("button", name=said("Ongedaan maken")).click()
    for aside in ("Je vervangt", "Jij wacht op anderen"):
        expect(page.locator("aside")).to_contain_text(aside)

    page.locator(".work > li").filter(has_text=said("Marieke van der Verzonnebosch")).first.get_by_role(
        "link"
    ).first.click()
    case = page.url.split("#")[0]
    evening.reads("Als het misgaat", "Volgend overleg", "Laatste contact")
    page.get_by_role("link", name=said("Afspraak toevoegen")).first.click()
    page.get_by_label("Wat gebeurt er?").fill("Breng haar fiets terug")
    page.get_by_label("Wie doet dit?").select_option(index=1)
    page.get_by_label("Wanneer is het klaar?").fill(f"{TODAY + timedelta(days=5):%d-%m-%Y}")
    page.locator("main button.main").click()
    evening.reads("Breng haar fiets terug")
    page.goto(case)
    page.get_by_role("link", name=said("Contact"), exact=True).first.click()
    page.get_by_label(said("Het was afgesproken, maar ging niet door")).check()
    page.get_by_label("Hoe ging het, of waarom lukte het niet?").fill("De deur bleef dicht.")
    page.locator("main button.main").click()
    for _ in range(60):  # the worker flags the plan, within seconds on a machine that has them
        page.goto(case)
        if said("Plan nakijken") in page.inner_text("main"):
            break
        page.wait_for_timeout(500)
    evening.reads("Plan nakijken")


def test_section_4_a_signal(evening: Evening) -> None:
    page = evening.page
    evening.enter(ANOUK)
    page.get_by_role("link", name=said("Nieuw signaal")).first.click()
    for answer in ("Nee", "Nee, het kan wachten op een weging", "Ja, we lopen vast"):
        page.get_by_role("link", name=said(answer), exact=True).click()
    page.get_by_label("Wat heb je gezien of gehoord?").fill(
        "Een man op het station vraagt iedereen om de trein naar gisteren."
    )
    page.get_by_label("In welke gemeente?").select_option(label=said("Zwolle"))
    page.get_by_label("Achternaam").fill("Gisterenstra")
    page.get_by_role("button", name=said("Verstuur dit signaal")).click()
    page.get_by_role("link", name=said("Signalen"), exact=True).first.click()
    page.locator(".work > li").filter(has_text="trein naar gisteren").get_by_role("link").first.click()

    page.get_by_role("link", name=said("Zeg wie het is")).click()
    page.get_by_role("link", name="Nieuwe persoon maken").click()
    page.get_by_label("Voornamen").fill("G")
    page.get_by_label("Geboortedatum").fill(said("00-00-1980"))
    page.get_by_label("Waarom is dit iemand").fill("Niemand gevonden die zo heet.")
    page.get_by_role("button", name="Bewaar deze persoon").click()

    page.get_by_role("link", name="Weeg dit signaal").click()
    weigh(page, unknown=1)
    assert page.get_by_role("button", name="Open een casus").count() == 0
    weigh(page, unknown=0)
    page.get_by_role("button", name="Open een casus").click()
    evening.reads("Gisterenstra")


def weigh(page: Page, *, unknown: int) -> None:
    """Fill in the weighing for a case, the first criteria unknown, and send it."""
    groups = page.locator(".criterion").all()
    assert len(groups) == 4
    for number, group in enumerate(groups):
        group.get_by_label("Weten we niet" if number < unknown else "Ja, geldt").check()
        group.get_by_label("Waaraan zie je dat?").fill("Drie meldingen in een week.")
    page.get_by_label("Wie zaten er aan tafel?").fill("Politie, GGZ, gemeente")
    page.get_by_label("Casus bij het Zorg- en Veiligheidshuis").check()
    page.get_by_label("Waarom dit besluit?").fill("Alle vier gelden.")
    page.get_by_role("group", name="Weet de persoon").get_by_label("Ja").check()
    page.get_by_role("button", name="Bewaar de weging").click()


def test_section_4_who_is_who(evening: Evening) -> None:
    page = evening.page
    evening.enter(ANOUK)
    assert said("Kijk bij … paren")
    page.get_by_role("link", name=re.compile(r"^Kijk bij \d+ paren")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(said("Wie is wie"))
    evening.reads(*(said(name) for name in ("Wouter", "Harm Jan")))
    page.locator(".picks a").filter(has_text="Fantasiedijk").first.click()
    for step in ("Door", "Terug"):
        page.get_by_role("link", name=re.compile(f"^{said(step)}")).click()
    evening.reads("Fantasiedijk")
    page.get_by_label(re.compile("^Ja, dezelfde persoon")).check()
    page.get_by_label("Waaraan zie je dat?").fill("Zelfde geboortedag, adres en telefoon.")
    page.locator("main button.main").click()
    page.goto(f"{evening.base}/signalen")
    page.locator(".work > li").filter(has_text=said("Joke Fantasiedijk")).get_by_role("link").first.click()
    expect(page.get_by_role("region", name="Eerdere signalen over deze persoon")).to_contain_text("zocht een ring")


def test_section_5_people_and_a_plan(evening: Evening) -> None:
    page = evening.page
    evening.enter(ANOUK)
    page.goto(f"{evening.base}/casussen?wie=mijn")
    page.get_by_role("link", name="Gisterenstra").first.click()
    page.get_by_role("link", name=re.compile("^Betrokkenen")).click()
    for action in ("Kies iemand", "Kies een vervanger"):
        for role in page.get_by_role("link", name=re.compile(f"^{action}")).all_inner_texts():
            page.get_by_role("link", name=" ".join(role.split()), exact=True).click()
            page.get_by_label("Wie?").select_option(index=1)
            page.locator("main button.main").click()
    evening.reads("heeft nog geen ja gezegd")
    assert page.get_by_text("Niemand in deze rol").count() == 0
    page.get_by_role("link", name="Plan", exact=True).click()
    page.get_by_role("link", name="Maak een plan").click()
    page.get_by_label("Waar gaat dit plan over?").fill("Eerst een plek, dan de rest.")
    page.get_by_label("Wanneer kijken we het plan na?").fill(f"{TODAY + timedelta(days=40):%d-%m-%Y}")
    page.get_by_role("region", name="Het plan in het kort").get_by_label("Wat staat hierin?").select_option("C24")
    page.get_by_role("region", name="Wonen").get_by_label("Waar gaan we heen?").fill("Een eigen kamer.")
    page.get_by_label(re.compile("^Stap 1")).fill("Bel Anouk.")
    page.get_by_role("button", name="Bewaar en kijk het na").click()
    page.get_by_role("button", name="Stel dit plan vast").click()
    evening.reads("Plan loopt")


def test_section_6_go_on_leave(evening: Evening) -> None:
    page = evening.page
    evening.enter(ANOUK)
    page.locator(".rail").get_by_role("link", name=said("Ik ben afwezig")).click()
    page.get_by_label("Eerste dag weg").fill(f"{TODAY + timedelta(days=20):%d-%m-%Y}")
    page.get_by_label("Laatste dag weg").fill(f"{TODAY + timedelta(days=24):%d-%m-%Y}")
    page.get_by_role("button", name="Kies je vervangers").click()
    page.get_by_role("button", name="Meld mij afwezig").click()
    evening.reads("Niemand blijft zonder aanspreekpunt")
    page.get_by_label("Eén vervanger voor alles").select_option(
        label=next(
            text
            for text in page.get_by_label("Eén vervanger voor alles").locator("option").all_inner_texts()
            if said(HILDE) in text
        )
    )
    page.get_by_role("button", name="Meld mij afwezig").click()
    evening.reads("heeft nog geen ja gezegd")
    page.locator(".rail").get_by_role("button", name="Uitloggen").click()
    evening.enter(HILDE)
    request = page.locator(".work > li").filter(has_text="Zeg of je vervangt").filter(has_text="Gisterenstra")
    request.get_by_role("link").first.click()
    evening.reads("Bel Anouk.", "Een eigen kamer.", "Tot dan telt deze rol als niet gedekt")
    page.get_by_role("button", name="Ik ben ingelezen en sta in").click()
    expect(page.locator("body")).to_contain_text("Opgeslagen")


def test_section_7_be_curious(evening: Evening) -> None:
    page = evening.page
    evening.enter(ANOUK)
    page.goto(f"{evening.base}/casussen?wie=team")
    theirs = {link.get_attribute("href") or "" for link in page.locator(".case-list a").all()}
    evening.enter(said(COR))
    page.goto(f"{evening.base}/casussen")
    own = [link.get_attribute("href") or "" for link in page.locator(".case-list a").all()]
    hidden = sorted(theirs - set(own))[0]
    answers = []
    for address in (hidden, "/casussen/00000000-0000-4000-8000-000000000000"):
        answer = page.goto(f"{evening.base}{address}")
        assert answer is not None
        answers.append((answer.status, page.inner_text("main")))
    assert answers[0] == answers[1]
    page.goto(f"{evening.base}{own[0]}")
    evening.enter(ANOUK)
    page.goto(f"{evening.base}{own[0]}")
    page.get_by_role("link", name=said("Wie keek hier")).click()
    for name in (ANOUK, COR):
        expect(page.locator("main table")).to_contain_text(name)


@pytest.mark.parametrize("command", ["story", "promises"])
def test_section_8_two_years_in_two_seconds(evening: Evening, command: str) -> None:
    assert f".venv/bin/vangnet {command}" in TEXT
    answer = evening.home.run(command)
    assert answer.returncode == 0, answer.stdout + answer.stderr
