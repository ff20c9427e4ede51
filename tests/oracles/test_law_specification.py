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
from tests.oracles.law_worlds import BARS, GRANTS, derived_questions, derived_world, small_questions, small_world

from vangnet.law.decide import decide
from vangnet.law.loader import standard_norms
from vangnet.law.question import question_data
from vangnet.law.types import Consent, Party, Question

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


def test_the_same_answer_on_every_small_world():
    """Every set of at most two of eight small grants, with and without each small prohibition, under every state of four facts."""
    asked = list(small_questions())
    worlds = 0
    for size in range(3):
        for grants in combinations(GRANTS, size):
            for bar in BARS:
                rows = [*grants, bar] if bar else list(grants)
                norms = small_world(*rows)
                worlds += 1
                for question in asked:
                    assert_same(norms, question, [row.key for row in rows])
    assert worlds == (1 + 8 + 28) * 6


def test_the_same_answer_for_every_derived_fact():
    norms = derived_world()
    seen = Counter()
    for question in derived_questions():
        assert_same(norms, question)
        verdict = decide(norms, question)
        seen.update(verdict.rows)
    assert {row.id for row in norms.norms if row.is_prohibition} <= set(seen), (
        "every derived fact was now so and now not"
    )
