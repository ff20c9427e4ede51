"""A hostile hand at every form about a person: whatever is typed is kept as it is or comes back at its field, and nothing breaks."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.test import Client
from tests.country import Country
from tests.web.conftest import AT, SignIn
from tests.web.test_person_page import NUMBER, PERSON, page, register, shown

from vangnet.access.services import acting
from vangnet.core.ids import new_id
from vangnet.flow import journey
from vangnet.intake.types import Channel, NewSignal, PersonHint
from vangnet.people import services
from vangnet.people.models import Identifier, Person
from vangnet.people.selectors import clusters

pytestmark = pytest.mark.django_db
# Long, mixed scripts, only initials, signs that no database keeps, signs that turn a line around, markup, formulas, nothing but space.
NAMES = [
    "x" * 300, "Żółć محمد Ωmega 山田", "A.B.", "a\x00b", "\u202egnirts", "<script>alert(1)</script>", "=1+1", "   ", "\u200b", "🙂" * 60,
    "{{ 7*7 }}", "%s%n", "'; DROP TABLE people_person; --", "e\u0301" * 150,
]  # fmt: skip
DAYS = ["01-01-1800", "31-12-2999", "00-00-0000", "31-02-1980", "gisteren", "1-1-1", "99999999999", "٠١-٠١-١٩٨٠", "-1"]
FORMS = {
    "wijzigen": {"given_names": "Wouter", "name_prefix": "", "surname": "Verzonnen", "name_use": "own", "birth": "14-03-1987"},
    "naam": {"kind": "alias", "given_names": "", "surname": "De Lange", "until": "01-01-2020"},
    "inschrijfadres": {
        "municipality": "GM0153", "since": "23-11-2026", "source": "BRP", "street": "Weg", "house_number": "1",
        "postcode": "8011AB", "city": "Zwolle",
    },
    "nummer": {"kind": "bsn", "number": NUMBER, "source": "paspoort"},
    "kring": {"kind": "sibling", "name": "Zus", "source": "zelf", "since": "01-01-2020", "until": "01-01-2021"},
    "onderzoek": {"facts": "address", "doubted": "ja", "since": "23-11-2026", "source": "gemeente"},
}  # fmt: skip
DATED = {"birth", "since", "until"}


@pytest.fixture
def wouter(country: Country) -> UUID:
    return register(country)


@pytest.fixture
def client(country: Country, sign_in: SignIn) -> Client:
    return sign_in(country.director)


@pytest.mark.parametrize("form", FORMS)
def test_each_field_of_each_form_takes_anything_or_says_why_not(
    country: Country, client: Client, wouter: UUID, form: str
):
    for name in FORMS[form]:
        for odd in DAYS if name in DATED else NAMES:
            version = str(shown(country, wouter).version)
            typed = FORMS[form] | {name: odd, "version": version}
            answer = client.post(f"/personen/{wouter}/{form}", typed)
            assert answer.status_code in (302, 400, 422), (name, odd, answer.status_code)
            if answer.status_code == 422:
                assert "-fault" in answer.content.decode(), (name, odd)
    said = page(client, f"/personen/{wouter}")
    assert "<script>alert" not in said
    assert "\u202e" not in said


def test_a_year_of_long_ago_and_a_day_to_come_are_kept_nowhere(country: Country, client: Client, wouter: UUID):
    for birth in ("01-01-1800", "1800", "31-12-2999", "2999"):
        typed = FORMS["wijzigen"] | {"birth": birth, "version": "1"}
        assert client.post(f"/personen/{wouter}/wijzigen", typed).status_code == 422
    assert shown(country, wouter).version == 1


def test_two_with_one_number_and_one_that_fails_its_test_are_said_on_the_page(
    country: Country, client: Client, wouter: UUID
):
    other = register(country)
    for person_id in (wouter, other):
        typed = FORMS["nummer"] | {"version": "1"}
        assert client.post(f"/personen/{person_id}/nummer", typed).status_code == 302
    said = page(client, f"/personen/{wouter}")
    assert "Dit nummer staat ook bij iemand anders" in said
    assert f'href="/personen/{other}"' in said
    with acting(country.director):
        assert clusters.whole(wouter) == {wouter}
        assert Person.objects.count() == 2
    typed = {"kind": "bsn", "number": "123456789", "source": "zelf", "version": "2"}
    assert client.post(f"/personen/{other}/nummer", typed).status_code == 302
    assert "Klopt niet met de controle" in page(client, f"/personen/{other}")
    with acting(country.director):
        assert Identifier.objects.filter(passes_test=False).count() == 1


@pytest.mark.parametrize("reason", ["\x00", "   ", "x" * 2_001, "\u200b"])
def test_a_reason_that_says_nothing_takes_nothing_apart(country: Country, client: Client, wouter: UUID, reason: str):
    other = register(country, PERSON)
    with acting(country.director):
        services.confirm_same(actor=country.director, left=wouter, right=other, reason="x", at=AT)
        new = NewSignal(Channel.FORM, "E33", "Verzonnen.", "GM0193", str(new_id()), hint=PersonHint(surname="A."))
        signal_id = journey.receive(actor=country.director, signal=new, at=AT).id
        services.link_signal(actor=country.director, person_id=wouter, signal_id=signal_id, reason="x", at=AT)
    version = page(client, f"/personen/{wouter}/uit-elkaar").partition('name="version" value="')[2].partition('"')[0]
    for address, typed in (
        (f"/personen/{wouter}/uit-elkaar", {"version": version, "out": [str(other)]}),
        (f"/signalen/{signal_id}/niet-deze-persoon", {}),
    ):
        assert client.post(address, {**typed, "reason": reason}).status_code in (400, 422), address
    with acting(country.director):
        assert other in clusters.whole(wouter)
