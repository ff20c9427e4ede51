"""The explanation says what carried, what is missing and what to do; about care a refusal gives nothing away."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.oracles.law_questions import Asker

from vangnet.law.decide import decide
from vangnet.law.explain import explain
from vangnet.law.frames import frames_tried, keys_tried
from vangnet.law.loader import standard_norms
from vangnet.law.normset import NormSet
from vangnet.law.types import Consent, Party, Question
from vangnet.law.vocabulary import standard_content

NORMS = standard_norms()
POLICE = Question(
    giver=Party("POL", "wijkagent"),
    giver_bound=False,
    receiver=Party("BGM", "burgemeester"),
    circle="notified_person",
    category="C07",
    purpose="public_order",
    phase="F0",
    on=date(2026, 11, 2),
    facts={"necessity_motivated": True},
)
CARE = Question(
    giver=Party("GGZ", "behandelaar"),
    giver_bound=True,
    receiver=Party("POL", "wijkagent"),
    circle="notified_person",
    category="C05",
    purpose="criminal_investigation",
    phase="F0",
    on=date(2026, 11, 2),
)


def told(question):
    return explain(NORMS, question, decide(NORMS, question))


def test_a_yes_names_the_article_its_link_the_form_and_the_duties():
    text = told(POLICE)
    assert text.startswith("Ja, en je moet dit delen")
    for part in (
        "Wpg artikel 16 lid 1, onder b (P03)",
        "https://wetten.overheid.nl/BWBR0022463/2025-07-01",
        "(O5)",
        "leg vast wie vroeg",
    ):
        assert part in text


def test_a_gap_names_what_is_missing_and_who_can_record_it():
    text = told(replace(POLICE, facts={"cooperation_decision_covers": False}))
    assert "Dit is nog niet vastgelegd" in text
    assert "nodig, evenredig en het minst ingrijpend" in text
    assert "wie: professional van de gever" in text


def test_a_human_decision_shows_the_checklist():
    facts = {"conflict_of_duties_raised": True}
    text = told(
        replace(
            CARE,
            purpose="prevent_serious_harm_acute",
            receiver=Party("OTH", "bedreigde"),
            facts=facts,
            assume_verified=True,
        )
    )
    assert text.startswith("Hier beslist een mens")
    assert text.count("criterium ") >= 6


def test_law_that_was_not_read_is_said_so():
    om = replace(
        POLICE,
        giver=Party("OM", "parket_zvh"),
        receiver=Party("ZVH", "procesregisseur"),
        category="C11",
        purpose="zvh_case",
        phase="F3",
    )
    facts = {"zvh_criteria_met": True, "parties_admitted_to_case": True, "necessity_motivated": True}
    assert "nog niet nagelezen" in told(replace(om, facts=facts))


def test_a_no_says_what_forbids_what_was_tried_and_what_can_be_done():
    text = told(replace(POLICE, facts={"necessity_motivated": True, "police_data_removed": True}))
    for part in (
        "Nee, dit mag je nu niet delen",
        "Wpg artikel 14 lid 2 (H04)",
        "Wat je wel kunt doen",
        "privacy-adviseur",
    ):
        assert part in text
    college = told(
        replace(
            POLICE,
            receiver=Party("COL", "casusregisseur"),
            facts={"competent_authority_agrees": False, "cooperation_decision_covers": False},
        )
    )
    assert "Getoetst en niet genoeg" in college
    assert "Dit gegeven is gesloten" in college


def test_a_refusal_about_care_reads_the_same_whatever_is_recorded():
    names = [name for name, fact in NORMS.vocabulary.facts.items() if fact.kind != "barrier"]
    consent = Consent(
        frozenset({"POL"}), frozenset({"C05"}), frozenset({"criminal_investigation"}), explicit=True, withdrawn=True
    )
    refusals = {
        told(CARE),
        told(replace(CARE, consent=consent)),
        told(replace(CARE, assume_verified=True)),
        told(replace(CARE, invoked_ground="M07")),
    }
    for name in names:
        for value in (True, False):
            question = replace(CARE, facts={name: value})
            if decide(NORMS, question).outcome == "DENY":
                refusals.add(told(question))
    assert len(refusals) == 1


@pytest.mark.parametrize("category", ["C05", "C14", "C15", "C16", "C17", "C23", "C34"])
def test_a_refusal_about_care_does_not_depend_on_secrecy_either(category):
    one = replace(CARE, category=category)
    texts = {
        told(question)
        for question in (one, replace(one, giver_bound=False))
        if decide(NORMS, question).outcome == "DENY"
    }
    assert len(texts) == 1
    assert "bevestigt niet en het ontkent niet" in texts.pop()


def test_every_answer_is_explained_in_dutch_without_codes_of_facts():
    facts = set(NORMS.vocabulary.facts) | set(NORMS.vocabulary.derived_facts)
    for question in Asker(NORMS, 7).questions(1500):
        text = told(question)
        assert len(text) > 200
        assert facts.isdisjoint(re.findall(r"[a-z_]+", text)), text


def test_every_frame_with_a_power_is_tried_and_the_one_that_carries_comes_first():
    tried = frames_tried(NORMS, POLICE)
    assert tried[0].frame == "wpg" and tried[0].carried
    assert {one.frame for one in tried} == {norm.frame for norm in NORMS.norms if norm.is_power}
    assert all(one.misfits or one.false or one.unknown for one in tried[1:])


def test_keys_are_tried_only_for_closed_information():
    assert keys_tried(NORMS, replace(POLICE, category="C18")) == ()
    assert next(one.norm.id for one in keys_tried(NORMS, POLICE)) == "P03"


ZVH = Party("ZVH", "procesregisseur")
CASE = {"zvh_criteria_met": True, "parties_admitted_to_case": True, "necessity_motivated": True}
IN_CASE = replace(CARE, receiver=ZVH, category="C15", purpose="zvh_case", phase="F3", assume_verified=True)
NO_AGREEMENT = {"competent_authority_agrees": False, "cooperation_decision_covers": False}
COLLEGE = replace(
    POLICE, giver=Party("COL", "casusregisseur"), receiver=ZVH, category="C18", purpose="zvh_case", facts={}
)
# The questions whose whole explanation stands in `explanations.txt`.
WHOLE = {
    "ja": POLICE,
    "ja_met_sleutel": replace(
        IN_CASE,
        facts={**CASE, "consent_free_and_competent": True},
        consent=Consent(frozenset({"ZVH"}), frozenset({"C15"}), frozenset({"zvh_case"}), explicit=True),
        requested_form="O2",
    ),
    "eerst": replace(POLICE, facts={"cooperation_decision_covers": False}),
    "mens": replace(IN_CASE, facts={**CASE, "carer_finds_sharing_necessary": True}),
    "niet_nagelezen": replace(
        POLICE,
        giver=Party("OM", "parket_zvh"),
        receiver=ZVH,
        category="C11",
        purpose="zvh_case",
        phase="F3",
        facts=CASE,
    ),
    "verboden": replace(POLICE, facts={"necessity_motivated": True, "police_data_removed": True}),
    "gesloten": replace(POLICE, receiver=Party("COL", "casusregisseur"), facts=NO_AGREEMENT),
    "zorg": CARE,
    "anderen_en_gesloten_casus": replace(COLLEGE, phase="F5", circle="other", facts={"received_under_secrecy": True}),
    "nergens": replace(COLLEGE, receiver=Party("SCH", "medewerker"), phase="F6", on=date(2025, 2, 28)),
}


def without_the_law(text):
    """Return an explanation in which the words of the norm files are one sign: they are read in the files."""
    for norm in NORMS.norms:
        text = text.replace(norm.explanation_nl, "\u2026").replace(f" {norm.legal_basis.url}", "")
    return text


def whole_explanations():
    parts = (Path(__file__).parent / "explanations.txt").read_text(encoding="utf-8").split("===== ")[1:]
    return {name: text.strip("\n") for name, _, text in (part.partition("\n") for part in parts)}


@pytest.mark.parametrize("name", WHOLE)
def test_the_whole_explanation_reads_as_it_was_read_by_people(name):
    assert without_the_law(told(WHOLE[name])) == whole_explanations()[name]


def test_a_norm_for_one_circle_says_so_to_another():
    narrow = replace(NORMS.find("P03")[0], circle=("family",))
    norms = NormSet.build([narrow], NORMS.statutes, standard_content())
    [tried] = frames_tried(norms, POLICE)
    assert (tried.misfits, tried.carried) == (("circle",), False)
    reason = "het dichtst bij Wpg artikel 16 lid 1, onder b: de persoon hoort niet tot de kring."
    assert reason in explain(norms, POLICE, decide(norms, POLICE))
