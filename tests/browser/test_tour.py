"""The tour of the README, click by click, in the demo itself: started as a newcomer starts it, with the made-up country."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from tests.integration.installation import Installation, announced, free_port

from vangnet.cli import browser
from vangnet.core.clock import local_day, now

TODAY = local_day(now())
pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a demo of its own, at the size of `make demo`."""
    installation = Installation(tmp_path_factory.mktemp("tour"), free_port())
    running = installation.start("demo", "--port", str(installation.port))
    try:
        announced(running)
        yield f"http://127.0.0.1:{installation.port}"
    finally:
        running.terminate()
        running.wait(60)


@pytest.fixture
def page(demo: str) -> Iterator[Page]:
    with browser.launched() as chromium:
        page = chromium.new_context(locale="nl-NL", viewport={"width": 1440, "height": 900}).new_page()
        page.set_default_timeout(10_000)
        yield page


def enter(page: Page, demo: str, name: str) -> None:
    """Come in by the door of the demo, as somebody."""
    page.goto(demo)
    page.get_by_role("button", name=re.compile(name)).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vandaag")


def keep(page: Page, said: str) -> None:
    """Send the form of this page and see that it was kept."""
    page.locator("main button.main").click()
    expect(page.locator("body")).to_contain_text(said)


def test_a_morning_as_a_case_director(page: Page, demo: str) -> None:
    # 1. Vandaag shows what is late and what is due, with one next step each.
    enter(page, demo, "Anouk van der Verzin")
    rows = page.locator(".work > li")
    assert rows.count() > 3
    assert all(row.locator("a, button").count() >= 1 for row in rows.all())

    # 2. The first case with an agreement: one current plan, what to do when it goes wrong, who stands around it.
    rows.filter(has_text="afspraak").first.get_by_role("link").first.click()
    case = page.url.split("#")[0]
    for name in ("Afspraken", "Als het misgaat", "Betrokkenen"):
        expect(page.get_by_role("heading", name=name)).to_be_visible()

    # 3. An agreement: what, who, by when.
    page.get_by_role("link", name="Afspraak toevoegen").first.click()
    page.get_by_label("Wat gebeurt er?").fill("Bel de huisarts over de slaap")
    page.get_by_label("Wie doet dit?").select_option(index=1)
    page.get_by_label("Wanneer is het klaar?").fill(f"{TODAY + timedelta(days=4):%d-%m-%Y}")
    keep(page, "Bel de huisarts over de slaap")

    # 4. Nobody opened the door: the plan is flagged and comes back in Vandaag.
    page.goto(case)
    page.get_by_role("link", name="Contact", exact=True).first.click()
    page.get_by_label("Het was afgesproken, maar ging niet door").check()
    page.get_by_label("Hoe ging het, of waarom lukte het niet?").fill("Niemand deed open.")
    keep(page, "het contact niet doorging")
    for _ in range(60):  # the worker flags the plan, within seconds on a machine that has them
        if "Plan nakijken" in page.inner_text("main"):
            break
        page.wait_for_timeout(500)
        page.reload()
    expect(page.locator("main")).to_contain_text("Plan nakijken")
    page.goto(f"{demo}/vandaag")
    name = page.locator(".work > li", has=page.locator(f"a[href*='{case.rsplit('/', 1)[1]}']"))
    assert any("Kijk het plan na" in row.inner_text() for row in name.all())


def test_from_a_signal_to_a_case_with_its_first_plan(page: Page, demo: str) -> None:
    # 5. What is reported lands on this desk, with a day on which the reporter has an answer.
    enter(page, demo, "Anouk van der Verzin")
    page.get_by_role("link", name="Nieuw signaal").first.click()
    for answer in ("Nee", "Nee, het kan wachten op een weging", "Ja, we lopen vast"):
        page.get_by_role("link", name=answer, exact=True).click()
    page.get_by_label("Wat heb je gezien of gehoord?").fill("Vrouw slaapt al drie nachten in een portiek.")
    page.get_by_label("In welke gemeente?").select_option("GM0193")
    page.get_by_role("button", name="Verstuur dit signaal").click()
    expect(page.locator("main")).to_contain_text("dan moet de melder antwoord hebben")

    # 6. Who it is about, four criteria weighed with colleagues, a case, its roles, its first plan.
    page.get_by_role("link", name="Zeg wie het is").click()
    page.get_by_role("link", name="Nieuwe persoon maken").click()
    page.get_by_label("Achternaam").fill("Portiekstra")
    page.get_by_label("Waarom is dit iemand").fill("Niemand gevonden die zo heet.")
    page.get_by_role("button", name="Bewaar deze persoon").click()
    page.get_by_role("link", name="Weeg dit signaal").click()
    for group in page.locator(".criterion").all():
        group.get_by_label("Ja, geldt").check()
        group.get_by_label("Waaraan zie je dat?").fill("Drie meldingen in een week.")
    page.get_by_label("Wie zaten er aan tafel?").fill("Politie, GGZ, gemeente")
    page.get_by_label("Casus bij het Zorg- en Veiligheidshuis").check()
    page.get_by_label("Waarom dit besluit?").fill("Alle vier gelden.")
    page.get_by_role("group", name="Weet de persoon").get_by_label("Ja").check()
    page.get_by_role("button", name="Bewaar de weging").click()
    page.get_by_role("button", name="Open een casus").click()
    fill_role(page, "Kies iemand", "Bilal")
    fill_role(page, "Kies een vervanger", "")
    expect(page.locator("main")).to_contain_text("heeft nog geen ja gezegd")
    page.get_by_role("link", name="Plan", exact=True).click()
    page.get_by_role("link", name="Maak een plan").click()
    page.get_by_label("Waar gaat dit plan over?").fill("Eerst een plek, dan de rest.")
    page.get_by_role("region", name="Het plan in het kort").get_by_label("Wat staat hierin?").select_option("C24")
    page.get_by_label("Wanneer kijken we het plan na?").fill(f"{TODAY + timedelta(days=40):%d-%m-%Y}")
    page.get_by_role("region", name="Wonen").get_by_label("Waar gaan we heen?").fill("Een eigen kamer voor de winter.")
    page.get_by_label(re.compile("^Stap 1")).fill("Bel Bilal.")
    page.get_by_role("button", name="Bewaar en kijk het na").click()
    page.get_by_role("button", name="Stel dit plan vast").click()
    expect(page.locator("main")).to_contain_text("Plan loopt")
    assert "nog niet gelezen" not in page.locator("main").inner_text()  # who adopts has read


def fill_role(page: Page, action: str, name: str) -> None:
    """Choose somebody by a part of the name, or the first who is offered, for the municipal case director."""
    page.get_by_role("link", name=re.compile(f"{action}.*Casusregisseur", re.DOTALL)).click()
    offered = page.get_by_label("Wie?").locator("option").all_inner_texts()[1:]
    page.get_by_label("Wie?").select_option(label=next(text for text in offered if name in text))
    page.locator("main button.main").click()


def answer(page: Page, key: str, reason: str, said: str) -> None:
    """Answer the question of this page by keys alone: a letter, the reason, and on to the button."""
    page.keyboard.press(key)
    page.keyboard.type(reason)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("body")).to_contain_text(said)


def test_who_is_who_by_keyboard(page: Page, demo: str) -> None:
    # 7. Two registrations side by side, answered by keys: later, no, and yes to a signal, which then lies beside earlier ones.
    enter(page, demo, "Anouk van der Verzin")
    page.get_by_role("link", name=re.compile(r"^Kijk bij \d+ paren")).click()
    pairs = page.locator(".picks a")
    keys = {"Fantasiedijk": "j", "Praatjesveld": "n", "Zinspelman": "l"}
    for name in keys:
        expect(pairs.filter(has_text=name).first).to_be_visible()
    ways = {name: pairs.filter(has_text=name).first.get_attribute("href") for name in keys}
    page.keyboard.press("j")
    expect(page.get_by_role("heading", level=1)).to_have_text("Is dit dezelfde persoon?")
    page.goto(f"{demo}{ways['Praatjesveld']}")
    answer(page, keys["Praatjesveld"], "Vader en zoon: dertig jaar verschil.", "Dit zijn twee personen")
    page.goto(f"{demo}{ways['Zinspelman']}")
    answer(page, keys["Zinspelman"], "Eerst de wijkagent bellen.", "De vraag komt over een week terug")
    page.goto(f"{demo}{ways['Fantasiedijk']}")
    answer(page, keys["Fantasiedijk"], "Zelfde geboortedag, adres en telefoon.", "Dit is dezelfde persoon")
    page.goto(f"{demo}/signalen")
    page.get_by_role("link", name=re.compile("paskamer")).or_(
        page.locator("li, tr").filter(has_text="paskamer").get_by_role("link")
    ).first.click()
    earlier = page.get_by_role("region", name="Eerdere signalen over deze persoon")
    expect(earlier).to_contain_text("zocht een ring")
    expect(earlier).to_contain_text("het licht brandt dag en nacht")


def test_away_share_and_who_looked(page: Page, demo: str) -> None:
    # 8. Nobody is away before each role has a deputy; one colleague can do for all.
    enter(page, demo, "Anouk van der Verzin")
    page.locator(".rail").get_by_role("link", name="Ik ben afwezig").click()
    page.get_by_label("Eerste dag weg").fill(f"{TODAY + timedelta(days=20):%d-%m-%Y}")
    page.get_by_label("Laatste dag weg").fill(f"{TODAY + timedelta(days=24):%d-%m-%Y}")
    page.get_by_role("button", name="Kies je vervangers").click()
    page.get_by_role("button", name="Meld mij afwezig").click()
    expect(page.locator("main")).to_contain_text("Niemand blijft zonder aanspreekpunt")
    page.get_by_label("Eén vervanger voor alles").select_option(index=1)
    page.get_by_role("button", name="Meld mij afwezig").click()
    expect(page.locator("main")).to_contain_text("heeft nog geen ja gezegd")

    # 9. May an agreement go to the housing corporation? The answer names the article.
    page.goto(f"{demo}/casussen")
    page.locator(".case-list a").first.click()
    case = page.url
    page.get_by_role("link", name="Delen", exact=True).last.click()
    page.get_by_role("link", name=re.compile("Mag ik dit delen")).last.click()
    page.get_by_role("link", name="Een woningcorporatie").first.click()
    page.get_by_label("Naam van de organisatie of persoon").fill("Woningcorporatie Verzonnenhof, mevrouw Lamp")
    page.get_by_role("checkbox").first.check()
    page.get_by_label("Waarvoor heeft de ontvanger het nodig?").select_option(index=1)
    page.get_by_role("button", name="Mag dit?").click()
    expect(page.locator(".verdict")).to_be_visible()
    assert re.search(r"(artikel|art\.) ?\d", page.locator("main").inner_text())

    # 10. Whoever looked is in the list, and so are you.
    page.goto(case)
    page.get_by_role("link", name="Wie keek hier").click()
    expect(page.locator("main table")).to_contain_text("Anouk van der Verzin")
    expect(page.locator("main table")).to_contain_text("vroeg of iets gedeeld mag worden")
