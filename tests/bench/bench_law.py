"""How long one decision takes: ours, a plain dictionary look-up, and Cedar on an equivalent permit set, in one run.

`make bench-law`. Every number is the median over single calls; Cedar gets its policies and entities parsed beforehand, and
we our norms. The questions are distinct; the plans behind them are warm, as they are in a running process. It also prints
the first call on a cold index, building the question from plain data, and rendering the explanation.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

import cedarpy
from tests.oracles.law_questions import Asker

from vangnet.law.compiled import Compiled
from vangnet.law.decide import decide
from vangnet.law.explain import explain
from vangnet.law.loader import standard_norms
from vangnet.law.normset import NormSet
from vangnet.law.question import question_data, read_question
from vangnet.law.types import Norm, Question

QUESTIONS = 5_000
CEDAR_QUESTIONS = 1_000
SEED = 20261122


def median_us(call: Callable[[Question], object], questions: Sequence[Question]) -> float:
    """Return the median duration of one call, in microseconds."""
    taken = []
    for question in questions:
        start = time.perf_counter_ns()
        call(question)
        taken.append(time.perf_counter_ns() - start)
    return statistics.median(taken) / 1000


def cedar_policies(norms: NormSet) -> str:
    """Write every power, key and prohibition row as one Cedar policy over the same columns and facts.

    Cedar answers permit or deny; it has no third value, no missing sets, no duties and no forms, so this is less work.
    """
    return "\n".join(_policy(norm) for norm in norms.norms if norm.is_power or norm.is_key or norm.is_prohibition)


def _policy(norm: Norm) -> str:
    tests = [_parties("giver", norm.givers), _parties("receiver", norm.receivers)]
    for name, codes in (
        ("category", norm.categories),
        ("purpose", norm.purposes),
        ("phase", norm.phases),
        ("circle", norm.circle),
    ):
        if "ANY" not in codes:
            tests.append(f"[{', '.join(_quoted(code) for code in codes)}].contains(context.{name})")
    for token in (*norm.facts_required, *norm.human_facts):
        names = (
            f"context.{'no' if one[0] == '!' else 'yes'}.contains({_quoted(one.removeprefix('!'))})"
            for one in token.split("|")
        )
        tests.append(f"({' || '.join(names)})")
    tests += [f"!context.yes.contains({_quoted(name)})" for name in norm.excluded_by]
    day = (
        norm.valid_from.toordinal() if norm.valid_from else 0,
        norm.valid_until.toordinal() if norm.valid_until else 9_999_999,
    )
    tests.append(f"context.day >= {day[0]} && context.day <= {day[1]}")
    effect = "forbid" if norm.is_prohibition else "permit"
    return f'@id("{norm.id}")\n{effect} (principal, action == Action::"share", resource) when {{ {" && ".join(t for t in tests if t)} }};'


def _quoted(text: str) -> str:
    return f'"{text}"'


def _parties(side: str, listed: Sequence[str]) -> str:
    if "ANY" in listed:
        return ""
    names = ", ".join(_quoted(one) for one in listed)
    return f"context.{side}.containsAny([{names}])"


def cedar_request(question: Question) -> dict[str, object]:
    """Return the question as a Cedar request; derived facts are left out, which again is less work for Cedar."""
    giver, receiver = question.giver, question.receiver
    return {
        "principal": 'Org::"giver"',
        "action": 'Action::"share"',
        "resource": 'Item::"item"',
        "context": {
            "giver": [giver.org_type, f"{giver.org_type}:{giver.role}", f"ANY:{giver.role}"],
            "receiver": [receiver.org_type, f"{receiver.org_type}:{receiver.role}", f"ANY:{receiver.role}"],
            "category": question.category,
            "purpose": question.purpose,
            "phase": question.phase,
            "circle": question.circle,
            "day": question.on.toordinal(),
            "yes": [name for name, value in question.facts.items() if value],
            "no": [name for name, value in question.facts.items() if not value],
        },
    }


def main() -> None:
    """Measure and print."""
    norms = standard_norms()
    questions = list(Asker(norms, SEED).questions(QUESTIONS))
    for question in questions:
        decide(norms, question)

    ours = median_us(lambda question: decide(norms, question), questions)
    table = {_key(question): decide(norms, question).outcome for question in questions}
    dictionary = median_us(lambda question: table[_key(question)], questions)

    policies = cedarpy.PolicySet(cedar_policies(norms))
    entities = cedarpy.Entities(
        [{"uid": {"type": kind, "id": name}, "attrs": {}, "parents": []} for kind, name in _ENTITIES]
    )
    requests = {id(question): cedar_request(question) for question in questions[:CEDAR_QUESTIONS]}

    def ask_cedar(question: Question) -> object:
        return cedarpy.is_authorized(requests[id(question)], policies, entities)

    answer = cedarpy.is_authorized(requests[id(questions[0])], policies, entities)
    assert not answer.diagnostics.errors, answer.diagnostics.errors
    cedar = median_us(ask_cedar, questions[:CEDAR_QUESTIONS])

    fresh = replace(norms, compiled=Compiled(norms.norms, norms.vocabulary))
    cold = median_us(lambda question: decide(fresh, question), questions[:500])
    data = {id(question): question_data(question) for question in questions}
    read = median_us(lambda question: read_question(data[id(question)], norms), questions)
    text = median_us(lambda question: explain(norms, question, decide(norms, question)), questions[:500])

    print(f"{len(norms.norms)} norms, {len(questions)} distinct questions, medians in microseconds of one call")
    print(f"  decision, grounds and missing facts included   {ours:8.2f}   (wanted: at most 10)")
    print(
        f"  plain dictionary look-up                       {dictionary:8.2f}   decision / dictionary = {ours / dictionary:.1f}"
    )
    print(
        f"  cedarpy, policies and entities parsed before   {cedar:8.2f}   cedarpy / decision = {cedar / ours:.1f}   (wanted: 8)"
    )
    print(f"  first decisions on a cold index                {cold:8.2f}")
    print(f"  reading and checking the question              {read:8.2f}")
    print(f"  decision with its explanation rendered         {text:8.2f}")


_ENTITIES = (("Org", "giver"), ("Action", "share"), ("Item", "item"))


def _key(question: Question) -> tuple[object, ...]:
    return (
        question.giver,
        question.receiver,
        question.category,
        question.purpose,
        question.phase,
        question.circle,
        question.on,
    )


if __name__ == "__main__":
    main()
