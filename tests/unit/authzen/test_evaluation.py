"""One question: what is answered, what is refused, and what is ignored."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.unit.authzen.point import ALICE, AT, BOB, EVALUATION, READ, RECORD_1, RECORD_2, WRITE, asker

from vangnet.api.authzen.reading import moment
from vangnet.api.authzen.types import Decision, Obligation, Reason

QUESTION: dict[str, Any] = {"subject": ALICE, "action": READ, "resource": RECORD_1}


def test_a_permit_is_only_its_decision():
    assert asker().ask(EVALUATION, QUESTION) == {"decision": True}


def test_a_deny_is_an_answer_and_tells_why_in_two_languages():
    answer = asker().ask(EVALUATION, {"subject": BOB, "action": WRITE, "resource": RECORD_1})
    assert answer["decision"] is False
    assert set(answer["context"]["reason_user"]) == {"nl", "en"}
    assert answer["context"]["reason_admin"]["en"] == "No rule permits this."


@pytest.mark.parametrize(
    ("subject", "action", "resource", "expected"),
    [
        (ALICE, READ, RECORD_1, True),
        (ALICE, WRITE, RECORD_1, True),
        (BOB, READ, RECORD_1, True),
        (BOB, WRITE, RECORD_1, False),
        (ALICE, WRITE, {**RECORD_2, "properties": {"status": "archived"}}, False),
        ({**BOB, "properties": {"role": "admin"}}, WRITE, {**RECORD_2, "properties": {"status": "archived"}}, True),
        (ALICE, {"name": "delete", "properties": {"soft": True}}, RECORD_1, True),
        (ALICE, {"name": "delete", "properties": {"soft": False}}, RECORD_1, False),
        (ALICE, {"name": "delete", "properties": {"soft": 1}}, RECORD_1, False),
        (ALICE, {"name": "Read"}, RECORD_1, False),
        ({"type": "User", "id": "alice"}, READ, RECORD_1, False),
    ],
)
def test_the_certification_fixture(subject: object, action: object, resource: object, expected: bool):
    assert asker().decide(subject, action, resource) is expected


def test_a_property_in_the_request_wins_over_the_stored_one():
    ask = asker().decide
    assert ask(ALICE, WRITE, {**RECORD_1, "properties": {"status": "archived"}}) is False
    assert ask(BOB, WRITE, RECORD_2) is True
    assert ask({**BOB, "properties": {"role": "clerk"}}, WRITE, RECORD_2) is False


def test_unknown_fields_are_ignored_everywhere():
    strange = {name: {**part, "futureField": {"nested": [1]}} for name, part in QUESTION.items()}
    assert asker().ask(EVALUATION, {**strange, "foo": "bar", "page": 3})["decision"] is True


@pytest.mark.parametrize("gone", ["subject", "action", "resource"])
def test_a_missing_part_is_refused_by_name(gone: str):
    response = asker().post(EVALUATION, {name: part for name, part in QUESTION.items() if name != gone})
    assert (response.status, response.body.decode()) == (400, f"{gone} is required.")


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("subject", {"id": "alice"}, "subject.type is required."),
        ("subject", {"type": "user"}, "subject.id is required."),
        ("subject", "alice", "subject must be a JSON object."),
        ("subject", None, "subject must be a JSON object."),
        ("subject", {**ALICE, "id": 7}, "subject.id must be a string."),
        ("subject", {**ALICE, "properties": []}, "subject.properties must be a JSON object."),
        ("action", {}, "action.name is required."),
        ("action", {"name": 123}, "action.name must be a string."),
        ("resource", {"id": "record-1"}, "resource.type is required."),
        ("resource", {"type": "record"}, "resource.id is required."),
        ("context", "now", "context must be a JSON object."),
    ],
)
def test_a_part_of_the_wrong_type_is_refused_by_name(field: str, value: object, message: str):
    response = asker().post(EVALUATION, {**QUESTION, field: value})
    assert (response.status, response.body.decode()) == (400, message)
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize("time", ["2025-06-27T18:03:07Z", "2025-06-27t18:03:07.5-07:00", "2025-06-27T18:03-07:00"])
def test_a_moment_with_a_zone_is_read(time: str):
    assert asker().ask(EVALUATION, {**QUESTION, "context": {"time": time, "ip": "192.0.2.1"}})["decision"] is True


@pytest.mark.parametrize(
    "time", ["", "now", "2025-06-27", "2025-06-27T18:03:07", "2025-13-27T18:03:07Z", "2025-06-27T25:03:07Z", 7, None,
             "2025-06-27T18:03:07+24:00", "2025-06-27T18:03:61Z", "0000-01-01T00:00:00Z", "0001-01-01T00:00:00+01:00"],
)  # fmt: skip
def test_a_moment_that_cannot_be_read_is_refused(time: object):
    response = asker().post(EVALUATION, {**QUESTION, "context": {"time": time}})
    assert response.status == 400
    assert response.body.startswith(b"context.time ")


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2025-06-27T18:03:07.25-07:30", "2025-06-28T01:33:07.250000+00:00"),
        ("2025-06-27T00:03+02:00", "2025-06-26T22:03:00+00:00"),
        ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00+00:00"),
    ],
)
def test_a_moment_is_counted_from_its_zone(text: str, utc: str):
    assert moment(text, "context.time").isoformat() == utc


@pytest.mark.parametrize("activity", ["https://register.example/v/12", "urn:nld:oin:00000001:verwerking:12"])
def test_a_processing_activity_is_a_uri(activity: str):
    action = {"name": "read", "properties": {"processing_activity_id": activity}}
    assert asker().decide(ALICE, action, RECORD_1) is True


@pytest.mark.parametrize("activity", ["twelve", "", 12, None, "https://register example/v", ":x"])
def test_what_is_no_uri_is_no_processing_activity(activity: object):
    action = {"name": "read", "properties": {"processing_activity_id": activity}}
    response = asker().post(EVALUATION, {**QUESTION, "action": action})
    assert (response.status, response.body.decode()) == (400, "action.properties.processing_activity_id must be a URI.")


def test_the_decider_is_told_as_of_when_and_for_whom():
    heard: list[Any] = []

    class Listener:
        def evaluate(self, **question: Any) -> Decision:
            heard.append(question["context"])
            reason = Reason("why", nl="Omdat.", en="Because.", admin="Rule 1.")
            return Decision(True, (reason,), (Obligation("inform", {"within_days": 30}),), {"evaluation_id": "e-1"})

        def sources(self, *, context: Any) -> Any:
            from vangnet.api.authzen.types import Sources

            return Sources({}, {})

    ask = asker(decider=Listener()).ask  # type: ignore[arg-type]
    ask(EVALUATION, QUESTION)
    answer = ask(EVALUATION, {**QUESTION, "context": {"time": "2020-01-01T00:00:00+01:00"}})
    assert (heard[0].at, heard[0].received) == (AT, AT)
    assert (heard[1].at.isoformat(), heard[1].received) == ("2019-12-31T23:00:00+00:00", AT)
    assert answer["context"]["obligations"] == [{"id": "inform", "parameters": {"within_days": 30}}]
    assert answer["context"]["evaluation_id"] == "e-1"
    assert answer["context"]["reasons"] == [{"id": "why", "nl": "Omdat.", "en": "Because."}]


def test_the_same_question_gets_the_same_bytes():
    ask = asker()
    bodies = {ask.post(EVALUATION, {"subject": BOB, "action": WRITE, "resource": RECORD_1}).body for _ in range(3)}
    assert len(bodies) == 1
    assert json.loads(bodies.pop())["decision"] is False
