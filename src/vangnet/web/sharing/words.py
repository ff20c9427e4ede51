"""The law's codes in the words of a colleague, in the language of the page; they stand in two data files beside this."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

from django.utils.translation import gettext

from vangnet.law.loader import standard_norms
from vangnet.web.shared import screen

Kind = Literal["groups", "receivers", "roles", "purposes", "categories", "forms", "frames", "facts", "duties"]


@dataclass(frozen=True, slots=True)
class FactQuestion:
    """What the law wants to know, as a short question.

    Args:
        yes_no: whether it is answered by a choice; else the text is the answer.
        who: who can know it, when that is not the asker.
    """

    name: str
    text: str
    yes_no: bool
    who: str


@dataclass(frozen=True, slots=True)
class StepWords:
    """One step of the plan for secrecy, as people read it."""

    step: str
    title: str
    text: str
    yes: str
    no: str
    why: str


@cache
def content() -> Mapping[str, Any]:
    """Return both data files as one."""
    folder = resources.files("vangnet.web.sharing")
    found: dict[str, Any] = {}
    for name in ("words.toml", "questions.toml"):
        found |= tomllib.loads(folder.joinpath(name).read_text(encoding="utf-8"))
    return found


def say(kind: Kind, code: str) -> str:
    """Return a code in words; the code itself when it has none, so that nothing is ever hidden by a missing word."""
    row = content()[kind].get(code)
    return str(row[screen.language()]) if row is not None else code


def receiver_codes(*, without: Collection[str] = ()) -> list[tuple[str, list[str]]]:
    """Return who can receive, by group: the code of the group and the organisation types in it.

    Args:
        without: organisation types that are no choice here.
    """
    rows = content()["receivers"]
    return [
        (group, [code for code in rows if rows[code]["group"] == group and code not in without])
        for group in content()["groups"]
    ]


def usual_roles(org_type: str) -> list[str]:
    """Return the functions that are usual at an organisation type."""
    return list(content()["receivers"].get(org_type, {"roles": ["medewerker"]})["roles"])


def purpose_codes(org_type: str) -> tuple[list[str], list[str]]:
    """Return what one usually shares for with an organisation type, and every other purpose the law knows."""
    usual = list(content()["receivers"].get(org_type, {"purposes": []})["purposes"])
    return usual, [code for code in content()["purposes"] if code not in usual]


def fact_question(name: str) -> FactQuestion:
    """Return the question that goes with a fact of the law."""
    row, language = content()["facts"][name], screen.language()
    return FactQuestion(name, row[language], row["ask"] == "yes_no", row.get(f"who_{language}", ""))


def fact_term(name: str, *, value: bool = True) -> str:
    """Return a fact of the law as a statement; one recorded false says so."""
    term = standard_norms().vocabulary.facts[name]
    said = term.meaning if screen.language() == "en" else term.nl
    return said if value else gettext("niet: %(what)s") % {"what": said}


def step_words(step: str) -> StepWords:
    """Return a step of the plan for secrecy in words."""
    return StepWords(step=step, **content()["steps"][step][screen.language()])


def choices(kind: Kind, codes: list[str]) -> list[tuple[str, str]]:
    """Return codes with their words, for a field of a form."""
    return [(code, headed(say(kind, code))) for code in codes]


def headed(words: str) -> str:
    """Return words with a capital, for the start of a line.

    >>> headed("de politie"), headed("")
    ('De politie', '')
    """
    return words[:1].upper() + words[1:]
