"""Our enforcement at somebody else's decision point: a clear yes is a yes, and everything else is a deny in time."""

from __future__ import annotations

import socket
import time
from datetime import UTC, datetime
from typing import Any

import pytest
from tests.api.authzen.broken_point import Behaviour, asked, behaving, dripping, raw, reply, silent
from tests.api.authzen.served import Served

from vangnet.connections.authzen.answers import Answer, Question, read_answer
from vangnet.connections.authzen.client import ForeignDecisionPoint
from vangnet.core.errors import InvalidInput
from vangnet.core.trace_context import begin

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
QUESTION = Question(subject=("user", "alice"), action="read", resource=("record", "record-1"), at=AT)
TRACE = begin()
YES = b'HTTP/1.1 200 OK\r\nContent-Length: 18\r\n\r\n{"decision": true}'


def ask(url: str, seconds: float = 2, question: Question = QUESTION, **more: Any) -> Answer:
    return ForeignDecisionPoint(url, seconds, **more).evaluate(question, trace=TRACE)


def test_a_real_decision_point_says_yes_and_no(decision_point: Served):
    assert ask(decision_point.url) == Answer(True, "foreign-permit", "the decision point says yes")
    no = ask(decision_point.url, question=Question(("user", "bob"), "write", ("record", "record-1"), AT))
    assert (no.decision, no.reason) == (False, "foreign-deny")
    assert no.context["reason_admin"] == {"en": "No rule permits this."}
    told = Question(("user", "bob"), "write", ("record", "x"), AT, resource_properties={"status": "archived"})
    assert ask(decision_point.url, question=told).decision is True


def test_the_question_carries_what_both_records_need_and_no_processing_activity():
    question = Question(
        ("user", "alice"), "read", ("record", "record-1"), AT, {"role": "x"}, {"processing_activity_id": "urn:v:1"}
    )
    with behaving(reply({"decision": True})) as heard:
        assert ask(heard.url, question=question, token="s3cret").decision is True
    headers, sent = asked(heard.requests[0])
    assert heard.requests[0].startswith(b"POST /access/v1/evaluation HTTP/1.1\r\n")
    assert (headers["content-type"], headers["authorization"]) == ("application/json", "Bearer s3cret")
    assert headers["traceparent"] == sent["context"]["traceparent"] == TRACE.traceparent
    assert len(headers["x-request-id"]) == 32
    assert sent == {
        "subject": {"type": "user", "id": "alice", "properties": {"role": "x"}},
        "action": {"name": "read"},
        "resource": {"type": "record", "id": "record-1"},
        "context": {"time": "2026-11-23T09:00:00+00:00", "traceparent": TRACE.traceparent},
    }


@pytest.mark.parametrize(
    ("behave", "reason"),
    [
        (reply({"decision": False}), "foreign-deny"),
        (reply({}), "foreign-unclear"),
        (reply({"decision": None}), "foreign-unclear"),
        (reply({"decision": "true"}), "foreign-unclear"),
        (reply({"decision": 1}), "foreign-unclear"),
        (reply([{"decision": True}]), "foreign-unclear"),
        (reply(True), "foreign-unclear"),
        (reply({"evaluations": [{"decision": True}]}), "foreign-unclear"),
        (reply(b'{"decision": false, "decision": true}'), "foreign-unclear"),
        (reply(b'{"decision": true'), "foreign-unclear"),
        (reply(b""), "foreign-unclear"),
        (reply(b"<html>yes</html>"), "foreign-unclear"),
        (reply({"decision": True, "context": "fine"}), "foreign-unclear"),
        (reply(b'{"decision": true, "x": "' + b"x" * 1024 * 1024 + b'"}'), "foreign-unclear"),
        (reply({"decision": True, "context": {"obligations": [{"id": "step-up"}]}}), "foreign-obligation"),
        (reply({"decision": True, "context": {"obligations": "step-up"}}), "foreign-obligation"),
        (reply({"decision": True, "context": {"obligations": [7]}}), "foreign-obligation"),
        (reply({"decision": True}, status="201 Created"), "foreign-error"),
        (reply({"decision": True}, status="302 Found", headers="Location: http://127.0.0.1:1/\r\n"), "foreign-error"),
        (reply({"decision": True}, status="401 Unauthorized"), "foreign-error"),
        (reply({"decision": True}, status="500 Oops"), "foreign-error"),
        (reply({"decision": True}, headers="X-Request-ID: of-somebody-else\r\n"), "foreign-mixed-up"),
        (raw(b""), "foreign-down"),
        (raw(b"decision: true\r\n\r\n"), "foreign-down"),
        (raw(YES.replace(b"18", b"99")), "foreign-down"),
        (raw(b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200 + b'\r\n{"decision": true}'), "foreign-down"),
        (silent(2.0), "foreign-slow"),
        (dripping(YES, 0.02), "foreign-slow"),
        (dripping(YES[:-1], 0.0), "foreign-down"),
    ],
)
def test_everything_but_a_clear_yes_is_a_deny(behave: Behaviour, reason: str):
    with behaving(behave) as heard:
        started, slow = time.monotonic(), reason == "foreign-slow"
        answer = ask(heard.url, seconds=0.3 if slow else 10)  # a busy machine is no slow decision point
        assert not slow or time.monotonic() - started < 1.5
    assert (answer.decision, answer.reason) == (False, reason)
    assert answer.detail


def test_the_same_yes_in_one_piece_is_a_yes():
    with behaving(raw(YES)) as heard:
        assert ask(heard.url).decision is True


def test_a_decision_point_that_is_down_is_a_deny():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
    answer = ask(url)
    assert (answer.decision, answer.reason, answer.detail) == (
        False,
        "foreign-down",
        "no answer (ConnectionRefusedError)",
    )


def test_one_that_accepts_nobody_is_slow():
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listener:
        address = listener.getsockname()
        waiting = [socket.socket() for _ in range(4)]
        try:
            for each in waiting:
                each.setblocking(False)
                each.connect_ex(address)
            assert ask(f"http://127.0.0.1:{address[1]}", seconds=0.2).reason == "foreign-slow"
        finally:
            for each in waiting:
                each.close()


def test_a_name_that_does_not_exist_and_a_certificate_that_is_none_are_down(decision_point: Served):
    assert ask("https://pdp.invalid").reason == "foreign-down"
    assert ask(decision_point.url.replace("http:", "https:")).reason == "foreign-down"


def test_an_obligation_that_we_carry_out_is_no_obstacle():
    body = {"decision": True, "context": {"obligations": [{"id": "inform"}, {"id": "step-up"}]}}
    with behaving(reply(body)) as heard:
        assert ask(heard.url, understood=frozenset({"inform", "step-up"})).decision is True
        answer = ask(heard.url, understood=frozenset({"inform"}))
    assert answer.detail == "the permit comes with what we do not carry out: step-up"


@pytest.mark.parametrize(
    "url", ["http://pdp.example", "ftp://127.0.0.1", "127.0.0.1:8181", "", "https://", "https://pdp.example?x=1"]
)
def test_an_address_over_which_anybody_could_decide_is_refused(url: str):
    with pytest.raises(InvalidInput):
        ForeignDecisionPoint(url)


@pytest.mark.parametrize(
    "url", ["https://pdp.example/tenant", "http://127.0.0.1:1", "http://[::1]:1", "http://localhost"]
)
def test_an_address_that_is_safe_is_taken(url: str):
    assert "s3cret" not in repr(ForeignDecisionPoint(url, token="s3cret"))


def test_no_time_at_all_is_refused():
    with pytest.raises(InvalidInput):
        ForeignDecisionPoint("https://pdp.example", seconds=0)


def test_only_one_body_is_a_yes():
    bodies = [b'{"decision":true}', b'{"decision":false}', b"{}", b"null", b'{"decision":[true]}', b"\xff"]
    assert [read_answer(body, understood=frozenset()).decision for body in bodies] == [True] + [False] * 5
