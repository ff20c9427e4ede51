"""What holds for every rule book and every question, tried on random ones against a reader that is slow and plain."""

from __future__ import annotations

import json
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.authzen.point import EVALUATION, EVALUATIONS, SEARCH, Asker, asker

# Small on purpose: rules and questions meet often. 1 and true, and absent and null, are the pairs that get mixed up.
TYPES, IDS, NAMES = st.sampled_from(["u", "r"]), st.sampled_from(["1", "2", "3"]), st.sampled_from(["read", "write"])
VALUES = st.sampled_from([None, True, False, 0, 1, "", "x", [1], {"a": 1}])
PROPERTIES = st.dictionaries(st.sampled_from(["p", "q"]), VALUES, max_size=2)


def some(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=fields)


PATTERN = some(type=TYPES, id=IDS, properties=PROPERTIES)
RULE = st.fixed_dictionaries(
    {"effect": st.sampled_from(["permit", "permit", "forbid"])},
    optional={"subject": PATTERN, "action": some(name=NAMES, properties=PROPERTIES), "resource": PATTERN},
)
ENTITY = st.fixed_dictionaries({"type": TYPES, "id": IDS}, optional={"properties": PROPERTIES})
BOOK = st.fixed_dictionaries(
    {
        "entities": st.lists(ENTITY, max_size=6, unique_by=lambda each: (each["type"], each["id"])),
        "actions": st.lists(NAMES, unique=True),
        "rules": st.lists(RULE, max_size=5),
    }
)
ACTION = st.fixed_dictionaries({"name": NAMES}, optional={"properties": PROPERTIES})
QUESTION = st.fixed_dictionaries({"subject": ENTITY, "action": ACTION, "resource": ENTITY})


def open_at(book: dict[str, Any]) -> Asker:
    return asker(yaml.safe_dump(book))


def plainly(book: dict[str, Any], question: dict[str, Any]) -> bool:
    """Say what the rules say, in the words of the issue: each key that a rule names equals the request's."""
    wins = {(e["type"], e["id"]): e.get("properties", {}) for e in book["entities"]}

    def known(part: str) -> dict[str, Any]:
        entity = question[part]
        stored = wins.get((entity.get("type"), entity.get("id")), {})
        return {**entity, "properties": {**stored, **entity.get("properties", {})}}

    facts = {"subject": known("subject"), "action": known("action"), "resource": known("resource")}

    def equal(named: Any, fact: Any) -> bool:
        return json.dumps(named, sort_keys=True) == json.dumps(fact, sort_keys=True)

    def matches(rule: dict[str, Any]) -> bool:
        for part in ("subject", "action", "resource"):
            for key, value in rule.get(part, {}).items():
                if key != "properties" and value != facts[part].get(key):
                    return False
                if key == "properties":
                    held = facts[part]["properties"]
                    if any(name not in held or not equal(each, held[name]) for name, each in value.items()):
                        return False
        return True

    effects = [rule["effect"] for rule in book["rules"] if matches(rule)]
    return "permit" in effects and "forbid" not in effects


@settings(max_examples=250, deadline=None)
@given(BOOK, QUESTION)
def test_an_answer_is_what_the_plain_reader_says(book: dict[str, Any], question: dict[str, Any]):
    assert open_at(book).ask(EVALUATION, question)["decision"] is plainly(book, question)


@settings(max_examples=80, deadline=None)
@given(BOOK, QUESTION, st.randoms(use_true_random=False))
def test_the_order_of_rules_and_entities_does_not_matter(book: dict[str, Any], question: dict[str, Any], random: Any):
    shuffled = {name: random.sample(items, len(items)) for name, items in book.items()}
    assert open_at(book).decide(**question) is open_at(shuffled).decide(**question)


@settings(max_examples=80, deadline=None)
@given(BOOK, QUESTION)
def test_forbid_beats_permit(book: dict[str, Any], question: dict[str, Any]):
    rules = [*book["rules"], {"effect": "permit", "subject": {}}]
    assert open_at({**book, "rules": [*rules, {"effect": "forbid", "action": {}}]}).decide(**question) is False
    added = open_at({**book, "rules": [*book["rules"], {"effect": "forbid", **_exactly(question)}]})
    assert added.decide(**question) is False


@settings(max_examples=60, deadline=None)
@given(BOOK, QUESTION)
def test_a_forbid_more_never_permits_and_a_permit_more_never_forbids(book: dict[str, Any], question: dict[str, Any]):
    before = open_at(book).decide(**question)
    forbid, permit = ({"effect": effect, **_exactly(question)} for effect in ("forbid", "permit"))
    assert open_at({**book, "rules": [*book["rules"], forbid]}).decide(**question) <= before
    assert open_at({**book, "rules": [*book["rules"], permit]}).decide(**question) >= before


def _exactly(question: dict[str, Any]) -> dict[str, Any]:
    return {part: dict(question[part]) for part in ("subject", "action", "resource")}


@settings(max_examples=120, deadline=None)
@given(BOOK, QUESTION, st.integers(1, 3))
def test_a_search_finds_exactly_what_evaluates_to_true(book: dict[str, Any], question: dict[str, Any], limit: int):
    ask = open_at(book)
    known = {(each["type"], each["id"]) for each in book["entities"]}
    named = {part: (question[part]["type"], question[part]["id"]) in known for part in ("subject", "resource")}
    for part, other in (("subject", "resource"), ("resource", "subject")):
        kind = {key: value for key, value in question[part].items() if key != "id"}
        expected = [
            {"type": each["type"], "id": each["id"]}
            for each in book["entities"]
            if named[other]
            and each["type"] == kind["type"]
            and ask.decide(**{**question, part: {**kind, "id": each["id"]}})
        ]
        assert _pages(ask, part, {**question, part: kind}, limit) == expected
    expected_names = [
        {"name": name}
        for name in book["actions"]
        if all(named.values()) and ask.decide(**{**question, "action": {"name": name}})
    ]
    assert _pages(ask, "action", {**question, "action": None}, limit) == expected_names


def _pages(ask: Asker, search: str, question: dict[str, Any], limit: int) -> list[Any]:
    whole = ask.ask(SEARCH + search, question)["results"]
    found: list[Any] = []
    page: dict[str, Any] = {"limit": limit}
    for _ in range(10):
        answer = ask.ask(SEARCH + search, {**question, "page": page})
        assert len(answer["results"]) <= limit
        found += answer["results"]
        if not answer["page"]["next_token"]:
            break
        page = {"limit": limit, "token": answer["page"]["next_token"]}
    assert found == whole
    return found


@settings(max_examples=60, deadline=None)
@given(BOOK, st.lists(QUESTION, min_size=1, max_size=4), st.data())
def test_a_batch_answers_as_its_questions_do_one_by_one(
    book: dict[str, Any], questions: list[Any], data: st.DataObject
):
    ask = open_at(book)
    alone = [ask.decide(**question) for question in questions]
    default = data.draw(QUESTION)
    kept = [data.draw(st.sets(st.sampled_from(["subject", "action", "resource"]))) for _ in questions]
    items = [{part: question[part] for part in parts} for question, parts in zip(questions, kept, strict=True)]
    filled = [ask.decide(**{**default, **item}) for item in items]
    for defaults, batch, expected in (({}, questions, alone), (default, items, filled)):
        answer = ask.ask(EVALUATIONS, {**defaults, "evaluations": batch})["evaluations"]
        assert [each["decision"] for each in answer] == expected
        for semantic, stop in (("deny_on_first_deny", False), ("permit_on_first_permit", True)):
            options = {"options": {"evaluations_semantic": semantic}}
            short = ask.ask(EVALUATIONS, {**defaults, **options, "evaluations": batch})["evaluations"]
            end = expected.index(stop) + 1 if stop in expected else len(expected)
            assert [each["decision"] for each in short] == expected[:end]
