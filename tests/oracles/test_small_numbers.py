"""Nobody works out a hidden number, also not who knows the rule: every line that gives the same answer is tried."""

from __future__ import annotations

import itertools
from collections import defaultdict

import pytest

from vangnet.intake.engine import protect

HIGHEST = 33


def answers(codes: str, highest: int) -> dict[tuple[object, ...], list[tuple[int, ...]]]:
    """Return each answer with every line of numbers that gives it."""
    found: dict[tuple[object, ...], list[tuple[int, ...]]] = defaultdict(list)
    for numbers in itertools.product(range(highest + 1), repeat=len(codes)):
        shown = protect.publish({"kind": dict(zip(codes, numbers, strict=True))})
        found[(shown["total"]["all"], *shown["kind"].values())].append(numbers)
    return found


@pytest.mark.parametrize("codes", ["ab", "abc"])
def test_a_hidden_small_number_could_still_be_many(codes: str):
    tried = 0
    for (total, *shown), lines in answers(codes, HIGHEST).items():
        if total is None or total > HIGHEST:  # above it not every line is tried
            continue
        for nr, number in enumerate(shown):
            possible = {line[nr] for line in lines}
            if number is None and any(0 < one < protect.SMALLEST for one in possible):
                assert len(possible) >= 5, (total, shown, possible)
                tried += 1
    assert tried > 20


def test_no_small_number_is_shown_and_large_ones_are_true():
    for (total, *shown), lines in answers("abc", HIGHEST).items():
        for number, *true in zip(shown, *lines, strict=True):
            if number is not None:
                assert number == 0 or number >= protect.SMALLEST
                assert set(true) == {number}
        assert total is None or {sum(line) for line in lines} == {total}


def test_one_line_that_cannot_be_guarded_hides_the_whole_desk():
    shown = protect.publish({"kind": {"a": 20, "b": 10}, "told": {"yes": 10, "no": 10, "unknown": 9, "x": 1}})
    assert shown["total"] == {"all": 30}
    assert protect.protect({"a": 1, "b": 10}) is None
    shown = protect.publish({"kind": {"a": 11}, "told": {"yes": 1, "no": 10}})
    assert shown == {"total": {"all": None}, "kind": {"a": None}, "told": {"yes": None, "no": None}}
