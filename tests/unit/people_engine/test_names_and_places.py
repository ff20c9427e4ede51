"""What is read from a cell: names, dates, addresses as people and systems write them."""

import pytest

from vangnet.people.engine.dates import read_birth_date
from vangnet.people.engine.names import read_given_name, read_surname
from vangnet.people.engine.places import read_identifier, read_phone, read_street
from vangnet.people.engine.text import MAX_LENGTH, fold, sound


@pytest.mark.parametrize(
    "written",
    ["van der Berg", "Berg, van der", "Berg", "v.d. Berg", "v/d Berg", "VAN DER BERG", "Vanderberg", "Berg - van der"],
)
def test_a_prefix_may_stand_anywhere_or_nowhere(written):
    assert read_surname(written).whole == "berg"


@pytest.mark.parametrize(
    "written", ["Jansen-de Vries", "Jansen e/v de Vries", "Jansen - de Vries", "Jansen, echtgenote van De Vries"]
)
def test_a_double_name_keeps_both_parts(written):
    name = read_surname(written)
    assert (name.first, name.last) == ("jansen", "vries")


@pytest.mark.parametrize(
    "one,two",
    [("Dijkstra", "Dykstra"), ("Müller", "Muller"), ("Çelik", "Celik"), ("Yıldız", "Yildiz"), ("Łukasz", "Lukasz")],
)
def test_letters_that_offices_disagree_on_are_one(one, two):
    assert read_surname(one) == read_surname(two)


@pytest.mark.parametrize("word", ["onbekend", "Onbekend", "NN", "N.N.", "n.v.t.", "x", "???", "-", "", "niet bekend"])
def test_a_placeholder_is_nobody(word):
    assert read_surname(word).whole is None
    assert read_given_name(word).first is None


@pytest.mark.parametrize("name", ["De", "Ben", "van"])
def test_somebody_may_be_called_like_a_prefix(name):
    assert read_surname(name).whole == name.lower()


@pytest.mark.parametrize(
    "written,initials", [("J.", "j"), ("J.P.M.", "jpm"), ("j p", "jp"), ("Th.", "t"), ("JPM", "jpm")]
)
def test_initials_are_not_a_name(written, initials):
    assert (read_given_name(written).first, read_given_name(written).initials) == (None, initials)


@pytest.mark.parametrize(
    "one,two",
    [("Jan", "Johannes"), ("Bep", "Elisabeth"), ("Mo", "Mohammed"), ("Gosia", "Małgorzata"), ("Ayşe", "Aisha")],
)
def test_a_familiar_form_shares_its_official_name(one, two):
    forms = [{read_given_name(name).nick_a, read_given_name(name).nick_b} - {None} for name in (one, two)]
    assert forms[0] & forms[1]


@pytest.mark.parametrize(
    "written,digits",
    [
        ("19840229", "19840229"), ("29-02-1984", "19840229"), ("1984-02-29", "19840229"), ("29/2/84", "19840229"),
        ("29 februari 1984", "19840229"), ("29021984", "19840229"), ("1984", "19840000"), ("00-00-1984", "19840000"),
        ("1984-00-00", "19840000"), ("02-29-1984", "19840229"), ("1984-02-29T00:00:00", "19840229"), ("01-01-1800", "18000101"),
        ("31-12-2199", "21991231"), ("1984-02", "19840200"), ("5-1984", "19840500"), ("01012005", "20050101"),
    ],
)  # fmt: skip
def test_a_date_is_read_in_any_usual_way(written, digits):
    found = read_birth_date(written)
    assert found is not None and found.digits == digits


@pytest.mark.parametrize(
    "written", ["", "onbekend", "0000-00-00", "01-01-1900", "99999999", "1", "a-b-c", "1-2-3-4", "9" * 400]
)
def test_what_is_no_date_is_none(written):
    assert read_birth_date(written) is None


def test_long_text_is_cut_and_scripts_are_kept_apart():
    assert len(fold("é" * 300)) <= MAX_LENGTH
    assert len(read_surname("Aa-" * 150).whole) <= MAX_LENGTH
    assert fold("中文") != fold("文中") != ""
    assert sound("") == "" and sound(fold("中")) != ""


def test_a_house_number_behind_the_street_is_found():
    assert read_street("Dorpsstr. 12b") == ("dorpsstraat", "12")
    assert read_street("2e Dwarsstraat 5") == ("2e dwarsstraat", "5")


def test_numbers_are_claims_without_fillers():
    assert read_phone("+31 6 1234 5678") == read_phone("06-12345678")
    assert read_phone("0000000000") is None
    assert read_identifier("9999.12.34") == "99991234"
    assert read_identifier("999999999") is None
