"""A person on the screen: who it is, what each source said, and who decided that records belong together."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from tests.country import Country
from tests.web.conftest import AT, SignIn

from vangnet.access.models import Account
from vangnet.access.services import acting
from vangnet.core import bsn
from vangnet.core.ids import new_id
from vangnet.flow import journey
from vangnet.intake.types import Channel, NewSignal, PersonHint
from vangnet.people import selectors, services
from vangnet.people.models import OtherName
from vangnet.people.types import (
    IdentifierKind,
    NameKind,
    NewPerson,
    PartialDate,
    PersonView,
    RelationKind,
    ResearchedFacts,
    SourceKind,
)

pytestmark = pytest.mark.django_db
(NUMBER,) = bsn.made_up(1)
PERSON = NewPerson(
    surname="Verzonnen", given_names="Wouter", birth=PartialDate(1987, 3, 14), municipality="GM0193",
    street="Bedachtestraat", house_number="12", postcode="8011AB", city="Zwolle",
)  # fmt: skip


def register(country: Country, person: NewPerson = PERSON) -> UUID:
    with acting(country.director):
        return services.register(actor=country.director, person=person, at=AT).id


@pytest.fixture
def wouter(country: Country) -> UUID:
    return register(country)


@pytest.fixture
def client(country: Country, sign_in: SignIn) -> Client:
    return sign_in(country.director)


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def shown(country: Country, person_id: UUID) -> PersonView:
    with acting(country.director):
        return selectors.persons(person_ids=[person_id])[person_id]


def do(country: Country, verb: str, person_id: UUID, **said: Any) -> Any:
    with acting(country.director):
        version = selectors.persons(person_ids=[person_id])[person_id].version
        return getattr(services, verb)(actor=country.director, person_id=person_id, version=version, at=AT, **said)


def test_the_page_shows_who_it_is_and_no_number_whole(country: Country, client: Client, wouter: UUID):
    do(country, "note_number", wouter, kind=IdentifierKind.BSN, number=NUMBER, source="paspoort")
    do(country, "add_name", wouter, kind=NameKind.ALIAS, surname="De Lange")
    do(country, "relate", wouter, kind=RelationKind.SIBLING, name="Zus Verzonnen", source="zelf")
    do(country, "note_registered", wouter, municipality="GM0153", since=AT.date(), source="BRP", street="Oude weg")
    said = page(client, f"/personen/{wouter}")
    for text in (
        "Wouter Verzonnen",
        "14-03-1987",
        "Bedachtestraat 12",
        "Oude weg",
        "De Lange",
        "Zus Verzonnen",
        "paspoort",
    ):
        assert text in said
    assert NUMBER not in said
    assert "•" * 6 + NUMBER[-3:] in said


def test_marks_stand_under_the_name_and_a_secret_address_nowhere(country: Country, client: Client):
    person_id = register(country, replace(PERSON, secret_address=True, birth_uncertain=True, no_fixed_address=True))
    said = page(client, f"/personen/{person_id}")
    for mark in ("Adres geheim", "Geen vast adres", "Geboortedatum onzeker"):
        assert mark in said
    assert "Bedachtestraat" not in said


def test_a_shared_screen_hides_names_numbers_and_addresses(country: Country, client: Client, wouter: UUID):
    do(country, "note_number", wouter, kind=IdentifierKind.BSN, number=NUMBER, source="paspoort")
    do(country, "relate", wouter, kind=RelationKind.SIBLING, name="Zus Geheim", source="zelf")
    client.post("/scherm-delen", {"shared": "1"})
    said = page(client, f"/personen/{wouter}")
    for text in ("Verzonnen", "Bedachtestraat", "1987", "Zus Geheim", NUMBER[-3:]):
        assert text not in said.partition("<main")[2]


def test_a_shared_screen_hides_the_records_one_chooses_from(client: Client, joined: tuple[UUID, UUID]):
    client.post("/scherm-delen", {"shared": "1"})
    for address in (f"/personen/{joined[0]}/uit-elkaar", f"/personen/{joined[0]}/naam"):
        said = page(client, address).partition("<main")[2]
        assert "Verzonnen" not in said
        assert "1987" not in said


def test_a_change_is_kept_with_the_earlier_name(country: Country, client: Client, wouter: UUID):
    address = f"/personen/{wouter}/wijzigen"
    typed = filled(page(client, address)) | {"surname": "Fictief", "was_right": "on"}
    answer = client.post(address, typed)
    assert answer.status_code == 302
    assert shown(country, wouter).surname == "Fictief"
    assert shown(country, wouter).birth == PartialDate(1987, 3, 14)
    with acting(country.director):
        assert OtherName.objects.get().surname == "Verzonnen"


def filled(said: str) -> dict[str, str]:
    """Return what a form holds as it is shown."""
    form = said[said.index('<form class="panel') :].partition("</form>")[0]
    found = dict(re.findall(r'<input type="(?:text|hidden)" name="(\w+)" value="([^"]*)"', form))
    return found | dict.fromkeys(re.findall(r'<select name="(name_use)"', form), "own")


def test_who_was_too_late_sees_both_versions(country: Country, client: Client, wouter: UUID):
    address = f"/personen/{wouter}/wijzigen"
    typed = filled(page(client, address)) | {"surname": "Mijn", "was_right": "on"}
    do(country, "describe", wouter, person=replace(PERSON, surname="Ander"), was_right=False)
    answer = client.post(address, typed)
    said = answer.content.decode()
    assert answer.status_code == 409
    assert "Mijn" in said
    assert "Ander" in said
    assert f'name="version" value="{shown(country, wouter).version}"' in said
    assert shown(country, wouter).surname == "Ander"


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ({"surname": "x" * 300}, "surname"),
        ({"surname": "", "given_names": ""}, "surname"),
        ({"birth": "1800"}, "birth"),
        ({"birth": "01-01-2030"}, "birth"),
        ({"birth": "31-02-1980"}, "birth"),
        ({"birth": "gisteren"}, "birth"),
    ],
)
def test_what_cannot_be_comes_back_at_its_field(
    country: Country, client: Client, wouter: UUID, typed: dict[str, str], name: str
):
    address = f"/personen/{wouter}/wijzigen"
    answer = client.post(address, filled(page(client, address)) | typed)
    assert answer.status_code == 422
    assert re.search(rf'id="id_{name}-fault"', answer.content.decode())
    assert shown(country, wouter).surname == "Verzonnen"


@pytest.mark.parametrize("birth", ["00-03-1987", "1987", ""])
@pytest.mark.parametrize("surname", ["Żółć محمد Ωmega", "O'Verzonnen-Ñandú", "🙂"])
def test_odd_names_and_dates_of_parts_are_kept(
    country: Country, client: Client, wouter: UUID, surname: str, birth: str
):
    address = f"/personen/{wouter}/wijzigen"
    typed = filled(page(client, address)) | {"surname": surname, "birth": birth}
    assert client.post(address, typed).status_code == 302
    assert shown(country, wouter).surname == surname
    assert page(client, f"/personen/{wouter}")


FORMS = {
    "naam": {"kind": "alias", "surname": "De Lange"},
    "inschrijfadres": {"municipality": "GM0153", "since": "23-11-2026", "source": "BRP"},
    "nummer": {"kind": "bsn", "number": NUMBER, "source": "paspoort"},
    "kring": {"kind": "sibling", "name": "Zus", "source": "zelf"},
    "onderzoek": {"facts": "address", "doubted": "ja", "since": "23-11-2026", "source": "gemeente"},
}


@pytest.mark.parametrize("form", FORMS)
def test_each_form_saves_once_and_knows_a_stale_version(country: Country, client: Client, wouter: UUID, form: str):
    address = f"/personen/{wouter}/{form}"
    assert page(client, address)
    typed = FORMS[form] | {"version": "1"}
    assert client.post(address, typed).status_code == 302
    assert client.post(address, typed).status_code == 409
    assert client.post(address, {"version": "2"}).status_code == 422
    assert shown(country, wouter).version == 2


def test_what_no_longer_holds_is_ended_from_the_page(country: Country, client: Client, wouter: UUID):
    what = {
        "nummer/sluiten": do(country, "note_number", wouter, kind=IdentifierKind.BSN, number=NUMBER, source="zelf"),
        "naam/weghalen": do(country, "add_name", wouter, kind=NameKind.ALIAS, surname="De Lange"),
        "kring/sluiten": do(country, "relate", wouter, kind=RelationKind.SIBLING, name="Zus", source="zelf"),
    }
    for part, one in what.items():
        late = client.post(f"/personen/{wouter}/{part}", {"what": one, "version": "1"}, follow=True)
        assert "Iemand anders was je voor" in late.content.decode()
        version = shown(country, wouter).version
        done = client.post(f"/personen/{wouter}/{part}", {"what": one, "version": version}, follow=True)
        assert "Opgeslagen" in done.content.decode()
        assert shown(country, wouter).version == version + 1


def test_a_police_number_is_asked_only_where_it_has_a_name(client: Client, wouter: UUID):
    assert 'value="police"' not in page(client, f"/personen/{wouter}/nummer")
    with override_settings(POLICE_KEY="Verzonnen politienummer"):
        assert "Verzonnen politienummer" in page(client, f"/personen/{wouter}/nummer")


# Records of one person.


@pytest.fixture
def joined(country: Country, wouter: UUID) -> tuple[UUID, UUID]:
    other = register(country, NewPerson(surname="Ander", municipality="GM0193"))
    with acting(country.director):
        services.confirm_same(actor=country.director, left=wouter, right=other, reason="Zelfde broer.", at=AT)
    return wouter, other


def test_the_page_shows_each_record_and_who_decided(client: Client, joined: tuple[UUID, UUID]):
    said = page(client, f"/personen/{joined[0]}")
    assert "Dezelfde persoon" in said
    assert "Zelfde broer." in said
    assert f'href="/personen/{joined[1]}"' in said
    assert "Haal uit elkaar" in said


def test_one_record_cannot_be_taken_apart_and_offers_nothing(client: Client, wouter: UUID):
    assert "uit-elkaar" not in page(client, f"/personen/{wouter}")


def test_taking_apart_leads_to_what_was_learned(client: Client, joined: tuple[UUID, UUID]):
    address = f"/personen/{joined[0]}/uit-elkaar"
    typed = {"version": version_of(page(client, address)), "out": [str(joined[1])], "reason": "Toch een ander."}
    assert page(client, address).count("23-11-2026") == 2  # each says on which day it came in
    answer = client.post(address, typed, follow=True)
    said = answer.content.decode()
    assert answer.status_code == 200
    assert "Wat is er intussen gedaan?" in said
    assert "staan weer apart" in said
    assert "Ander" not in page(client, f"/personen/{joined[0]}").partition('id="bronnen"')[2].partition("</section>")[0]


def version_of(said: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', said)
    assert found
    return found[1]


@pytest.mark.parametrize("typed", [{}, {"out": "x", "reason": "x"}, {"reason": "x"}])
def test_a_choice_that_cannot_be_read_comes_back(client: Client, joined: tuple[UUID, UUID], typed: dict[str, str]):
    answer = client.post(f"/personen/{joined[0]}/uit-elkaar", {"version": "1"} | typed)
    assert answer.status_code == 422


def test_choosing_everything_is_refused_in_words(client: Client, joined: tuple[UUID, UUID]):
    address = f"/personen/{joined[0]}/uit-elkaar"
    typed = {"version": version_of(page(client, address)), "out": [str(one) for one in joined], "reason": "x"}
    answer = client.post(address, typed)
    assert answer.status_code == 409
    assert "niet alle" in answer.content.decode()


def test_a_stale_choice_is_asked_again(country: Country, client: Client, joined: tuple[UUID, UUID]):
    third = register(country, NewPerson(surname="Derde"))
    with acting(country.director):
        services.confirm_same(actor=country.director, left=third, right=joined[1], reason="x", at=AT)
    address = f"/personen/{joined[0]}/uit-elkaar"
    typed = {"version": "1", "out": [str(joined[1])], "reason": "x"}
    answer = client.post(address, typed)
    assert answer.status_code == 409
    assert "besloot intussen" in answer.content.decode()
    assert client.post(address, typed | {"version": version_of(answer.content.decode())}).status_code == 302


def test_a_not_the_same_is_taken_back_with_a_reason(country: Country, client: Client, joined: tuple[UUID, UUID]):
    with acting(country.director):
        services.split(actor=country.director, out=[joined[1]], reason="Toch een ander.", at=AT)
    said = page(client, f"/personen/{joined[0]}")
    assert "wat is er intussen gedaan" in said
    # Both records are at the own desk, so the decision that keeps them apart is in sight from either side.
    found = re.search(r"/besluiten/([0-9a-f-]{36})/intrekken", said)
    assert found
    address = f"/personen/{joined[0]}/besluiten/{found[1]}/intrekken"
    assert page(client, address)
    assert client.post(address, {"reason": " "}).status_code == 422
    assert client.post(address, {"reason": "Toch wel."}).status_code == 302
    assert "Geldt niet meer" in page(client, f"/personen/{joined[0]}")


def test_who_may_not_decide_sees_no_way_to(country: Country, sign_in: SignIn, joined: tuple[UUID, UUID]):
    client = sign_in(country.officer)
    assert client.get(f"/personen/{joined[0]}").status_code == 404
    assert client.get(f"/personen/{joined[0]}/uit-elkaar").status_code == 404
    with acting(country.director):
        split = services.split(actor=country.director, out=[joined[1]], reason="x", at=AT)
    assert client.get(f"/uit-elkaar/{split.id}").status_code == 404


def test_the_page_reads_in_english_too(client: Client, joined: tuple[UUID, UUID], country: Country):
    Account.objects.filter(worker_id=country.director.worker_id).update(language="en")
    client.post("/taal", {"language": "en", "next": "/"})
    said = page(client, f"/personen/{joined[0]}")
    assert "What sources said" in said
    assert "Decisions about records" in said


def test_the_pages_cost_at_most_25_queries_with_little_and_with_much(country: Country, client: Client):
    little, counts = register(country), {}
    much = register(country, replace(PERSON, phone="06 0000 1111"))
    fill(country, much)
    for name, person_id in {"little": little, "much": much}.items():
        for address in (
            f"/personen/{person_id}",
            f"/personen/{person_id}/uit-elkaar",
            f"/personen/{person_id}/wijzigen",
        ):
            page(client, address)
            with CaptureQueriesContext(connection) as queries:
                page(client, address)
            counts[name, address] = len(queries)

    assert max(counts.values()) <= 25, counts
    assert "Wat in 30 signalen werd gezegd" in page(client, f"/personen/{much}")


def fill(country: Country, person_id: UUID) -> None:
    """Let as much be known of somebody as there are kinds of: 12 records, 30 signals, numbers, names, a circle, a split."""
    (other,) = bsn.made_up(2)[1:]
    sibling = register(country, NewPerson(surname="Zus"))
    for number in (NUMBER, other):
        do(country, "note_number", person_id, kind=IdentifierKind.BSN, number=number, source="paspoort")
        do(country, "note_number", sibling, kind=IdentifierKind.BSN, number=number, source="paspoort")
    do(country, "relate", person_id, kind=RelationKind.SIBLING, name="Zus", source="zelf", other=sibling)
    do(country, "add_name", person_id, kind=NameKind.ALIAS, surname="De Lange")
    do(country, "note_registered", person_id, municipality="GM0153", since=AT.date(), source="BRP", street="Oude weg")
    do(country, "mark_research", person_id, facts=ResearchedFacts.BIRTH, doubted=True, since=AT.date(), source="BRP")
    director = country.director
    with acting(director):
        for nr in range(6):
            services.deliver(
                actor=director, person_id=person_id, kind=SourceKind.BRP, source="BRP", reference=str(nr), said=PERSON, at=AT
            )  # fmt: skip
        for nr in range(6):
            same = services.register(actor=director, person=NewPerson(surname=f"Ander {nr}"), at=AT).id
            services.confirm_same(actor=director, left=person_id, right=same, reason="x", at=AT)
        services.split(actor=director, out=[same], reason="Toch niet.", at=AT)
        for nr in range(30):
            new = NewSignal(
                Channel.FORM, "E33", "Verzonnen.", "GM0193", f"many-{nr}", hint=PersonHint(surname="Verzonnen")
            )
            signal = journey.receive(actor=director, signal=new, at=AT)
            services.link_signal(actor=director, person_id=person_id, signal_id=signal.id, reason="x", at=AT)


# What a reporter said in a signal.


@pytest.fixture
def reported(country: Country, wouter: UUID) -> UUID:
    """A signal that lies beside Wouter."""
    hint = PersonHint(given_names="Wouter", surname="Verzonnnen", birth_date="1987-03-00", phone="06 0000 4242")
    director = country.director
    with acting(director):
        new = NewSignal(Channel.FORM, "E33", "Man roept op straat.", "GM0193", str(new_id()), hint=hint)
        signal_id = journey.receive(actor=director, signal=new, at=AT).id
        services.link_signal(actor=director, person_id=wouter, signal_id=signal_id, reason="Zelfde jas.", at=AT)
    return signal_id


def test_what_a_reporter_said_stands_among_what_sources_said(client: Client, wouter: UUID, reported: UUID):
    said = page(client, f"/personen/{wouter}").partition('id="bronnen"')[2].partition("</section>")[0]
    for text in ("Verzonnnen", "03-1987", "Gezegd door wie een signaal meldde", f'href="/signalen/{reported}"'):
        assert text in said, text
    assert "Haal uit elkaar" in said


def test_a_signal_is_taken_away_from_its_own_page(client: Client, wouter: UUID, reported: UUID):
    assert f"/signalen/{reported}/niet-deze-persoon" in page(client, f"/signalen/{reported}")
    address = f"/signalen/{reported}/niet-deze-persoon"
    assert client.post(address, {"reason": " "}).status_code == 422
    answer = client.post(address, {"reason": "De buurman."}, follow=True)
    said = answer.content.decode()
    assert "Wat is er intussen gedaan?" in said
    assert "legde een signaal bij deze persoon" in said
    assert "Er is nog niet gezegd over wie dit gaat" in page(client, f"/signalen/{reported}")
    assert (
        "Verzonnnen" not in page(client, f"/personen/{wouter}").partition('id="bronnen"')[2].partition("</section>")[0]
    )
    assert client.get(address).status_code == 404


def test_a_signal_is_taken_away_among_the_records_too(country: Country, client: Client, wouter: UUID, reported: UUID):
    address = f"/personen/{wouter}/uit-elkaar"
    said = page(client, address)
    words = next(one for one in re.findall(r'name="out" value="([0-9a-f-]{36})"', said) if one != str(wouter))
    typed = {"version": version_of(said), "out": [words], "reason": "De buurman."}
    assert client.post(address, typed).status_code == 302
    with acting(country.director):
        assert selectors.links_of_signals(signal_ids=[reported]) == {}
    again = client.post(f"/signalen/{reported}/wie", {"stap": "kies", "person": str(wouter), "reason": "Toch wel."})
    assert again.status_code == 409
    assert "trek dat besluit in" in again.content.decode()
