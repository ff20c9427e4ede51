"""Whoever asks "wie keek hier" gets words for every act that the record can hold."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import vangnet
from vangnet.web.shared.acts import ACTS, act_words

SOURCE = Path(vangnet.__file__).parent
WRITERS = ("record", "record_many", "_record", "_leave_line")
ASKS = ("may", "require", "counted", "last_entry", "filter")
CODE = re.compile(r"[a-z]+\.[a-z_]*[a-z]")
STEMS = {"access.decide_": {"see", "share", "search_see", "search_share"}}  # the decision point writes stem and action


def _codes(tree: ast.Module) -> set[str]:
    """Return the codes that a module hands to a writer of the record, by keyword or by place, constants included."""
    constants = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.AnnAssign | ast.Assign) and node.value is not None
        for target in ([node.target] if isinstance(node, ast.AnnAssign) else node.targets)
        if isinstance(target, ast.Name)
    }
    found: set[str] = set()
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call):
            continue
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        given = [word.value for word in call.keywords if word.arg == "act" and name not in ASKS]
        given += list(call.args) if name in WRITERS else []
        for value in given:
            value = constants.get(value.id, value) if isinstance(value, ast.Name) else value
            texts = [part.value for part in ast.walk(value) if isinstance(part, ast.Constant)]
            found |= {text for text in texts if isinstance(text, str) and CODE.fullmatch(text)}
    return found


def written() -> set[str]:
    """Return every code that the product writes into the record."""
    modules = [path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts]
    return set().union(*(_codes(ast.parse(path.read_text("utf-8"))) for path in modules))


def test_every_act_that_code_writes_has_words():
    codes = written()
    assert len(codes) > 80
    assert sorted(codes - set(ACTS)) == []
    for stem, actions in STEMS.items():
        assert {stem + action for action in actions} == {code for code in ACTS if code.startswith(stem)}


def test_an_act_of_an_older_version_is_never_told_as_a_change_or_a_look():
    assert act_words("gone.away") == "deed iets dat deze versie niet meer kent"
