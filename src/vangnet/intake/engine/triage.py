"""Question trees (*uitvraagprotocol*): data files, one a channel and version, that end in a route. Pure.

A tree asks one question at a time; each answer leads to another question or to a route. A new version is a new file with
its own first day, so that one can always say which questions somebody was asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from vangnet.core.errors import BrokenInvariant
from vangnet.intake.errors import TriageUnreadable
from vangnet.intake.types import TriageAnswer, TriageQuestion, TriageRoute, TriageStep

LONGEST = 12
"""Most answers on any way through a tree: nobody in distress answers more."""


@dataclass(frozen=True, slots=True)
class Branch:
    """What follows an answer: the next question, or a route; exactly one of the two."""

    question: str
    route: TriageRoute | None


@dataclass(frozen=True, slots=True)
class Tree:
    """One version of the questions of one channel; days half-open `[valid_from, valid_until)`."""

    channel: str
    version: int
    valid_from: date
    valid_until: date | None
    source: str
    start: str
    questions: Mapping[str, TriageQuestion]
    branches: Mapping[tuple[str, str], Branch]

    def covers(self, day: date) -> bool:
        """Return whether this version counts on `day`."""
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)


def walk(tree: Tree, answers: Sequence[str]) -> TriageStep:
    """Return where a way through the tree has come: the next question, or the route at its end.

    Args:
        answers: codes of the answers, in order.

    Raises:
        TriageUnreadable: an answer does not belong to its question, or something follows after the end.
    """
    here = tree.start
    given: list[tuple[str, str]] = []
    for nr, answer in enumerate(answers):
        branch = tree.branches.get((here, answer))
        if branch is None:
            raise TriageUnreadable
        given.append((here, answer))
        if branch.route is not None:
            if nr + 1 < len(answers):
                raise TriageUnreadable
            return TriageStep(tree.channel, tree.version, tuple(given), None, branch.route)
        here = branch.question
    return TriageStep(tree.channel, tree.version, tuple(given), tree.questions[here], None)


def faults(tree: Tree) -> list[str]:
    """Return what is wrong with a tree: questions nobody reaches, answers that lead nowhere, ways without an end."""
    wrong: list[str] = []
    reached = {tree.start}
    open_ways = [(tree.start, 0)]
    while open_ways:
        code, depth = open_ways.pop()
        question = tree.questions.get(code)
        if question is None:
            wrong.append(f"{code}: no such question")
            continue
        if depth >= LONGEST:
            wrong.append(f"{code}: a way of more than {LONGEST} answers, or one without an end")
            continue
        for answer in question.answers:
            branch = tree.branches[code, answer.code]
            if (branch.route is None) == (not branch.question):
                wrong.append(f"{code}.{answer.code}: needs a next question or a route, and not both")
            elif branch.question:
                reached.add(branch.question)
                open_ways.append((branch.question, depth + 1))
    wrong += [f"{code}: nobody reaches this question" for code in tree.questions if code not in reached]
    return sorted(set(wrong))


def parse(text: str) -> Tree:
    """Return a tree from its YAML.

    Raises:
        BrokenInvariant: the file is not a tree that can be walked; it names every fault.
    """
    return tree_of(yaml.safe_load(text))


def tree_of(data: Mapping[str, Any]) -> Tree:
    """Return a tree from what its file holds.

    Raises:
        BrokenInvariant: it is not a tree that can be walked; it names every fault.
    """
    questions: dict[str, TriageQuestion] = {}
    branches: dict[tuple[str, str], Branch] = {}
    for code, asked in data["questions"].items():
        answers = []
        for name, said in asked["answers"].items():
            answers.append(TriageAnswer(name, said["nl"], said["en"]))
            route = TriageRoute(said["route"]) if "route" in said else None
            branches[code, name] = Branch(said.get("next", ""), route)
        hint = asked.get("hint", {})
        questions[code] = TriageQuestion(
            code, asked["nl"], asked["en"], hint.get("nl", ""), hint.get("en", ""), tuple(answers)
        )
    tree = Tree(
        channel=data["channel"], version=data["version"], valid_from=data["valid_from"],
        valid_until=data.get("valid_until"), source=data["source"], start=data["start"], questions=questions, branches=branches,
    )  # fmt: skip
    wrong = faults(tree)
    if wrong:
        raise BrokenInvariant(
            "triage-tree-broken",
            nl="Een vragenlijst klopt niet: " + "; ".join(wrong),
            en="A question tree is not right: " + "; ".join(wrong),
        )
    return tree


@cache
def trees() -> tuple[Tree, ...]:
    """Return every version of every tree that ships with the product, oldest first."""
    folder = files("vangnet.intake.engine") / "trees"
    found = [parse(file.read_text(encoding="utf-8")) for file in folder.iterdir() if file.name.endswith(".yaml")]
    return tuple(sorted(found, key=lambda tree: (tree.channel, tree.version)))


def tree_on(channel: str, day: date) -> Tree | None:
    """Return the tree that counts for a channel on a day, or None."""
    return next((tree for tree in trees() if tree.channel == channel and tree.covers(day)), None)
