"""Question trees: every way ends, every answer leads somewhere, and the one of the day is asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
import yaml

from vangnet.core.errors import BrokenInvariant, InvalidInput
from vangnet.intake.engine import triage
from vangnet.intake.types import Channel, TriageRoute

DAY = date(2026, 11, 22)
SMALL = {
    "channel": "x", "version": 1, "valid_from": DAY, "source": "test", "start": "a",
    "questions": {
        "a": {"nl": "A?", "en": "A?", "answers": {"y": {"nl": "J", "en": "Y", "next": "b"}, "n": {"nl": "N", "en": "N", "route": "desk"}}},
        "b": {"nl": "B?", "en": "B?", "answers": {"y": {"nl": "J", "en": "Y", "route": "zvh"}}},
    },
}  # fmt: skip


def small(**changes: object) -> str:
    """A small tree; `changes` replace answers, as `a_y={...}`, or a whole question, as `b=...`."""
    data = yaml.safe_load(yaml.safe_dump(SMALL))
    for name, value in changes.items():
        question, _, answer = name.partition("_")
        if answer:
            data["questions"][question]["answers"][answer] = {"nl": "x", "en": "x", **value}
        else:
            data["questions"][question] = value
    return yaml.safe_dump(data)


def ways(tree: triage.Tree) -> list[tuple[tuple[str, ...], TriageRoute]]:
    """Every way through a tree to its end."""
    found, waiting = [], [()]
    while waiting:
        answers = waiting.pop()
        step = triage.walk(tree, answers)
        if step.route is not None:
            found.append((answers, step.route))
        else:
            assert step.question is not None
            waiting += [(*answers, answer.code) for answer in step.question.answers]
    return found


@pytest.mark.parametrize("tree", triage.trees(), ids=lambda tree: f"{tree.channel}-{tree.version}")
def test_every_way_of_a_tree_that_ships_ends(tree: triage.Tree):
    found = ways(tree)
    assert len(found) >= 4
    assert TriageRoute.EMERGENCY in {route for _, route in found}
    assert all(question.nl and question.en for question in tree.questions.values())


@pytest.mark.parametrize("tree", triage.trees(), ids=lambda tree: f"{tree.channel}-{tree.version}")
def test_danger_is_asked_first_and_leads_to_112(tree: triage.Tree):
    assert triage.walk(tree, ["yes"]).route is TriageRoute.EMERGENCY


@pytest.mark.parametrize("channel", [Channel.FORM, Channel.PUBLIC_FORM])
def test_each_channel_that_asks_has_one_tree_a_day(channel: Channel):
    covering = [tree for tree in triage.trees() if tree.channel == channel.value and tree.covers(DAY)]
    assert len(covering) == 1
    assert triage.tree_on(channel.value, date(2025, 12, 31)) is None


def test_a_version_counts_from_its_first_day_until_the_next():
    old = replace(triage.parse(small()), valid_until=date(2026, 12, 1))
    assert [old.covers(day) for day in (date(2026, 11, 21), DAY, date(2026, 11, 30), date(2026, 12, 1))] == [
        False, True, True, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"a_y": {"next": "gone"}}, "no such question"),
        ({"a_y": {"next": "a"}}, "without an end"),
        ({"b_y": {"next": "a"}}, "without an end"),
        ({"a_y": {"route": "desk"}}, "nobody reaches"),
        ({"a_y": {}}, "needs a next question or a route"),
        ({"a_y": {"next": "b", "route": "desk"}}, "needs a next question or a route"),
    ],
)
def test_a_tree_that_cannot_be_walked_is_refused(changes: dict[str, object], said: str):
    with pytest.raises(BrokenInvariant, match=said):
        triage.parse(small(**changes))


def test_an_unknown_route_is_refused():
    with pytest.raises(ValueError, match="somewhere"):
        triage.parse(small(a_n={"route": "somewhere"}))


@pytest.mark.parametrize("answers", [["?"], ["n", "y"], ["y", "y", "y"], [""]])
def test_answers_that_do_not_fit_are_refused(answers: list[str]):
    with pytest.raises(InvalidInput):
        triage.walk(triage.parse(small()), answers)
