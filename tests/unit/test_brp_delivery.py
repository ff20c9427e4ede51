"""A delivery of the register is read as it is described, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from vangnet.people.errors import PersonUnreadable
from vangnet.people.rules.brp import read_brp, read_date
from vangnet.people.rules.said import read_said, said_data
from vangnet.people.types import NewPerson, PartialDate

WHOLE: dict[str, Any] = {
    "burgerservicenummer": "999990019",
    "geslacht": {"code": "V", "omschrijving": "vrouw"},
    "naam": {
        "voornamen": "Wilhelmina",
        "voorvoegsel": "van der",
        "geslachtsnaam": "Verzonnen",
        "aanduidingNaamgebruik": {"code": "V"},
        "inOnderzoek": {"geslachtsnaam": True},
    },
    "geboorte": {"datum": {"type": "Datum", "datum": "1987-03-14", "langFormaat": "14 maart 1987"}},
    "partners": [{"naam": {"geslachtsnaam": "Bedacht"}}],
    "verblijfplaats": {
        "type": "Adres",
        "verblijfadres": {
            "korteStraatnaam": "Bedachtestr",
            "huisnummer": 12,
            "huisletter": "A",
            "postcode": "8011 ab",
            "woonplaats": "Zwolle",
        },
        "inOnderzoek": {"type": True},
    },
    "gemeenteVanInschrijving": {"code": "0193"},
    "geheimhoudingPersoonsgegevens": True,
}


def test_a_whole_delivery() -> None:
    assert read_brp(WHOLE) == NewPerson(
        surname="Verzonnen", given_names="Wilhelmina", prefix="van der", partner_surname="Bedacht", name_use="partner-own",
        birth=PartialDate(1987, 3, 14), sex="f", municipality="GM0193", street="Bedachtestr", house_number="12 A",
        postcode="8011AB", city="Zwolle", bsn="999990019", secret_address=True, research=("name", "address"),
    )  # fmt: skip


def test_what_is_not_delivered_is_empty() -> None:
    assert read_brp({}) == NewPerson(surname="")
    assert read_brp({"naam": {"geslachtsnaam": "."}}).surname == ""
    assert read_brp({"verblijfplaats": {"type": "VerblijfplaatsOnbekend"}}).street == ""


def test_one_name_is_a_surname() -> None:
    assert read_brp({"naam": {"geslachtsnaam": "Sukarno"}}) == NewPerson(surname="Sukarno")


@pytest.mark.parametrize(
    ("data", "birth"),
    [
        ({"type": "JaarMaandDatum", "jaar": 1987, "maand": 3}, PartialDate(1987, 3)),
        ({"type": "JaarDatum", "jaar": 1987}, PartialDate(1987)),
        ({"type": "DatumOnbekend", "onbekend": True}, PartialDate()),
        ({}, PartialDate()),
    ],
)
def test_each_shape_of_a_date(data: dict[str, Any], birth: PartialDate) -> None:
    assert read_date(data) == birth


@pytest.mark.parametrize(
    "data",
    [
        {"type": "Datum", "datum": "1987-02-30"},
        {"type": "Datum"},
        {"type": "JaarMaandDatum", "jaar": 1987, "maand": 13},
        {"type": "JaarDatum", "jaar": "vorig jaar"},
        {"type": "Eeuw", "eeuw": 20},
    ],
)
def test_a_date_of_another_shape_is_refused(data: dict[str, Any]) -> None:
    with pytest.raises(PersonUnreadable):
        read_date(data)


@pytest.mark.parametrize(
    "data",
    [
        {"naam": "Verzonnen"},
        {"naam": {"geslachtsnaam": ["Verzonnen"]}},
        {"naam": {"geslachtsnaam": True}},
        {"partners": {"naam": {}}},
        {"partners": ["Bedacht"]},
        {"verblijfplaats": []},
    ],
)
def test_a_part_of_another_shape_is_refused_by_name(data: dict[str, Any]) -> None:
    with pytest.raises(PersonUnreadable) as refusal:
        read_brp(data)
    assert refusal.value.fields


@pytest.mark.parametrize("value", ["ja", 1, 7, "false"])
def test_secrecy_in_a_shape_we_do_not_know_is_secrecy(value: object) -> None:
    assert read_brp({"geheimhoudingPersoonsgegevens": value}).secret_address


@pytest.mark.parametrize("value", [None, False])
def test_no_secrecy(value: object) -> None:
    assert not read_brp({"geheimhoudingPersoonsgegevens": value}).secret_address


def test_what_was_said_is_kept_and_read_back_without_the_number() -> None:
    said = read_brp(WHOLE)
    kept = said_data(said)
    assert "999990019" not in str(kept)
    assert said_data(read_said(kept)) == kept
    assert read_said(kept).birth == said.birth
    assert read_said(kept).research == said.research
    assert read_said(kept, address=False).street == ""
    assert read_said({}) == NewPerson(surname="")
