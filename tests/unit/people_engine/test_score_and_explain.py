"""One pair: who weighs more than whom, and whether the explanation adds up and says so in Dutch."""

import itertools

import pytest

from vangnet.core.errors import InvalidInput
from vangnet.people.engine.explain import explain, verdict
from vangnet.people.engine.keys import KEYS, hash_key, key_texts, keys
from vangnet.people.engine.model import default_model, from_json
from vangnet.people.engine.proposals import propose
from vangnet.people.engine.records import prepare
from vangnet.people.engine.score import Scorer

MODEL = default_model()
BASE = {
    "given_name": "Johannes", "prefix": "van den", "surname": "Hoogakker", "birth_date": "03-11-1984", "sex": "M",
    "street": "Molenweg", "house_number": "12", "postcode": "1234 AB", "city": "Bergdorp", "phone": "0612345678",
}  # fmt: skip


def record(**changes):
    return prepare({**BASE, **changes})


def weight(left, right):
    return Scorer(MODEL).score(left, right).weight


@pytest.mark.parametrize(
    "changes",
    [
        {"given_name": "Jan"}, {"given_name": "J."}, {"given_name": "Johanes"}, {"surname": "van den Hoogakker", "prefix": ""},
        {"surname": "Hoogacker"}, {"birth_date": "11-03-1984"}, {"birth_date": "1984-00-00"}, {"birth_date": "03-11-1948"},
        {"postcode": "1234 AC"}, {"street": "", "postcode": "", "city": "", "house_number": ""}, {"phone": "0687654321"},
        {"given_name": "Hoogakker", "surname": "Johannes"},
    ],
)  # fmt: skip
def test_one_error_does_not_hide_a_person(changes):
    assert weight(record(), record(**changes)) > MODEL.certain


def test_a_father_and_a_son_of_one_name_are_two_people():
    assert weight(record(), record(birth_date="17-05-2011", phone="")) < 0


def test_twins_are_two_people():
    assert weight(record(given_name="Bram"), record(given_name="Floris")) < MODEL.certain


def test_namesakes_far_apart_are_two_people():
    other = {
        "street": "Havenkade",
        "house_number": "3",
        "postcode": "9876 ZX",
        "city": "Zeedrecht",
        "phone": "0600011122",
    }
    assert weight(record(), record(birth_date="21-06-1963", **other)) < 0


def test_two_people_with_one_number_are_a_finding_never_a_proposal():
    one = record(identifier="999912345678")
    two = prepare(
        {"given_name": "Fatima", "surname": "Bouzid", "birth_date": "01-07-1971", "identifier": "999912345678"}
    )
    three = prepare({"given_name": "Johannes", "surname": "Hoogakker", "birth_date": "03-11-1984"})
    scored = Scorer(MODEL).score(one, two)
    assert scored.finding == "identifier-shared"
    assert "niet samen" in explain(MODEL, one, two).finding
    assert [place for place, _ in Scorer(MODEL).rank(one, [two, three])] == [1, 0]


def test_a_number_with_one_digit_wrong_still_counts_as_a_claim():
    assert weight(record(identifier="999912345678"), record(identifier="999912345679")) > weight(record(), record())


def test_nothing_to_compare_gives_the_starting_weight():
    empty = prepare({})
    scored = Scorer(MODEL).score(empty, empty)
    assert scored.weight == pytest.approx(MODEL.prior_weight, abs=1e-3)
    assert keys(empty) == []


def test_the_bars_add_up_to_the_weight_and_speak_dutch():
    left, right = record(), record(given_name="Jan", birth_date="11-03-1984", phone="")
    explanation = explain(MODEL, left, right)
    assert sum(bar.bits for bar in explanation.bars) == pytest.approx(explanation.weight)
    assert explanation.weight == pytest.approx(weight(left, right))
    for before, bar in itertools.pairwise(explanation.bars):
        assert bar.after == pytest.approx(before.after + bar.bits)
    said = {bar.code: bar.nl for bar in explanation.bars}
    assert "roepnaam" in said["given_name"]
    assert "dag en maand" in said["birth_date"]
    assert said["phone"] == "Telefoonnummer: valt niet te vergelijken."
    assert not any("Hoogakker".lower() in text.lower() or "1984" in text for text in said.values())


def test_the_verdict_follows_the_thresholds():
    texts = [verdict(MODEL, bits) for bits in (MODEL.certain, MODEL.threshold, MODEL.threshold - 1)]
    assert len(set(texts)) == 3


def test_keys_are_the_same_number_everywhere():
    # Written down on purpose: a key table in a database outlives the program that filled it.
    assert hash_key("surname|bakker") == 5156981842086982029
    assert keys(record()) == [hash_key(text) for text in key_texts(record())]
    assert len({key.family for key in KEYS}) >= 12


def test_a_swapped_date_and_swapped_names_meet():
    assert set(keys(record())) & set(
        keys(prepare({"given_name": "Hoogakker", "surname": "Johannes", "birth_date": "11-03-1984"}))
    )


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"shape": 99}', MODEL.to_json().replace('"swapped"', '"other"')])
def test_a_file_that_is_no_model_is_refused(text):
    with pytest.raises(InvalidInput, match="linkage-model-unreadable"):
        from_json(text)


def test_a_model_survives_its_file():
    again = from_json(MODEL.to_json())
    assert again == MODEL and again.id == MODEL.id
    assert again.with_threshold(3.0).id != MODEL.id


STRANGER = prepare({"given_name": "Fatima", "surname": "Bouzid", "birth_date": "01-07-1971"})


def test_an_incoming_record_meets_nobody_candidates_or_one_who_is_certain():
    scorer = Scorer(MODEL)
    vague = prepare({"given_name": "J.", "surname": "Hoogakker", "city": "Bergdorp"})
    assert propose(scorer, record(), [STRANGER]).outcome == "nobody"
    assert propose(scorer, record(), []).proposals == ()
    certain = propose(scorer, record(), [STRANGER, vague, record(given_name="Jan")])
    assert certain.outcome == "certain" and certain.proposals[0].place == 2
    assert certain.proposals[0].levels["given_name"] == "familiar"
    assert certain.model == MODEL.id


def test_a_proposal_is_capped_and_says_how_many_more():
    answer = propose(Scorer(MODEL), record(), [record()] * 25, at_most=10)
    assert (len(answer.proposals), answer.passed_over) == (10, 15)


def test_a_shared_number_is_listed_but_is_no_candidate():
    other = prepare(
        {"given_name": "Fatima", "surname": "Bouzid", "birth_date": "01-07-1971", "identifier": "999912345678"}
    )
    answer = propose(Scorer(MODEL), record(identifier="999912345678"), [other])
    assert answer.outcome == "nobody"
    assert [proposal.finding for proposal in answer.proposals] == ["identifier-shared"]
