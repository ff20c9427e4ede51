"""Pure decisions about plans: when one is complete, when an agreement is, when a flag must be looked at."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from vangnet.core.workdays import add_workdays
from vangnet.plans.errors import AgreementUnreadable, PlanUnreadable
from vangnet.plans.types import (
    CRISIS_CATEGORY,
    DOMAIN_CATEGORIES,
    PASSAGE_CATEGORIES,
    FlagReason,
    GoalText,
    NewAgreement,
    PlanText,
)

# The five life domains of the Werkagenda plus health and safety, as the field uses them; a region may have its own set.
DOMAINS: Final = ("health", "housing", "money", "network", "safety", "day")
# Who does what when.
PLAN_CATEGORY: Final = "C24"
WHOLE_PLAN: Final = (PLAN_CATEGORY, CRISIS_CATEGORY, *DOMAIN_CATEGORIES.values(), *PASSAGE_CATEGORIES)
REVIEW_WITHIN: Final = timedelta(days=184)
TEXT_LIMIT: Final = 20_000

# Working days within which somebody looks at a flagged plan.
DAYS_TO_SETTLE: Final[dict[FlagReason, int]] = {
    FlagReason.NEW_SIGNAL: 2,
    FlagReason.MOVE: 2,
    FlagReason.MISSED_CONTACT: 1,
    FlagReason.TITLE_ENDED: 2,
    FlagReason.REVIEW_PAST: 0,
    FlagReason.MIXED_UP: 1,
}


def flag_due(reason: FlagReason, *, day: date) -> date:
    """Return the day by which a flag must be settled."""
    return add_workdays(day, DAYS_TO_SETTLE[reason])


def check_plan(text: PlanText, *, today: date) -> None:
    """Pass when a plan can be kept.

    Raises:
        PlanUnreadable: with every fault at once, by field.
    """
    faults: dict[str, str] = {}
    if text.review_on <= today:
        faults["review_on"] = "Kies een dag in de toekomst om het plan na te kijken."
    elif text.review_on > today + REVIEW_WITHIN:
        faults["review_on"] = "Kijk het plan na binnen een half jaar."
    if text.own_words and text.own_words_on is None:
        faults["own_words_on"] = "Vul in op welke dag de persoon dit zei."
    if len(text.own_words) > TEXT_LIMIT:
        faults["own_words"] = f"De tekst is te lang: hoogstens {TEXT_LIMIT} tekens."
    if len(text.summary) > TEXT_LIMIT:
        faults["summary"] = f"De tekst is te lang: hoogstens {TEXT_LIMIT} tekens."
    if text.own_words.strip() and text.own_words_category not in PASSAGE_CATEGORIES:
        faults["own_words_category"] = "Kies wat er in de eigen woorden staat."
    if text.summary.strip() and text.summary_category not in PASSAGE_CATEGORIES:
        faults["summary_category"] = "Kies wat er in het korte plan staat."
    faults |= _goal_faults(text.goals)
    if faults:
        raise PlanUnreadable(faults)


def check_adoptable(text: PlanText, *, today: date) -> None:
    """Pass when a plan is whole enough to count: a goal, and what to do when it goes wrong.

    Raises:
        PlanUnreadable: with every fault at once, by field.
    """
    check_plan(text, today=today)
    faults: dict[str, str] = {}
    if not any(goal.goal.strip() for goal in text.goals):
        faults["goals"] = "Schrijf bij ten minste één leefgebied een doel op."
    if not any(step.text.strip() for step in text.crisis_steps):
        faults["crisis_steps"] = "Schrijf op wat je doet als het misgaat."
    if faults:
        raise PlanUnreadable(faults)


def _goal_faults(goals: Iterable[GoalText]) -> dict[str, str]:
    faults: dict[str, str] = {}
    seen: set[str] = set()
    for goal in goals:
        if goal.domain not in DOMAINS:
            faults["goals"] = "Kies een leefgebied uit de lijst."
        elif goal.domain in seen:
            faults["goals"] = "Elk leefgebied komt één keer voor."
        seen.add(goal.domain)
    return faults


def check_agreement(agreement: NewAgreement, *, today: date, idempotency_key: str) -> None:
    """Pass when an agreement says what, who and by when.

    Raises:
        AgreementUnreadable: with every fault at once, by field.
    """
    faults: dict[str, str] = {}
    if not agreement.what.strip():
        faults["what"] = "Schrijf op wat er gebeurt."
    elif len(agreement.what) > 500:
        faults["what"] = "Maak de afspraak korter: hoogstens 500 tekens."
    if agreement.owner_id is None and not agreement.owner_name.strip():
        faults["owner"] = "Kies wie het doet."
    if agreement.deputy_id is not None and agreement.deputy_id == agreement.owner_id:
        faults["deputy"] = "De vervanger moet iemand anders zijn."
    if agreement.due_on < today:
        faults["due_on"] = "Kies een dag vanaf vandaag."
    if agreement.repeats_days < 0 or agreement.repeats_days > 366:
        faults["repeats_days"] = "Herhalen kan elke 1 tot 366 dagen."
    if not idempotency_key:
        faults["idempotency_key"] = "De sleutel van dit formulier ontbreekt. Laad de pagina opnieuw."
    if faults:
        raise AgreementUnreadable(faults)


def next_due(due_on: date, *, repeats_days: int, done_on: date) -> date:
    """Return the next day of a repeating agreement, after the day it was done.

    >>> next_due(date(2026, 11, 20), repeats_days=7, done_on=date(2026, 11, 30))
    datetime.date(2026, 12, 4)
    """
    step = timedelta(days=repeats_days)
    due = due_on + step
    while due <= done_on:
        due += step
    return due
