"""The step plan for professional secrecy: which steps there are, what each asks for, and what comes next.

The law decides; the steps only see to it that a human wrote down what the law asks of a human, one question at a time.

Source: legal.md section 4, T0 to T9. T0 (is it secret at all?) is answered by the law itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from vangnet.core.workdays import add_workdays
from vangnet.law.frames import keys_tried
from vangnet.law.normset import NormSet
from vangnet.law.types import Norm, Question
from vangnet.sharing.errors import StepUnreadable
from vangnet.sharing.types import STEPS, NewStep

# Facts that a yes records, with the motive of the step as their note.
WITH_THE_MOTIVE: Final[Mapping[str, tuple[str, ...]]] = {
    "T2": ("same_treatment",),
    "T3": ("emergency_vital_interest", "subject_cannot_consent"),
    "T6": ("meldcode_steps_taken",),
    "T7": ("carer_finds_sharing_necessary",),
    "T8": ("conflict_of_duties_raised",),
}
# Facts that each need an answer and words of their own. T5 has those of the statute that is chosen.
EACH_APART: Final[Mapping[str, tuple[str, ...]]] = {
    "T7": (
        "patient_interest_recorded",
        "consent_attempt_recorded",
        "alternatives_weighed_recorded",
        "data_minimum_recorded",
    ),
    "T8": (
        "cod_consent_tried_or_impossible",
        "cod_serious_harm_if_silent",
        "cod_moral_distress",
        "cod_no_other_way",
        "cod_disclosure_averts_harm",
        "cod_least_breach",
    ),
}
COLLEAGUE: Final = frozenset({"T7", "T8"})
COLLEAGUE_FACT: Final = "colleague_consulted_recorded"
REVIEWED: Final = frozenset({"T3", "T7", "T8"})


def next_step(step: str, *, yes: bool) -> str:
    """Return the step after an answer; empty when the plan ends or the law is asked again.

    >>> next_step("T1", yes=False), next_step("T4", yes=False), next_step("T8", yes=False), next_step("T7", yes=True)
    ('T2', 'T5', 'T9', '')
    """
    place = STEPS.index(step)
    return "" if yes or place + 1 == len(STEPS) else STEPS[place + 1]


def statutory_keys(norms: NormSet, question: Question) -> tuple[Norm, ...]:
    """Return the statutes that oblige this giver to give this to this receiver, once their facts are recorded."""
    return tuple(one.norm for one in keys_tried(norms, question) if "oblige" in one.norm.effect)


def check_step(step: NewStep, *, keys: tuple[Norm, ...], today: date) -> None:
    """Pass when a step has everything that must be written down.

    Raises:
        StepUnreadable: with every fault at once, by field.

    Law: BW 7:457, Wgs 2.29(2), the six criteria of a conflict of duties; each criterion apart.
    """
    faults: dict[str, str] = {}
    if step.step not in STEPS:
        raise StepUnreadable({"step": "Deze stap bestaat niet."})
    if not step.why.strip():
        faults["why"] = "Schrijf op waarom."
    if step.yes:
        faults |= _facts(step, keys) | _extra(step, today=today)
    elif step.facts:
        faults["yes"] = "Bij nee legt deze stap niets vast."
    if faults:
        raise StepUnreadable(faults)


def _facts(step: NewStep, keys: tuple[Norm, ...]) -> dict[str, str]:
    """Return what is wrong with the facts: those of one statute in T5, each criterion in T7 and T8, none elsewhere."""
    offered = [set(norm.facts_required) for norm in keys] if step.step == "T5" else [set(EACH_APART.get(step.step, ()))]
    if set(step.facts) not in offered:
        return {"yes": "Er is geen wet gevonden die dit verplicht." if step.step == "T5" else "Beantwoord elk punt."}
    return {name: "Schrijf dit op in eigen woorden." for name, (_, words) in step.facts.items() if not words.strip()}


def _extra(step: NewStep, *, today: date) -> dict[str, str]:
    faults: dict[str, str] = {}
    if step.step in COLLEAGUE and not step.colleague.strip():
        faults["colleague"] = "Schrijf op met welke collega je hebt overlegd."
    if step.step in REVIEWED:
        if step.review_on is None or step.review_on <= today:
            faults["review_on"] = "Kies een dag na vandaag om opnieuw te kijken."
        elif step.step == "T3" and step.review_on > add_workdays(today, 1):
            faults["review_on"] = "Na een noodgeval kijkt een tweede persoon binnen één werkdag."
    return faults
