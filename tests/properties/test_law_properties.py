"""The properties MP01 to MP22 of the scenario format: they hold for every valid question, not only for the scenarios."""

from __future__ import annotations

import os
import random
import secrets
from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.oracles.law_questions import Asker
from tests.oracles.law_specification import closed, derived, listed, matches, value

from vangnet.law.decide import decide
from vangnet.law.loader import standard_norms
from vangnet.law.normset import NormSet
from vangnet.law.question import question_data, read_question
from vangnet.law.types import Party
from vangnet.law.vocabulary import standard_content

NORMS = standard_norms()
WORDS = NORMS.vocabulary
ROWS = {norm.id: norm for norm in NORMS.norms}
SEED = int(os.environ.get("LAW_SEED", secrets.randbelow(2**32)))
QUESTIONS = list(Asker(NORMS, SEED).questions(6_000))
MORE = {"DENY": 0, "HUMAN": 1, "CONDITIONAL": 2, "ALLOW": 3, "ALLOW_DUTY": 3}
PICK = random.Random(SEED)
NEGATED = {
    one[1:]
    for norm in NORMS.norms
    if norm.is_prohibition
    for token in norm.facts_required
    for one in token.split("|")
    if one[0] == "!"
}


def told(question):
    return f"LAW_SEED={SEED} {question_data(question)}"


def permits():
    found = [
        (question, verdict) for question in QUESTIONS for verdict in [decide(NORMS, question)] if verdict.permitted
    ]
    assert len(found) > 300
    return found


def less_or_equal(after, before):
    return MORE[decide(NORMS, after).outcome] <= MORE[decide(NORMS, before).outcome]


def with_fact(question, name, recorded):
    facts = {key: one for key, one in question.facts.items() if key != name}
    if recorded is not None:
        facts[name] = recorded
    return replace(question, facts=facts)


def test_mp01_nothing_is_permitted_without_a_ground():
    for question, verdict in permits():
        rows = [n for n in NORMS.norms if n.key in verdict.grounds and n.is_power and matches(n, question)]
        assert rows, told(question)


def test_mp02_nothing_unknown_in_a_permit():
    for question, verdict in permits():
        known = {**question.facts, **derived(question, NORMS.norms)}
        for key in verdict.grounds:
            rows = [n for n in NORMS.norms if n.key == key and matches(n, question)]
            assert any(all(value(t, known) is True for t in (*n.facts_required, *n.human_facts)) for n in rows), told(
                question
            )


def test_mp03_closed_information_never_leaves_without_a_key():
    shut = 0
    for question, verdict in permits():
        if closed(question, derived(question, NORMS.norms)):
            shut += 1
            assert any(n.key in verdict.grounds and n.is_key and matches(n, question) for n in NORMS.norms), told(
                question
            )
    assert shut > 100


def test_mp04_a_duty_exactly_when_a_row_that_carries_obliges():
    for question, verdict in permits():
        obliged = any("oblige" in ROWS[row].effect for row in verdict.rows)
        assert (verdict.outcome == "ALLOW_DUTY") == obliged, told(question)


def test_mp05_knowing_less_never_permits_more():
    for question in QUESTIONS:
        if decide(NORMS, question).permitted:
            continue
        for name, recorded in question.facts.items():
            adverse = (WORDS.facts[name].kind == "barrier" and recorded) or (not recorded and name in NEGATED)
            if not adverse:
                assert not decide(NORMS, with_fact(question, name, None)).permitted, (name, told(question))


def test_mp06_recording_a_fact_as_true_never_gives_less():
    helpful = [name for name, fact in WORDS.facts.items() if fact.kind != "barrier"]
    for question in QUESTIONS:
        for name in {*PICK.sample(helpful, 4), *(one for one in question.facts if one in helpful)}:
            assert less_or_equal(question, with_fact(question, name, True)), (name, told(question))


def test_mp07_a_barrier_never_gives_more():
    barriers = [name for name, fact in WORDS.facts.items() if fact.kind == "barrier"]
    for question in QUESTIONS[:3000]:
        for name in barriers:
            assert less_or_equal(with_fact(question, name, True), question), (name, told(question))


def test_mp07_a_prohibition_never_gives_more():
    forbidding = [norm for norm in NORMS.norms if norm.is_prohibition]
    for number in range(5):
        extra = replace(PICK.choice(forbidding), key="Z99", part=str(number + 1), facts_required=(), excluded_by=())
        wider = NormSet.build([*NORMS.norms, extra], NORMS.statutes, standard_content())
        for question in QUESTIONS[:1500]:
            assert MORE[decide(wider, question).outcome] <= MORE[decide(NORMS, question).outcome], told(question)


def test_mp08_consent_that_does_not_hold_is_no_consent():
    given = [question for question in QUESTIONS if question.consent is not None]
    assert len(given) > 1000
    for question in given:
        none = decide(NORMS, replace(question, consent=None)).outcome
        consent = question.consent
        withdrawn = replace(question, consent=replace(consent, withdrawn=True))
        assert less_or_equal(withdrawn, question), told(question)
        for useless in (
            withdrawn,
            replace(question, consent=replace(consent, valid_until=question.on - timedelta(days=1))),
            replace(question, consent=replace(consent, receivers=consent.receivers - {question.receiver.org_type})),
            replace(question, consent=replace(consent, categories=consent.categories - {question.category})),
            replace(question, consent=replace(consent, purposes=consent.purposes - {question.purpose})),
        ):
            assert decide(NORMS, useless).outcome == none, told(useless)


def unfinished():
    found = []
    for question in QUESTIONS:
        verified = replace(question, assume_verified=True)
        verdict = decide(NORMS, verified)
        if verdict.outcome in ("CONDITIONAL", "HUMAN"):
            found.append((verified, verdict))
    assert {verdict.outcome for _, verdict in found} == {"CONDITIONAL", "HUMAN"}
    return found


def test_mp09_what_is_missing_is_enough():
    for question, verdict in unfinished():
        assert verdict.missing, told(question)
        recorded = replace(question, facts={**question.facts, **dict.fromkeys(verdict.missing, True)})
        assert decide(NORMS, recorded).permitted, told(question)


def test_mp10_what_is_missing_is_not_too_much():
    for question, verdict in unfinished():
        for left_out in verdict.missing:
            rest = [name for name in verdict.missing if name != left_out]
            recorded = replace(question, facts={**question.facts, **dict.fromkeys(rest, True)})
            assert not decide(NORMS, recorded).permitted, (left_out, told(question))


def test_mp11_a_lower_form_is_never_refused():
    for question, verdict in permits():
        for form in ("O1", "O2", "O3", "O4", "O5"):
            asked = decide(NORMS, replace(question, requested_form=form))
            assert asked.permitted, told(question)
            assert asked.output_form <= form, told(question)
        if question.requested_form is not None:
            assert verdict.output_form <= question.requested_form


def test_mp12_the_shape_of_an_answer():
    for question in QUESTIONS:
        verdict = decide(NORMS, question)
        assert (verdict.output_form > "O0") == verdict.permitted, told(question)
        if verdict.permitted:
            assert not verdict.missing and not verdict.prohibitions, told(question)
        if verdict.outcome == "DENY":
            assert not verdict.grounds and not verdict.missing, told(question)
        else:
            assert not verdict.prohibitions, told(question)


def test_mp13_every_ground_is_in_force():
    for question in QUESTIONS:
        verdict = decide(NORMS, question)
        assert all(ROWS[row].in_force(question.on) for row in verdict.rows), told(question)
        before = decide(NORMS, replace(question, on=date(2025, 2, 28)))
        assert not any(ground.startswith("W") for ground in before.grounds), told(question)


def _swapped(party, one, other):
    return Party({one: other, other: one}.get(party.org_type, party.org_type), party.role)


def test_mp14_mayor_and_college_are_two_parties():
    tried = 0
    for question in QUESTIONS:
        if not {question.giver.org_type, question.receiver.org_type} & {"BGM", "COL"}:
            continue
        swapped = replace(
            question, giver=_swapped(question.giver, "BGM", "COL"), receiver=_swapped(question.receiver, "BGM", "COL")
        )
        for row in decide(NORMS, swapped).rows:
            norm = ROWS[row]
            assert listed(norm.givers, swapped.giver) and listed(norm.receivers, swapped.receiver), told(swapped)
        tried += 1
    assert tried > 300
    for norm in NORMS.norms:
        for side in (norm.givers, norm.receivers):
            if "BGM" in side and not {"COL", "ANY"} & set(side):
                assert not listed(side, Party("COL", "medewerker"))


def test_mp15_roles_are_not_interchangeable():
    roles = list(WORDS.roles)
    tried = 0
    for question, verdict in permits():
        named = [row for row in verdict.rows if _names_a_role(ROWS[row], question)]
        for row in named:
            tried += 1
            for side in ("giver", "receiver"):
                party = getattr(question, side)
                sides = getattr(ROWS[row], f"{side}s")
                for role in PICK.sample(roles, 8):
                    other = Party(party.org_type, role)
                    if not listed(sides, other):
                        assert row not in decide(NORMS, replace(question, **{side: other})).rows, told(question)
    assert tried > 30


def _names_a_role(norm, question):
    return any(
        party.org_type not in side and "ANY" not in side
        for party, side in ((question.giver, norm.givers), (question.receiver, norm.receivers))
    )


def test_mp16_not_verified_never_gives_more():
    leaned = 0
    for question in QUESTIONS:
        unread, read = replace(question, assume_verified=False), replace(question, assume_verified=True)
        assert less_or_equal(unread, read), told(question)
        verdict = decide(NORMS, read)
        if verdict.rows and verdict.outcome != "DENY" and not any(ROWS[row].verified for row in verdict.rows):
            known = {*verdict.rows}
            if {n.id for n in NORMS.norms if n.is_power and matches(n, question)} <= known:
                leaned += 1
                assert MORE[decide(NORMS, unread).outcome] <= MORE["HUMAN"], told(question)
    assert leaned > 50


def test_mp17_naming_a_law_never_permits_more():
    for question in QUESTIONS[:2000]:
        unnamed = replace(question, invoked_ground=None)
        for name in ("M07", "M12", *PICK.sample(sorted(NORMS.ids), 4)):
            assert less_or_equal(replace(question, invoked_ground=name), unnamed), (name, told(question))


def test_mp18_secrecy_of_the_giver_never_permits_more():
    for question in QUESTIONS:
        assert less_or_equal(replace(question, giver_bound=True), replace(question, giver_bound=False)), told(question)


def test_mp19_somebody_outside_the_circle_is_never_permitted_more():
    for question in QUESTIONS:
        assert less_or_equal(replace(question, circle="other"), replace(question, circle="notified_person")), told(
            question
        )


@pytest.mark.parametrize(
    "never",
    [
        {"category": "C10"},
        {"purpose": "other"},
        {"receiver": "ZVH", "category": "C09"},
        {"receiver": "ZVH", "category": "C29"},
        *(
            {"purpose": purpose, "category": code}
            for code in ("C09", "C29")
            for purpose in WORDS.purposes
            if purpose[:4] == "zvh_"
        ),
        *(
            {"giver": "ZVH", "receiver": "RIEC", "category": code}
            for code in ("C05", "C14", "C15", "C17", "C23", "C34")
        ),
        *({"receiver": "VEND", "category": code} for code in WORDS.categories if code not in ("C32", "C33")),
    ],
    ids=lambda never: "-".join(never.values()),
)
def test_mp20_some_things_are_never_permitted(never):
    for question in PICK.sample(QUESTIONS, 1200):
        changes = dict(never)
        for side in ("giver", "receiver"):
            if side in changes:
                changes[side] = Party(changes[side], getattr(question, side).role)
        facts = {**question.facts, **{name: True for name, fact in WORDS.facts.items() if fact.kind != "barrier"}}
        for one in (replace(question, **changes), replace(question, facts=facts, **changes)):
            assert not decide(NORMS, one).permitted, told(one)


def test_mp21_a_closed_or_deleted_case_stays_closed():
    reprocessed = 0
    for question in QUESTIONS:
        closed_case = replace(question, phase="F5")
        personal = question.category not in ("C32", "C33")
        if personal and question.purpose not in ("rights_request", "oversight"):
            assert not decide(NORMS, closed_case).permitted, told(closed_case)
        if question.purpose.startswith("zvh_"):
            verdict = decide(NORMS, replace(question, phase="F6"))
            if verdict.permitted:
                reprocessed += 1
                assert "R04" in verdict.grounds, told(question)
    assert reprocessed > 3


def test_mp22_order_changes_nothing():
    shuffled = list(NORMS.norms)
    PICK.shuffle(shuffled)
    again = NormSet.build(shuffled, tuple(reversed(NORMS.statutes)), standard_content())
    assert again.hash == NORMS.hash
    for question in QUESTIONS[:3000]:
        verdict = decide(NORMS, question)
        data = question_data(question)
        data["facts"] = dict(PICK.sample(sorted(data["facts"].items()), len(data["facts"])))
        if "consent" in data:
            for name in ("receivers", "categories", "purposes"):
                PICK.shuffle(data["consent"][name])
        data = dict(PICK.sample(list(data.items()), len(data)))
        assert decide(again, read_question(data, again)) == verdict, told(question)
