"""The screens of the review queue: a list by age, two sides beside each other, and yes, no or later."""

from __future__ import annotations

import re
from dataclasses import replace
from uuid import UUID

import pytest
from django.test import Client
from tests.country import Country
from tests.integration.test_review import ALIKE, HINT, ONE, OTHERS, find, register, signal
from tests.web.conftest import AT, SignIn

from vangnet.access.services import acting, as_job, system_actor
from vangnet.flow import reactions
from vangnet.people.engine.comparisons import COMPARISONS
from vangnet.people.engine.explain import FINDINGS, _alternatives, strength, verdict
from vangnet.people.engine.model import default_model
from vangnet.people.models import CandidatePair, LinkDecision, Person
from vangnet.web.people import why

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(country: Country) -> UUID:
    register(country.director, ONE, ALIKE, *OTHERS)
    find()
    with acting(country.director):
        return CandidatePair.objects.get().id


def seen(page: str) -> str:
    found = re.search(r'name="seen" value="([0-9a-f]+)"', page)
    assert found
    return found[1]


def answered(client: Client, pair_id: UUID, **said: str):
    page = client.get(f"/wie-is-wie/{pair_id}").content.decode()
    return client.post(f"/wie-is-wie/{pair_id}", {"seen": seen(page), "reason": "Zelfde gezicht.", **said})


def test_vandaag_leads_to_the_queue_and_the_queue_to_the_pair(country: Country, sign_in: SignIn, pair: UUID):
    client = sign_in(country.director)
    assert "Kijk bij 1 paar of het dezelfde persoon is" in client.get("/vandaag").content.decode()
    listed = client.get("/wie-is-wie").content.decode()
    assert f"/wie-is-wie/{pair}" in listed
    assert "Wouter" in listed
    page = client.get(f"/wie-is-wie/{pair}").content.decode()
    for text in ("Bedachtestraat 12", "Gedachteweg 3", "anders", "zelfde", "spreekt sterk voor", 'data-key="j"'):
        assert text in page, text


def test_what_two_people_have_in_common_is_shown_and_not_only_that_it_is_the_same(
    country: Country, sign_in: SignIn, pair: UUID
):
    with as_job(system_actor(reason="test")):
        Person.objects.update(sex="f")
    page = sign_in(country.director).get(f"/wie-is-wie/{pair}").content.decode()
    assert page.count("<bdi>Vrouw</bdi>") == 2


def test_yes_is_kept_and_leads_on(country: Country, sign_in: SignIn, pair: UUID):
    client = sign_in(country.director)
    answer = answered(client, pair, answer="same")
    assert answer["Location"] == "/wie-is-wie"
    with acting(country.director):
        assert LinkDecision.objects.get().verdict == "same"
    after = client.get("/wie-is-wie").content.decode()
    assert "Er wacht geen vraag." in after
    assert "Kijk bij 1 paar of het dezelfde persoon is" not in client.get("/vandaag").content.decode()


@pytest.mark.parametrize(
    ("said", "text"), [({"answer": ""}, "Kies ja, nee of later."), ({"reason": " "}, "Schrijf in een zin waaraan")]
)
def test_what_is_missing_is_said(country: Country, sign_in: SignIn, pair: UUID, said: dict[str, str], text: str):
    answer = answered(sign_in(country.director), pair, **{"answer": "different", **said})
    assert answer.status_code == 422
    assert text in answer.content.decode()


def test_a_second_answer_is_told_that_somebody_was_first(country: Country, sign_in: SignIn, pair: UUID):
    client = sign_in(country.director)
    page = client.get(f"/wie-is-wie/{pair}").content.decode()
    answered(sign_in(country.case_director), pair, answer="different")
    late = client.post(f"/wie-is-wie/{pair}", {"seen": seen(page), "answer": "same", "reason": "Toch wel."})
    assert late.status_code in (404, 409)
    with acting(country.director):
        assert LinkDecision.objects.get().verdict == "different"


def test_a_signal_beside_a_person_shows_no_word_of_the_signal(country: Country, sign_in: SignIn):
    register(country.director, replace(ONE, phone=""), *OTHERS)
    signal(country, HINT)
    reactions.run(at=AT)
    with acting(country.director):
        pair_id = CandidatePair.objects.get().id
    page = sign_in(country.director).get(f"/wie-is-wie/{pair_id}").content.decode()
    assert "In het signaal" in page
    assert "Man roept op straat" not in page
    assert "E33" not in page


@pytest.mark.parametrize("who", ["stranger", "officer", "clinician"])
def test_others_see_nothing(country: Country, sign_in: SignIn, pair: UUID, who: str):
    client = sign_in(getattr(country, who))
    for ask in (client.get, client.post):
        assert ask(f"/wie-is-wie/{pair}").status_code in (403, 404)
    assert "Wouter" not in client.get("/wie-is-wie").content.decode()


def test_the_keys_can_be_switched_off(country: Country, sign_in: SignIn, pair: UUID):
    client = sign_in(country.director)
    assert "data-key" not in client.get(f"/wie-is-wie/{pair}?toetsen=uit").content.decode()
    assert "data-key" not in client.get(f"/wie-is-wie/{pair}").content.decode()
    assert "data-key" in client.get(f"/wie-is-wie/{pair}?toetsen=aan").content.decode()


def test_names_are_hidden_while_others_look_along(country: Country, sign_in: SignIn, pair: UUID):
    client = sign_in(country.director)
    client.post("/scherm-delen", {"shared": "1"})
    for path in ("/wie-is-wie", f"/wie-is-wie/{pair}"):
        shown = client.get(path).content.decode()
        assert "Wouter" not in shown
        assert "Bedachtestraat" not in shown


def test_why_is_said_in_the_language_of_the_screen(country: Country, sign_in: SignIn, pair: UUID):
    client = sign_in(country.director)
    client.post("/taal", {"language": "en", "next": "/"})
    said = client.get(f"/wie-is-wie/{pair}").content.decode().partition("<main")[2]
    assert "speaks strongly for it" in said
    assert "spreekt" not in said
    assert "dezelfde persoon" not in said


def test_every_sentence_of_the_engine_has_english_words():
    levels = {level.nl for one in COMPARISONS for level in one.levels}
    assert set(why.LEVELS_EN) == levels
    assert set(why.FIELDS_EN) == {one.name for one in COMPARISONS}
    assert set(why.STRENGTHS_EN) == {strength(bits) for bits in (0, 1, -1, 4, -4, 9, -9)}
    model = default_model()
    said = {verdict(model, bits) for bits in (-99.0, (model.threshold + model.certain) / 2, 99.0)}
    assert said | set(FINDINGS.values()) | {_alternatives(0.0)} == set(why.WHOLE_EN)
    assert _alternatives(9.0).startswith(why._LIKE)


def test_help_is_there_for_who_reviews(country: Country, sign_in: SignIn):
    assert "Zo beslis je goed" in sign_in(country.director).get("/wie-is-wie/hulp").content.decode()


def test_a_broken_place_in_the_list_is_refused(country: Country, sign_in: SignIn):
    assert sign_in(country.director).get("/wie-is-wie?na=x~y").status_code == 400
