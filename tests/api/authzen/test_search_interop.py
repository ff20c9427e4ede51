"""The public search try-out of AuthZEN: six users, twenty records, and which of them every decision point must find.

The facts are those of the interop scenario "Search" of the OpenID AuthZEN working group (openid/authzen on GitHub, May 2025): who the
users are, whose the records are, the six policies in words, and the published table of who may do what to which record.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from tests.api.authzen.served import Served, serving
from tests.unit.authzen.point import EVALUATION, EVALUATIONS, SEARCH

USERS = {
    "alice": ("manager", "Sales"), "bob": ("employee", "Legal"), "carol": ("contractor", "Legal"),
    "dan": ("manager", "Finance"), "erin": ("employee", "Finance"), "felix": ("contractor", "Accounting"),
}  # fmt: skip
DEPARTMENTS = {
    "Legal": (101, 102, 103, 105, 108, 112, 116, 117, 119), "Accounting": (104, 106, 109, 111, 114, 118, 120),
    "Sales": (107, 110, 113), "Finance": (115,),
}  # fmt: skip
RECORDS = range(101, 121)
# The owners come round in one order, but for two records.
OWNERS = {record: list(USERS)[(record - 101) % 6] for record in RECORDS}
ACTIONS = ("view", "edit", "delete")
# As published: record, then who may view, edit and delete it, by first letter.
PUBLISHED = """
101 abcd a a | 102 abcd b b | 103 abcd c c | 104 adf d d | 105 abcde e e | 106 adf f f | 107 ad a a | 108 abcd b b | 109 acdf c c
110 ad ad d | 111 adef e e | 112 abcdf f f | 113 ad a a | 114 abdf b b | 115 acde cd c | 116 abcd d d | 117 abcde e e | 118 adf f f
119 abcd a a | 120 abdf b b
"""
MAY: dict[tuple[int, str], set[str]] = {
    (int(record), action): {user for user in USERS if user[0] in letters}
    for record, *columns in (row.split() for row in PUBLISHED.replace("\n", "|").split("|") if row.strip())
    for action, letters in zip(ACTIONS, columns, strict=True)
}


def rules() -> str:
    """The six policies; whose something is and where it belongs is said per user and per department."""
    departments = {record: name for name, records in DEPARTMENTS.items() for record in records}
    lines = ["entities:"]
    lines += [
        f"  - {{type: user, id: {user}, properties: {{role: {role}, department: {department}}}}}"
        for user, (role, department) in USERS.items()
    ]
    lines += [
        f"  - {{type: record, id: '{record}', properties: {{department: {departments[record]}, owner: {OWNERS[record]}}}}}"
        for record in RECORDS
    ]
    lines += [
        "actions: [view, edit, delete]",
        "rules:",
        "  - {effect: permit, subject: {type: user, properties: {role: manager}},",
    ]
    lines += ["     action: {name: view}, resource: {type: record}}"]
    for user in USERS:
        for action in ACTIONS:
            lines.append(
                f"  - {{effect: permit, subject: {{type: user, id: {user}}}, action: {{name: {action}}},"
                f" resource: {{type: record, properties: {{owner: {user}}}}}}}"
            )
    for name in DEPARTMENTS:
        where = f"resource: {{type: record, properties: {{department: {name}}}}}"
        lines.append(
            f"  - {{effect: permit, subject: {{type: user, properties: {{department: {name}}}}}, action: {{name: view}}, {where}}}"
        )
        lines.append(
            f"  - {{effect: permit, subject: {{type: user, properties: {{role: manager, department: {name}}}}},"
            f" action: {{name: edit}}, {where}}}"
        )
    return "\n".join(lines)


@pytest.fixture(scope="module")
def point(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    path = tmp_path_factory.mktemp("search") / "rules.yaml"
    path.write_text(rules(), encoding="utf-8")
    with serving(path) as served:
        yield served


def user(name: str) -> dict[str, Any]:
    return {"type": "user", "id": name}


def record(number: int) -> dict[str, Any]:
    return {"type": "record", "id": str(number)}


def test_the_table_has_every_record_and_every_action() -> None:
    assert set(MAY) == {(number, action) for number in RECORDS for action in ACTIONS}


def test_who_may_do_this_to_that_record(point: Served) -> None:
    for (number, action), who in MAY.items():
        question = {"subject": {"type": "user"}, "action": {"name": action}, "resource": record(number)}
        assert point.post(SEARCH + "subject", question).json == {
            "results": [user(name) for name in USERS if name in who]
        }


def test_which_records_somebody_may_do_this_to(point: Served) -> None:
    for name in USERS:
        for action in ACTIONS:
            question = {"subject": user(name), "action": {"name": action}, "resource": {"type": "record"}}
            found = [record(number) for number in RECORDS if name in MAY[number, action]]
            assert point.post(SEARCH + "resource", question).json == {"results": found}


def test_what_somebody_may_do_to_that_record(point: Served) -> None:
    for name in USERS:
        for number in RECORDS:
            found = [{"name": action} for action in ACTIONS if name in MAY[number, action]]
            question = {"subject": user(name), "resource": record(number)}
            assert point.post(SEARCH + "action", question).json == {"results": found}


def test_what_is_searched_for_may_carry_an_id_that_is_ignored(point: Served) -> None:
    question = {"subject": {"type": "user", "id": "bob"}, "action": {"name": "edit"}, "resource": record(115)}
    assert point.post(SEARCH + "subject", question).json == {"results": [user("carol"), user("dan")]}


@pytest.mark.parametrize(
    ("kind", "question"),
    [
        ("subject", {"subject": {"type": "user"}, "action": {"name": "view"}, "resource": record(121)}),
        ("subject", {"subject": {"type": "user"}, "action": {"name": "print"}, "resource": record(101)}),
        ("resource", {"subject": user("gina"), "action": {"name": "view"}, "resource": {"type": "record"}}),
        ("resource", {"subject": user("erin"), "action": {"name": "print"}, "resource": {"type": "record"}}),
        ("action", {"subject": user("gina"), "resource": record(101)}),
        ("action", {"subject": user("erin"), "resource": record(121)}),
    ],
)
def test_whoever_is_not_in_the_data_finds_nothing(point: Served, kind: str, question: dict[str, Any]) -> None:
    reply = point.post(SEARCH + kind, question)
    assert (reply.status, reply.json) == (200, {"results": []})


def test_each_decision_is_what_the_search_says(point: Served) -> None:
    cases = [(name, number, action) for name in USERS for number in RECORDS for action in ACTIONS]
    questions = [
        {"subject": user(name), "action": {"name": action}, "resource": record(number)}
        for name, number, action in cases
    ]
    decided = [{"decision": name in MAY[number, action]} for name, number, action in cases]
    assert point.post(EVALUATIONS, {"evaluations": questions}).json == {"evaluations": decided}
    assert point.post(EVALUATION, questions[0]).json == decided[0]


def test_a_number_is_no_id(point: Served) -> None:
    """One of the published files asks with `"id": 101`; the standard says that an id is text."""
    reply = point.post(SEARCH + "action", {"subject": user("alice"), "resource": {"type": "record", "id": 101}})
    assert reply.status == 400
    assert "resource.id" in reply.body.decode()
