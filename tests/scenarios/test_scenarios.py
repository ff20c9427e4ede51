"""The signed scenarios: worked cases of the law, the same cases as they may be used today, and every norm by itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.scenarios.make_norm_scenarios import carrying, prohibiting, silent

from vangnet.cli.share import answer, compare, read_scenarios
from vangnet.law.decide import decide
from vangnet.law.loader import standard_norms
from vangnet.law.question import read_question

HERE = Path(__file__).parent
NORMS = standard_norms()
FILES = (
    "worked.json",
    "worked-today.json",
    "edges.json",
    "from-the-text.json",
    "doubts.json",
    "second-reading.json",
    "format-edges.json",
    "norms.json",
)
SCENARIOS = {file: read_scenarios(HERE / file) for file in FILES}
BY_NORM = {scenario["id"]: scenario for scenario in SCENARIOS["norms.json"]}


@pytest.mark.parametrize("scenario", [one for file in FILES for one in SCENARIOS[file]], ids=lambda one: one["id"])
def test_a_scenario_comes_out_as_signed(scenario):
    given = answer(NORMS, scenario)
    assert "error" not in given
    assert compare(scenario, given) == []


@pytest.mark.parametrize("file", FILES)
def test_every_scenario_is_signed_with_an_outcome(file):
    assert all("outcome" in scenario["expected"] for scenario in SCENARIOS[file])
    assert len({scenario["id"] for scenario in SCENARIOS[file]}) == len(SCENARIOS[file])


@pytest.mark.parametrize("scenario", SCENARIOS["second-reading.json"], ids=lambda one: one["id"])
def test_nothing_carries_or_blocks_beside_what_the_second_reading_names(scenario):
    given, expected = answer(NORMS, scenario), scenario["expected"]
    assert given["grounds"] == expected.get("grounds_include", [])
    assert given["prohibitions"] == expected.get("prohibitions_include", [])


def test_there_are_twenty_worked_cases_and_each_is_signed_for_today_as_well():
    worked = {scenario["id"] for scenario in SCENARIOS["worked.json"]}
    assert len({name.rstrip("ab") for name in worked}) == 20
    assert {scenario["id"].removesuffix("-today") for scenario in SCENARIOS["worked-today.json"]} == worked
    for scenario in SCENARIOS["worked.json"]:
        assert scenario["input"]["assume_verified"] is True
    for scenario in SCENARIOS["worked-today.json"]:
        assert "assume_verified" not in scenario["input"]


def test_a_case_that_leans_on_unread_law_is_for_a_human_today():
    today = {scenario["id"]: scenario["expected"] for scenario in SCENARIOS["worked-today.json"]}
    assert today["sc-27-today"]["outcome"] == "HUMAN"
    assert "verify_norm_text" in today["sc-27-today"]["duties_include"]


def verdict_of(name):
    return decide(NORMS, read_question(BY_NORM[name]["input"], NORMS))


@pytest.mark.parametrize("norm", carrying(), ids=lambda norm: norm.id)
def test_every_norm_that_lets_give_has_a_yes_a_no_and_a_gap(norm):
    yes, no, gap = (verdict_of(f"{norm.id}-{kind}") for kind in ("ja", "nee", "onbekend"))
    assert yes.permitted and norm.id in yes.rows
    assert norm.id not in no.rows
    assert not (gap.permitted and norm.id in gap.rows)


@pytest.mark.parametrize("norm", prohibiting(), ids=lambda norm: norm.id)
def test_every_prohibition_has_a_yes_a_no_and_a_gap(norm):
    yes, no = verdict_of(f"{norm.id}-ja"), verdict_of(f"{norm.id}-nee")
    assert yes.outcome == "DENY" and norm.id in yes.rows
    assert norm.id not in no.rows
    assert no.outcome != "DENY", "the prohibition is what stands in the way"
    assert f"{norm.id}-onbekend" in BY_NORM


def test_norms_that_decide_nothing_never_appear_in_an_answer():
    assert len(silent()) == len(NORMS.norms) - len(carrying()) - len(prohibiting()) == 22
    quiet = {norm.id for norm in silent()}
    for file in FILES:
        for scenario in SCENARIOS[file]:
            verdict = decide(NORMS, read_question(scenario["input"], NORMS))
            assert quiet.isdisjoint(verdict.rows)


def test_the_file_reads_as_it_was_written():
    for file in FILES:
        assert json.loads((HERE / file).read_text(encoding="utf-8")) == SCENARIOS[file]
