"""The closed lists: which codes exist, and how each is shown in Dutch."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

FactKind: TypeAlias = Literal["ground", "human", "barrier"]


@dataclass(frozen=True, slots=True)
class Term:
    """One code: the Dutch words people see, and the English meaning for whoever keeps the norms."""

    code: str
    nl: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Category(Term):
    """A data category.

    Args:
        sens: N normal, H health, C criminal, X other special, none for figures.
        listed: stands in the list of Wgs 2.30(1).
        care_secret: normally under professional secrecy.
        form_cap: highest output form, O0 to O5, in which it may ever leave.
    """

    sens: str
    listed: bool
    care_secret: bool
    form_cap: str


@dataclass(frozen=True, slots=True)
class Fact(Term):
    """A fact a question may carry; `opens` marks the two that only the professional himself may raise."""

    kind: FactKind
    by_nl: str
    recorded_by: str
    opens: bool = False

    @property
    def human_only(self) -> bool:
        """Return whether a machine may never record this fact."""
        return self.kind == "human" or self.opens


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Every closed list of the law stage. Frozen; part of the content that a norm set's hash covers."""

    org_types: Mapping[str, Term]
    roles: Mapping[str, Term]
    subject_circles: Mapping[str, Term]
    categories: Mapping[str, Category]
    purposes: Mapping[str, Term]
    phases: Mapping[str, Term]
    facts: Mapping[str, Fact]
    derived_facts: Mapping[str, Term]
    duties: Mapping[str, Term]
    travelling: frozenset[str]
    outcomes: Mapping[str, Term]
    effects: Mapping[str, Term]
    gates: Mapping[str, Term]
    frames: Mapping[str, Term]
    confidence: Mapping[str, Term]
    output_forms: Mapping[str, Term]
    sets: Mapping[str, Mapping[str, tuple[str, ...]]]

    def fact_nl(self, name: str) -> str:
        """Return the Dutch statement for a recorded or derived fact.

        >>> standard_vocabulary().fact_nl("circle_other")
        'het gaat om iemand buiten de kring van de aangemelde persoon'
        """
        return (self.facts.get(name) or self.derived_facts[name]).nl


def vocabulary_from(content: Mapping[str, Any]) -> Vocabulary:
    """Build the vocabulary from the content of `vocabulary.toml`.

    Args:
        content: the parsed file; a stored norm set carries it too, so that an old decision can be replayed.
    """
    return Vocabulary(
        categories=MappingProxyType({code: Category(code=code, **row) for code, row in content["categories"].items()}),
        facts=MappingProxyType({code: Fact(code=code, **row) for code, row in content["facts"].items()}),
        travelling=frozenset(code for code, row in content["duties"].items() if row["travels"]),
        sets=MappingProxyType(
            {field: {name: tuple(codes) for name, codes in sets.items()} for field, sets in content["sets"].items()}
        ),
        **{name: _terms(content[name]) for name in _PLAIN_LISTS},
    )


_PLAIN_LISTS = (
    "org_types",
    "roles",
    "subject_circles",
    "purposes",
    "phases",
    "derived_facts",
    "duties",
    "outcomes",
    "effects",
    "gates",
    "frames",
    "confidence",
    "output_forms",
)


def _terms(rows: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Term]:
    return MappingProxyType({code: Term(code=code, nl=row["nl"], meaning=row["meaning"]) for code, row in rows.items()})


@functools.cache
def standard_content() -> dict[str, Any]:
    """Return the parsed content of the vocabulary that comes with the program."""
    text = resources.files("vangnet.law").joinpath("vocabulary.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@functools.cache
def standard_vocabulary() -> Vocabulary:
    """Return the vocabulary that comes with the program.

    >>> standard_vocabulary().categories["C15"].form_cap
    'O3'
    """
    return vocabulary_from(standard_content())
