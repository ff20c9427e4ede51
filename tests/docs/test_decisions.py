"""Decisions are found by their number: each has one of its own, in its name and in its heading."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

FILES = sorted((Path(__file__).parents[2] / "docs" / "adr").glob("[0-9]*.md"))


def test_each_decision_has_a_number_of_its_own() -> None:
    numbers = Counter(file.name[:4] for file in FILES)
    assert FILES
    assert [number for number, times in numbers.items() if times > 1] == []


def test_the_heading_says_the_number_of_the_file() -> None:
    for file in FILES:
        found = re.match(r"# 0*(\d+)\. ", file.read_text("utf-8"))
        assert found, file.name
        assert int(found[1]) == int(file.name[:4])
