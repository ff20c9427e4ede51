"""Whoever asks "wie keek hier" gets words for every field that the record says was shown."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import vangnet
from vangnet.sharing.types.rights import InsightPart
from vangnet.web.shared.shown import FIELDS, shown_words

SOURCE = Path(vangnet.__file__).parent


def shown() -> Iterator[str]:
    """Yield the fields that code tells a writer of the record that it showed or changed."""
    for path in SOURCE.rglob("*.py"):
        if "migrations" in path.parts:
            continue
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(call, ast.Call) or not any(word.arg == "act" for word in call.keywords):
                continue
            for word in call.keywords:
                if word.arg == "fields":
                    lists = [part for part in ast.walk(word.value) if isinstance(part, ast.List)]
                    values = [one.value for part in lists for one in part.elts if isinstance(one, ast.Constant)]
                    yield from (value for value in values if isinstance(value, str))


def test_every_field_that_is_shown_has_words():
    codes = set(shown()) | {part.value for part in InsightPart}
    assert len(codes) > 15
    assert sorted(codes - set(FIELDS)) == []


def test_a_field_of_an_older_version_is_told_as_it_is():
    assert shown_words(["name", "gone_by_now", "name"]) == "naam, gone_by_now"
