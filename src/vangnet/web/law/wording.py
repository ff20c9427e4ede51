"""One row of a norm in the words of a colleague: who, to whom, what, what for, and what must be written down."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from django.utils.translation import gettext

from vangnet.law.normset import NormSet
from vangnet.law.types import Norm
from vangnet.web.shared import screen
from vangnet.web.sharing import words
from vangnet.web.sharing.words import Kind

ANY = "ANY"


@dataclass(frozen=True, slots=True)
class Described:
    """One row of a norm, in words."""

    norm: Norm
    effects: list[str]
    givers: list[str]
    receivers: list[str]
    categories: list[str]
    purposes: list[str]
    asks: list[str]
    blocked: list[str]
    duties: list[str]
    confidence: list[str]
    form: str
    term: str
    in_force: bool


def described(norm: Norm, norms: NormSet, today: date) -> Described:
    """Return a row of a norm in words."""
    asked = [fact for token in (*norm.facts_required, *norm.human_facts) for fact in token.split("|")]
    return Described(
        norm=norm,
        effects=[_effect(effect) for effect in norm.effect],
        givers=_parties(norm.givers),
        receivers=_parties(norm.receivers),
        categories=_codes("categories", norm.categories, gettext("alle gegevens")),
        purposes=_codes("purposes", norm.purposes, gettext("elk doel")),
        asks=[] if norm.is_prohibition else [_fact(fact, norms) for fact in asked],
        blocked=[_fact(fact, norms) for token in norm.facts_required for fact in token.split("|")]
        if norm.is_prohibition
        else [],
        duties=[words.say("duties", duty) for duty in (*norm.duties, *norm.sticky_conditions)],
        confidence=[_confidence(code) for code in norm.confidence],
        form=words.say("forms", norm.highest_output_form) if norm.highest_output_form else "",
        term=_term(norm),
        in_force=norm.in_force(today),
    )


@cache
def terms() -> dict[str, str]:
    """Return how long each rule of retention says, in Dutch, by the key of the norm."""
    return tomllib.loads(resources.files("vangnet.web.law").joinpath("terms.toml").read_text(encoding="utf-8"))


def _term(norm: Norm) -> str:
    """Return the term in the language of the page; the norm has it in English."""
    return terms().get(norm.key, "") if norm.term and screen.language() == "nl" else norm.term or ""


def _parties(parties: Sequence[str]) -> list[str]:
    return [_party(party) for party in parties]


def _party(party: str) -> str:
    org, _, role = party.partition(":")
    who = gettext("iedereen") if org == ANY else words.say("receivers", org)
    return f"{who} ({words.say('roles', role)})" if role else who


def _codes(kind: Kind, codes: Sequence[str], every: str) -> list[str]:
    return [every] if codes == (ANY,) else [words.say(kind, code) for code in codes]


def _fact(token: str, norms: NormSet) -> str:
    """Return a fact as a question; a derived one, which nobody is asked, as the statement of the law's own list."""
    name = token.removeprefix("!")
    if name in words.content()["facts"]:
        return words.fact_question(name).text
    vocabulary = norms.vocabulary
    term = vocabulary.facts.get(name) or vocabulary.derived_facts[name]
    return term.meaning if screen.language() == "en" else term.nl


def _effect(effect: str) -> str:
    said = {
        "permit": gettext("geeft de bevoegdheid om te delen"),
        "oblige": gettext("verplicht om te delen"),
        "lift_secrecy": gettext("opent een geheim"),
        "prohibit": gettext("verbiedt"),
        "retention": gettext("zegt hoe lang iets wordt bewaard"),
        "right": gettext("geeft een recht"),
    }
    return said[effect]


def _confidence(code: str) -> str:
    said = {
        "LAW": gettext("uit de wettekst zelf"),
        "LAW-OLD": gettext("uit een oude wettekst"),
        "GUID": gettext("uit een toelichting of richtlijn"),
        "MEM": gettext("nog niet nagelezen"),
        "INF": gettext("afgeleid"),
    }
    return said[code]
