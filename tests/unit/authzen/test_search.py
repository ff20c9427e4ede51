"""The three searches: what they find, how they page, and which page token is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.unit.authzen.point import ALICE, BOB, CERTIFICATION, READ, RECORD_1, RECORD_2, SEARCH, WRITE, asker

from vangnet.api.authzen.doorkeepers import TokenHolders

WHO: dict[str, Any] = {"subject": {"type": "user"}, "action": READ, "resource": RECORD_1}
WHAT: dict[str, Any] = {"subject": ALICE, "action": READ, "resource": {"type": "record"}}
HOW: dict[str, Any] = {"subject": ALICE, "resource": RECORD_1}


def found(search: str, question: dict[str, Any]) -> list[Any]:
    results: list[Any] = asker().ask(SEARCH + search, question)["results"]
    return results


def test_who_may():
    assert found("subject", WHO) == [ALICE, BOB]
    archived = {**RECORD_2, "properties": {"status": "archived"}}
    assert found("subject", {**WHO, "action": WRITE, "resource": archived}) == [BOB]


def test_to_what_may_i():
    assert found("resource", WHAT) == [RECORD_1, RECORD_2]
    admin = {**BOB, "properties": {"role": "admin"}}
    assert found("resource", {**WHAT, "subject": admin, "action": WRITE}) == [RECORD_2]


def test_what_may_i():
    assert found("action", HOW) == [{"name": "read"}, {"name": "write"}]
    assert found("action", {"subject": BOB, "resource": RECORD_2}) == [{"name": "read"}, {"name": "write"}]


def test_an_id_of_what_is_searched_is_ignored_also_when_it_is_no_text():
    assert found("subject", {**WHO, "subject": {"type": "user", "id": "bob"}}) == [ALICE, BOB]
    assert found("resource", {**WHAT, "resource": {"type": "record", "id": 7}}) == [RECORD_1, RECORD_2]
    assert found("action", {**HOW, "action": "nonsense"}) == [{"name": "read"}, {"name": "write"}]


@pytest.mark.parametrize(
    ("search", "question"),
    [
        ("subject", {**WHO, "subject": {"type": "spaceship"}}),
        ("subject", {**WHO, "resource": {"type": "record", "id": "nonexistent"}}),
        ("subject", {**WHO, "resource": {"type": "spaceship", "id": "record-1"}}),
        ("resource", {**WHAT, "resource": {"type": "spaceship"}}),
        ("resource", {**WHAT, "subject": {"type": "user", "id": "nonexistent"}}),
        ("action", {**HOW, "subject": {"type": "user", "id": "nonexistent-user"}}),
        ("action", {**HOW, "resource": {"type": "spaceship", "id": "x"}}),
        ("subject", {**WHO, "action": {"name": "fly"}}),
    ],
)
def test_what_is_unknown_finds_nothing(search: str, question: dict[str, Any]):
    assert asker().ask(SEARCH + search, question) == {"results": []}
    if question.get("action") != {"name": "fly"}:
        everything = CERTIFICATION + "  - {id: everything, effect: permit}\n"
        assert asker(everything).ask(SEARCH + search, question) == {"results": []}


@pytest.mark.parametrize(
    ("search", "question", "message"),
    [
        ("subject", {k: v for k, v in WHO.items() if k != "action"}, "action is required."),
        ("subject", {**WHO, "resource": {"type": "record"}}, "resource.id is required."),
        ("subject", {**WHO, "subject": {}}, "subject.type is required."),
        ("resource", {k: v for k, v in WHAT.items() if k != "subject"}, "subject is required."),
        ("resource", {**WHAT, "subject": {"type": "user"}}, "subject.id is required."),
        ("action", {"subject": ALICE}, "resource is required."),
        ("subject", {**WHO, "page": []}, "page must be a JSON object."),
        ("subject", {**WHO, "page": {"limit": -1}}, "page.limit must be a whole number, 0 or more."),
        ("subject", {**WHO, "page": {"limit": "2"}}, "page.limit must be a whole number, 0 or more."),
        ("subject", {**WHO, "page": {"limit": True}}, "page.limit must be a whole number, 0 or more."),
        ("subject", {**WHO, "page": {"limit": 1.5}}, "page.limit must be a whole number, 0 or more."),
        ("subject", {**WHO, "page": {"token": 1}}, "page.token must be a string."),
        ("subject", {**WHO, "page": {"properties": 1}}, "page.properties must be a JSON object."),
        ("subject", {**WHO, "context": {"time": "later"}}, "context.time must be a moment with a zone (RFC 3339)."),
    ],
)
def test_a_search_that_cannot_be_read_is_refused_by_name(search: str, question: dict[str, Any], message: str):
    response = asker().post(SEARCH + search, question)
    assert (response.status, response.body.decode()) == (400, message)


def test_pages_together_are_the_whole_and_the_last_token_is_empty():
    ask = asker()
    first = ask.ask(SEARCH + "subject", {**WHO, "page": {"limit": 1, "customAttr": "ignored"}})
    assert list(first) == ["page", "results"]
    assert (first["page"]["count"], first["page"]["total"], first["results"]) == (1, 2, [ALICE])
    second = ask.ask(SEARCH + "subject", {**WHO, "page": {"token": first["page"]["next_token"]}})
    assert second == {"page": {"next_token": "", "count": 1, "total": 2}, "results": [BOB]}


def test_a_page_that_holds_everything_says_that_it_was_the_last():
    assert asker().ask(SEARCH + "subject", {**WHO, "page": {}})["page"]["next_token"] == ""
    assert asker().ask(SEARCH + "subject", {**WHO, "page": {"token": "", "limit": 10.0}})["page"]["next_token"] == ""


def test_a_limit_of_zero_counts_only():
    answer = asker().ask(SEARCH + "subject", {**WHO, "page": {"limit": 0}})
    assert (answer["results"], answer["page"]["total"]) == ([], 2)
    assert answer["page"]["next_token"]


def first_token(question: dict[str, Any], search: str = "subject", **headers: str) -> str:
    page = asker(doorkeeper=_TWO).ask(SEARCH + search, {**question, "page": {"limit": 1}}, **headers)["page"]
    token: str = page["next_token"]
    assert token
    return token


_TWO = TokenHolders({"token-a": "a", "token-b": "b"})
_AS_A = {"authorization": "Bearer token-a"}


@pytest.mark.parametrize(
    "other",
    [
        {**WHO, "action": {"name": "write"}},
        {**WHO, "resource": RECORD_2},
        {**WHO, "subject": {"type": "user", "properties": {"x": 1}}},
        {**WHO, "resource": {**RECORD_1, "properties": {"status": "active"}}},
        {**WHO, "context": {"ip": "192.0.2.1"}},
    ],
)
def test_a_token_of_another_question_is_refused(other: dict[str, Any]):
    token = first_token(WHO, **_AS_A)
    response = asker(doorkeeper=_TWO).post(SEARCH + "subject", {**other, "page": {"token": token}}, **_AS_A)
    assert response.status == 400
    assert response.body.startswith(b"page.token does not belong to this request")


def test_a_token_is_bound_to_limit_properties_search_and_caller():
    token = first_token(WHO, **_AS_A)
    ask = asker(doorkeeper=_TWO).post
    assert ask(SEARCH + "subject", {**WHO, "page": {"token": token, "limit": 1}}, **_AS_A).status == 200
    assert ask(SEARCH + "subject", {**WHO, "page": {"token": token, "limit": 2}}, **_AS_A).status == 400
    assert ask(SEARCH + "subject", {**WHO, "page": {"token": token, "properties": {"s": 1}}}, **_AS_A).status == 400
    assert ask(SEARCH + "subject", {**WHO, "page": {"token": token}}, authorization="Bearer token-b").status == 400
    both = {"subject": ALICE, "action": READ, "resource": RECORD_1}
    of_subject, of_resource = first_token(both, **_AS_A), first_token(both, "resource", **_AS_A)
    assert ask(SEARCH + "resource", {**both, "page": {"token": of_resource}}, **_AS_A).status == 200
    assert ask(SEARCH + "resource", {**both, "page": {"token": of_subject}}, **_AS_A).status == 400


def test_each_page_may_carry_its_own_trace():
    parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-{}-01".format
    question = {**WHO, "context": {"traceparent": parent("00f067aa0ba902b7"), "time": "2026-01-01T00:00:00Z"}}
    token = first_token(question, **_AS_A)
    context = {"traceparent": parent("00f067aa0ba902b8"), "time": "2026-01-01T00:00:00Z"}
    again = {**question, "context": context, "page": {"token": token}}
    assert asker(doorkeeper=_TWO).post(SEARCH + "subject", again, **_AS_A).status == 200


@pytest.mark.parametrize("token", ["x", "!!", "AAAA", "é", "a" * 5000, "e30=", "OAW48eNH0NY9npihTC3ZslsiMSIsMV0"])
def test_a_made_up_token_is_refused(token: str):
    response = asker().post(SEARCH + "subject", {**WHO, "page": {"token": token}})
    assert response.status == 400


def test_a_token_cannot_be_changed():
    token = first_token(WHO, **_AS_A)
    for place in range(len(token)):
        other = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        if other != token:
            page = {**WHO, "page": {"token": other}}
            response = asker(doorkeeper=_TWO).post(SEARCH + "subject", page, **_AS_A)
            assert response.status == 400 or json.loads(response.body)["results"] == [BOB]


def test_more_than_a_thousand_results_come_in_pages_unasked():
    entities = "\n".join(f"  - {{type: user, id: 'u{number:04}'}}" for number in range(1001))
    rules = f"entities:\n  - {{type: record, id: r}}\n{entities}\nrules:\n  - effect: permit\n"
    answer = asker(rules).ask(SEARCH + "subject", {**WHO, "resource": {"type": "record", "id": "r"}})
    assert (answer["page"]["count"], answer["page"]["total"]) == (1000, 1001)
    assert answer["page"]["next_token"]
