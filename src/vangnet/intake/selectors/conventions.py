"""How the field agreed to work, as it counts on a day: what a region stored, else what ships. Says nothing about anybody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.db.models import Q

from vangnet.core.errors import BrokenInvariant
from vangnet.intake.engine import conventions, triage
from vangnet.intake.engine.conventions import EVERYWHERE, Sheet
from vangnet.intake.models import Convention
from vangnet.intake.types import Asked, AskedWords
from vangnet.intake.types.conventions import (
    CodeMap,
    ConventionKind,
    ConventionView,
    EscalationLevel,
    InclusionRules,
    LabelList,
    Terms,
)

T = TypeVar("T")


def label_list(*, region: str = EVERYWHERE, day: date) -> LabelList:
    """Return the labels of signals, those that ended included."""
    value = _counting(ConventionKind.LABELS, [region, EVERYWHERE], day).value
    return _of(LabelList, value)


def escalation_levels(*, region: str, day: date) -> tuple[EscalationLevel, ...]:
    """Return the levels that a late answer climbs in a region."""
    value = _counting(ConventionKind.ESCALATION, [region, EVERYWHERE], day).value
    return _of(tuple, value)


def inclusion_rules(*, region: str, day: date) -> InclusionRules:
    """Return on which criteria a region includes, and whether its partners vote."""
    return _of(InclusionRules, _counting(ConventionKind.INCLUSION, [region, EVERYWHERE], day).value)


def terms(*, region: str, day: date) -> Terms:
    """Return within how many working days decisions are done in a region."""
    return _of(Terms, _counting(ConventionKind.TERMS, [region, EVERYWHERE], day).value)


def code_map(*, agency_id: UUID, day: date) -> CodeMap | None:
    """Return what the own codes of a desk mean, or None when it brought no list."""
    stored = _stored(ConventionKind.CODES, [str(agency_id)], day)
    found = conventions.counting(stored, what=ConventionKind.CODES, scopes=[str(agency_id)], day=day)
    return _of(CodeMap, found.value) if found else None


def tree(*, channel: str, day: date) -> triage.Tree | None:
    """Return the questions of a channel on a day: stored ones before those that ship; None when it asks nothing."""
    stored = _stored(ConventionKind.QUESTIONS, [channel], day)
    found = conventions.counting(stored, what=ConventionKind.QUESTIONS, scopes=[channel], day=day)
    return _of(triage.Tree, found.value) if found else triage.tree_on(channel, day)


def asked_words(asked: Asked) -> list[AskedWords]:
    """Return what a reporter was asked and answered, in the words of the version that counted then, ended or not.

    A stored version comes before the one that ships with the same number.
    """
    rows = Convention.objects.filter(what=ConventionKind.QUESTIONS.value, scope=asked.channel, version=asked.version)
    stored = [conventions.parse(text).value for text in rows.values_list("text", flat=True)]
    shipped = [one for one in triage.trees() if (one.channel, one.version) == (asked.channel, asked.version)]
    for found in (*stored, *shipped):
        if isinstance(found, triage.Tree) and all(pair in found.branches for pair in asked.given):
            return [_in_words(found, question, answer) for question, answer in asked.given]
    return [AskedWords(question, question, answer, answer) for question, answer in asked.given]


def _in_words(tree: triage.Tree, question: str, answer: str) -> AskedWords:
    said = tree.questions[question]
    chosen = next(one for one in said.answers if one.code == answer)
    return AskedWords(said.nl, said.en, chosen.nl, chosen.en)


def stored_conventions() -> list[ConventionView]:
    """Return every version that counts or counted, shipped ones first."""
    rows = [_view(sheet, shipped=True) for sheet in conventions.shipped()]
    rows += [
        ConventionView(ConventionKind.QUESTIONS, tree.channel, tree.version, tree.valid_from, tree.valid_until, True)
        for tree in triage.trees()
    ]
    stored = Convention.objects.order_by("what", "scope", "version").values_list("text", flat=True)
    return rows + [_view(conventions.parse(text), shipped=False) for text in stored]


def _counting(what: ConventionKind, scopes: Sequence[str], day: date) -> Sheet:
    stored = _stored(what, scopes, day)
    for scope in scopes:
        for sheets in (stored, conventions.shipped()):
            found = conventions.counting(sheets, what=what, scopes=[scope], day=day)
            if found is not None:
                return found
    # Before the first day of what ships, the first version counts: nothing ever waits without agreements.
    return next(sheet for sheet in conventions.shipped() if sheet.what is what and sheet.scope == EVERYWHERE)


def _stored(what: ConventionKind, scopes: Sequence[str], day: date) -> list[Sheet]:
    rows = Convention.objects.filter(Q(valid_until=None) | Q(valid_until__gt=day), what=what.value, scope__in=scopes)
    return [conventions.parse(text) for text in rows.filter(valid_from__lte=day).values_list("text", flat=True)]


def _view(sheet: Sheet, *, shipped: bool) -> ConventionView:
    return ConventionView(sheet.what, sheet.scope, sheet.version, sheet.valid_from, sheet.valid_until, shipped)


def _of(kind: type[T], value: object) -> T:
    """Return a value that a file of this kind always holds; another one is a fault of ours."""
    if not isinstance(value, kind):
        raise BrokenInvariant(
            "convention-kind",
            nl="Een bestand met afspraken is van een andere soort dan het zegt.",
            en="A file of agreements is of another kind than it says.",
        )
    return value
