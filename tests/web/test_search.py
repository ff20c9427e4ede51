"""Search: what may be seen is found, what may not reads as nothing, and no name stands in an address or the record."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.country import Country
from tests.web.conftest import AT, SignIn

from vangnet.access.services import acting
from vangnet.audit.models import Entry
from vangnet.cases.models import Case

pytestmark = pytest.mark.django_db


def looked_for(client: Client, text: str) -> str:
    answer = client.post("/zoeken", {"q": text})
    assert answer.status_code == 200
    return answer.content.decode()


def number(country: Country) -> str:
    with acting(country.director):
        return Case.objects.values_list("number", flat=True)[0]


@pytest.mark.parametrize("text", ["Zoekman", "zoekm", "ZOEKMAN van", "  Zoekman  "])
def test_a_person_in_sight_is_found_by_name(country: Country, sign_in: SignIn, text: str):
    country.case(at=AT, name="Zoekman")
    page = looked_for(sign_in(country.director), text)
    assert "Mensen" in page
    assert '<p class="who"><bdi>Zoekman</bdi></p>' in page
    with acting(country.director):
        assert f'href="/casussen/{Case.objects.get().id}"' in page


def test_a_case_is_found_by_its_number(country: Country, sign_in: SignIn):
    country.case(at=AT, name="Zoekman")
    page = looked_for(sign_in(country.director), number(country))
    assert 'id="casussen"' in page
    assert number(country) in page


def test_an_organisation_of_another_region_is_found(country: Country, sign_in: SignIn):
    assert "ZVH Twente" in looked_for(sign_in(country.director), "twente")


def test_absent_and_not_allowed_read_the_same(country: Country, sign_in: SignIn):
    country.case(at=AT, name="Zoekman")
    client = sign_in(country.stranger)
    there = looked_for(client, "Zoekman")
    absent = looked_for(client, "Bestaatniet")
    assert "Niets gevonden" in there
    assert same(there, "Zoekman") == same(absent, "Bestaatniet")
    by_number = looked_for(client, number(country))
    assert same(by_number, number(country)) == same(absent, "Bestaatniet")


@pytest.mark.parametrize("text", ["van", "de", "%", "_", "2026", "20", "' OR 1=1 --", "محمد", "🙂", "<script>"])
def test_a_word_that_says_nothing_finds_nobody(country: Country, sign_in: SignIn, text: str):
    country.case(at=AT, name="Zoekman")
    page = looked_for(sign_in(country.director), text)
    assert 'id="mensen"' not in page
    assert "<script>" not in page


@pytest.mark.parametrize("text", ["", " ", "x" * 201, "nul \x00"])
def test_a_search_that_cannot_be_read_comes_back(country: Country, sign_in: SignIn, text: str):
    assert sign_in(country.director).post("/zoeken", {"q": text}).status_code == 422


def test_a_name_stands_in_no_address_and_not_in_the_record(country: Country, sign_in: SignIn):
    country.case(at=AT, name="Zoekman")
    client = sign_in(country.director)
    page = looked_for(client, "Zoekman")
    assert not [way for way in re.findall(r'(?:href|action)="([^"]*)"', page) if quote("Zoekman") in way]
    entry = Entry.objects.filter(act="people.search").latest("position")
    assert entry.details == {"rows": 1}
    assert 'id="mensen"' not in client.get("/zoeken?q=Zoekman").content.decode()


def test_a_shared_screen_hides_who_was_found(country: Country, sign_in: SignIn):
    country.case(at=AT, name="Zoekman")
    client = sign_in(country.director)
    client.post("/scherm-delen", {"shared": "1"})
    found = re.search(r'id="mensen".*', looked_for(client, "Zoekman"), re.S)
    assert found
    assert "naam verborgen" in found[0]
    assert "Zoekman" not in found[0]


def test_more_people_cost_no_more_queries(country: Country, sign_in: SignIn):
    client, counts = sign_in(country.director), []
    for name in ("Zoekman", "Zoekmanaar", "Zoekmanman", "Zoekmanvrouw"):
        country.case(at=AT, name=name)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            looked_for(client, "Zoekman")
        counts.append(len(queries))
    assert counts[1] == counts[3] <= 25


def same(page: str, text: str) -> str:
    """A page without what somebody typed and without its tokens."""
    page = re.sub(r'value="[^"]*"', "", page)
    return page.replace(text, "")
