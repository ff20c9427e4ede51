"""The pages around a case: what they show, what they cost, and to whom they show nothing at all."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.country import Country
from tests.web.conftest import AT, SignIn
from tests.web.lived import adopted, agreed, lived_in

from vangnet.access.services import acting, as_job, sum_up_again, system_actor
from vangnet.audit.models import Entry
from vangnet.cases import selectors as cases
from vangnet.cases import services
from vangnet.cases.models import Case
from vangnet.core.clock import local_day
from vangnet.core.periods import Period
from vangnet.flow import journey
from vangnet.intake.types import Channel, NewSignal
from vangnet.web.cases import listing, views
from vangnet.web.shared.acts import ACTS

pytestmark = pytest.mark.django_db
AT_MOST = 25
# What each of the daily pages asks; a query more is a decision, not an accident.
# One of Vandaag's is the processing log of everybody it shows: one line a person, none left out.
LISTS_AT_MOST = {"/vandaag": 25, "/vandaag?wie=team": 19, "/casussen": 6, "/casussen?soort=zvh&plan=over": 6}
CASE_AT_MOST = 10
TODAY = local_day(AT)
LISTS = ("/vandaag", "/vandaag?wie=team", "/casussen", "/casussen?soort=zvh&plan=over")
TABS = ("", "/tijdlijn", "/betrokkenen", "/eerdere-plannen", "/wie-keek-hier", "/papier")


def cost(client: Client, path: str) -> int:
    """Return how many queries a page asks. Savepoints, and naming the actor again, are those of a test inside a transaction."""
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    nested = ("SAVEPOINT", "SELECT current_setting", "set_config('vangnet.worker', ''")
    return sum(1 for query in asked if not any(part in query["sql"] for part in nested))


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_vandaag_says_what_is_late_in_words(country: Country, sign_in: SignIn):
    lived_in(country, at=AT)
    page = text(sign_in(country.director), "/vandaag")
    assert "Maandag 23 november." in page
    assert "<b>Twee dingen zijn te laat</b> en twee moeten vandaag." in page
    assert "Bel de GGZ over de medicatie" in page
    assert "2 dagen te laat" in page
    assert "Zoek iemand voor de rol: wijkagent" in page
    assert "afspraak 1 in het plan" in page
    assert page.index("Te laat</h2>") < page.index("Vandaag</h2>")
    waiting = page[page.index("Jij wacht op anderen") :]
    assert "Betaal de huur" in waiting
    assert "Dit doet Werker 1, ZVH IJsselland." in waiting


def test_vandaag_is_calm_when_nothing_is_owed(country: Country, sign_in: SignIn):
    page = text(sign_in(country.clinician), "/vandaag")
    assert "Niets is te laat en niets moet vandaag." in page
    assert "Je vervangt vandaag niemand." in page


def test_the_front_door_leads_to_vandaag(country: Country, sign_in: SignIn):
    answer = sign_in(country.director).get("/")
    assert (answer.status_code, answer["Location"]) == (302, "/vandaag")


def busy(country: Country) -> None:
    """Give the director one of each thing that can be owed: an absent colleague, deputies asked both ways, a signal."""
    director, colleague, then = country.director, country.case_director, AT - timedelta(days=3)
    case_id = lived_in(country, at=AT, name="Druk")
    with acting(director):
        (asked,) = cases.briefings(actor=director)
        services.confirm_briefing(actor=director, deputy_id=asked.deputy_id, at=then)
        own = next(slot for slot in cases.slots(case_id=case_id, day=TODAY) if slot.holder_id == director.worker_id)
        services.name_deputy(
            actor=director, case_id=case_id, slot_id=own.id, worker_id=colleague.worker_id, days=Period(TODAY), at=then
        )
        signal = NewSignal(Channel.FORM, "E33", "Made-up signal.", "GM0193", "busy")
        journey.receive(actor=director, signal=signal, at=AT - timedelta(days=9))
    with acting(colleague):
        days = Period(TODAY - timedelta(days=1), TODAY + timedelta(days=7))
        held = cases.held_slots(actor=colleague, days_from=days.start, days_until=days.end or TODAY)
        deputies = {slot: director.worker_id for _, slot, _ in held}
        services.report_absence(actor=colleague, days=days, deputies=deputies, at=then)
    with as_job(system_actor(reason="grants-ended")):
        sum_up_again(at=AT)
    with acting(director):
        for waiting in cases.briefings(actor=director):
            services.confirm_briefing(actor=director, deputy_id=waiting.deputy_id, at=then)
        assert cases.standing_in(actor=director, day=TODAY)
    other = lived_in(country, at=AT, name="Drukker")
    with acting(director):
        assert cases.briefings(actor=director)
        assert cases.unconfirmed(case_ids=[case_id, other])


def test_a_list_costs_the_same_with_three_and_sixty_cases(country: Country, sign_in: SignIn):
    client, few = sign_in(country.director), {}
    busy(country)
    for number in range(60):
        case_id = country.case(at=AT - timedelta(days=40), name=f"Naam{number}")
        if number < 3 or number % 6 == 0:
            adopted(country, case_id, at=AT - timedelta(days=35))
            agreed(country, case_id, "Bel", TODAY - timedelta(days=1), at=AT - timedelta(days=20))
        if number == 2:
            few = {path: cost(client, path) for path in LISTS}
    many = {path: cost(client, path) for path in LISTS}
    assert many == few
    assert {path: number for path, number in many.items() if number > LISTS_AT_MOST[path]} == {}


@pytest.mark.parametrize("tab", TABS)
def test_a_case_page_costs_little(country: Country, sign_in: SignIn, tab: str):
    case_id = lived_in(country, at=AT)
    asked = cost(sign_in(country.director), f"/casussen/{case_id}{tab}")
    assert asked <= (CASE_AT_MOST if tab == "" else AT_MOST)


def test_the_list_shows_first_what_is_owed_first_and_goes_on(country: Country, sign_in: SignIn, monkeypatch):
    monkeypatch.setattr(listing, "PAGE", 2)
    for number in range(5):
        country.case(at=AT, name=f"Naam{number}")
    client, seen, path = sign_in(country.director), [], "/casussen"
    for _ in range(3):
        page = text(client, path)
        seen += [f"Naam{number}" for number in range(5) if f">Naam{number}<" in page]
        found = page.find('rel="next"')
        if found > 0:
            path = page[page.rindex('href="', 0, found) + 6 : page.rindex('"', 0, found - 1)].replace("&amp;", "&")
    assert sorted(seen) == [f"Naam{number}" for number in range(5)]
    assert 'rel="next"' not in page
    assert "Naar het begin van de lijst" in page


def test_a_name_cannot_become_markup(country: Country, sign_in: SignIn):
    country.case(at=AT, name="<b>Vet</b>")
    page = text(sign_in(country.director), "/casussen")
    assert "&lt;b&gt;Vet&lt;/b&gt;" in page
    assert "<b>Vet</b>" not in page


def test_filters_are_links_that_narrow(country: Country, sign_in: SignIn):
    country.case(at=AT, name="Verzonnen")
    client = sign_in(country.director)
    assert "Verzonnen" in text(client, "/casussen?soort=zvh")
    assert "Verzonnen" not in text(client, "/casussen?soort=levensloop")
    assert "Geen casussen" in text(client, "/casussen?plan=over")
    assert "Verzonnen" in text(client, "/casussen?na=onzin&wie=x")


def test_the_plan_page_shows_the_one_plan(country: Country, sign_in: SignIn):
    case_id = lived_in(country, at=AT)
    page = text(sign_in(country.director), f"/casussen/{case_id}")
    assert "<h1>Verzonnen</h1>" in page
    assert "“Ik wil rust in huis.”" in page
    assert "Laat mij met rust." not in page
    for words in (
        "Versie 2, sinds",
        "Afspraak 1 is te laat",
        "Zorgelijk",
        "Gezondheid",
        "Als het misgaat",
        "06 0000 0001",
    ):
        assert words in page
    assert 'href="tel:0600000001"' in page
    assert "1 rol zonder iemand" in page
    assert "Niemand in deze rol. Kies iemand." in page
    assert "<title>Casus 2026-0001, plan | Vangnet</title>" in page


def test_the_head_of_a_case_says_that_contact_is_late(country: Country, sign_in: SignIn):
    case_id = lived_in(country, at=AT)
    with as_job(system_actor(reason="test")):
        Case.objects.filter(id=case_id).update(contact_due_on=TODAY)
    assert "te laat" not in facts_of(text(sign_in(country.director), f"/casussen/{case_id}"))
    with as_job(system_actor(reason="test")):
        Case.objects.filter(id=case_id).update(contact_due_on=TODAY - timedelta(days=3))
    assert "3 dagen te laat" in facts_of(text(sign_in(country.director), f"/casussen/{case_id}"))


def facts_of(page: str) -> str:
    return page.split('<dl class="facts">')[1].split("</dl>")[0]


def test_the_timeline_goes_back_without_losing_a_line(country: Country, sign_in: SignIn, monkeypatch):
    monkeypatch.setattr(views, "LINES", 2)
    case_id = lived_in(country, at=AT)
    with acting(country.director):
        lines = cases.timeline(actor=country.director, case_id=case_id, at=AT, limit=100)
    client, path, seen = sign_in(country.director), f"/casussen/{case_id}/tijdlijn", 0
    for _ in range(len(lines)):
        page = text(client, path)
        seen += page.count('class="knot')
        if "Toon eerder" not in page:
            break
        path = page[page.rindex('href="', 0, page.index("Toon eerder")) + 6 : page.index('">Toon eerder')].replace(
            "&amp;", "&"
        )
    assert seen == len(lines)


def test_the_timeline_can_show_one_kind(country: Country, sign_in: SignIn):
    case_id = lived_in(country, at=AT)
    client = sign_in(country.director)
    assert "keukentafel" in text(client, f"/casussen/{case_id}/tijdlijn?soort=contact")
    assert "keukentafel" not in text(client, f"/casussen/{case_id}/tijdlijn?soort=besluit")


def test_earlier_plans_are_kept(country: Country, sign_in: SignIn):
    case_id = lived_in(country, at=AT)
    page = text(sign_in(country.director), f"/casussen/{case_id}/eerdere-plannen")
    assert "Versie 1</h2>" in page
    assert "Laat mij met rust." in page
    assert "door Werker 0" in page


def test_who_looked_is_told_in_words_and_is_kept_too(country: Country, sign_in: SignIn):
    case_id = lived_in(country, at=AT)
    client = sign_in(country.director)
    path = f"/casussen/{case_id}/wie-keek-hier"
    text(client, path)
    page = text(client, path)
    assert "Bekeek de casus, las het plan, keek wie hier keek<" in page
    for words in ("telde het plan vast", "aakte een afspraak", "Werker 0"):
        assert words in page
    assert Entry.objects.filter(case_id=case_id, act="audit.read_case").count() == 2


def test_who_looked_tells_lists_and_the_fields_that_were_shown(country: Country, sign_in: SignIn):
    case_id = lived_in(country, at=AT, name="Getoond")
    other = country.case(at=AT, name="Ander", key="other")
    colleague, client = sign_in(country.case_director), sign_in(country.director)
    assert "Getoond" in text(colleague, "/casussen")
    text(colleague, f"/casussen/{case_id}/tijdlijn")
    with as_job(system_actor(reason="test")):
        person_id = Case.objects.get(id=case_id).person_id
    for path in (f"/casussen/{case_id}/wie-keek-hier", f"/personen/{person_id}/inzage"):
        page = text(client, path)
        assert "ag de casus in een lijst" in page, path
        assert "titel, tekst" in page, path
        assert "Gegevens:" in page, path
    assert f"/personen/{person_id}/inzage" in text(client, f"/personen/{person_id}")
    assert "Werker 1" not in text(client, f"/casussen/{other}/wie-keek-hier").split("<tbody>")[1]


def test_the_record_says_only_what_was_really_shown(country: Country, sign_in: SignIn):
    case_id = lived_in(country, at=AT)
    with acting(country.director):
        slot_id = services.add_slot(actor=country.director, case_id=case_id, role="woonconsulent", at=AT)
        services.hold_slot(
            actor=country.director, case_id=case_id, slot_id=slot_id, worker_id=country.officer.worker_id,
            days=Period(TODAY), at=AT,
        )  # fmt: skip
    text(sign_in(country.officer), f"/casussen/{case_id}")
    text(sign_in(country.director), f"/casussen/{case_id}")
    said = {line.worker_id: set(line.fields) for line in Entry.objects.filter(case_id=case_id, act="plans.read")}
    assert "crisis_steps" in said[country.director.worker_id]
    assert "crisis_steps" not in said[country.officer.worker_id]


def test_every_act_of_a_case_has_words(country: Country):
    case_id = lived_in(country, at=AT)
    acts = set(Entry.objects.filter(case_id=case_id).values_list("act", flat=True))
    assert len(acts) > 8
    assert acts - set(ACTS) == set()


def test_who_looked_is_for_whom_it_belongs_to(country: Country, sign_in: SignIn):
    case_id = country.case(at=AT)
    with acting(country.director):
        slot = next(s for s in cases.slots(case_id=case_id, day=TODAY) if s.role == "wijkagent")
        journey.staff(
            actor=country.director, case_id=case_id, slot_id=slot.id, worker_id=country.officer.worker_id, deputy_id=None,
            since=TODAY, at=AT,
        )  # fmt: skip
    client = sign_in(country.officer)
    assert "Wie keek hier" not in text(client, f"/casussen/{case_id}")
    assert client.get(f"/casussen/{case_id}/wie-keek-hier").status_code == 403


def test_what_is_not_ones_task_says_so(country: Country, sign_in: SignIn):
    case_id = lived_in(country, at=AT)
    with acting(country.director):
        slot = next(s for s in cases.slots(case_id=case_id, day=TODAY) if s.role == "wijkagent")
        journey.staff(
            actor=country.director, case_id=case_id, slot_id=slot.id, worker_id=country.officer.worker_id, deputy_id=None,
            since=TODAY, at=AT,
        )  # fmt: skip
    page = text(sign_in(country.officer), f"/casussen/{case_id}")
    assert "Dit leefgebied hoort niet bij jouw taak." in page
    assert "Slaapt slecht." not in page
    assert "Geen meldingen deze maand." in page


def test_a_shared_screen_hides_names(country: Country, sign_in: SignIn):
    case_id = lived_in(country, at=AT, name="Geheimzinnig")
    client = sign_in(country.director)
    client.post("/scherm-delen", {"shared": "1"})
    for path in ("/vandaag", "/casussen", f"/casussen/{case_id}"):
        page = text(client, path)
        assert "Geheimzinnig" not in page
        assert "naam verborgen" in page


def test_a_shared_screen_hides_every_fact_of_a_case(country: Country, sign_in: SignIn):
    case_id = lived_in(country, at=AT, name="Geheimzinnig")
    client = sign_in(country.director)
    facts = (
        "Laat mij met rust", "Bel de GGZ", "Ga langs", "Betaal de huur", "keukentafel", "opschalen", "de goede kant op",
        "Slaapt slecht", "Geen meldingen deze maand", "tel:0600000002",
    )  # fmt: skip
    open_pages = "".join(text(client, f"/casussen/{case_id}{tab}") for tab in TABS)
    assert [fact for fact in facts if fact not in open_pages] == []
    client.post("/scherm-delen", {"shared": "1"})
    hidden_pages = "".join(text(client, f"/casussen/{case_id}{tab}") for tab in TABS)
    assert [fact for fact in facts if fact in hidden_pages] == []


def test_what_vangnet_wrote_on_the_timeline_speaks_english_too(country: Country, sign_in: SignIn):
    case_id = lived_in(country, at=AT)
    client = sign_in(country.director)
    client.post("/taal", {"language": "en", "next": "/vandaag"})
    page = text(client, f"/casussen/{case_id}/tijdlijn")
    for words in ("Agreement 1 made", "Plan, version 2, adopted", "joins in", "Een goed gesprek aan de keukentafel."):
        assert words in page
    assert "Afspraak 1 gemaakt" not in page


def paths(case_id: UUID, thing: UUID) -> list[str]:
    """Every address under a case."""
    return [
        *(f"/casussen/{case_id}{tab}" for tab in TABS),
        *(f"/casussen/{case_id}/{page}" for page in ("notitie", "contact", "besluit", "verhuisd", "afsluiten")),
        *(f"/casussen/{case_id}/rollen/{thing}/{page}" for page in ("bezetten", "vervanger", "stoppen")),
        f"/casussen/{case_id}/rollen/nieuw",
        f"/casussen/{case_id}/plan/schrijven",
        f"/casussen/{case_id}/plan/vaststellen",
        f"/casussen/{case_id}/plan/past-nog/{thing}",
        f"/casussen/{case_id}/afspraken/nieuw",
    ]


def plain(answer, case_id) -> str:
    """Return a page without what differs each time: the token against forgery and the id that was asked for."""
    return re.sub(r'(csrfmiddlewaretoken" value=")[^"]*', r"\1", answer.content.decode()).replace(str(case_id), "x")


def test_nobody_is_sent_to_the_door(country: Country):
    case_id = country.case(at=AT)
    for path in ("/vandaag", "/casussen", *paths(case_id, uuid4())):
        answer = Client().get(path)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/account/inloggen?next=")


@pytest.mark.parametrize("who", ["clinician", "stranger"])
def test_absent_and_forbidden_read_the_same(country: Country, sign_in: SignIn, who: str):
    there, absent, thing = lived_in(country, at=AT, name="Geheimzinnig"), uuid4(), uuid4()
    client = sign_in(getattr(country, who))
    for forbidden, missing in zip(paths(there, thing), paths(absent, thing), strict=True):
        for ask in (client.get, client.post):
            first, second = ask(forbidden), ask(missing)
            if ask == client.post and (first.status_code, second.status_code) == (405, 405):
                continue
            assert (first.status_code, second.status_code) == (404, 404), forbidden
            assert plain(first, there) == plain(second, absent)
            assert b"Geheimzinnig" not in first.content
    assert "Geheimzinnig" not in text(client, "/vandaag") + text(client, "/casussen")


@pytest.mark.parametrize("page", ["afspraken/{}/gedaan", "afspraken/{}/weer-open"])
def test_an_agreement_of_others_cannot_be_touched(country: Country, sign_in: SignIn, page: str):
    case_id = country.case(at=AT)
    agreement_id = agreed(country, case_id, "Bel", TODAY, at=AT)
    client = sign_in(country.stranger)
    forbidden = client.post(f"/casussen/{case_id}/{page.format(agreement_id)}", {"version": "1"})
    missing = client.post(f"/casussen/{uuid4()}/{page.format(uuid4())}", {"version": "1"})
    assert (forbidden.status_code, missing.status_code) == (404, 404)


def test_english_is_whole(country: Country, sign_in: SignIn):
    case_id = lived_in(country, at=AT)
    client = sign_in(country.director)
    client.post("/taal", {"language": "en"})
    assert "Two days late" in text(client, "/vandaag") or "2 days late" in text(client, "/vandaag")
    page = text(client, f"/casussen/{case_id}")
    assert "When it goes wrong" in page
    assert "Leefgebieden" not in page
