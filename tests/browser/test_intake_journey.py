"""From the public form to the answer, in a real browser without JavaScript; and each screen of the table, wide and narrow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from tests.browser.checks import sideways, violations
from tests.browser.test_signal_path import picture, signed_in
from tests.country import Country, made_up_country

from vangnet.access.models import Agency, Worker
from vangnet.access.services import acting, as_job, system_actor
from vangnet.access.types import Actor
from vangnet.core.clock import now
from vangnet.flow import journey
from vangnet.intake import services
from vangnet.intake.models import Escalation, Signal
from vangnet.intake.types import ZVH_CRITERIA, Channel, CriterionFinding, Finding, NewSignal, WeighingDecision
from vangnet.intake.types.tables import BoardKind, NewQuickDecision, Seat
from vangnet.people.types import NewPerson

pytestmark = pytest.mark.browser
JOB = system_actor(reason="test")
VOTING = """
what: inclusion
scope: ZVH04
version: 1
valid_from: 2026-01-01
source: made up
voting: unanimous
partners: [GGZ, Politie]
"""


@dataclass(frozen=True)
class Work:
    """A desk with a sitting, somebody for the inclusion table, an agreement of today and a late answer."""

    country: Country
    meldpunt: Actor
    signal: UUID
    asked: UUID
    board: UUID
    climbed: UUID


@pytest.fixture(scope="module")
def work(site) -> Work:
    country, at = made_up_country(), now() - timedelta(hours=1)
    director = country.director
    with as_job(JOB):
        desk = Agency.objects.create(name="Meldpunt IJsselland", kind="MLP", region_id="ZVH04", phone="038 000 0001")
        worker = Worker.objects.create(
            agency=desk, region_id="ZVH04", name="Ivo Luisteroor", role="bemoeizorgmedewerker"
        )
        services.store_convention(actor=JOB, text=VOTING, at=at)
    meldpunt = Actor(worker.id, desk.id, "MLP", "ZVH04", "bemoeizorgmedewerker")
    ids = []
    with acting(director):
        for nr in range(3):
            new = NewSignal(
                Channel.POLICE, "E33", "Man zwaait met een tak op het plein.", "GM0193", f"b{nr}", label="concern"
            )
            ids.append(journey.receive(actor=director, signal=new, at=at).id)
        journey.weigh(
            actor=director, signal_id=ids[2], version=1, participants="Politie", reason="Loopt vast.", at=at,
            findings=[CriterionFinding(code, Finding.MET, "Feit.") for code in ZVH_CRITERIA],
            decision=WeighingDecision.INCLUSION_TABLE, person_informed=True,
        )  # fmt: skip
        for one in ids[1:]:
            person = NewPerson(surname="Verzonnen", given_names="Testje", municipality="GM0193")
            if one == ids[1]:
                person_id = journey.recognise(actor=director, signal_id=one, person=person, reason="Herkend.", at=at)
            else:
                journey.recognise(actor=director, signal_id=one, person=person_id, reason="Herkend.", at=at)
        board = services.open_board(
            actor=director, kind=BoardKind.WEEKLY, idempotency_key="b", at=at,
            seats=(Seat("Politie", "Jan Verzonnen"), Seat("GGZ")),
        )  # fmt: skip
        services.decide_quickly(
            actor=director, signal_id=ids[1], at=at,
            quick=NewQuickDecision("GGZ", "Vanavond langs.", "Crisisdienst", director.worker_id, at + timedelta(hours=8), "q"),
        )  # fmt: skip
    with acting(meldpunt):
        late = journey.receive(
            actor=meldpunt, signal=NewSignal(Channel.FORM, "zorg", "Made up.", "GM0193", "late"), at=at
        )
    with as_job(JOB):
        Signal.objects.filter(id=late.id).update(answer_due=at - timedelta(hours=3))
        climbed = Escalation.objects.create(
            region="ZVH04", signal_id=late.id, desk_id=desk.id, level=1, at=at, to_agency=director.agency_id,
            to_role="procesregisseur", municipality="GM0193", kind="zorg", answer_due=at - timedelta(hours=3),
        )  # fmt: skip
    return Work(country, meldpunt, ids[1], ids[2], board, climbed.id)


NAMES = {
    "boards": "/signalen/weegtafel",
    "board": "/signalen/weegtafel/{board}",
    "weigh-at-table": "/signalen/{signal}/wegen?tafel={board}",
    "include": "/signalen/{asked}/inclusie",
    "quick": "/signalen/{signal}/24-uur",
    "signal-with-quick": "/signalen/{signal}",
    "signal-for-inclusion": "/signalen/{asked}",
    "late": "/te-laat/{climbed}",
    "figures": "/signalen/cijfers",
    "today-with-late": "/vandaag",
    "done": "/signalen/{asked}/gedaan",
}


@pytest.mark.parametrize("name", list(NAMES))
def test_axe_finds_nothing_and_nothing_scrolls_sideways(open_page, work: Work, name: str):
    path = NAMES[name].format(board=work.board, signal=work.signal, asked=work.asked, climbed=work.climbed)
    page = open_page(path, client=signed_in(work.country.director))
    assert page.locator("h1").count() == 1
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        picture(page, name, width)
        assert violations(page) == [], width
        assert sideways(page) == [], width
    page.set_viewport_size({"width": 320, "height": 900})
    assert sideways(page) == []


def test_from_the_public_form_to_the_answer_without_javascript(open_page, work: Work):
    public = open_page("/melden", javascript=False)
    assert public.get_by_text("112").first.is_visible()
    public.get_by_role("link", name="Nee, geen direct gevaar").click()
    public.get_by_role("link", name="Nee, het kan een paar dagen wachten").click()
    public.get_by_role("link", name="Over iemand die ik ken of zie").click()
    public.get_by_label("Wat heb je gezien of gehoord?").fill("Mijn buurvrouw Testje zet 's nachts stoelen op straat.")
    public.get_by_label("In welke gemeente?").select_option("GM0193")
    public.get_by_label("Wie ben jij?").select_option("inhabitant")
    public.get_by_label("Jouw naam").fill("Buur Verzonnen")
    public.get_by_label("Achternaam").fill("Verzonnen")
    public.get_by_role("button", name="Verstuur").click()
    assert public.get_by_text("Meldpunt IJsselland").first.is_visible()

    desk = open_page("/signalen", client=signed_in(work.meldpunt), javascript=False)
    desk.get_by_role("link", name="Weegtafel").first.click()
    desk.get_by_label("Wie zitten er aan tafel?").fill("Meldpunt: Ivo Luisteroor\nWijkteam")
    desk.get_by_role("button", name="Begin").click()
    assert desk.get_by_text("stoelen op straat").is_visible()
    row = desk.locator("li", has_text="stoelen op straat")
    row.get_by_role("link").first.click()
    desk.get_by_role("link", name="Zeg wie het is").click()
    desk.get_by_role("link", name="Nieuwe persoon maken").click()
    desk.get_by_label("Achternaam").fill("Verzonnen")
    desk.get_by_label("Waarom is dit iemand").fill("Niemand gevonden bij dit meldpunt.")
    desk.get_by_role("button", name="Bewaar deze persoon").click()
    desk.get_by_role("link", name="Weeg dit signaal").click()
    assert desk.get_by_role("heading", name="Weeg dit signaal").is_visible()
    for group in desk.locator(".criterion").all():
        group.get_by_label("Weten we niet").check()
    desk.get_by_label("Wie zaten er aan tafel?").fill("Wijkteam")
    desk.get_by_label("De gemeente pakt het op").check()
    desk.get_by_label("Waarom dit besluit?").fill("Het wijkteam kent haar.")
    desk.get_by_label("Wie doet dit?").fill("Wijkteam Noord")
    desk.get_by_role("group", name="Weet de persoon").get_by_label("Ja").check()
    desk.get_by_role("button", name="Bewaar de weging").click()
    assert desk.get_by_text("Zo is het gewogen").is_visible()
    assert desk.get_by_text("Wijkteam Noord").is_visible()
    desk.get_by_role("link", name="Laat het weten").click()
    desk.get_by_label("Ik bel").check()
    desk.get_by_role("button", name="Bewaar").click()
    assert desk.get_by_text("De melder weet het.").is_visible()
    with as_job(JOB):
        kept = Signal.objects.get(text__contains="stoelen op straat")
    assert kept.told_at is not None
    assert (kept.channel, kept.reporter_kind, kept.decision) == ("public-form", "inhabitant", "local")
