"""How long one decision takes: ours, a plain dictionary look-up, and Cedar on an equivalent permit set, in one run.

`make bench-law`. Every number is the median over single calls; Cedar gets its policies and entities parsed beforehand, and
we our norms. The questions are distinct; the plans behind them are warm, as they are in a running process. It also prints
the first call on a cold index, building the question from plain data, and rendering the explanation.
"""

from __future__ import annotations

import json
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
    """Write every power, key and prohibition row as one Cedar policy, in the form Cedar is quickest with.

    Givers, purposes and categories stand in the scope, as membership of one group a row, so that Cedar need not look at
    conditions of rows that do not match. Cedar answers permit or deny; it has no third value, no routes of a power and a
    key, no missing sets, no duties and no forms, and gets no derived facts: it does less work than we do.
    """
    return "\n".join(_policy(norm) for norm in _deciding(norms))


def _deciding(norms: NormSet) -> list[Norm]:
    return [norm for norm in norms.norms if norm.is_power or norm.is_key or norm.is_prohibition]


def _policy(norm: Norm) -> str:
    scope = [
        f'principal in Givers::"{norm.id}"',
        f'action in Action::"rows-{norm.id}"',
        f'resource in Categories::"{norm.id}"',
    ]
    tests = [f'context.receiver in Receivers::"{norm.id}"']
    if "ANY" not in norm.phases:
        tests.append(f"{_set(norm.phases)}.contains(context.phase)")
    single = [token for token in (*norm.facts_required, *norm.human_facts) if "|" not in token]
    recorded = [token if token[0] != "!" else f"no_{token[1:]}" for token in single]
    if recorded:
        tests.append(f"context.facts.containsAll({_set(recorded)})")
    for token in norm.facts_required:
        if "|" in token:
            names = [one if one[0] != "!" else f"no_{one[1:]}" for one in token.split("|")]
            tests.append(f"context.facts.containsAny({_set(names)})")
    if norm.excluded_by:
        tests.append(f"!context.facts.containsAny({_set(norm.excluded_by)})")
    if norm.valid_from:
        tests.append(f"context.day >= {norm.valid_from.toordinal()}")
    effect = "forbid" if norm.is_prohibition else "permit"
    return f"{effect} ({', '.join(scope)}) when {{ {' && '.join(tests)} }};"


def _set(names: Sequence[str]) -> str:
    return json.dumps(list(names))


def cedar_entities(norms: NormSet) -> str:
    """Return parties, purposes and categories as entities, each with the rows that name it as parents."""
    words = norms.vocabulary
    rows = _deciding(norms)
    found: list[dict[str, object]] = []

    def add(kind: str, name: str, parents: Sequence[tuple[str, str]]) -> None:
        above = [{"type": group, "id": row} for group, row in parents]
        found.append({"uid": {"type": kind, "id": name}, "attrs": {}, "parents": above})

    for org in words.org_types:
        for role in words.roles:
            names = {"ANY", f"ANY:{role}", org, f"{org}:{role}"}
            parents = [("Givers", row.id) for row in rows if names & {*row.givers}]
            add(
                "Party",
                f"{org}:{role}",
                [*parents, *(("Receivers", row.id) for row in rows if names & {*row.receivers})],
            )
    for code in words.categories:
        add("Category", code, [("Categories", row.id) for row in rows if {code, "ANY"} & {*row.categories}])
    for code in words.purposes:
        add("Action", code, [("Action", f"rows-{row.id}") for row in rows if {code, "ANY"} & {*row.purposes}])
    return json.dumps(found)


def cedar_request(question: Question) -> dict[str, object]:
    """Return the question as a Cedar request."""
    facts = [name if value else f"no_{name}" for name, value in question.facts.items()]
    return {
        "principal": {"type": "Party", "id": ":".join(question.giver)},
        "action": {"type": "Action", "id": question.purpose},
        "resource": {"type": "Category", "id": question.category},
        "context": {
            "receiver": {"__entity": {"type": "Party", "id": ":".join(question.receiver)}},
            "phase": question.phase,
            "day": question.on.toordinal(),
            "facts": facts,
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

    policies = cedarpy.PolicySet.from_str(cedar_policies(norms))
    entities = cedarpy.Entities.from_json_str(cedar_entities(norms))
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
