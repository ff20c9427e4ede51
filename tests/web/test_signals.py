"""The way of a signal over the screens: reported, seen, recognised, weighed, opened as a case."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from tests.country import Country
from tests.web.conftest import AT, SignIn

from vangnet.access.services import acting, as_job, system_actor
from vangnet.audit.models import Entry
from vangnet.cases.models import Case
from vangnet.flow import journey
from vangnet.intake import rules
from vangnet.intake import selectors as intake
from vangnet.intake.models import Signal
from vangnet.intake.rules import ZVH_CRITERIA
from vangnet.intake.types import Channel, NewSignal, PersonHint, SignalState, SignalView
from vangnet.people import selectors as people
from vangnet.people.types import NewPerson, PartialDate
from vangnet.web.intake import labels

pytestmark = pytest.mark.django_db

FORM = "/signalen/nieuw?v=no.no.no"
TYPED = {"kind": "zorg", "text": "Man loopt verward over straat.", "municipality": "GM0193", "key": str(uuid4())}
WEIGHED = {
    **dict.fromkeys(ZVH_CRITERIA, "met"),
    **{f"{code}_why": "Drie meldingen in een week." for code in ZVH_CRITERIA},
    "participants": "Politie, GGZ, gemeente",
    "decision": "case",
    "reason": "Alle criteria gelden.",
    "informed": "yes",
    "version": "1",
}


def reported(country: Country, *, key: str = "k", **hint: str) -> SignalView:
    """A signal at the desk of the director."""
    signal = NewSignal(Channel.FORM, "E33", "Vrouw roept op straat.", "GM0193", key, hint=PersonHint(**hint))
    with acting(country.director):
        return journey.receive(actor=country.director, signal=signal, at=AT - timedelta(hours=1))


def recognised(country: Country, signal: SignalView, person: NewPerson | UUID) -> UUID:
    with acting(country.director):
        return journey.recognise(actor=country.director, signal_id=signal.id, person=person, reason="Zelfde.", at=AT)


def stored() -> list[Signal]:
    with as_job(system_actor(reason="test")):
        return list(Signal.objects.order_by("received_at"))


def test_the_whole_way_by_screens(country: Country, sign_in: SignIn):
    client = sign_in(country.director)
    client.post(FORM, {**TYPED, "given_names": "Testje", "surname": "Verzonnen"})
    (row,) = stored()
    assert (row.kind, row.hint) == ("zorg", {"given_names": "Testje", "surname": "Verzonnen"})
    assert row.triage["given"] == [["danger", "no"], ["today", "no"], ["stuck", "no"]]
    page = client.get("/signalen").content.decode()
    assert f"/signalen/{row.id}" in page
    client.post(f"/signalen/{row.id}/wie/nieuw", {"surname": "Verzonnen", "birth": "00-00-1980", "reason": "Nieuw."})
    client.post(f"/signalen/{row.id}/wegen", WEIGHED)
    weighed = client.get(f"/signalen/{row.id}").content.decode()
    assert "Wie dit meldde, woog het zelf en weet het dus al." in weighed  # the reporter is named on the same page
    assert "Laat het weten" not in weighed
    assert '<a class="btn narrow-step" href="#casus">' in weighed
    opened = client.post(f"/signalen/{row.id}/casus")
    assert opened.status_code == 302
    with acting(country.director):
        case = Case.objects.get()
        assert (case.opened_from, case.kind) == (row.id, "zvh")
        link = people.links_of_signals(signal_ids=[row.id])[row.id]
        assert link.person_id == case.person_id


def test_a_form_sent_twice_is_one_signal(country: Country, sign_in: SignIn):
    client = sign_in(country.director)
    for _ in range(2):
        assert client.post(FORM, TYPED).status_code == 302
    assert len(stored()) == 1


def test_nobody_types_before_the_questions_say_so(country: Country, sign_in: SignIn):
    client = sign_in(country.clinician)
    asked = client.get("/signalen/nieuw").content.decode()
    assert "Is er nu direct gevaar?" in asked
    assert "<textarea" not in asked
    assert "112" in client.get("/signalen/nieuw?v=yes").content.decode()
    assert "zorgcoördinatie" in client.get("/signalen/nieuw?v=no.yes").content.decode()
    assert "<textarea" in client.get(FORM).content.decode()


def test_a_colleague_says_whom_it_comes_from_and_the_police_are_not_asked(country: Country, sign_in: SignIn):
    client = sign_in(country.director)
    asked = client.get(FORM).content.decode()
    assert "Van wie komt dit?" in asked
    assert "Dat is niet bekend" in asked
    client.post(FORM, {**TYPED, "kind": "E33", "origin": "inhabitant"})
    client.post(FORM, {**TYPED, "kind": "E33", "key": str(uuid4())})
    client.post(FORM, {**TYPED, "key": str(uuid4())})
    assert [row.reporter_kind for row in stored()] == ["inhabitant", "", "desk"]
    assert client.post(FORM, {**TYPED, "origin": "x"}).status_code == 422
    assert "Van wie komt dit?" not in sign_in(country.officer).get("/signalen/nieuw?v=no.no.care.no").content.decode()


def test_a_colleague_who_sent_it_is_named_and_nobody_else_is(country: Country, sign_in: SignIn):
    view = reported(country)
    client = sign_in(country.director)
    assert "Werker 0, ZVH IJsselland" in client.get(f"/signalen/{view.id}").content.decode()
    with as_job(system_actor(reason="test")):
        Signal.objects.update(channel="public-form")
    page = client.get(f"/signalen/{view.id}").content.decode()
    assert "Wil niet genoemd worden, of is niet bekend" in page
    assert "Werker 0, ZVH IJsselland" not in page.split("<main", 1)[1]


def test_the_police_hands_a_care_report_over_by_questions_of_its_own(country: Country, sign_in: SignIn):
    client = sign_in(country.officer)
    assert "loopt de inzet nog?" in client.get("/signalen/nieuw").content.decode()
    assert "Hiervoor is geen signaal nodig" in client.get("/signalen/nieuw?v=no.no.other").content.decode()
    way = "/signalen/nieuw?v=no.no.care.no"
    assert "<textarea" in client.get(way).content.decode()
    client.post(
        way, {"kind": "E33", "label": "repeat", "text": "Made up.", "municipality": "GM0193", "postcode": "8011 aa"}
    )
    with as_job(system_actor(reason="test")):
        kept = Signal.objects.get(channel="police")
    assert (kept.triage["channel"], kept.triage["version"], kept.triage["route"]) == ("police", 1, "desk")
    assert (kept.reporter_kind, kept.postcode, kept.label) == ("police", "8011AA", "repeat")


@pytest.mark.parametrize("way", ["perhaps", "no.no.no.no", "....", "no." * 400, "\x00"])
def test_a_broken_way_through_the_questions_is_refused(country: Country, sign_in: SignIn, way: str):
    assert sign_in(country.officer).get("/signalen/nieuw", {"v": way}).status_code == 400


def test_what_does_not_fit_comes_back_with_what_was_typed(country: Country, sign_in: SignIn):
    answer = sign_in(country.director).post(FORM, {**TYPED, "municipality": "", "day": "31-02-2026"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Man loopt verward over straat." in page
    assert "Kies de gemeente." in page
    assert "Dit is geen datum." in page
    assert stored() == []


def test_a_moment_that_is_still_to_come_is_refused_at_its_field(country: Country, sign_in: SignIn):
    answer = sign_in(country.director).post(FORM, {**TYPED, "day": "24-11-2026"})
    assert answer.status_code == 422
    assert "Dit moment ligt in de toekomst." in answer.content.decode()


def test_open_signals_stand_by_deadline_and_answered_ones_apart(country: Country, sign_in: SignIn):
    first, second = reported(country, key="a"), reported(country, key="b")
    with as_job(system_actor(reason="test")):
        Signal.objects.filter(id=second.id).update(answer_due=AT - timedelta(hours=1))
        Signal.objects.filter(id=first.id).update(state=SignalState.ANSWERED.value, answered_at=AT, decision="local")
    client = sign_in(country.director)
    waiting = client.get("/signalen").content.decode()
    assert str(second.id) in waiting
    assert str(first.id) not in waiting
    assert "1 uur te laat" in waiting
    assert "Dat is te laat." in waiting
    assert "op deze bladzijde" not in waiting
    answered = client.get("/signalen?toon=beantwoord").content.decode()
    assert str(first.id) in answered
    assert "De gemeente pakt het op" in answered


def test_a_long_inbox_goes_on_by_its_last_row(country: Country, sign_in: SignIn, django_assert_max_num_queries):
    with as_job(system_actor(reason="test")):
        signal = reported(country, key="seed")
        copies = [
            Signal(
                region=signal.region, desk_id=signal.desk_id, municipality="GM0193", channel="form", kind="zorg",
                text=f"Nummer {n}", received_at=AT, answer_due=AT + timedelta(minutes=n), state="received",
                idempotency_key=f"c{n}",
            )
            for n in range(70)
        ]  # fmt: skip
        Signal.objects.bulk_create(copies)
    client = sign_in(country.director)
    with django_assert_max_num_queries(19):
        first = client.get("/signalen").content.decode()
    way = re.search(r'href="(/signalen\?[^"]*na=[^"]*)" rel="next"', first)
    assert way
    second = client.get(way[1].replace("&amp;", "&")).content.decode()
    shown = [set(re.findall(r'<h3><a href="/signalen/([0-9a-f-]{36})"', page)) for page in (first, second)]
    assert (len(shown[0]), len(shown[1])) == (50, 21)
    assert shown[0] & shown[1] == set()


@pytest.mark.parametrize("key", ["x", "2026-11-23~y", "2026-11-23T09:00:00~" + str(uuid4())])
def test_a_broken_place_in_the_list_is_refused(country: Country, sign_in: SignIn, key: str):
    assert sign_in(country.director).get("/signalen", {"na": key}).status_code == 400


def test_earlier_signals_of_the_same_person_lie_beside_it(country: Country, sign_in: SignIn):
    older, newer, other = (reported(country, key=key) for key in ("old", "new", "other"))
    person = recognised(country, older, NewPerson(surname="Verzonnen"))
    recognised(country, newer, person)
    page = sign_in(country.director).get(f"/signalen/{newer.id}").content.decode()
    assert f'href="/signalen/{older.id}"' in page
    assert str(other.id) not in page
    assert not re.search(r"score|risico|kans van", page, re.I)


def test_somebody_known_is_found_and_chosen(country: Country, sign_in: SignIn):
    known = recognised(
        country, reported(country, key="old"), NewPerson(surname="Verzonnen", prefix="van den", birth=PartialDate(1980))
    )
    new = reported(country, key="new", surname="Verzonnen")
    client = sign_in(country.director)
    page = client.get(f"/signalen/{new.id}/wie").content.decode()
    assert str(known) in page
    assert "geboren 1980" in page
    without = client.post(f"/signalen/{new.id}/wie", {"stap": "kies", "person": str(known), "reason": " "})
    assert without.status_code == 422
    chosen = client.post(f"/signalen/{new.id}/wie", {"stap": "kies", "person": str(known), "reason": "Zelfde adres."})
    assert chosen.status_code == 302
    with acting(country.director):
        assert people.links_of_signals(signal_ids=[new.id])[new.id].person_id == known


@pytest.mark.parametrize("person", ["", "not-an-id", str(uuid4())])
def test_nobody_can_be_chosen_who_is_not_in_sight(country: Country, sign_in: SignIn, person: str):
    signal = reported(country)
    answer = sign_in(country.director).post(
        f"/signalen/{signal.id}/wie", {"stap": "kies", "person": person, "reason": "Ja."}
    )
    assert answer.status_code in (404, 422)
    with acting(country.director):
        assert people.links_of_signals(signal_ids=[signal.id]) == {}


def test_a_search_for_who_it_is_stands_in_the_record_without_the_name(country: Country, sign_in: SignIn):
    signal = reported(country)
    sign_in(country.director).post(f"/signalen/{signal.id}/wie", {"stap": "zoek", "q": "Geheimzinnig"})
    entries = Entry.objects.filter(act="people.search")
    assert entries.exists()
    assert "Geheimzinnig" not in str(list(entries.values()))


def test_a_case_needs_all_four_criteria(country: Country, sign_in: SignIn):
    signal = reported(country)
    answer = sign_in(country.director).post(
        f"/signalen/{signal.id}/wegen", {**WEIGHED, "zvh_criterion_c": "unknown", "zvh_criterion_c_why": ""}
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Voor een casus moeten alle vier de criteria gelden" in page
    assert "Drie meldingen in een week." in page
    with acting(country.director):
        assert intake.weighing(actor=country.director, signal_id=signal.id) is None


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"zvh_criterion_a_why": ""}, "Schrijf op waarom."),
        ({"zvh_criterion_b": ""}, "Geef aan of dit criterium geldt."),
        ({"informed": "no"}, "Schrijf op waarom de persoon het nog niet weet."),
        ({"decision": "nothing"}, "is geen beschikbare keuze"),
        ({"reason": ""}, "Schrijf op waarom jullie dit besluiten."),
        ({"version": "x"}, "Deze pagina is te oud"),
    ],
)
def test_a_weighing_that_misses_something_says_where(country: Country, sign_in: SignIn, changed, said: str):
    signal = reported(country)
    answer = sign_in(country.director).post(f"/signalen/{signal.id}/wegen", {**WEIGHED, **changed})
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_two_tables_at_once_lose_no_text(country: Country, sign_in: SignIn):
    signal = reported(country)
    with as_job(system_actor(reason="test")):
        Signal.objects.filter(id=signal.id).update(version=2)
    client = sign_in(country.director)
    late = client.post(f"/signalen/{signal.id}/wegen", WEIGHED)
    page = late.content.decode()
    assert late.status_code == 409
    assert "Iemand anders heeft dit signaal intussen gewijzigd" in page
    assert "Drie meldingen in een week." in page
    assert 'name="version" value="2"' in page
    assert client.post(f"/signalen/{signal.id}/wegen", {**WEIGHED, "version": "2"}).status_code == 302
    assert client.post(f"/signalen/{signal.id}/wegen", {**WEIGHED, "version": "3"}).status_code == 409


def test_a_case_waits_for_who_and_for_the_weighing(country: Country, sign_in: SignIn):
    signal = reported(country)
    assert sign_in(country.director).post(f"/signalen/{signal.id}/casus").status_code == 400
    with acting(country.director):
        assert not Case.objects.exists()


WAYS = ["", "/wie", "/wie/nieuw", "/wegen"]


@pytest.mark.parametrize("way", WAYS)
def test_another_region_sees_what_nobody_sees(country: Country, sign_in: SignIn, way: str):
    signal = reported(country, surname="Verzonnen")
    client = sign_in(country.stranger)
    there = client.get(f"/signalen/{signal.id}{way}")
    absent = client.get(f"/signalen/{uuid4()}{way}")
    assert (there.status_code, absent.status_code) == (404, 404)
    assert without_tokens(there.content) == without_tokens(absent.content)


@pytest.mark.parametrize("way", [*WAYS, "/casus"])
def test_another_region_changes_nothing(country: Country, sign_in: SignIn, way: str):
    signal = reported(country)
    client = sign_in(country.stranger)
    typed = {**WEIGHED, "surname": "X", "reason": "X", "stap": "kies", "person": str(uuid4())}
    assert client.post(f"/signalen/{signal.id}{way}", typed).status_code in (404, 405)
    (row,) = stored()
    assert (row.state, row.version) == ("received", 1)


@pytest.mark.parametrize("path", ["/signalen", "/signalen/nieuw", *[f"/signalen/{uuid4()}{way}" for way in WAYS]])
def test_nobody_goes_in_without_signing_in(db: None, path: str):
    answer = Client().get(path)
    assert answer.status_code == 302
    assert "/inloggen" in answer["Location"]


def test_a_function_without_the_mandate_may_not_weigh(country: Country, sign_in: SignIn):
    assert sign_in(country.officer).get(f"/signalen/{uuid4()}/wegen").status_code == 403


def without_tokens(page: bytes) -> str:
    """A page without what differs between two visits: its token and its own address."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page.decode())
    return re.sub(r"/signalen/[0-9a-f-]{36}", "", text)


def test_the_board_shows_the_criteria_of_the_law_and_no_others():
    assert tuple(labels.CRITERIA) == ZVH_CRITERIA
    assert set(labels.KINDS) == set(rules.KINDS)
    assert set(labels.REPORTERS) == set(rules.REPORTERS)
