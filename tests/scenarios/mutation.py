"""Does some scenario notice? Runs every mutant of norms and code against the signed scenarios and their neighbours.

A neighbour is a signed scenario moved by one step: another giver, receiver, category, purpose, phase, circle or day, a
fact recorded otherwise, read as verified or not. What stands around the evaluation is measured by its tests, see
`mutation_by_tests`. `make mutate` runs all mutants; the suite runs a sample.
"""

from __future__ import annotations

import functools
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from tests.oracles.law_questions import Asker
from tests.oracles.law_specification import matches
from tests.oracles.law_worlds import BARS, GRANTS, derived_questions, derived_world, small_questions, small_world
from tests.scenarios.make_norm_scenarios import NATURAL, _parties
from tests.scenarios.mutants import NORMS, WORDS, Mutant, code_mutants, data_mutants
from tests.scenarios.mutation_by_tests import TESTS, module_survivors

import vangnet.law.compiled
import vangnet.law.decide
from vangnet.cli.share import read_scenarios
from vangnet.law.compiled import Compiled
from vangnet.law.decide import decide
from vangnet.law.normset import NormSet
from vangnet.law.question import read_question
from vangnet.law.types import Consent, Norm, Party, Question, Verdict

HERE = Path(__file__).parent
FILES = (
    "worked.json", "worked-today.json", "edges.json", "from-the-text.json", "doubts.json", "second-reading.json", "format-edges.json",
    "norms.json",
)  # fmt: skip
RANDOM_QUESTIONS = 4000
FITTED_QUESTIONS = 3000

# Mutants that change no answer, by the reason why they cannot. `make mutate` fails on one that lives and is not here.
EQUIVALENT: dict[str, tuple[str, ...]] = {
    "the category's own cap is lower than this form": (
        "A01.1: form O5", "M10: form O4", "W07: form O5", "W08.1: form O5", "W11.2: form O3", "W18: form O4",
    ),
    "another row carries whenever this one does, and brings the same duty or a higher form": (
        "W01.1: duties without log_disclosure", "W01.1: sticky_conditions without recipient_secrecy", "W01.1: form O4",
        "W01.2: duties without log_disclosure", "W01.2: sticky_conditions without recipient_secrecy", "W01.2: form O4",
        "W13.1: form O4", "W13.2: form O4", "J07.1: duties without log_disclosure",
        "M01.2: duties without record_secrecy_key", "M01.2: form O4", "M03: duties without record_consent", "M03: form O4",
        "M04: duties without record_consent", "M04: form O4", "M06.1: duties without record_secrecy_key",
        "M06.1: duties without inform_subject", "M06.1: duties without set_review_date", "M06.1: form O2",
        "W14.2: duties without record_secrecy_key", "W14.2: duties without inform_subject",
        "W14.2: duties without set_review_date", "W14.2: form O2",
    ),
    "another prohibition applies whenever this one does, with the same duty": (
        "H01: duties without neither_confirm_nor_deny", "H22: duties without neither_confirm_nor_deny",
        "P09: sticky_conditions without block_onward",
    ),
    "the categories added are never under care secrecy, so the trigger cannot hold": ("H01: categories any", "H27: categories any"),
    "C05 is under care secrecy only when the giver is bound": ("H22: facts_required without giver_bound",),
    "C34 is under care secrecy for every giver, which excludes this row": (
        "R04.1: categories without C34", "R04.2: categories without C34", "W01.1: categories without C34", "W01.2: categories without C34",
    ),
    "no key opens care secrecy in F6": (
        "R04.1: excluded_by without care_secrecy_applies", "R04.2: excluded_by without care_secrecy_applies",
    ),
    "no power row to the ZVH goes with this key for the giver, category, purpose or day added or taken away": (
        "J01: begins a day earlier", "J05.2: begins a day earlier", "J05.2: begins a day later",
        "J07.1: categories any", "J07.1: begins a day earlier", "J07.1: begins a day later",
        "M06.1: givers without MLP", "P01: begins a day earlier", "W14.2: givers without MLP",
    ),
    "every power row this key goes with asks the same fact": ("J01: facts_required without necessity_motivated",),
    "the row is never about closed information, so being a key adds nothing": (
        "A01.1: also a key", "S01: also a key", "W16.2: also a key", "W16.3: also a key", "W17.2: also a key",
    ),
    "the row asks for consent that already opens M01": ("A11: also a key", "S02: also a key", "S05.1: also a key"),
    "a shortcut: the work is done more often, with the same result": (
        "decide.py: operator in `signals & plan.triggers`", "compiled.py: and/or in `bar.need or bar.either`",
        "compiled.py: without part 1 in `bar.need or bar.either`", "compiled.py: without part 2 in `bar.need or bar.either`",
        "compiled.py: constant in `1` [triggers = -1]", "compiled.py: comparison in `mask.bit_count() > 1`",
    ),
    "the size of a cache": (
        "compiled.py: constant in `20000` [_REMEMBERED = 20000]", "compiled.py: comparison in `len(self._decoded) < _REMEMBERED`",
        "compiled.py: comparison in `len(self._plans) < _REMEMBERED`", "compiled.py: comparison in `len(plan.weights) < _REMEMBERED`",
    ),
    "only the order of these numbers counts, or the number is not read": (
        "decide.py: constant in `2` [FULL, CONDITIONAL, HUMAN = (0, 1, 2)]",
        "decide.py: constant in `0` [return Weighed('DENY', barred, 0)]",
        "decide.py: constant in `0` [return Weighed('DENY', 0, 0)]",
    ),
    "every bit moves one place and stays a bit of its own": (
        "compiled.py: constant in `1` [self.false: dict[str, int] = "
        "{name: 1 << place + self.width for place, name in enumerate(names)}]",
    ),
    "only a row that ends on the last day of the calendar differs; none ships, and tests/unit/law/test_loader.py holds it": (
        "compiled.py: without part 2 in `norm.valid_until and norm.valid_until < date.max`",
        "compiled.py: comparison in `norm.valid_until < date.max`",
    ),
    "every category that is normally under care secrecy is about health": (
        "explain.py: without part 1 in `category.care_secret or category.sens == 'H' or care_secrecy_applies(question)`",
    ),
    "the sets of a lower level hold no human fact, so they are never the best of a higher one": (
        "decide.py: without part 1 in `reached == level and best in masks`",
    ),
}  # fmt: skip
EXPLAINED = {name: reason for reason, names in EQUIVALENT.items() for name in names}


@functools.cache
def signed() -> tuple[Question, ...]:
    """The questions of all signed scenarios."""
    return tuple(read_question(one["input"], NORMS) for file in FILES for one in read_scenarios(HERE / file))


@functools.cache
def _yes() -> dict[str, Question]:
    scenarios = {one["id"]: one["input"] for one in read_scenarios(HERE / "norms.json")}
    return {name: read_question(asked, NORMS) for name, asked in scenarios.items()}


def _moved(question: Question, norm: Norm) -> Iterator[Question]:
    parties = [Party(org, NATURAL.get(org, "medewerker")) for org in WORDS.org_types]
    for side, listed in (("giver", norm.givers), ("receiver", norm.receivers)):
        own: Party = getattr(question, side)
        for party in (*parties, *_parties(listed, ("ZVH",)), *(Party(own.org_type, role) for role in WORDS.roles)):
            yield replace(question, **{side: party})  # type: ignore[arg-type]
    for name, codes in (
        ("category", WORDS.categories),
        ("purpose", WORDS.purposes),
        ("phase", WORDS.phases),
        ("circle", WORDS.subject_circles),
    ):
        for code in codes:
            yield replace(question, **{name: code})  # type: ignore[arg-type]
    day = norm.valid_from or date(2020, 1, 1)
    for on in (day - timedelta(days=1), day, date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 1)):
        yield replace(question, on=on)
    for form in ("O1", "O5"):
        yield replace(question, requested_form=form)


def _recorded(question: Question, norm: Norm) -> Question:
    """Record what helps every row that speaks about the question, and what sets off or feeds this norm."""
    facts = {}
    for row in (*(one for one in NORMS.norms if (one.is_power or one.is_key) and matches(one, question)), norm):
        for token in (*row.facts_required, *row.human_facts):
            for one in token.split("|"):
                name = one.removeprefix("!")
                if name in WORDS.facts:
                    facts[name] = one[0] != "!"
    return replace(question, facts=facts)


@functools.cache
def neighbours(norm: Norm) -> tuple[Question, ...]:
    """The signed scenarios of this norm moved by one step in every direction, and random questions that fit the norm."""
    found: dict[str, Question] = {}
    for kind in ("ja", "nee", "onbekend"):
        base = _yes()[f"{norm.id}-{kind}"]
        for moved in (*_moved(base, norm), *_other_facts(base, norm)):
            consent = _consent_to(moved)
            for one in (moved, *((_recorded(moved, norm),) if kind == "ja" else ())):
                for variant in (one, replace(one, consent=consent), replace(one, consent=None)):
                    for bound in (True, False):
                        asked = replace(variant, giver_bound=bound)
                        found[repr(asked)] = asked
    both = [replace(one, assume_verified=read) for one in found.values() for read in (True, False)]
    return (*_at_random(norm), *both)


def _consent_to(question: Question) -> Consent:
    return Consent(
        frozenset({question.receiver.org_type}),
        frozenset({question.category}),
        frozenset({question.purpose}),
        explicit=True,
    )


def _other_facts(question: Question, norm: Norm) -> Iterator[Question]:
    names = {one.removeprefix("!") for token in norm.facts_required for one in token.split("|")}
    for name in sorted({*names, *norm.human_facts, *norm.excluded_by} & {*WORDS.facts}):
        for value in (True, False, None):
            rest = {key: one for key, one in question.facts.items() if key != name}
            yield replace(question, facts=rest if value is None else {**rest, name: value})


def _at_random(norm: Norm) -> Iterator[Question]:
    """Questions that fit the norm and are bent in several places at once; in half of them everything helpful is recorded."""
    asker = Asker(NORMS, zlib.crc32(norm.id.encode()))
    siblings = [name for one in NORMS.find(norm.key) for name in one.excluded_by if name in WORDS.facts]
    for number in range(FITTED_QUESTIONS):
        asked = asker.fitted(norm)
        if number % 3 == 0:
            asked = replace(asked, phase=asker.random.choice(list(WORDS.phases)))
        if number % 2:
            full = _recorded(asked, norm)
            doubtful = {name: value for name, value in full.facts.items() if asker.random.random() < 0.93}
            raised = {name: True for name in siblings if asker.random.random() < 0.5}
            asked = replace(full, facts={**doubtful, **raised})
        yield asked


def _plain(verdict: Verdict) -> tuple[object, ...]:
    return verdict[:6]


@functools.cache
def _expected_signed() -> tuple[tuple[object, ...], ...]:
    return tuple(_plain(decide(NORMS, one)) for one in signed())


@functools.cache
def _expected(norm: Norm) -> tuple[tuple[object, ...], ...]:
    return tuple(_plain(decide(NORMS, one)) for one in neighbours(norm))


def noticed(mutant: Mutant) -> bool:
    """Return whether some scenario has another answer under the mutant."""
    norms = mutant.norm_set()
    own = neighbours(mutant.original)
    if any(_plain(decide(norms, one)) != was for one, was in zip(own, _expected(mutant.original), strict=True)):
        return True
    return any(_plain(decide(norms, one)) != was for one, was in zip(signed(), _expected_signed(), strict=True))


@functools.cache
def _asked_of_code() -> tuple[tuple[NormSet, tuple[tuple[Question, tuple[object, ...]], ...]], ...]:
    """Norm sets with questions and their answers: the real norms, and small worlds that use every construction."""
    real = (*signed(), *Asker(NORMS, 20261122).questions(RANDOM_QUESTIONS))
    small = tuple(small_questions())
    asked: list[tuple[NormSet, tuple[Question, ...]]] = [(NORMS, real), (derived_world(), tuple(derived_questions()))]
    asked += [
        (small_world(*GRANTS[first : first + 3], *([bar] if bar else [])), small)
        for first in (0, 2, 4, 5)
        for bar in BARS
    ]
    return tuple((norms, tuple((one, _plain(decide(norms, one))) for one in questions)) for norms, questions in asked)


def _noticed_in_code(answer: Callable[[NormSet, Question], Verdict], compiled: type[Compiled]) -> bool:
    for norms, asked in _asked_of_code():
        try:
            broken = norms if compiled is Compiled else replace(norms, compiled=compiled(norms.norms, norms.vocabulary))
            if any(_plain(answer(broken, question)) != was for question, was in asked):
                return True
        except Exception:  # a mutant that breaks is noticed too
            return True
    return False


def code_survivors(keep: Callable[[int], bool] = lambda number: True) -> tuple[int, list[str]]:
    """Run the mutants of the evaluation and of the compiled norms; return how many there were and who lived.

    Args:
        keep: which mutants to run, by number.
    """
    count, survivors = 0, []
    mutants = ((one, module) for module in (vangnet.law.decide, vangnet.law.compiled) for one in code_mutants(module))
    for number, ((name, broken), module) in enumerate(mutants):
        if not keep(number):
            continue
        count += 1
        evaluates = module is vangnet.law.decide
        noticed_by_some = _noticed_in_code(
            broken.decide if evaluates else decide, Compiled if evaluates else broken.Compiled
        )
        survivors += [] if noticed_by_some else [name]
    return count, survivors


def data_survivors(mutants: list[Mutant]) -> list[str]:
    """Return the names of the mutants that no scenario notices."""
    return [mutant.name for mutant in mutants if not noticed(mutant)]


def main() -> None:
    """Run everything and report; end with 1 when a mutant lives that is not listed as equivalent."""
    began = time.monotonic()
    mutants = list(data_mutants())
    survivors = data_survivors(mutants)
    _say("norms", len(mutants), survivors, began)
    count, living = code_survivors()
    _say("evaluation", count, living, began)
    for name in TESTS:
        count, of_module = module_survivors(names=[name])
        _say(name, count, of_module, began)
        living += of_module
    unexplained = [name for name in survivors + living if name not in EXPLAINED]
    print(f"{len(unexplained)} live without a reason, in {(time.monotonic() - began) / 60:.0f} minutes")
    sys.exit(1 if unexplained else 0)


def _say(what: str, count: int, living: list[str], began: float) -> None:
    print(
        f"{what}: {count} mutants, {count - len(living)} noticed, after {(time.monotonic() - began) / 60:.1f} minutes"
    )
    for name in living:
        reason = EXPLAINED.get(name)
        print(f"  lives: {name}" + (f"  [equivalent: {reason}]" if reason else ""), flush=True)


if __name__ == "__main__":
    main()
