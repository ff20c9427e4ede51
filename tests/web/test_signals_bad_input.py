"""What people and machines can put in a form: any script, any length, half dates, wrong types, broken bytes."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from tests.country import Country
from tests.web.conftest import AT, SignIn

from vangnet.access.services import acting, as_job, system_actor
from vangnet.flow import journey
from vangnet.intake.models import Signal
from vangnet.intake.types import Channel, NewSignal
from vangnet.people.models import Person

pytestmark = pytest.mark.django_db
FORM = "/signalen/nieuw?v=no.no.no"
TYPED = {"kind": "zorg", "text": "Loopt verward over straat.", "municipality": "GM0193"}


@pytest.fixture
def signal_id(country: Country) -> UUID:
    signal = NewSignal(Channel.FORM, "zorg", "Made up.", "GM0193", "k")
    with acting(country.director):
        return journey.receive(actor=country.director, signal=signal, at=AT - timedelta(hours=1)).id


def persons() -> list[Person]:
    with as_job(system_actor(reason="test")):
        return list(Person.objects.all())


@pytest.mark.parametrize(
    ("given", "prefix", "surname"),
    [
        ("", "", "I"),
        ("Jan", "van den", "Verzonnen"),
        ("", "", "محمد المختلق"),
        ("Œdipe", "", "Łukaszewiçz-Şahın"),
        ("🙂", "", "Onbekend 👤"),
        ("Abcdef " * 20, "", "Verzonnen"),
        ("", "", "man bij het station"),
        ("O'Brien", "d'", "Test & <b>zonen</b>"),
    ],
)
def test_any_name_is_kept_and_shown_as_it_is(
    country: Country, sign_in: SignIn, signal_id: UUID, given: str, prefix: str, surname: str
):
    client = sign_in(country.director)
    typed = {"given_names": given, "name_prefix": prefix, "surname": surname, "reason": "Nieuw."}
    assert client.post(f"/signalen/{signal_id}/wie/nieuw", typed).status_code == 302
    (row,) = persons()
    assert (row.given_names, row.prefix, row.surname) == (given.strip(), prefix, surname)
    page = client.get(f"/signalen/{signal_id}").content.decode()
    assert "<b>zonen</b>" not in page
    assert surname.split(" & ")[0] in page


def test_no_name_at_all_asks_for_a_description(country: Country, sign_in: SignIn, signal_id: UUID):
    answer = sign_in(country.director).post(f"/signalen/{signal_id}/wie/nieuw", {"reason": "Nieuw."})
    assert answer.status_code == 422
    assert "of een beschrijving" in answer.content.decode()
    assert persons() == []


def test_a_name_cannot_turn_the_line_around(country: Country, sign_in: SignIn, signal_id: UUID):
    typed = {"surname": "Ver\u202ezonnen\u2066", "reason": "Nieuw."}
    sign_in(country.director).post(f"/signalen/{signal_id}/wie/nieuw", typed)
    assert [row.surname for row in persons()] == ["Verzonnen"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("31-12-1980", (1980, 12, 31)),
        ("00-00-1980", (1980, 0, 0)),
        ("00-12-1980", (1980, 12, 0)),
        ("1980", (1980, 0, 0)),
        ("12-1980", (1980, 12, 0)),
        ("1980-12-31", (1980, 12, 31)),
        ("", (0, 0, 0)),
        ("29-02-1980", (1980, 2, 29)),
    ],
)
def test_a_part_of_a_birth_date_is_enough(country: Country, sign_in: SignIn, signal_id: UUID, typed: str, kept):
    answer = sign_in(country.director).post(
        f"/signalen/{signal_id}/wie/nieuw", {"surname": "Verzonnen", "birth": typed, "reason": "Nieuw."}
    )
    assert answer.status_code == 302
    assert [(row.birth_year, row.birth_month, row.birth_day) for row in persons()] == [kept]


@pytest.mark.parametrize(
    "typed", ["31-02-1980", "1-1-1700", "01-01-2030", "gisteren", "31-13-1980", "٣٢-٠١-١٩٨٠", "1980-", "9" * 300]
)
def test_a_birth_date_that_cannot_be_is_refused_at_its_field(
    country: Country, sign_in: SignIn, signal_id: UUID, typed: str
):
    answer = sign_in(country.director).post(
        f"/signalen/{signal_id}/wie/nieuw", {"surname": "Verzonnen", "birth": typed, "reason": "Nieuw."}
    )
    assert answer.status_code == 422
    assert 'id="id_birth-fault"' in answer.content.decode()
    assert persons() == []


@pytest.mark.parametrize(
    "changed",
    [
        {"text": "x" * 20_001},
        {"place": "x" * 201},
        {"surname": "x" * 201},
        {"name_prefix": "x" * 21},
        {"phone": "0" * 21},
        {"kind": "anything"},
        {"label": "' OR 1=1 --"},
        {"municipality": "Zwolle"},
        {"hour": "25:61"},
        {"text": "nul \x00 hier"},
        {"surname": "half \ufffd teken"},
        {"text": " \n\t "},
        {"birth": "in 1980"},
    ],
)
def test_what_does_not_fit_comes_back_as_422(country: Country, sign_in: SignIn, changed: dict[str, str]):
    answer = sign_in(country.director).post(FORM, {**TYPED, "key": str(uuid4()), **changed})
    assert answer.status_code == 422
    assert 'class="fault-list"' in answer.content.decode()
    with as_job(system_actor(reason="test")):
        assert not Signal.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        b"\xff\xfe\x00",
        b"text=%FF%FE&kind=zorg&municipality=GM0193",
        b"text[]=x&kind=zorg",
        b"=" * 50,
        b"text=" + b"x" * 3_000_000,
    ],
)
def test_broken_bytes_never_break_the_server(country: Country, sign_in: SignIn, body: bytes):
    answer = sign_in(country.director).post(FORM, body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code in (400, 413, 422)
    with as_job(system_actor(reason="test")):
        assert not Signal.objects.exists()


def test_another_encoding_is_refused(country: Country, sign_in: SignIn):
    answer = sign_in(country.director).post(
        FORM, "text=caf\xe9", content_type="application/x-www-form-urlencoded; charset=iso-8859-1"
    )
    assert answer.status_code == 400


def test_a_key_that_is_no_key_is_only_not_protected(country: Country, sign_in: SignIn):
    client = sign_in(country.director)
    for _ in range(2):
        answer = client.post(FORM, {**TYPED, "key": "not-a-key"})
    assert answer.status_code == 422
