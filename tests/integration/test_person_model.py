"""A person as the register would deliver them, changed by people who see the version they change, each source beside the others."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import override_settings
from tests.country import Country, made_up_country

from vangnet.access.errors import NoMandate
from vangnet.access.models import Sight
from vangnet.access.rules import mask
from vangnet.access.services import acting, as_job, open_grant, system_actor
from vangnet.access.types import Actor, Basis
from vangnet.config.wiring import KeyedVault
from vangnet.core import bsn
from vangnet.core.errors import NotVisible, StaleVersion
from vangnet.people import ports, selectors, services
from vangnet.people.errors import DeliveredForSomebodyElse, PersonUnreadable
from vangnet.people.models import Identifier, OtherName, Relation, Residence, SourceRecord
from vangnet.people.selectors import clusters
from vangnet.people.selectors.describing import described
from vangnet.people.types import (
    Described,
    IdentifierKind,
    IdentifierView,
    NameKind,
    NewPerson,
    PartialDate,
    RelationKind,
    ResearchedFacts,
    ResidenceKind,
    SourceKind,
)

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = AT.date()
ONE, TWO = bsn.made_up(2)
PERSON = NewPerson(
    surname="Verzonnen", given_names="Wouter", birth=PartialDate(1987, 3), municipality="GM0193", street="Bedachtestraat",
    house_number="12", postcode="8011AB", city="Zwolle",
)  # fmt: skip


@pytest.fixture
def country(db: None) -> Country:
    return made_up_country()


def register(actor: Actor, person: NewPerson = PERSON) -> UUID:
    with acting(actor):
        return services.register(actor=actor, person=person, at=AT).id


@pytest.fixture
def wouter(country: Country) -> UUID:
    return register(country.director)


def seen(actor: Actor, person_id: UUID) -> Described:
    with acting(actor):
        return described(actor=actor, person_id=person_id, at=AT)


def numbers(actor: Actor, person_id: UUID) -> tuple[IdentifierView, ...]:
    found = seen(actor, person_id).numbers
    assert found is not None
    return found


def do(actor: Actor, verb: str, person_id: UUID, **said: Any) -> Any:
    """Do something to a person as they stand now."""
    with acting(actor):
        version = said.pop("version", None) or selectors.persons(person_ids=[person_id])[person_id].version
        return getattr(services, verb)(actor=actor, person_id=person_id, version=version, at=AT, **said)


def show(country: Country, worker: Actor, person_id: UUID, categories: list[str]) -> None:
    with as_job(system_actor(reason="test")):
        open_grant(
            actor=country.director, at=AT, worker_id=worker.worker_id, case_id=person_id, subject_id=person_id,
            region=worker.region, categories=mask(categories), basis=Basis.INVITED, basis_id=person_id,
        )  # fmt: skip


# Names.


def test_a_changed_name_keeps_the_one_that_was_right_and_the_source_as_it_came(country: Country, wouter: UUID) -> None:
    married = replace(
        PERSON, partner_surname="Bedacht", partner_prefix="van", name_use="own-partner", surname="Fictief"
    )
    do(country.director, "describe", wouter, person=married, was_right=True)
    found = seen(country.director, wouter)
    assert found.person.name == "Wouter Fictief-van Bedacht"
    (earlier,) = found.names
    assert (earlier.kind, earlier.name, earlier.until) == (NameKind.EARLIER, "Wouter Verzonnen", TODAY)
    with acting(country.director):
        assert clusters.cluster(actor=country.director, person_id=wouter, at=AT).records[0].said.surname == "Verzonnen"


def test_a_typing_error_leaves_no_earlier_name(country: Country, wouter: UUID) -> None:
    do(country.director, "describe", wouter, person=replace(PERSON, surname="Verzonnes"), was_right=False)
    assert seen(country.director, wouter).names == ()


def test_an_alias_is_kept_once_and_dropped_when_wrong(country: Country, wouter: UUID) -> None:
    ids = {
        do(country.director, "add_name", wouter, kind=NameKind.ALIAS, surname="De Lange", source="buurman")
        for _ in range(2)
    }
    assert [name.name for name in seen(country.director, wouter).names] == ["De Lange"]
    do(country.director, "drop_name", wouter, name_id=ids.pop())
    assert seen(country.director, wouter).names == ()
    with pytest.raises(NotVisible):
        do(country.director, "drop_name", wouter, name_id=wouter)


@pytest.mark.parametrize(
    ("person", "name"),
    [
        (NewPerson(surname="Sukarno"), "Sukarno"),
        (NewPerson(surname="", given_names="W."), "W."),
        (NewPerson(surname="Żółć محمد Ωmega"), "Żółć محمد Ωmega"),
        (NewPerson(surname="Man bij het station"), "Man bij het station"),
        (NewPerson(surname="Jansen", birth=PartialDate(1880)), "Jansen"),
    ],
)
def test_odd_names_are_kept_as_they_are(country: Country, person: NewPerson, name: str) -> None:
    assert seen(country.director, register(country.director, person)).person.name == name


@pytest.mark.parametrize(
    ("person", "field"),
    [
        (NewPerson(surname="x" * 300), "surname"),
        (NewPerson(surname=" ", given_names=""), "surname"),
        (NewPerson(surname="Jansen", birth=PartialDate(1800)), "birth_date"),
        (NewPerson(surname="Jansen", birth=PartialDate(2027, 1, 1)), "birth_date"),
        (NewPerson(surname="Jansen", birth=PartialDate(1980, 13)), "birth_date"),
        (NewPerson(surname="Jansen", birth=PartialDate(1980, 2, 30)), "birth_date"),
    ],
)
def test_what_cannot_be_is_refused_by_field_everywhere(
    country: Country, wouter: UUID, person: NewPerson, field: str
) -> None:
    with pytest.raises(PersonUnreadable) as refusal:
        register(country.director, person)
    assert set(refusal.value.fields) == {field}
    with pytest.raises(PersonUnreadable):
        do(country.director, "describe", wouter, person=person, was_right=True)
    assert seen(country.director, wouter).person.surname == "Verzonnen"


# Every change: seen, allowed, and of the version that was looked at.

CHANGES: list[tuple[str, dict[str, Any]]] = [
    ("describe", {"person": PERSON, "was_right": True}),
    ("add_name", {"kind": NameKind.ALIAS, "surname": "X"}),
    ("note_registered", {"municipality": "GM0153", "since": TODAY, "source": "BRP"}),
    (
        "mark_research",
        {"facts": ResearchedFacts.ADDRESS, "doubted": True, "since": TODAY, "source": "BRP"},
    ),
    ("note_number", {"kind": IdentifierKind.BSN, "number": ONE, "source": "paspoort"}),
    ("relate", {"kind": RelationKind.PARENT, "name": "Moeder", "source": "zelf"}),
]


@pytest.mark.parametrize(("verb", "said"), CHANGES, ids=[verb for verb, _ in CHANGES])
def test_a_change_asks_for_sight_mandate_and_version(
    country: Country, wouter: UUID, verb: str, said: dict[str, Any]
) -> None:
    with pytest.raises(NotVisible):
        do(country.stranger, verb, wouter, version=1, **said)
    show(country, country.officer, wouter, ["C01", "C21"])
    with pytest.raises(NoMandate):
        do(country.officer, verb, wouter, version=1, **said)
    do(country.director, verb, wouter, version=1, **said)
    with pytest.raises(StaleVersion):
        do(country.director, verb, wouter, version=1, **said)


# Addresses.


def test_the_registered_address_stands_beside_the_stay_and_its_history_stays(country: Country, wouter: UUID) -> None:
    first = {"municipality": "GM0153", "street": "Oude weg", "source": "BRP"}
    do(country.director, "note_registered", wouter, since=TODAY - timedelta(days=900), **first)
    do(
        country.director,
        "note_registered",
        wouter,
        since=TODAY - timedelta(days=30),
        municipality="GM0193",
        source="BRP",
    )
    rows = seen(country.director, wouter).residences
    registered = [row for row in rows if row.kind is ResidenceKind.REGISTERED]
    assert [(row.municipality, row.until) for row in registered] == [
        ("GM0193", None),
        ("GM0153", TODAY - timedelta(days=30)),
    ]
    assert seen(country.director, wouter).person.municipality == "GM0193"
    assert [row.street for row in rows if row.kind is ResidenceKind.STAY] == ["Bedachtestraat"]


def test_a_correction_on_the_same_day_keeps_what_was_wrong_out_of_the_way(country: Country, wouter: UUID) -> None:
    do(country.director, "move", wouter, municipality="GM0153", since=TODAY, street="Goede straat")
    rows = seen(country.director, wouter).residences
    assert [(row.street, row.wrong) for row in rows] == [("Goede straat", False), ("Bedachtestraat", True)]
    with acting(country.director):
        assert list(Residence.objects.values_list("street", flat=True)) == ["Goede straat"]
        assert selectors.persons(person_ids=[wouter])[wouter].street == "Goede straat"


def test_a_registration_ahead_or_before_the_one_that_is_known_is_refused(country: Country, wouter: UUID) -> None:
    said = {"municipality": "GM0153", "source": "BRP"}
    do(country.director, "note_registered", wouter, since=TODAY, **said)
    for since in (TODAY + timedelta(days=1), TODAY - timedelta(days=1)):
        with pytest.raises(PersonUnreadable):
            do(country.director, "note_registered", wouter, since=since, **said)


def test_a_secret_address_is_shown_nowhere_also_not_in_history(country: Country, wouter: UUID) -> None:
    do(country.director, "describe", wouter, person=replace(PERSON, secret_address=True), was_right=True)
    do(country.director, "move", wouter, municipality="GM0153", since=TODAY, street="Schuilstraat")
    found = seen(country.director, wouter)
    assert found.person.secret_address
    assert {row.street + row.postcode + row.city for row in found.residences} == {""}


# Doubts.


def test_what_the_register_doubts_is_marked_until_it_does_not(country: Country, wouter: UUID) -> None:
    said = {"facts": ResearchedFacts.ADDRESS, "since": TODAY, "source": "BRP"}
    for _ in range(2):
        do(country.director, "mark_research", wouter, doubted=True, **said)
    assert seen(country.director, wouter).research == ((ResearchedFacts.ADDRESS, TODAY),)
    assert seen(country.director, wouter).person.in_research
    do(country.director, "mark_research", wouter, doubted=False, **said)
    assert not seen(country.director, wouter).person.in_research


# Numbers.


def test_a_bsn_is_masked_encrypted_and_found_by_index_only(country: Country, wouter: UUID) -> None:
    ids = {
        do(country.director, "note_number", wouter, kind=IdentifierKind.BSN, number=text, source="paspoort")
        for text in (ONE, f"{ONE[:4]}.{ONE[4:6]}.{ONE[6:]}")
    }
    assert len(ids) == 1
    (number,) = numbers(country.director, wouter)
    assert (number.masked, number.passes_test, number.source) == ("•" * 6 + ONE[-3:], True, "paspoort")
    with as_job(system_actor(reason="test")), connection.cursor() as cursor:
        cursor.execute("SELECT i::text, r.said::text FROM people_identifier i, people_sourcerecord r")
        assert all(ONE not in text and ONE.encode().hex() not in text for row in cursor.fetchall() for text in row)


def test_a_bsn_of_the_registration_goes_to_the_vault(country: Country) -> None:
    person_id = register(country.director, replace(PERSON, bsn=ONE))
    assert [number.masked[-3:] for number in numbers(country.director, person_id)] == [ONE[-3:]]


@pytest.mark.parametrize("claimed", ["999990018", "1234", "geen idee"])
def test_a_bsn_that_fails_the_test_is_kept_as_claimed_and_marked(country: Country, wouter: UUID, claimed: str) -> None:
    do(country.director, "note_number", wouter, kind=IdentifierKind.BSN, number=claimed, source="zelf")
    (number,) = numbers(country.director, wouter)
    assert not number.passes_test
    with as_job(system_actor(reason="test")):
        row = Identifier.objects.get()
    plain = ports.vault().decrypt(bytes(row.encrypted), context=f"bsn:{row.id}")
    assert plain == claimed.replace(" ", "")


def test_two_people_with_one_bsn_are_a_finding_and_never_one_person(country: Country, wouter: UUID) -> None:
    other = register(country.director, NewPerson(surname="Ander"))
    for person_id in (wouter, other):
        do(country.director, "note_number", person_id, kind=IdentifierKind.BSN, number=ONE, source="zelf")
    (number,) = numbers(country.director, wouter)
    assert number.shared_with == (other,)
    assert clusters.whole(wouter) == {wouter}
    with acting(country.director):
        services.confirm_same(actor=country.director, left=wouter, right=other, reason="x", at=AT)
    assert numbers(country.director, wouter)[0].shared_with == ()


def test_who_may_keep_a_number_cannot_try_out_who_carries_it_elsewhere(country: Country, wouter: UUID) -> None:
    do(country.director, "note_number", wouter, kind=IdentifierKind.BSN, number=ONE, source="zelf")
    alone = numbers(country.director, wouter)
    away = register(country.stranger, NewPerson(surname="Elders", bsn=ONE))
    assert numbers(country.director, wouter) == alone
    # A case of theirs in sight without the category of numbers (C02) does not tell it either; with it, it does.
    show(country, country.director, away, ["C01"])
    assert numbers(country.director, wouter) == alone
    with as_job(system_actor(reason="test")):
        Sight.objects.filter(subject_id=away).update(categories=mask(["C01", "C02"]))
    assert numbers(country.director, wouter)[0].shared_with == (away,)


def test_a_number_that_ended_is_nobodys(country: Country, wouter: UUID) -> None:
    number_id = do(country.director, "note_number", wouter, kind=IdentifierKind.BSN, number=ONE, source="zelf")
    other = register(country.director, replace(PERSON, bsn=ONE))
    do(country.director, "end_number", wouter, number_id=number_id)
    assert numbers(country.director, wouter)[0].until == TODAY
    assert numbers(country.director, other)[0].shared_with == ()
    with pytest.raises(NotVisible):
        do(country.director, "end_number", wouter, number_id=number_id)


def test_a_police_number_is_kept_only_where_it_has_a_name(country: Country, wouter: UUID) -> None:
    said = {"kind": IdentifierKind.POLICE, "number": "P 2026-77", "source": "politie"}
    with pytest.raises(PersonUnreadable):
        do(country.director, "note_number", wouter, **said)
    with override_settings(POLICE_KEY="Verzonnen politienummer"):
        do(country.director, "note_number", wouter, **said)
    assert [number.kind for number in numbers(country.director, wouter)] == [IdentifierKind.POLICE]


def test_numbers_are_not_for_who_sees_a_case_alone(country: Country, wouter: UUID) -> None:
    do(country.director, "note_number", wouter, kind=IdentifierKind.BSN, number=ONE, source="zelf")
    show(country, country.officer, wouter, ["C01", "C03"])
    assert seen(country.officer, wouter).numbers is None
    assert seen(country.case_director, wouter).numbers is not None
    with acting(country.officer):
        assert not Identifier.objects.exists()


def test_numbers_are_closed_again_with_a_new_key(
    country: Country, wouter: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = register(country.director, NewPerson(surname="Ander"))
    do(country.director, "note_number", wouter, kind=IdentifierKind.BSN, number=ONE, source="zelf")
    old, new = ("demo", b"made-up-people-have-made-up-bsns"), ("k2", bytes(range(32)))
    for module in ("ports", "services.numbers", "selectors.describing"):
        monkeypatch.setattr(f"vangnet.people.{module}.vault", lambda: KeyedVault((new, old)))
    # Until they are closed again both keys find: the same number of somebody else is still a finding.
    do(country.director, "note_number", other, kind=IdentifierKind.BSN, number=ONE, source="zelf")
    assert numbers(country.director, other)[0].shared_with == (wouter,)
    job = system_actor(reason="rekey")
    with as_job(job):
        assert [services.rekey(actor=job, at=AT) for _ in range(2)] == [1, 0]
        assert set(Identifier.objects.values_list("key_id", flat=True)) == {"k2"}
    monkeypatch.setattr("vangnet.people.selectors.describing.vault", lambda: KeyedVault((new,)))
    (number,) = numbers(country.director, wouter)
    assert (number.masked[-3:], number.shared_with) == (ONE[-3:], (other,))
    with pytest.raises(NoMandate), acting(country.director):
        services.rekey(actor=country.director, at=AT)


# The direct circle.


def test_the_circle_is_kept_with_period_and_source(country: Country, wouter: UUID) -> None:
    other = register(country.director, NewPerson(surname="Zus"))
    said = {"kind": RelationKind.SIBLING, "name": "Zus Verzonnen", "source": "zelf", "other": other}
    ids = {do(country.director, "relate", wouter, since=date(2020, 1, 1), **said) for _ in range(2)}
    (relation,) = seen(country.director, wouter).relations or ()
    assert (relation.id, relation.other, relation.since, relation.source) == (*ids, other, date(2020, 1, 1), "zelf")
    do(country.director, "end_relation", wouter, relation_id=relation.id, until=TODAY)
    (relation,) = seen(country.director, wouter).relations or ()
    assert relation.until == TODAY
    assert relation.runs_on(TODAY - timedelta(days=1))
    assert not relation.runs_on(TODAY)


def test_the_circle_is_seen_by_category_and_shows_nobody_who_is_out_of_sight(country: Country, wouter: UUID) -> None:
    away = register(country.stranger, NewPerson(surname="Elders"))
    with pytest.raises(NotVisible):
        do(country.director, "relate", wouter, kind=RelationKind.CHILD, name="Kind", source="zelf", other=away)
    do(country.director, "relate", wouter, kind=RelationKind.CHILD, name="Kind", source="zelf")
    with as_job(system_actor(reason="test")):
        Relation.objects.update(other_id=away)
    assert [one.other for one in seen(country.director, wouter).relations or ()] == [None]
    show(country, country.officer, wouter, ["C01"])
    assert seen(country.officer, wouter).relations is None
    with acting(country.officer):
        assert not Relation.objects.exists()
    show(country, country.clinician, wouter, ["C01", "C21"])
    assert len(seen(country.clinician, wouter).relations or ()) == 1


@pytest.mark.parametrize(
    "said",
    [
        {"name": " ", "source": "zelf"},
        {"name": "x" * 300, "source": "zelf"},
        {"name": "Kind", "source": ""},
        {"name": "Kind", "source": "zelf", "since": TODAY + timedelta(days=1)},
        {"name": "Kind", "source": "zelf", "since": TODAY, "until": TODAY - timedelta(days=1)},
        {"name": "Kind", "source": "zelf", "since": date(1800, 1, 1)},
    ],
)
def test_a_relation_that_cannot_be_is_refused(country: Country, wouter: UUID, said: dict[str, Any]) -> None:
    with pytest.raises(PersonUnreadable):
        do(country.director, "relate", wouter, kind=RelationKind.CHILD, **said)


# Deliveries.


def deliver(actor: Actor, person_id: UUID, reference: str = "brp-1", **said: Any) -> UUID:
    with acting(actor):
        return services.deliver(
            actor=actor, person_id=person_id, kind=SourceKind.BRP, source="BRP", reference=reference,
            said=replace(PERSON, **said), at=AT,
        )  # fmt: skip


def test_a_delivery_stands_beside_the_others_and_comes_once(country: Country, wouter: UUID) -> None:
    before = seen(country.director, wouter).person
    ids = {deliver(country.director, wouter, surname="Verzonnes", research=("name",)) for _ in range(2)}
    with acting(country.director):
        found = clusters.cluster(actor=country.director, person_id=wouter, at=AT).records
    assert [record.kind for record in found] == [SourceKind.PROFESSIONAL, SourceKind.BRP]
    assert (found[1].id, found[1].said.surname, found[1].said.research) == (*ids, "Verzonnes", ("name",))
    assert seen(country.director, wouter).person == before
    with pytest.raises(DeliveredForSomebodyElse):
        deliver(country.director, register(country.director, NewPerson(surname="Ander")))
    with pytest.raises(NotVisible):
        deliver(country.stranger, wouter, reference="brp-2")


def test_a_delivery_is_seen_with_its_person_until_it_is_taken_out(country: Country, wouter: UUID) -> None:
    show(country, country.officer, wouter, ["C01"])
    record = deliver(country.director, wouter)

    def in_sight(actor: Actor) -> set[UUID]:
        with acting(actor):
            return set(SourceRecord.objects.values_list("id", flat=True))

    assert in_sight(country.officer) == {wouter, record}
    with acting(country.director):
        services.split(actor=country.director, out=[record], reason="Ander geboortejaar.", at=AT)
    assert in_sight(country.officer) == {wouter}
    assert in_sight(country.director) == {wouter, record}
    assert clusters.whole(wouter) == {wouter}
    with acting(country.director):
        (apart,) = [
            one for one in clusters.cluster(actor=country.director, person_id=record, at=AT).decisions if one.stands
        ]
        services.take_back(actor=country.director, decision_id=apart.id, reason="Toch wel.", at=AT)
        services.confirm_same(actor=country.director, left=record, right=wouter, reason="Toch wel.", at=AT)
    assert in_sight(country.officer) == {wouter, record}


def test_a_delivery_that_says_secret_counts_at_once_and_only_while_it_belongs(country: Country, wouter: UUID) -> None:
    record = deliver(country.director, wouter, secret_address=True)
    assert seen(country.director, wouter).person.secret_address
    with acting(country.director):
        services.split(actor=country.director, out=[record], reason="Ander.", at=AT)
    assert not seen(country.director, wouter).person.secret_address


def test_what_a_source_says_is_kept_also_when_it_cannot_be(country: Country, wouter: UUID) -> None:
    deliver(country.director, wouter, birth=PartialDate(1800, 0, 31), surname="x" * 300)
    with pytest.raises(PersonUnreadable):
        deliver(country.director, wouter, reference="brp-2", surname="x" * 600)


def test_changing_names_leaves_the_table_of_names_to_who_sees_the_person(country: Country, wouter: UUID) -> None:
    do(country.director, "add_name", wouter, kind=NameKind.ALIAS, surname="De Lange")
    with acting(country.stranger):
        assert not OtherName.objects.exists()
