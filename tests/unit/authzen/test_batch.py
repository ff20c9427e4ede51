"""Many questions in one call: defaults for what an item leaves out, three semantics, errors that stay with their item."""

from __future__ import annotations

from typing import Any

import pytest
from tests.unit.authzen.point import ALICE, BOB, EVALUATIONS, READ, RECORD_1, RECORD_2, WRITE, asker

from vangnet.api.authzen.attribute_rules.decider import RuleBookDecider
from vangnet.api.authzen.attribute_rules.rules import RuleBook
from vangnet.core.errors import Unavailable


def decisions(batch: dict[str, Any], **settings: Any) -> list[bool]:
    answer = asker(**settings).ask(EVALUATIONS, batch)
    assert set(answer) == {"evaluations"}
    return [item["decision"] for item in answer["evaluations"]]


def test_answers_stand_in_the_order_of_the_questions():
    batch = {"subject": BOB, "resource": RECORD_1, "evaluations": [{"action": READ}, {"action": WRITE}]}
    assert decisions(batch) == [True, False]


def test_questions_need_no_defaults():
    whole = [
        {"subject": ALICE, "action": READ, "resource": RECORD_1},
        {"subject": BOB, "action": WRITE, "resource": RECORD_1},
    ]
    assert decisions({"evaluations": whole}) == [True, False]


def test_an_entity_replaces_the_whole_default():
    default = {**RECORD_1, "properties": {"status": "archived"}}
    batch = {"subject": ALICE, "action": WRITE, "resource": default, "evaluations": [{}, {"resource": RECORD_1}]}
    assert decisions(batch) == [False, True]


def test_the_type_id_or_name_that_an_item_leaves_out_comes_from_the_default():
    batch = {
        "subject": ALICE,
        "action": WRITE,
        "resource": {"type": "record", "properties": {"status": "archived"}},
        "evaluations": [{"resource": {"id": "record-1"}}, {"resource": RECORD_1}, {}, {"subject": {"id": "bob"}}],
    }
    answer = asker().ask(EVALUATIONS, batch)["evaluations"]
    assert [item["decision"] for item in answer] == [True, True, False, False]
    assert answer[2]["context"]["error"] == {"status": 400, "message": "resource.id is required."}
    soft = {"name": "delete", "properties": {"soft": False}}
    items = [{"action": {"properties": {"soft": True}}}, {}, {"action": {"name": 7}}]
    assert decisions({"subject": ALICE, "action": soft, "resource": RECORD_1, "evaluations": items}) == [
        True,
        False,
        False,
    ]


def test_a_context_replaces_the_whole_default():
    batch = {
        "subject": ALICE,
        "action": READ,
        "resource": RECORD_1,
        "context": {"time": "broken"},
        "evaluations": [{"context": {}}, {}],
    }
    assert decisions(batch) == [True, False]


@pytest.mark.parametrize("item", [{}, {"resource": "record-1"}, "record-1", None, 7, [], {"resource": {"type": 1}}])
def test_a_broken_item_is_denied_and_the_others_are_answered(item: object):
    batch = {"subject": ALICE, "action": READ, "evaluations": [item, {"resource": RECORD_1}]}
    answer = asker().ask(EVALUATIONS, batch)["evaluations"]
    assert [each["decision"] for each in answer] == [False, True]
    assert answer[0]["context"]["error"]["status"] == 400


def test_a_decider_that_does_not_answer_denies_its_item_only():
    class Lame(RuleBookDecider):
        def evaluate(self, **question: Any) -> Any:
            if question["resource"].id == "record-2":
                raise Unavailable("register-down", nl="Het register zwijgt.", en="The register does not answer.")
            return super().evaluate(**question)

    asked = asker()
    book: RuleBook = asked.point.decider._book  # type: ignore[attr-defined]
    batch = {"subject": ALICE, "action": READ, "evaluations": [{"resource": RECORD_2}, {"resource": RECORD_1}]}
    answer = asker(decider=Lame(book)).ask(EVALUATIONS, batch)["evaluations"]
    assert answer == [
        {"decision": False, "context": {"error": {"status": 503, "message": "The register does not answer."}}},
        {"decision": True},
    ]


@pytest.mark.parametrize(
    ("semantic", "expected"),
    [
        (None, [True, False, True]),
        ("execute_all", [True, False, True]),
        ("deny_on_first_deny", [True, False]),
        ("permit_on_first_permit", [True]),
    ],
)
def test_the_three_semantics(semantic: str | None, expected: list[bool]):
    items = [{"action": READ}, {"action": WRITE}, {"action": READ}]
    options = {"options": {"evaluations_semantic": semantic, "other": 1}} if semantic else {}
    assert decisions({"subject": BOB, "resource": RECORD_1, "evaluations": items, **options}) == expected


def test_an_error_counts_as_a_deny_when_semantics_stop():
    items: list[Any] = [{}, {"action": WRITE}, {"action": READ}]
    batch = {"subject": BOB, "resource": RECORD_1, "evaluations": items}
    assert decisions({**batch, "options": {"evaluations_semantic": "deny_on_first_deny"}}) == [False]
    assert decisions({**batch, "options": {"evaluations_semantic": "permit_on_first_permit"}}) == [False, False, True]


@pytest.mark.parametrize("more", [{}, {"evaluations": []}, {"evaluations": [], "options": {}}])
def test_without_items_it_is_the_single_question(more: dict[str, Any]):
    single = {"subject": ALICE, "action": READ, "resource": RECORD_1}
    assert asker().ask(EVALUATIONS, {**single, **more}) == {"decision": True}
    assert asker().post(EVALUATIONS, {"subject": ALICE, **more}).status == 400


@pytest.mark.parametrize(
    ("field", "value", "start"),
    [
        ("evaluations", {}, b"evaluations must be an array"),
        ("evaluations", None, b"evaluations must be an array"),
        ("evaluations", [{}] * 1001, b"evaluations may hold 1000 items"),
        ("options", [], b"options must be a JSON object"),
        ("options", {"evaluations_semantic": "bogus"}, b"options.evaluations_semantic must be one of execute_all"),
        ("options", {"evaluations_semantic": None}, b"options.evaluations_semantic must be one of"),
        ("options", {"evaluations_semantic": ["execute_all"]}, b"options.evaluations_semantic must be one of"),
    ],
)
def test_a_batch_that_cannot_be_read_is_refused_whole(field: str, value: object, start: bytes):
    batch = {"subject": ALICE, "action": READ, "evaluations": [{"resource": RECORD_1}], field: value}
    response = asker().post(EVALUATIONS, batch)
    assert response.status == 400
    assert response.body.startswith(start)


def test_reasons_in_a_batch_can_be_left_out_for_callers_that_compare_literally():
    batch = {"subject": BOB, "resource": RECORD_1, "evaluations": [{"action": READ}, {"action": WRITE}]}
    bare = asker(reasons_in_batches=False).ask(EVALUATIONS, batch)["evaluations"]
    told = asker(reasons_in_batches=True).ask(EVALUATIONS, batch)["evaluations"]
    assert bare == [{"decision": True}, {"decision": False}]
    assert told[1]["context"]["reason_admin"] == {"en": "No rule permits this."}
