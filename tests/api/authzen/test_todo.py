"""A to-do list as partners try it on each other: roles, owners, and a batch that is compared to the letter.

The persons and the list are made up here; what is taken from the public try-outs is only how they ask: subjects with a
long opaque id, an `ownerID` among the properties of the resource, extra fields beside `id`, and literal comparison.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from tests.api.authzen.served import Served, serving
from tests.unit.authzen.point import EVALUATION, EVALUATIONS

ROLES = {"roos": ("viewer", "editor"), "sem": ("viewer", "editor"), "tara": ("viewer",), "udo": ("admin",)}
MAY = {
    "viewer": {"can_read_user", "can_read_todos"},
    "editor": {"can_create_todo"},
    "admin": {"can_read_user", "can_read_todos", "can_create_todo", "can_delete_todo", "can_update_todo"},
}
ACTIONS = sorted(set().union(*MAY.values()))
OWN = {"can_update_todo", "can_delete_todo"}


def opaque(name: str) -> str:
    return f"CiRm{name.encode().hex()}QSBWxvY2Fs=="


def mail(name: str) -> str:
    return f"{name}@voorbeeld.example"


def rules() -> str:
    lines = ["entities:"]
    lines += [f"  - {{type: user, id: '{opaque(name)}'}}" for name in ROLES]
    lines += [f"  - {{type: todo, id: 'todo-{name}', properties: {{ownerID: '{mail(name)}'}}}}" for name in ROLES]
    lines += ["actions: [" + ", ".join(ACTIONS) + "]", "rules:"]
    for name, roles in ROLES.items():
        who = f"subject: {{type: user, id: '{opaque(name)}'}}"
        for action in sorted(set().union(*(MAY[role] for role in roles))):
            lines.append(f"  - {{effect: permit, {who}, action: {{name: {action}}}}}")
        if "editor" in roles:
            mine = f"resource: {{type: todo, properties: {{ownerID: '{mail(name)}'}}}}"
            lines += [f"  - {{effect: permit, {who}, action: {{name: {action}}}, {mine}}}" for action in sorted(OWN)]
    return "\n".join(lines)


def expected(name: str, action: str, owner: str) -> bool:
    allowed = set().union(*(MAY[role] for role in ROLES[name]))
    return action in allowed or ("editor" in ROLES[name] and action in OWN and owner == name)


def question(name: str, action: str, owner: str) -> dict[str, Any]:
    return {
        "subject": {"type": "user", "id": opaque(name), "identity": mail(name)},
        "action": {"name": action},
        "resource": {"type": "todo", "id": f"todo-of-{owner}", "properties": {"ownerID": mail(owner)}, "userID": "x"},
    }


CASES = [(name, action, owner) for name in ROLES for action in ACTIONS for owner in ROLES]


@pytest.fixture(scope="module")
def todo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    path = tmp_path_factory.mktemp("todo") / "rules.yaml"
    path.write_text(rules(), encoding="utf-8")
    with serving(path) as served:
        yield served


def test_every_person_every_action_every_owner(todo: Served):
    assert {expected(*case) for case in CASES} == {True, False}
    answers = {case: todo.post(EVALUATION, question(*case)).json["decision"] for case in CASES}
    assert answers == {case: expected(*case) for case in CASES}


def test_a_batch_is_compared_to_the_letter(todo: Served):
    batch = {"evaluations": [question(*case) for case in CASES]}
    assert todo.post(EVALUATIONS, batch).json == {"evaluations": [{"decision": expected(*case)} for case in CASES]}


def test_the_list_that_somebody_may_change(todo: Served):
    search = {**question("roos", "can_update_todo", "roos"), "resource": {"type": "todo"}}
    assert todo.post("/access/v1/search/resource", search).json == {"results": [{"type": "todo", "id": "todo-roos"}]}
