"""My account, and the pages everybody may read."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from tests.country import Country
from tests.web.conftest import SignIn

from vangnet.web.shared import shell

pytestmark = pytest.mark.django_db
PAGES = {"/hulp": "112", "/toegankelijkheid": "WCAG", "/privacy": "logboek"}


def test_my_account_says_who_i_am_and_leads_to_every_door(country: Country, sign_in: SignIn):
    page = sign_in(country.director).get("/mijn-account").content.decode()
    for said in ("Werker 0", "Procesregisseur", "ZVH IJsselland", "IJsselland", "@voorbeeld.test"):
        assert said in page
    for door in ("/account/wachtwoord", "/account/tweede-stap", "/account/tweede-stap/sleutels", "/account/sessies"):
        assert f'href="{door}"' in page


def test_the_language_is_chosen_here_and_lasts(country: Country, sign_in: SignIn):
    client = sign_in(country.director)
    assert client.post("/taal", {"language": "en", "next": "/mijn-account"})["Location"] == "/mijn-account"
    assert "My account" in client.get("/mijn-account").content.decode()
    assert "My account" in sign_in(country.director).get("/mijn-account").content.decode()


@pytest.mark.parametrize(("path", "said"), PAGES.items())
def test_everybody_reads_these_pages(country: Country, sign_in: SignIn, path: str, said: str):
    nobody = Client().get(path)
    assert nobody.status_code == 200
    assert said in nobody.content.decode()
    assert 'class="rail"' not in nobody.content.decode()
    assert 'class="rail"' in sign_in(country.director).get(path).content.decode()


@pytest.mark.parametrize("path", PAGES)
def test_each_page_can_be_reached_from_the_foot_of_every_page(db: None, path: str):
    assert f'href="{path}"' in Client().get("/melden").content.decode()


def test_help_opens_at_the_part_about_the_page_one_stands_on(country: Country, sign_in: SignIn):
    """Each part that a page points at is there, and a colleague finds the way onward."""
    signed_in = sign_in(country.director)
    page = signed_in.get("/hulp").content.decode()
    parts = set(re.findall(r'<h2 id="([a-z]+)"', page))
    assert set(shell.HELP.values()) <= parts
    assert set(re.findall(r'href="#([a-z]+)"', page)) - {"inhoud"} == parts
    assert '/hulp#vandaag"' in signed_in.get("/vandaag").content.decode()
    assert '/hulp#afwezig"' in signed_in.get("/afwezig").content.decode()
    assert 'href="/noodtoegang"' in page
    assert 'href="/noodtoegang"' not in Client().get("/hulp").content.decode()
