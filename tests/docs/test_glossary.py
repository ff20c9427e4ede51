"""Between English inside and Dutch at the edge stands one list (DESIGN section 4): every model has a row in it."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

from django.apps import apps

GLOSSARY = Path(__file__).resolve().parents[2] / "glossary.toml"


def terms() -> dict[str, dict[str, Any]]:
    """Return the rows of the glossary by their English name."""
    rows: dict[str, dict[str, Any]] = tomllib.loads(GLOSSARY.read_text(encoding="utf-8"))["terms"]
    return rows


def snake(name: str) -> str:
    """Return a class name as the glossary spells it.

    >>> snake("RoleSlot")
    'role_slot'
    """
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def test_every_stored_thing_has_a_row():
    ours = [model for model in apps.get_models() if model.__module__.startswith("vangnet.")]
    assert sorted({snake(model.__name__) for model in ours} - set(terms())) == []


def test_a_row_is_whole():
    broken = {
        name: row for name, row in terms().items() if set(row) != {"nl", "meaning", "source"} or not all(row.values())
    }
    assert broken == {}


def test_a_dutch_term_means_one_thing():
    counted = Counter(row["nl"].casefold() for row in terms().values())
    assert [term for term, times in counted.items() if times > 1] == []


def test_rows_stand_in_order():
    names = list(terms())
    assert names == sorted(names)
    assert [name for name in names if not re.fullmatch(r"[a-z][a-z0-9_]*", name)] == []
