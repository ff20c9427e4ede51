"""What the register delivers comes in beside what is kept: by API client or file, once, and never over anything."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from tests.country import Country, made_up_country

from vangnet.access.errors import NoMandate
from vangnet.access.models import Account
from vangnet.access.services import acting, as_job, open_grant, system_actor
from vangnet.access.types import Actor, Basis
from vangnet.cli import people_import
from vangnet.core import bsn
from vangnet.core.errors import InvalidInput, NotVisible
from vangnet.core.ids import new_id
from vangnet.people import selectors, services
from vangnet.people.errors import (
    CarriesAnotherNumber,
    DeliveredForSomebodyElse,
    DeliveredOtherwise,
    PersonUnreadable,
    SeveralCarryIt,
)
from vangnet.people.models import Identifier, OtherName, Person, Relation, ResearchMark, Residence, SourceRecord
from vangnet.people.selectors import clusters
from vangnet.people.selectors.describing import described
from vangnet.people.services.circle import note_partners, relate
from vangnet.people.services.registers import read_delivery
from vangnet.people.types import NewPerson, PartialDate, RelationKind, SourceKind
from vangnet.people.types.registers import DeliveredPartner, TakenIn

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LATER = AT + timedelta(days=30)
NUMBER, OTHER, THIRD = bsn.made_up(3)
JOB = system_actor(reason="test")


def day(text: str) -> dict[str, str]:
    return {"type": "Datum", "datum": text}


BRP: dict[str, Any] = {
    "burgerservicenummer": NUMBER,
    "geslacht": {"code": "V"},
    "naam": {
        "voornamen": "Wilhelmina", "voorvoegsel": "van der", "geslachtsnaam": "Verzonnen",
        "aanduidingNaamgebruik": {"code": "V"}, "inOnderzoek": {"geslachtsnaam": True},
    },
    "geboorte": {"datum": {"type": "JaarMaandDatum", "jaar": 1987, "maand": 3}},
    "partners": [{"naam": {"geslachtsnaam": "Bedacht"}}],
    "verblijfplaats": {
        "datumVan": day("2024-05-01"),
        "verblijfadres": {"korteStraatnaam": "Bedachtestr", "huisnummer": 12, "postcode": "8011 AB", "woonplaats": "Zwolle"},
    },
    "verblijfplaatsen": [
        {
            "datumVan": day("2019-02-01"), "datumTot": day("2024-05-01"), "gemeenteVanInschrijving": {"code": "0153"},
            "verblijfadres": {"korteStraatnaam": "Oudeweg", "huisnummer": 3, "woonplaats": "Enschede"},
        },
        {"datumVan": {"type": "JaarDatum", "jaar": 2001}, "verblijfadres": {"korteStraatnaam": "Vroegerlaan"}},
    ],
    "gemeenteVanInschrijving": {"code": "0193"},
    "geheimhoudingPersoonsgegevens": True,
    "overigeNamen": [
        {"soort": "alias", "geslachtsnaam": "De Lange"},
        {"geslachtsnaam": "Fictief", "datumTot": day("2010-01-01")},
    ],
}  # fmt: skip


@pytest.fixture
def country(db: None) -> Country:
    return made_up_country()


@pytest.fixture
def known(country: Country) -> UUID:
    return register(country.director, NUMBER)


def register(actor: Actor, number: str = "", surname: str = "Verzonnen") -> UUID:
    with acting(actor):
        person = NewPerson(surname=surname, municipality="GM0193", street="Hier", house_number="1", bsn=number)
        return services.register(actor=actor, person=person, at=AT).id


def deliver(actor: Actor, data: dict[str, Any] = BRP, **more: Any) -> TakenIn:
    with acting(actor):
        return services.take_in(
            actor=actor, delivery=read_delivery(data), kind=SourceKind.BRP, source="BRP", **{"at": AT, **more}
        )


def everything() -> dict[str, list[dict[str, Any]]]:
    with as_job(JOB):
        models = (Person, SourceRecord, Residence, OtherName, ResearchMark, Identifier, Relation)
        return {model.__name__: list(model._base_manager.order_by("id").values()) for model in models}


def test_a_delivery_stands_beside_what_is_kept_with_all_that_it_says(country: Country, known: UUID) -> None:
    done = deliver(country.director)
    assert (done.person_id, done.new, done.registered) == (known, True, False)
    with acting(country.director):
        view = clusters.cluster(actor=country.director, person_id=known, at=AT)
        (record,) = [one for one in view.records if one.kind is SourceKind.BRP]
        assert record.said.birth == PartialDate(1987, 3, 0)
        assert (record.said.name_use, record.said.partner_surname) == ("partner-own", "Bedacht")
        assert record.said.street == ""  # the address is secret: it is kept, and shown nowhere
        assert selectors.persons(person_ids=[known])[known].secret_address
        assert selectors.persons(person_ids=[known])[known].surname == "Verzonnen"
    with as_job(JOB):
        assert SourceRecord.objects.get(id=done.record_id).said["street"] == "Bedachtestr"
        assert NUMBER not in json.dumps(SourceRecord.objects.get(id=done.record_id).said)
        stays = Residence.objects.filter(kind="registered").order_by("since").values_list("street", "since", "until")
        assert list(stays) == [
            ("Oudeweg", date(2019, 2, 1), date(2024, 5, 1)),
            ("Bedachtestr", date(2024, 5, 1), None),
        ]
        assert Residence.objects.get(kind="stay").street == "Hier"
        names = OtherName.objects.order_by("kind").values_list("kind", "surname", "until", "source")
        assert list(names) == [("alias", "De Lange", None, "BRP"), ("earlier", "Fictief", date(2010, 1, 1), "BRP")]
        assert list(ResearchMark.objects.values_list("facts", "until")) == [("name", None)]
        assert Person.objects.get(id=known).in_research


def test_the_same_again_changes_nothing_with_or_without_a_number(country: Country, known: UUID) -> None:
    first = deliver(country.director)
    other = {**BRP, "geslacht": {"code": "M"}}
    numbered = deliver(country.director, other, reference="L-1")
    kept = everything()
    again = deliver(country.director, at=LATER)
    assert (again.record_id, again.new) == (first.record_id, False)
    assert deliver(country.director, other, reference="L-1", at=LATER).record_id == numbered.record_id
    assert everything() == kept


def test_a_number_that_came_before_with_something_else_is_refused_and_no_secret_is_lost(
    country: Country, known: UUID
) -> None:
    plain = {**BRP, "geheimhoudingPersoonsgegevens": None}
    first = deliver(country.director, plain, reference="L-1")
    kept = everything()
    with pytest.raises(DeliveredOtherwise):
        deliver(country.director, reference="L-1")
    assert everything() == kept
    assert deliver(country.director, plain, reference="L-1").record_id == first.record_id
    assert deliver(country.director, reference="L-2").new


def test_a_later_delivery_ends_what_it_ends_and_wipes_out_nothing(country: Country, known: UUID) -> None:
    deliver(country.director)
    moved = {
        "burgerservicenummer": NUMBER, "naam": {"geslachtsnaam": "Verzonnen"}, "gemeenteVanInschrijving": {"code": "0153"},
        "verblijfplaats": {"datumVan": day("2026-12-01"), "verblijfadres": {"korteStraatnaam": "Nieuweweg"}},
    }  # fmt: skip
    deliver(country.director, moved, at=LATER)
    with as_job(JOB):
        stays = dict(Residence.objects.filter(kind="registered").values_list("street", "until"))
        assert stays == {"Oudeweg": date(2024, 5, 1), "Bedachtestr": date(2026, 12, 1), "Nieuweweg": None}
        assert list(ResearchMark.objects.values_list("until", flat=True)) == [date(2026, 12, 23)]
    with acting(country.director):
        assert selectors.persons(person_ids=[known])[known].secret_address  # one source that says so is enough


def partners(person_id: UUID) -> list[tuple[str, date | None, date | None, UUID | None]]:
    with as_job(JOB):
        rows = Relation.objects.filter(person=person_id, kind="partner").order_by("noted_at", "id")
        return list(rows.values_list("name", "since", "until", "other"))


def married(name: str, since: str = "", **more: Any) -> dict[str, Any]:
    bond = {"aangaanHuwelijkPartnerschap": {"datum": day(since)}} if since else {}
    return {"naam": {"voornamen": "Piet", "voorvoegsel": "van", "geslachtsnaam": name}, **bond, **more}


def test_a_partner_belongs_to_the_circle_from_the_delivery_on(country: Country, known: UUID) -> None:
    spouse = register(country.director, OTHER, surname="Bedacht")
    first = {**BRP, "partners": [married("Bedacht", "2012-05-04", burgerservicenummer=OTHER)]}
    deliver(country.director, first)
    assert partners(known) == [("Piet van Bedacht", date(2012, 5, 4), None, spouse)]
    deliver(country.director, first, at=LATER)
    deliver(country.director, {**first, "geslacht": {"code": "O"}}, at=LATER)
    assert len(partners(known)) == 1
    with acting(country.director):
        shown = described(actor=country.director, person_id=known, at=LATER)
        assert [(one.kind, one.source) for one in shown.relations] == [(RelationKind.PARTNER, "BRP")]
    over = {"ontbindingHuwelijkPartnerschap": {"datum": day("2026-12-01")}}
    deliver(country.director, {**BRP, "partners": [married("Bedacht", "2012-05-04", **over)]}, at=LATER)
    assert partners(known) == [("Piet van Bedacht", date(2012, 5, 4), date(2026, 12, 1), spouse)]


def test_another_marriage_ends_what_the_register_said_and_nothing_that_a_human_noted(
    country: Country, known: UUID
) -> None:
    with acting(country.director):
        version = selectors.person(actor=country.director, person_id=known, at=AT).version
        relate(
            actor=country.director, person_id=known, version=version, kind=RelationKind.PARTNER, name="Noor Noot",
            source="zelf", at=AT,
        )  # fmt: skip
    deliver(country.director, {**BRP, "partners": [married("Eerder", "2012-05-04")]})
    deliver(country.director, {**BRP, "partners": [married("Later", "2026-12-01"), {"naam": {}}]}, at=LATER)
    assert partners(known) == [
        ("Noor Noot", None, None, None),
        ("Piet van Eerder", date(2012, 5, 4), date(2026, 12, 1), None),
        ("Piet van Later", date(2026, 12, 1), None, None),
    ]


def test_a_partner_who_cannot_be_is_refused_and_one_of_another_desk_stays_unknown(
    country: Country, known: UUID
) -> None:
    register(replace(country.officer, role="casusregisseur"), OTHER, surname="Bedacht")
    with pytest.raises(PersonUnreadable):
        deliver(country.director, {**BRP, "partners": [married("X" * 300)]})
    with pytest.raises(PersonUnreadable):
        deliver(country.director, {**BRP, "partners": [married("Bedacht", "2031-01-01")]})
    assert partners(known) == []
    deliver(country.director, {**BRP, "partners": [married("Bedacht", burgerservicenummer=OTHER)]})
    assert partners(known) == [("Piet van Bedacht", None, None, None)]


def test_an_address_noted_later_by_a_colleague_stays_the_one_of_now(country: Country, known: UUID) -> None:
    with acting(country.director):
        services.note_registered(
            actor=country.director, person_id=known, version=1, municipality="GM0193", since=date(2025, 1, 1),
            source="zelf", street="Nieuwstraat", at=AT,
        )  # fmt: skip
    deliver(country.director)
    with as_job(JOB):
        assert Residence.objects.get(kind="registered", until=None).street == "Nieuwstraat"


def test_nobody_of_the_own_desk_reads_like_nobody(country: Country) -> None:
    register(country.stranger, NUMBER)
    for data in (BRP, {**BRP, "burgerservicenummer": OTHER}, {"naam": {"geslachtsnaam": "Zomaar"}}):
        with pytest.raises(NotVisible):
            deliver(country.director, data)
    with pytest.raises(NotVisible):
        deliver(country.director, person_id=country.director.worker_id)


def test_two_people_with_one_number_are_a_finding_and_never_a_choice(country: Country, known: UUID) -> None:
    other = register(country.director, NUMBER, surname="Ander")
    kept = everything()
    with pytest.raises(SeveralCarryIt):
        deliver(country.director)
    assert everything() == kept
    assert deliver(country.director, person_id=other).person_id == other
    with acting(country.director):
        services.confirm_same(actor=country.director, left=known, right=other, reason="Zelfde vrouw.", at=AT)
    assert deliver(country.director, {**BRP, "geslacht": {"code": "O"}}).new


def test_nobody_gets_a_second_number_by_a_delivery_before_somebody_ended_the_first(country: Country) -> None:
    other = register(country.director, OTHER)
    kept = everything()
    with pytest.raises(CarriesAnotherNumber):
        deliver(country.director, person_id=other)
    assert everything() == kept
    with as_job(JOB):
        Identifier.objects.filter(person_id=other).update(until=AT.date())
    assert deliver(country.director, person_id=other).new


def test_a_number_that_fails_its_test_points_at_nobody(country: Country) -> None:
    wrong = "123456789"
    claimed = register(country.director, wrong)
    with pytest.raises(NotVisible):
        deliver(country.director, {**BRP, "burgerservicenummer": wrong})
    assert deliver(country.director, {**BRP, "burgerservicenummer": wrong}, person_id=claimed).new


def test_a_delivery_is_about_one_person(country: Country, known: UUID) -> None:
    other = register(country.director, OTHER)
    deliver(country.director, reference="L-1")
    with pytest.raises(DeliveredForSomebodyElse):
        deliver(country.director, reference="L-1", person_id=other)


def test_somebody_unknown_is_registered_only_when_that_is_asked_and_once(country: Country) -> None:
    for _ in range(2):
        done = deliver(country.director, {"naam": {"geslachtsnaam": "Nieuw"}}, register_unknown=True)
    with as_job(JOB):
        assert Person.objects.get().surname == "Nieuw"
        assert SourceRecord.objects.filter(home=done.person_id).count() == 2
    numbered = [deliver(country.director, register_unknown=True).registered for _ in range(2)]
    assert numbered == [True, False]


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"naam": {"geslachtsnaam": "x" * 501}}, "surname"),
        ({"naam": "Verzonnen"}, "naam"),
        ({"naam": {"geslachtsnaam": "a\x00b"}}, "geslachtsnaam"),
        ({"naam": {"geslachtsnaam": "\ud800"}}, "geslachtsnaam"),
        ({"geboorte": {"datum": {"type": "JaarDatum", "jaar": 1800}}}, "geboorte.datum"),
        ({"geboorte": {"datum": day("2030-01-01")}}, "geboorte.datum"),
        ({"geboorte": {"datum": day("1987-02-30")}}, "geboorte.datum"),
        ({"geboorte": {"datum": {"type": "JaarDatum", "jaar": 10**30}}}, "geboorte.datum"),
        ({"geboorte": {"datum": {"type": "JaarDatum", "jaar": float("inf")}}}, "geboorte.datum"),
        ({"gemeenteVanInschrijving": {"code": "0193000"}}, "gemeenteVanInschrijving"),
        ({"verblijfplaats": {"datumVan": day("2030-01-01"), "verblijfadres": {"huisnummer": 1}}}, "since"),
        ({"verblijfplaatsen": [{"datumVan": day("2020-01-02"), "datumTot": day("2020-01-01"), "verblijfadres": {"x": 1}}]},
         "until"),
        ({"overigeNamen": [{"soort": "geheim", "geslachtsnaam": "x"}]}, "overigeNamen"),
        ({"overigeNamen": [{"soort": "alias"}]}, "surname"),
        ({"overigeNamen": [{"soort": "alias", "geslachtsnaam": "x" * 300}]}, "surname"),
        ({"overigeNamen": [{}] * 201}, "overigeNamen"),
        ({"burgerservicenummer": "9" * 60}, "number"),
        ({"burgerservicenummer": ["x"]}, "burgerservicenummer"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_changes_nothing(
    country: Country, known: UUID, data: dict[str, Any], field: str
) -> None:
    kept = everything()
    with pytest.raises(PersonUnreadable) as refusal:
        deliver(country.director, data, person_id=known)
    assert field in refusal.value.fields
    assert everything() == kept


@pytest.mark.parametrize("surname", ["Żółć محمد Ωmega", "A.B.", "🙂", "-", "x" * 300])
def test_odd_names_are_kept_as_they_came(country: Country, known: UUID, surname: str) -> None:
    deliver(country.director, {"naam": {"geslachtsnaam": surname}}, person_id=known)
    with acting(country.director):
        records = clusters.cluster(actor=country.director, person_id=known, at=AT).records
        assert surname in {record.said.surname for record in records}


def test_who_may_not_deliver_is_refused(country: Country) -> None:
    with pytest.raises(NoMandate):
        deliver(country.officer)


def test_of_a_person_of_another_desk_only_the_record_is_kept(country: Country) -> None:
    elsewhere = register(country.stranger, NUMBER)
    with acting(country.stranger):
        open_grant(
            actor=country.stranger, worker_id=country.director.worker_id, case_id=new_id(), subject_id=elsewhere,
            region="ZVH04", categories=-1, basis=Basis.TEAM, basis_id=new_id(), at=AT,
        )  # fmt: skip
    deliver(country.director, person_id=elsewhere)
    with as_job(JOB):
        assert SourceRecord.objects.filter(home=elsewhere, kind="brp").count() == 1
        assert not OtherName.objects.exists()
        assert not Residence.objects.filter(kind="registered").exists()


# From a file


@pytest.fixture
def login(country: Country) -> str:
    Account.objects.create_user("testje@verzonnen.example", "een-lang-wachtwoord", worker_id=country.director.worker_id)
    return "testje@verzonnen.example"


def test_lines_as_the_register_delivers_them(known: UUID, login: str, tmp_path: Path) -> None:
    lines = [BRP, {**BRP, "burgerservicenummer": OTHER}, {"naam": {"geslachtsnaam": "Bekend"}, "persoonId": str(known)}]
    file = tmp_path / "brp.jsonl"
    file.write_text("\n".join([*map(json.dumps, lines), "geen json"]) + "\n", encoding="utf-8")
    report = people_import.take_in(file, email=login)
    assert (report.rows, report.new, report.known, report.refused) == (4, 2, 0, 2)
    assert report.reject is not None
    refused = report.reject.read_text(encoding="utf-8")
    assert OTHER in refused
    assert "geen JSON-object" in refused
    kept = everything()
    again = people_import.take_in(file, email=login)
    assert (again.new, again.known) == (0, 2)
    assert everything() == kept


def test_a_table_with_the_names_of_the_register_and_mended_rejects(known: UUID, login: str, tmp_path: Path) -> None:
    file = tmp_path / "brp.csv"
    head = "Burgerservicenummer;Voornamen;Geslachtsnaam;Partnergeslachtsnaam;Aanduiding naamgebruik;Geboortedatum;Straat;Huisnummer;"
    head += "DatumVan;GemeenteVanInschrijving;GeheimhoudingPersoonsgegevens;InOnderzoek;Alias;Zomaar"
    rows = [
        f"{NUMBER};Wilhelmina;Verzonnen;Bedacht;N;00-03-1987;Bedachtestraat;12;01-05-2024;0193;ja;naam,geboorte;De Lange;x",
        f"{NUMBER};Wilhelmina;Verzonnen;;;gisteren;;;;;misschien;schoenmaat;;",
        ";;Nieuw;;;;;;;;;;;",
    ]
    file.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    report = people_import.take_in(file, email=login, register=True)
    assert (report.rows, report.new, report.registered, report.refused) == (3, 2, 1, 1)
    with as_job(JOB):
        record = SourceRecord.objects.get(home=known, kind="brp")
        assert (record.said["name_use"], record.said["partner_surname"]) == ("own-partner", "Bedacht")
        assert record.said["birth"] == [1987, 3, 0]
        assert sorted(record.said["research"]) == ["birth", "name"]
        assert Residence.objects.get(person=known, kind="registered").since == date(2024, 5, 1)
        assert OtherName.objects.get(person=known).surname == "De Lange"
    assert report.reject is not None
    mended = report.reject.read_text(encoding="utf-8-sig")
    assert "31-12-1980" in mended
    mended = mended.replace("gisteren", "1987").replace("misschien", "nee").replace("schoenmaat", "naam")
    report.reject.write_text(mended, encoding="utf-8")
    done = people_import.take_in(report.reject, email=login)
    assert (done.rows, done.new, done.refused) == (1, 1, 0)


def test_a_file_of_something_else_or_nobody_is_one_sentence(login: str, tmp_path: Path) -> None:
    file = tmp_path / "kleuren.csv"
    file.write_text("kleur;maat\nrood;3\n", encoding="utf-8")
    for email in (login, "niemand@verzonnen.example"):
        with pytest.raises(InvalidInput):
            people_import.take_in(file, email=email)


def test_who_married_the_same_again_stays_a_partner_when_the_first_marriage_is_delivered_too(country: Country) -> None:
    partners = (
        DeliveredPartner("Bel Made", since=date(2020, 1, 1)),
        DeliveredPartner("Bel Made", since=date(2005, 1, 1), until=date(2015, 1, 1), ended=True),
    )
    with acting(country.director):
        person = services.register(actor=country.director, person=NewPerson(surname="Verzonnen"), at=AT)
        row = Person.objects.get(id=person.id)
        for _ in range(2):
            note_partners(country.director, row, partners, known=lambda _: None, source="BRP", at=AT)
        rows = list(Relation.objects.filter(person=row).values_list("name", "since", "until"))
    assert rows == [("Bel Made", date(2020, 1, 1), None)]
