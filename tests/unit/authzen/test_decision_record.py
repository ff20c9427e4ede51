"""Each call leaves exactly one record, in the form of the Authorization Decision Log."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from tests.unit.authzen.point import (
    ALICE,
    AT,
    BOB,
    CERTIFICATION,
    EVALUATION,
    EVALUATIONS,
    READ,
    RECORD_1,
    RECORD_2,
    SEARCH,
    WRITE,
    Asker,
    asker,
)

from vangnet.api.authzen.doorkeepers import TokenHolders

QUESTION: dict[str, Any] = {"subject": ALICE, "action": READ, "resource": RECORD_1}
PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
CORE = {"adl.core.request", "adl.core.response", "adl.core.policies", "adl.core.information"}


def only(asked: Asker) -> dict[str, Any]:
    assert len(asked.log.records) == 1
    record: dict[str, Any] = asked.log.records[0]
    assert not CORE & set(record["body"]) & set(record["attributes"])
    return record


@pytest.mark.parametrize(
    ("path", "question", "event"),
    [
        (EVALUATION, QUESTION, "adl.access_evaluation"),
        (EVALUATIONS, {**QUESTION, "evaluations": [{}, {}, {}]}, "adl.access_evaluations"),
        (SEARCH + "subject", {**QUESTION, "subject": {"type": "user"}}, "adl.search_subject"),
        (SEARCH + "resource", {**QUESTION, "resource": {"type": "record"}}, "adl.search_resource"),
        (SEARCH + "action", {"subject": ALICE, "resource": RECORD_1}, "adl.search_action"),
    ],
)
def test_every_kind_of_call_is_one_record(path: str, question: dict[str, Any], event: str):
    asked = asker()
    asked.ask(path, question)
    record = only(asked)
    assert (record["event_name"], record["status"]) == (event, "Unset")
    assert record["timestamp"] == int(AT.timestamp() * 1000)
    assert re.fullmatch("[0-9a-f]{32}", record["trace_id"])
    assert re.fullmatch("[0-9a-f]{16}", record["span_id"])
    assert "parent_span_id" not in record
    assert record["body"]["adl.core.request"] == question
    assert record["attributes"]["adl.core.policies"]["rules-file"].startswith("sha256:")
    assert json.loads(json.dumps(record)) == record


def test_a_deny_is_no_error_and_stands_with_its_answer():
    asked = asker()
    answer = asked.ask(EVALUATION, {**QUESTION, "subject": BOB, "action": WRITE})
    assert only(asked)["body"]["adl.core.response"] == answer
    assert only(asked)["status"] == "Unset"


def test_what_a_search_found_is_counted_and_not_listed():
    asked = asker()
    asked.ask(SEARCH + "resource", {**QUESTION, "resource": {"type": "record"}})
    record = only(asked)
    assert record["attributes"]["adl.core.response"]["count"] == 2
    assert "record-2" not in json.dumps(record)


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b"{", {}),
        (b"{}", {}),
        (b"{}", {"content_type": "text/plain"}),
        (b"{}", {"content_encoding": "gzip"}),
        (b"x" * 2000, {}),
        (b"{}", {"authorization": "Bearer wrong"}),
    ],
)
def test_a_call_without_a_decision_is_one_record_too(body: bytes, headers: dict[str, str]):
    asked = asker(max_body=1000, doorkeeper=TokenHolders({"token-a": "a"}))
    response = asked.send(EVALUATION, body, **{"authorization": "Bearer token-a", **headers})
    assert response.status >= 400
    record = only(asked)
    assert record["status"] == "Error"
    assert "adl.core.response" not in {**record["body"], **record["attributes"]}


def test_what_is_no_call_leaves_no_record():
    asked = asker()
    asked.send(EVALUATION, b"", method="GET")
    asked.send(EVALUATION, b"", method="OPTIONS")
    asked.send(EVALUATION + "/", b"")
    asked.send("/.well-known/authzen-configuration", b"", method="GET")
    assert asked.log.records == []


def test_only_the_question_is_kept_of_a_request():
    asked = asker()
    asked.ask(EVALUATION, {**QUESTION, "chatter": "about a person"})
    assert only(asked)["body"]["adl.core.request"] == QUESTION


def test_a_received_trace_goes_on():
    asked = asker()
    asked.ask(EVALUATION, QUESTION, traceparent=PARENT)
    record = only(asked)
    assert record["trace_id"] == "4bf92f3577b34da6a3ce929d0e0e4736"
    assert record["parent_span_id"] == "00f067aa0ba902b7"
    assert record["span_id"] != "00f067aa0ba902b7"


def test_the_trace_in_the_question_goes_before_the_header():
    asked = asker()
    inside = PARENT.replace("4bf9", "aaaa")
    asked.ask(EVALUATION, {**QUESTION, "context": {"traceparent": inside}}, traceparent=PARENT)
    assert only(asked)["trace_id"].startswith("aaaa")


@pytest.mark.parametrize(
    "broken", ["", "x", PARENT.upper(), PARENT + "-x", "ff" + PARENT[2:], PARENT.replace("-01", "")]
)
@pytest.mark.parametrize("place", ["header", "context", "both"])
def test_a_trace_that_cannot_be_read_is_ignored_and_a_fresh_one_starts(broken: str, place: str):
    asked = asker()
    context = {"context": {"traceparent": broken}} if place != "header" else {}
    headers = {"traceparent": broken} if place != "context" else {}
    assert asked.ask(EVALUATION, {**QUESTION, **context}, **headers)["decision"] is True
    record = only(asked)
    assert re.fullmatch("[0-9a-f]{32}", record["trace_id"])
    assert "parent_span_id" not in record


def test_a_traceparent_of_the_wrong_type_is_ignored_as_well():
    asked = asker()
    asked.ask(EVALUATION, {**QUESTION, "context": {"traceparent": 7}}, traceparent=PARENT)
    assert only(asked)["parent_span_id"] == "00f067aa0ba902b7"


def test_the_processing_activity_joins_the_record_to_the_processing_log():
    action = {"name": "read", "properties": {"processing_activity_id": "urn:example:v:1"}}
    asked = asker()
    asked.ask(EVALUATION, {**QUESTION, "action": action})
    assert only(asked)["attributes"]["dpl.core.processing_activity_id"] == "urn:example:v:1"


def test_two_processing_activities_in_one_batch_are_both_named():
    named = [{"action": {"name": "read", "properties": {"processing_activity_id": f"urn:v:{n}"}}} for n in (1, 2, 1)]
    asked = asker()
    asked.ask(EVALUATIONS, {**QUESTION, "evaluations": named})
    assert only(asked)["attributes"]["dpl.core.processing_activity_id"] == ["urn:v:1", "urn:v:2"]


def test_a_record_is_enough_to_decide_again():
    asked = asker()
    question = {"subject": ALICE, "action": WRITE, "resource": RECORD_2}
    asked.ask(EVALUATION, question)
    record = only(asked)
    again = asker(CERTIFICATION)
    again.ask(EVALUATION, record["body"]["adl.core.request"])
    assert only(again)["body"]["adl.core.response"] == record["body"]["adl.core.response"]
    assert only(again)["attributes"] == record["attributes"]
