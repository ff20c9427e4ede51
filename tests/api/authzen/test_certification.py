"""The certification scenario of AuthZEN 1.0, walked over HTTP: basic, batch, search, discovery and transport."""

from __future__ import annotations

from typing import Any

import pytest
from tests.api.authzen.served import Served
from tests.unit.authzen.point import ALICE, BOB, EVALUATION, EVALUATIONS, READ, RECORD_1, RECORD_2, SEARCH, WRITE

ADMIN: dict[str, Any] = {**BOB, "properties": {"role": "admin"}}
ARCHIVED: dict[str, Any] = {**RECORD_2, "properties": {"status": "archived"}}
ACTIVE: dict[str, Any] = {**RECORD_1, "properties": {"status": "active"}}
MINUTES = {"time": "2025-06-27T18:03-07:00", "ip": "192.0.2.1"}
DELETE: dict[str, Any] = {"name": "delete"}
POSTS = [EVALUATION, EVALUATIONS, SEARCH + "subject", SEARCH + "resource", SEARCH + "action"]


@pytest.mark.parametrize(
    ("subject", "action", "resource", "expected"),
    [
        (ALICE, READ, RECORD_1, True),
        (ALICE, WRITE, RECORD_1, True),
        (BOB, READ, RECORD_1, True),
        (BOB, WRITE, RECORD_1, False),
        (ALICE, WRITE, ARCHIVED, False),
        (ADMIN, WRITE, ARCHIVED, True),
        (ALICE, {**DELETE, "properties": {"soft": True}}, RECORD_1, True),
        (ALICE, {**DELETE, "properties": {"soft": False}}, RECORD_1, False),
    ],
)
def test_basic(decision_point: Served, subject: object, action: object, resource: object, expected: bool):
    question = {"subject": subject, "action": action, "resource": resource}
    for more in ({}, {"context": MINUTES}, {"foo": "bar", "futureField": {"nested": True}}, {}):
        reply = decision_point.post(EVALUATION, {**question, **more})
        assert (reply.status, reply.headers["content-type"]) == (200, "application/json")
        assert reply.json["decision"] is expected
        assert isinstance(reply.json.get("context", {}), dict)


def test_basic_with_properties_that_no_rule_asks_for(decision_point: Served):
    question = {
        "subject": {**ALICE, "properties": {"department": "Sales", "role": "manager"}},
        "action": {"name": "read", "properties": {"method": "GET"}},
        "resource": {**RECORD_1, "properties": {"status": "active", "owner": "bob"}},
    }
    assert decision_point.post(EVALUATION, question).json == {"decision": True}


@pytest.mark.parametrize(
    ("batch", "expected"),
    [
        ({"subject": ALICE, "action": READ, "evaluations": [{"resource": RECORD_1}, {"resource": RECORD_2}]}, [1, 1]),
        ({"subject": BOB, "resource": RECORD_1, "evaluations": [{"action": READ}, {"action": WRITE}]}, [1, 0]),
        ({"subject": ALICE, "action": WRITE, "evaluations": [{"resource": ACTIVE}, {"resource": ARCHIVED}]}, [1, 0]),
        ({"action": WRITE, "resource": ARCHIVED, "evaluations": [{"subject": ALICE}, {"subject": ADMIN}]}, [0, 1]),
        ({"subject": ALICE, "action": READ, "evaluations": [{"resource": RECORD_1}, {}]}, [1, 0]),
        ({"action": READ, "resource": RECORD_1, "evaluations": [{}, {}]}, [0, 0]),
        (
            {
                "subject": ALICE,
                "action": WRITE,
                "resource": {"type": "record"},
                "evaluations": [
                    {"resource": {"id": "record-1", "properties": {"status": "active"}}},
                    {"resource": ARCHIVED},
                ],
            },
            [1, 0],
        ),
        (
            {
                "subject": ALICE,
                "action": READ,
                "context": {"time": "2025-06-27T18:03-07:00"},
                "evaluations": [
                    {"resource": RECORD_1},
                    {"resource": RECORD_2, "context": {"time": "2025-06-27T19:00-07:00", "source": "batch-override"}},
                ],
            },
            [1, 1],
        ),
    ],
)
def test_batch(decision_point: Served, batch: dict[str, Any], expected: list[int]):
    reply = decision_point.post(EVALUATIONS, batch)
    assert reply.status == 200
    assert "decision" not in reply.json
    assert [item["decision"] for item in reply.json["evaluations"]] == [bool(each) for each in expected]


@pytest.mark.parametrize("more", [{}, {"evaluations": []}])
def test_batch_without_items(decision_point: Served, more: dict[str, Any]):
    question = {"subject": ALICE, "action": READ, "resource": RECORD_1, **more}
    assert decision_point.post(EVALUATIONS, question).json == {"decision": True}


@pytest.mark.parametrize(
    ("search", "question", "expected"),
    [
        ("subject", {"subject": {"type": "user"}, "action": READ, "resource": RECORD_1}, [ALICE, BOB]),
        ("subject", {"subject": {"type": "user"}, "action": WRITE, "resource": ARCHIVED}, [BOB]),
        ("resource", {"subject": ALICE, "action": READ, "resource": {"type": "record"}}, [RECORD_1, RECORD_2]),
        ("resource", {"subject": ADMIN, "action": WRITE, "resource": {"type": "record"}}, [RECORD_2]),
        ("action", {"subject": ALICE, "resource": RECORD_1}, [READ, WRITE]),
        ("action", {"subject": ADMIN, "resource": ARCHIVED}, [READ, WRITE]),
        ("action", {"subject": {"type": "user", "id": "nonexistent-user"}, "resource": RECORD_1}, []),
        ("subject", {"subject": {"type": "spaceship"}, "action": READ, "resource": RECORD_1}, []),
    ],
)
def test_search(decision_point: Served, search: str, question: dict[str, Any], expected: list[Any]):
    for more in ({}, {"context": MINUTES}, {"foo": 1}, {"context": {}}):
        assert decision_point.post(SEARCH + search, {**question, **more}).json == {"results": expected}
    page = decision_point.post(SEARCH + search, {**question, "page": {"limit": 1}})
    found = list(page.json["results"])
    while token := page.json["page"]["next_token"]:
        assert next(iter(page.json)) == "page"
        page = decision_point.post(SEARCH + search, {**question, "page": {"token": token}})
        found += page.json["results"]
    assert found == expected


@pytest.mark.parametrize("path", POSTS)
def test_transport(decision_point: Served, path: str):
    for method in ("GET", "PUT"):
        assert decision_point.send(method, path, b"{}", {"Content-Type": "application/json"}).status == 405
    for body, kind in (
        (b"", "application/json"), (b"{", "application/json"), (b"[]", "application/json"), (b"{}", "text/plain"),
        (b"{}", "application/json"),
    ):  # fmt: skip
        reply = decision_point.send("POST", path, body, {"Content-Type": kind, "X-Request-ID": "7"})
        assert (reply.status, reply.headers["x-request-id"]) == (400, "7")
        assert reply.body.decode().strip()


def test_discovery(decision_point: Served):
    reply = decision_point.send("GET", "/.well-known/authzen-configuration")
    assert (reply.status, reply.headers["content-type"]) == (200, "application/json")
    assert reply.json["policy_decision_point"] == decision_point.url
    named = sorted(value for name, value in reply.json.items() if name.endswith("_endpoint"))
    assert named == sorted(decision_point.url + path for path in POSTS)
