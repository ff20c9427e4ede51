"""Write `norms.json` again: for every norm a scenario in which it says yes, one in which it says no, one with a gap.

`PYTHONPATH=src:. python -m tests.scenarios.make_norm_scenarios` after a change of norms; then read the difference and sign
it in the commit. The expected outcomes come from the one-page specification, not from the program under test.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import islice, product
from pathlib import Path

from tests.oracles.law_specification import derived, matches, specify, value

from vangnet.law.decide import decide
from vangnet.law.loader import standard_norms
from vangnet.law.question import question_data
from vangnet.law.types import Consent, Norm, Party, Question

FILE = Path(__file__).with_name("norms.json")
NORMS = standard_norms()
WORDS = NORMS.vocabulary
DAY = date(2026, 11, 2)
CANDIDATES = 6000
NATURAL = {
    "POL": "wijkagent", "OM": "parket_zvh", "BGM": "burgemeester", "COL": "casusregisseur", "GGD": "bemoeizorgmedewerker",
    "RECL": "toezichthouder_reclassering", "GGZ": "behandelaar", "ZVH": "procesregisseur", "ZVH2": "procesregisseur",
    "WCO": "woonconsulent", "HA": "huisarts", "MLP": "medewerker", "NAA": "partner", "RAC": "rac_lid",
    "FG": "coordinerend_fg", "AUD": "auditor", "OTH": "melder",
}  # fmt: skip


def carrying() -> list[Norm]:
    return [norm for norm in NORMS.norms if norm.is_power or norm.is_key]


def prohibiting() -> list[Norm]:
    return [norm for norm in NORMS.norms if norm.is_prohibition]


def silent() -> list[Norm]:
    """Norms that decide nothing: retention terms and rights of the person or the giver."""
    return [norm for norm in NORMS.norms if not (norm.is_power or norm.is_key or norm.is_prohibition)]


def _parties(listed: tuple[str, ...], anybody: tuple[str, ...]) -> list[Party]:
    found = []
    for one in listed:
        org, _, role = one.partition(":")
        orgs = anybody if org == "ANY" else (org,)
        for name in orgs:
            org, _, own = name.partition(":")
            found.append(Party(org, role or own or NATURAL.get(org, "medewerker")))
    return found


GIVERS = ("COL", "POL", "GGZ", "ZVH", "BGM", "OM", "WCO")
RECEIVERS = ("ZVH", "BGM", "COL", "GGZ", "OM:officier_van_justitie", "POL", "WCO")
PHASES = ("F3", "F4", "FC", "F0", "F1", "F2", "FT", "F5", "F6")


def _codes(listed: tuple[str, ...], known: object) -> list[str]:
    return [code for code in known if code != "other"] if "ANY" in listed else list(listed)  # type: ignore[attr-defined]


def candidates(norm: Norm) -> Iterator[Question]:
    """Questions that match the norm, with everything recorded that could help and nothing that stands in the way."""
    opens_care = norm.is_key and "giver_bound" not in norm.excluded_by
    spaces = product(
        (True, False) if opens_care else (False, True),
        _codes(norm.phases, PHASES),
        _codes(norm.categories, WORDS.categories),
        _codes(norm.purposes, WORDS.purposes),
        _parties(norm.givers, GIVERS),
        _parties(norm.receivers, RECEIVERS),
    )
    for bound, phase, category, purpose, giver, receiver in spaces:
        if giver == receiver:
            continue
        for consent in (
            None,
            Consent(frozenset({receiver.org_type}), frozenset({category}), frozenset({purpose}), True),
        ):
            bare = Question(
                giver,
                bound,
                receiver,
                "notified_person",
                category,
                purpose,
                phase,
                DAY,
                consent=consent,
                assume_verified=True,
            )
            helpful = {
                name: True
                for row in NORMS.norms
                if (row.is_power or row.is_key) and matches(row, bare)
                for token in (*row.facts_required, *row.human_facts)
                for name in token.split("|")
                if name in WORDS.facts
            }
            yield replace(bare, facts=helpful)


def _fewest_facts(question: Question, row: str) -> Question:
    """Leave out every fact that is not needed for this row to carry a permit."""
    for name in sorted(question.facts):
        lean = replace(question, facts={key: one for key, one in question.facts.items() if key != name})
        verdict = decide(NORMS, lean)
        if verdict.permitted and row in verdict.rows:
            question = lean
    return question


def _without(question: Question, *names: str) -> Question:
    return replace(question, facts={key: one for key, one in question.facts.items() if key not in names})


def _own_facts(norm: Norm, question: Question) -> list[str]:
    tokens = [*norm.human_facts, *(one for token in norm.facts_required for one in token.split("|"))]
    return [name for name in tokens if name in question.facts]


def for_carrying(norm: Norm) -> list[tuple[str, str, Question]]:
    """Yes, no and unknown for a norm that lets give; a question where nothing else carries comes first."""
    best: list[tuple[str, str, Question]] | None = None
    for question in islice(candidates(norm), CANDIDATES):
        verdict = decide(NORMS, question)
        if not (verdict.permitted and norm.id in verdict.rows):
            continue
        lean = _fewest_facts(question, norm.id)
        own = _own_facts(norm, lean)
        if not own:
            continue
        refused = replace(lean, facts={**lean.facts, own[0]: False})
        unknown = _without(lean, *(norm.human_facts or own[:1]))
        found = [
            ("ja", "alles is vastgelegd", lean),
            ("nee", f"{own[0]} is onwaar", refused),
            ("onbekend", "er ontbreekt iets", unknown),
        ]
        if not decide(NORMS, refused).permitted and not decide(NORMS, unknown).permitted:
            return found
        best = best or found
    assert best, f"{norm.id}: no question in which it carries"
    return best


def _triggered(norm: Norm, question: Question) -> Question | None:
    """Return the question with everything recorded that sets off the prohibition."""
    facts = {key: one for key, one in question.facts.items() if key not in norm.excluded_by}
    changes: dict[str, object] = {}
    for token in norm.facts_required:
        one = token.split("|")[0]
        name = one.removeprefix("!")
        if name in WORDS.facts:
            facts[name] = one[0] != "!"
        elif name == "circle_other":
            changes["circle"] = "other"
        elif name == "invoked_closed_circle":
            changes["invoked_ground"] = "M07"
        elif name in ("no_care_key", "no_power_row"):
            changes["consent"] = None
            facts = {}
        elif name in ("giver_bound", "care_secrecy_applies"):
            changes["giver_bound"] = True
    asked = replace(question, facts=facts, **changes)  # type: ignore[arg-type]
    known = {**asked.facts, **derived(asked, NORMS.norms)}
    fixed = [token for token in norm.facts_required if token not in ("no_care_key", "no_power_row")]
    if not all(value(token, known) for token in fixed):
        return None
    return asked if norm.key in decide(NORMS, asked).prohibitions else None


def for_prohibiting(norm: Norm) -> list[tuple[str, str, Question]]:
    """Yes (it forbids), no and unknown for a prohibition; a question that is a permit without it comes first."""
    best: list[tuple[str, str, Question]] | None = None
    for question in islice(candidates(norm), CANDIDATES):
        triggered = _triggered(norm, question)
        if triggered is None:
            continue
        outside = _outside(norm, question)
        if norm.excluded_by:
            exception = {**question.facts, norm.excluded_by[0]: True}
            facts = {**exception, **{key: one for key, one in triggered.facts.items() if key not in question.facts}}
            outside = replace(question, facts=facts)
        unknown = replace(question, facts=_unsaid(norm, question))
        found = [
            ("ja", "het verbod geldt", triggered),
            ("nee", "het verbod geldt niet", outside),
            ("onbekend", "niet vastgelegd", unknown),
        ]
        if decide(NORMS, outside).permitted:
            return found
        best = best or found
    assert best, f"{norm.id}: no question in which it forbids"
    return best


def _unsaid(norm: Norm, question: Question) -> dict[str, bool]:
    named = {one.removeprefix("!") for token in norm.facts_required for one in token.split("|")} | {*norm.excluded_by}
    return {key: one for key, one in question.facts.items() if key not in named}


def _outside(norm: Norm, question: Question) -> Question:
    """Return the question as it stands; for a prohibition without any condition, with the category moved out of its reach."""
    recorded = {
        one.removeprefix("!"): one[0] == "!"
        for token in norm.facts_required
        for one in token.split("|")
        if one.removeprefix("!") in WORDS.facts
    }
    if norm.facts_required:
        return replace(question, facts={**question.facts, **recorded})
    for name, codes in (("category", WORDS.categories), ("phase", WORDS.phases), ("purpose", WORDS.purposes)):
        for code in codes:
            moved = replace(question, **{name: code})  # type: ignore[arg-type]
            if not matches(norm, moved) and decide(NORMS, moved).permitted:
                return moved
    return replace(question, category="C33", purpose="statistics_anonymous", facts={"truly_anonymous": True})


def scenario(norm: Norm, kind: str, why: str, question: Question) -> dict[str, object]:
    """Return one signed scenario; every part of the expected answer comes from the specification."""
    outcome, grounds, prohibitions, missing, duties, form = specify(NORMS.norms, WORDS, question)
    expected: dict[str, object] = {"outcome": outcome}
    expected |= (
        {"prohibitions_include": prohibitions}
        if outcome == "DENY"
        else {"grounds_include": grounds, "missing": missing}
    )
    return {
        "id": f"{norm.id}-{kind}",
        "title": f"{norm.legal_basis.cite()}: {why}",
        "input": question_data(question),
        "expected": {**expected, "duties_include": duties, "output_form": form},
        "note": norm.title,
    }


def scenarios() -> list[dict[str, object]]:
    """Return all scenarios, by norm."""
    found = []
    for norm in NORMS.norms:
        if norm in silent():
            continue
        cases = for_prohibiting(norm) if norm.is_prohibition else for_carrying(norm)
        found += [scenario(norm, *case) for case in cases]
    return found


def _written(one: dict[str, object]) -> str:
    def line(content: object) -> str:
        return json.dumps(content, ensure_ascii=False)

    asked = one["input"]
    assert isinstance(asked, dict)
    parts = (
        ("giver", "receiver"),
        ("subject_circle", "category", "purpose", "phase", "on"),
        ("facts",),
        ("consent", "invoked_ground"),
    )
    rows = [", ".join(f"{line(name)}: {line(asked[name])}" for name in names if name in asked) for names in parts]
    rows.append(f'"assume_verified": {line(asked["assume_verified"])}')
    inner = ",\n   ".join(row for row in rows if row)
    return (
        f' {{\n  "id": {line(one["id"])},\n  "title": {line(one["title"])},\n  "input": {{\n   {inner}\n  }},\n'
        f'  "expected": {line(one["expected"])},\n  "note": {line(one["note"])}\n }}'
    )


def main() -> None:
    """Write the file."""
    FILE.write_text("[\n" + ",\n".join(map(_written, scenarios())) + "\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
