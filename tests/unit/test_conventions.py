"""Agreements of the field as files: what ships is right, what is wrong is refused with a reason, the narrowest scope counts."""

from __future__ import annotations

from datetime import date, time
from uuid import UUID

import pytest
import yaml

from vangnet.intake import rules
from vangnet.intake.engine import conventions
from vangnet.intake.errors import ConventionUnreadable
from vangnet.intake.types import WeighingDecision
from vangnet.intake.types.conventions import CodeMap, ConventionKind, InclusionRules, LabelList, Terms, Voting

DAY = date(2026, 11, 27)
HEAD = {"scope": "ZVH04", "version": 1, "valid_from": date(2026, 1, 1), "source": "test"}


def text(**more: object) -> str:
    return yaml.safe_dump(HEAD | more)


def test_what_ships_says_something_about_everything_that_must_count():
    for what in (ConventionKind.LABELS, ConventionKind.ESCALATION, ConventionKind.INCLUSION, ConventionKind.TERMS):
        found = conventions.counting(conventions.shipped(), what=what, scopes=["ZVH04", "NL"], day=DAY)
        assert found is not None, what
        assert found.source


def test_the_five_national_criteria_and_one_of_them_asks_for_a_title():
    (found,) = [s.value for s in conventions.shipped() if s.what is ConventionKind.INCLUSION]
    assert isinstance(found, InclusionRules)
    assert [one.code for one in found.criteria if one.title] == ["title"]
    assert (len(found.criteria), found.voting) == (5, Voting.NONE)


def test_a_label_has_a_first_and_a_last_day_and_keeps_its_words():
    labels = {"old": {"nl": "Oud", "en": "Old", "until": DAY}, "new": {"nl": "Nieuw", "en": "New", "since": DAY}}
    value = conventions.parse(text(what="labels", labels=labels)).value
    assert isinstance(value, LabelList)
    assert [[one.code for one in value.on(day)] for day in (date(2026, 11, 26), DAY)] == [["old"], ["new"]]
    assert (value.words("old"), value.words("old", english=True), value.words("?")) == ("Oud", "Old", "?")


def test_a_regional_inclusion_adds_to_the_national_criteria():
    criteria = {"forensic": {"nl": "x", "en": "x", "instead_of": "title"}}
    value = conventions.parse(text(what="inclusion", voting="none", criteria=criteria)).value
    assert isinstance(value, InclusionRules)
    assert [one.code for one in value.criteria][-2:] == ["relapse", "forensic"]
    assert value.criteria[-1].regional


def test_the_narrowest_scope_and_the_highest_version_count():
    sheets = [
        conventions.parse(text(what="terms", scope=scope, version=version, follow_up={"local": days}))
        for scope, version, days in (("NL", 9, 1), ("ZVH04", 1, 2), ("ZVH04", 2, 3))
    ]
    found = conventions.counting(sheets, what=ConventionKind.TERMS, scopes=["ZVH04", "NL"], day=DAY)
    assert found is not None
    assert isinstance(found.value, Terms)
    assert found.value.follow_up == {WeighingDecision.LOCAL: 3}
    elsewhere = conventions.counting(sheets, what=ConventionKind.TERMS, scopes=["ZVH05", "NL"], day=DAY)
    assert elsewhere is not None
    assert elsewhere.version == 9
    assert conventions.counting(sheets, what=ConventionKind.TERMS, scopes=["ZVH04"], day=date(2025, 1, 1)) is None


def test_own_codes_are_read_without_case():
    value = conventions.parse(text(what="codes", kinds={"OVL": {"kind": "overlast", "label": "nuisance"}})).value
    assert isinstance(value, CodeMap)
    assert value.kinds["ovl"].kind in rules.KINDS


def test_a_desk_is_read_with_hours_areas_and_postcodes():
    desk = {
        "kinds": ["zorg"], "answer_workdays": 3, "cutoff": "16:00", "outside": {"text": "Bel.", "phone": "1"},
        "areas": [{"municipality": "GM0193", "postcodes": ["8011AA", "8019ZZ"]}],
        "hours": [{"days": [0, 1], "opens": "09:00", "closes": "17:00"}],
    }  # fmt: skip
    found = conventions.desk_in(conventions.parse(text(what="desk", desk=desk)), agency_id=UUID(int=7))
    assert (found.answer_workdays, found.cutoff, len(found.hours)) == (3, time(16), 2)
    assert (found.areas[0].postcode_from, found.areas[0].postcode_to) == ("8011AA", "8019ZZ")


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ("what: [", "while"),
        ("", ""),
        (text(what="labels"), "labels"),
        (text(what="nonsense"), "nonsense"),
        (text(what="labels", labels={"x" * 30: {"nl": "x", "en": "x"}}), "20"),
        (text(what="labels", labels={"x": {"nl": "x", "en": "x", "since": DAY, "until": DAY}}), "ends before"),
        (text(what="labels", labels={"x": {"nl": "x"}}), "en is missing"),
        (text(what="labels", labels={}, valid_until=date(2025, 1, 1)), "valid_from"),
        (text(what="labels", labels={}, valid_from="soon"), "valid_from"),
        (text(what="escalation", levels=[]), "levels"),
        (text(what="escalation", levels=[{"level": 2, "after_workdays": 0, "to": "zvh", "role": "x"}]), "levels"),
        (text(what="escalation", levels=[{"level": 1, "after_workdays": -1, "to": "zvh", "role": "x"}]), "levels"),
        (text(what="escalation", levels=[{"level": 1, "after_workdays": 0, "to": "mayor", "role": "x"}]), "mayor"),
        (text(what="inclusion", voting="majority"), "partners"),
        (text(what="inclusion", voting="none", partners=["GGZ"]), "partners"),
        (text(what="inclusion", voting="majority", partners=["GGZ", "GGZ"]), "partners"),
        (text(what="inclusion", voting="none", criteria={"title": {"nl": "x", "en": "x"}}), "title"),
        (text(what="inclusion", voting="none", criteria={"x": {"nl": "x", "en": "x", "instead_of": "?"}}), "x"),
        (text(what="terms", follow_up={"local": 0}), "60"),
        (text(what="terms", follow_up={"rank": 3}), "rank"),
        (text(what="codes", kinds=["a"]), "list"),
        (text(what="desk", desk="no"), "desk"),
        (text(what="questions", channel="other", start="a", questions={}), ""),
    ],
)  # fmt: skip
def test_what_cannot_be_worked_with_is_refused_with_a_reason(wrong: str, says: str):
    with pytest.raises(ConventionUnreadable) as refused:
        conventions.parse(wrong)
    assert says in refused.value.en
