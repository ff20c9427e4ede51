"""The law in plain words for everybody, and counts without persons for whoever oversees."""

from __future__ import annotations

import ast
import inspect
import re
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from tests.case_to_share import HOME, TABLE, ask, case_to_share, home_question, privacy_adviser
from tests.country import Country
from tests.web.conftest import SignIn

from vangnet.access.services import acting
from vangnet.access.types import Actor
from vangnet.flow import oversight
from vangnet.law.loader import standard_norms
from vangnet.law.vocabulary import standard_vocabulary
from vangnet.sharing import rules
from vangnet.sharing.rules import secrecy
from vangnet.sharing.types import STEPS
from vangnet.web.law.wording import terms
from vangnet.web.sharing import refusals, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def case_id(country: Country) -> UUID:
    return case_to_share(country)


@pytest.fixture
def adviser(country: Country) -> Actor:
    return privacy_adviser()


def page(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def test_every_code_of_the_law_has_words_in_both_languages():
    law, said = standard_vocabulary(), words.content()
    wanted = {
        "receivers": set(law.org_types), "roles": set(law.roles), "purposes": set(law.purposes),
        "categories": set(law.categories), "forms": set(law.output_forms), "frames": set(law.frames),
        "duties": set(law.duties), "steps": set(STEPS),
        "facts": {name for name, fact in law.facts.items() if fact.kind != "barrier"},
    }  # fmt: skip
    assert {kind: codes ^ set(said[kind]) for kind, codes in wanted.items() if codes != set(said[kind])} == {}
    for kind in wanted:
        assert [code for code, row in said[kind].items() if not (row["nl"] and row["en"])] == []


def test_what_is_usual_at_a_receiver_is_known_to_the_law():
    law = standard_vocabulary()
    for code, row in words.content()["receivers"].items():
        assert set(row["roles"]) <= set(law.roles), code
        assert set(row["purposes"]) <= set(law.purposes), code
        assert row["group"] in words.content()["groups"], code


def test_every_refusal_of_a_field_has_its_english():
    said = set()
    for module in (rules, secrecy):
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            values = node.values if isinstance(node, ast.Dict) else [node.value] if isinstance(node, ast.Assign) else []
            said |= {
                value.value for value in values
                if isinstance(value, ast.Constant) and isinstance(value.value, str) and value.value.endswith(".")
            }  # fmt: skip
    assert len(said) > 15
    assert said - {str(text) for text in refusals.REFUSALS} == set()


def test_every_statute_and_norm_has_its_page(country: Country, sign_in: SignIn):
    client, norms = sign_in(country.director), standard_norms()
    listed = page(client, "/wet")
    for statute in norms.statutes:
        assert f"/wet/bron/{statute.key}" in listed
        assert page(client, f"/wet/bron/{statute.key}").count("wettekst") >= 1
    for key in ("W14", "A11", "H10", "R01", "M05"):
        shown = page(client, f"/wet/{key}")
        row = norms.find(key)[0]
        assert row.legal_basis.url.replace("&", "&amp;") in shown
        assert row.explanation_nl[:40].replace("'", "&#x27;") in shown


def test_a_term_is_said_in_the_language_of_the_page(country: Country, sign_in: SignIn):
    norms = standard_norms()
    assert {norm.key for norm in norms.norms if norm.term} == set(terms())
    client = sign_in(country.director)
    assert terms()["R01"] in page(client, "/wet/R01")
    assert "at the latest 5 years" not in page(client, "/wet/R01")


def test_what_nobody_read_says_so(country: Country, sign_in: SignIn):
    client = sign_in(country.director)
    unread = page(client, "/wet?toon=niet-nagelezen")
    assert "/wet/A11" in unread
    assert 'href="/wet/W04"' not in unread
    assert "beslist hier altijd een mens" in page(client, "/wet/A11")
    assert "beslist hier altijd een mens" not in page(client, "/wet/W04")


@pytest.mark.parametrize("path", ["/wet/X99", "/wet/bron/niets", "/wet/w14", "/wet/W14-2"])
def test_a_norm_that_does_not_exist_is_not_found(country: Country, sign_in: SignIn, path: str):
    page(sign_in(country.director), path, 404)


def test_use_is_counted_in_cases_in_sight_only(country: Country, case_id: UUID, sign_in: SignIn):
    with acting(country.director):
        ask(country.director, case_id, TABLE, "zvh_case", "C18")
    assert "1 keer gebruikt in casussen die jij ziet" in page(sign_in(country.director), "/wet/W04")
    assert "nog niet gebruikt" in page(sign_in(country.stranger), "/wet/W04")
    assert "/wet/W04" in page(sign_in(country.director), "/wet?toon=gebruikt")
    assert "/wet/W04" not in page(sign_in(country.stranger), "/wet?toon=gebruikt")


def test_oversight_counts_without_showing_anything(country: Country, case_id: UUID, adviser: Actor, sign_in: SignIn):
    with acting(country.director):
        home_question(country, case_id)
    shown = page(sign_in(adviser), "/toezicht")
    assert "IJsselland" in shown
    assert HOME not in shown
    assert str(case_id) not in shown
    main = shown.split("<main", 1)[1]
    rows = {cells.split("<")[0] for cells in main.split('<th scope="row">')[1:]}
    assert "Vraag eerst toestemming" in rows
    assert 'Een rol in de casus</th><td class="n">3</td>' in main
    asks, checked = main.split("Ook nagekeken: dit staat op nul", 1)
    assert "<b>0</b>" not in asks
    assert "0 toegekende verbeteringen zijn nog niet gemaakt" in checked


def test_oversight_says_in_words_what_does_not_happen(country: Country, adviser: Actor, sign_in: SignIn, monkeypatch):
    browser = sign_in(adviser)
    main = page(browser, "/toezicht").split("<main", 1)[1]
    assert "Niemand vroeg of iets gedeeld mag worden." in main
    assert '<td class="n">0</td>' not in main
    assert "Niemand heeft nu inzage door:" in main
    listed = page(browser, "/wet?toon=niet-nagelezen")
    said = re.search(r"<b>(\d+)</b> <a[^>]*>van de (\d+) regels", main)
    assert said
    assert f"Vangnet kent {said[2]} regels uit de wet" in listed, "oversight and the law browser count alike"
    assert re.search(rf'Niet nagelezen\s*<span class="count">{said[1]}<', listed)
    real = oversight.overview

    def with_one_question(**asked: Any) -> oversight.Overview:
        return replace(real(**asked), waiting_advice=1, refusals=1)

    monkeypatch.setattr(oversight, "overview", with_one_question)
    main = page(browser, "/toezicht").split("<main", 1)[1]
    assert "vraag wacht op de privacy-adviseur" in main
    assert 'zwaarwegende redenen</th><td class="n">1</td>' in main


def test_only_who_oversees_sees_the_counts(country: Country, sign_in: SignIn):
    for actor in (country.director, country.officer, country.stranger):
        page(sign_in(actor), "/toezicht", 403)
