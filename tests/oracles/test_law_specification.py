"""`decide` and the one-page specification give the same answer: on every small case, and on many random ones."""

import os
import secrets
from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import combinations, product

import pytest
from tests.oracles.law_questions import Asker
from tests.oracles.law_specification import specify

from vangnet.law.decide import decide
from vangnet.law.loader import standard_norms
from vangnet.law.normset import NormSet
from vangnet.law.question import question_data
from vangnet.law.types import Consent, Party, Question
from vangnet.law.vocabulary import standard_content

NORMS = standard_norms()
RANDOM_QUESTIONS = 200_000


def answer(norms, question):
    verdict = decide(norms, question)
    return (
        verdict.outcome,
        list(verdict.grounds),
        list(verdict.prohibitions),
        list(verdict.missing),
        list(verdict.duties),
        verdict.output_form,
    )


def assert_same(norms, question, note=""):
    assert answer(norms, question) == specify(norms.norms, norms.vocabulary, question), (note, question_data(question))


@pytest.mark.slow
def test_the_same_answer_on_two_hundred_thousand_random_questions():
    seed = int(os.environ.get("LAW_SEED", secrets.randbelow(2**32)))
    seen = Counter()
    for question in Asker(NORMS, seed).questions(RANDOM_QUESTIONS):
        mine = answer(NORMS, question)
        assert mine == specify(NORMS.norms, NORMS.vocabulary, question), f"LAW_SEED={seed} {question_data(question)}"
        seen[mine[0]] += 1
    # The questions are worth asking: every outcome is frequent.
    assert all(
        seen[outcome] > RANDOM_QUESTIONS * 0.03 for outcome in ("ALLOW", "ALLOW_DUTY", "CONDITIONAL", "HUMAN", "DENY")
    ), seen


def test_the_same_answer_for_every_state_of_the_facts_of_every_norm():
    """For each row that carries or forbids: all 3^n states of its facts (n at most 5; of a larger row, five at a time)."""
    for norm in NORMS.norms:
        if not (norm.is_power or norm.is_key or norm.is_prohibition):
            continue
        names = sorted(
            {one.removeprefix("!") for token in norm.facts_required for one in token.split("|")}
            & set(NORMS.vocabulary.facts)
        )
        names += [*norm.human_facts, *(name for name in norm.excluded_by if name in NORMS.vocabulary.facts)]
        base = fitting(norm)
        for start in range(0, max(1, len(names)), 5):
            varied = names[start : start + 5]
            for values in product((True, False, None), repeat=len(varied)):
                facts = {name: True for name in names if name not in varied and name not in norm.excluded_by}
                facts |= {name: value for name, value in zip(varied, values, strict=True) if value is not None}
                for verified in (True, False):
                    assert_same(NORMS, replace(base, facts=facts, assume_verified=verified), norm.id)


def fitting(norm):
    """A question that matches the row."""
    words = NORMS.vocabulary
    org, _, role = norm.givers[0].partition(":")
    giver = Party("OTH" if org == "ANY" else org, role or "medewerker")
    org, _, role = norm.receivers[0].partition(":")
    receiver = Party("OTH" if org == "ANY" else org, role or "medewerker")
    category = norm.categories[0] if norm.categories[0] != "ANY" else "C01"
    purpose = norm.purposes[0] if norm.purposes[0] != "ANY" else "treat"
    assert category in words.categories
    return Question(
        giver=giver,
        giver_bound="giver_bound" in norm.facts_required,
        receiver=receiver,
        circle="notified_person",
        category=category,
        purpose=purpose,
        phase=norm.phases[0] if norm.phases[0] != "ANY" else "F3",
        on=date(2026, 11, 2),
        consent=Consent(frozenset({receiver.org_type}), frozenset({category}), frozenset({purpose}), explicit=True),
    )


def _row(key, effect, **changes):
    """A small norm about POL giving C07 or C01 to BGM."""
    base = next(norm for norm in NORMS.norms if norm.key == "P03")
    plain = {
        "key": key,
        "effect": effect,
        "facts_required": (),
        "human_facts": (),
        "excluded_by": (),
        "duties": (),
        "sticky_conditions": (),
        "highest_output_form": "" if "prohibit" in effect else "O4",
        "givers": ("POL",),
        "receivers": ("BGM:burgemeester",),
        "categories": ("C01", "C07", "C34"),
        "purposes": ("ANY",),
        "phases": ("ANY",),
        "valid_from": None,
        "verified": True,
    }
    return replace(base, **{**plain, **changes})


A, B, HUMAN, BARRIER = "necessity_motivated", "supplier_agrees", "special_case_motivated", "unlawfully_held"

GRANTS = (
    _row("G01", ("permit",)),
    _row("G02", ("permit",), facts_required=(A,), duties=("log_disclosure",), highest_output_form="O3"),
    _row("G03", ("oblige", "lift_secrecy"), facts_required=(f"{A}|{B}",), duties=("log_agreement",)),
    _row("G04", ("permit",), facts_required=(A,), human_facts=(HUMAN,), highest_output_form="O5"),
    _row("G05", ("lift_secrecy",), facts_required=(B,), verified=False, highest_output_form="O2"),
    _row("G06", ("oblige", "lift_secrecy"), human_facts=(HUMAN,), excluded_by=(BARRIER,), verified=False),
    _row("G07", ("lift_secrecy",), facts_required=("consent_in_scope",), sticky_conditions=("attach_conditions",)),
    _row("G08", ("permit",), facts_required=(A, B), excluded_by=("care_secrecy_applies",), valid_from=date(2026, 1, 1)),
)
BARS = (
    None,
    _row("B01", ("prohibit",), facts_required=(BARRIER,), duties=("block_onward",)),
    _row("B02", ("prohibit",), facts_required=(f"!{A}|!{B}",)),
    _row("B03", ("prohibit",), facts_required=("no_care_key", "giver_bound"), purposes=("treat",)),
    _row("B04", ("prohibit",), excluded_by=(B,), categories=("C07",)),
    _row("B05", ("prohibit",), facts_required=("no_power_row",)),
)


def small_questions():
    base = Question(
        giver=Party("POL", "wijkagent"),
        giver_bound=False,
        receiver=Party("BGM", "burgemeester"),
        circle="notified_person",
        category="C07",
        purpose="treat",
        phase="F0",
        on=date(2026, 11, 2),
    )
    consent = Consent(frozenset({"BGM"}), frozenset({"C07", "C34"}), frozenset({"treat"}), explicit=False)
    names = (A, B, HUMAN, BARRIER)
    kinds = (
        base,
        replace(base, category="C01", giver_bound=True, consent=consent),
        replace(base, category="C34", consent=consent),
        replace(base, category="C01", purpose="other"),
    )
    for question in kinds:
        for values in product((True, False, None), repeat=len(names)):
            facts = {name: value for name, value in zip(names, values, strict=True) if value is not None}
            for verified in (True, False):
                yield replace(question, facts=facts, assume_verified=verified)


def test_the_same_answer_on_every_small_world():
    """Every set of at most two of eight small grants, with and without each small prohibition, under every state of four facts."""
    asked = list(small_questions())
    worlds = 0
    for size in range(3):
        for grants in combinations(GRANTS, size):
            for bar in BARS:
                rows = [*grants, bar] if bar else list(grants)
                norms = NormSet.build(rows, NORMS.statutes, standard_content())
                worlds += 1
                for question in asked:
                    assert_same(norms, question, [row.key for row in rows])
    assert worlds == (1 + 8 + 28) * 6
