"""Values that leave the stage."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from vangnet.core.clock import Instant

# Category of the law's vocabulary that each life domain falls in: who may not see the category does not see the domain, and
# sharing a goal asks the law about it. Whoever writes a goal about health may name an illness or a treatment, so it is medical
# content (C14); functional advice (C15) is text without a diagnosis, written as such. Source: legal.md section 2.
DOMAIN_CATEGORIES: Final = {
    "health": "C14",
    "housing": "C18",
    "money": "C19",
    "network": "C21",
    "safety": "C06",
    "day": "C17",
}
# What to do when it goes wrong tells of care, and is seen by whoever the crisis plan is for; only the action part leaves.
CRISIS_CATEGORY: Final = "C23"


# What somebody says, or what a plan is about, may hold anything: whoever writes it says what is in it. The last one is for
# whom nobody said: the fewest read it. Source: legal.md section 2; scenario format, reading 13.
PASSAGE_CATEGORIES: Final = ("C24", "C17", "C06", "C14")
UNSAID_CATEGORY: Final = "C14"


class PassageKind(StrEnum):
    """Texts of a plan that belong to no life domain."""

    OWN_WORDS = "words"
    SUMMARY = "summary"


class PlanState(StrEnum):
    """A plan is being written, counts now, or counted before."""

    DRAFT = "draft"
    CURRENT = "current"
    PAST = "past"


class GoalState(StrEnum):
    """How a life domain goes."""

    WORRYING = "worrying"
    BETTER = "better"
    RUNNING = "running"
    NOT_BEGUN = "not-begun"


class FlagReason(StrEnum):
    """Why a plan may no longer fit."""

    NEW_SIGNAL = "new-signal"
    MOVE = "move"
    MISSED_CONTACT = "missed-contact"
    TITLE_ENDED = "title-ended"
    REVIEW_PAST = "review-past"
    MIXED_UP = "mixed-up"


@dataclass(frozen=True, slots=True)
class GoalText:
    """One life domain: what is now, where to, who pulls it."""

    domain: str
    state: GoalState
    now: str
    goal: str
    who: str


@dataclass(frozen=True, slots=True)
class CrisisStepText:
    """One step of "als het misgaat"."""

    text: str
    phone: str = ""


@dataclass(frozen=True, slots=True)
class PlanText:
    """What a draft plan says.

    Args:
        own_words: what the person said, in the language it was said in.
        review_on: day on which the plan is looked at again.
        own_words_category: category of what is in them, and of the summary: who may not see it does not see the text.
    """

    own_words: str
    own_words_on: date | None
    summary: str
    review_on: date
    goals: tuple[GoalText, ...]
    crisis_steps: tuple[CrisisStepText, ...]
    own_words_category: str = UNSAID_CATEGORY
    summary_category: str = UNSAID_CATEGORY


@dataclass(frozen=True, slots=True)
class NewAgreement:
    """Something that somebody does by a day.

    Args:
        owner_id: worker who does it; None when it is a relative or the person, then `owner_name` says who.
        repeats_days: every so many days again; 0 for once.
    """

    what: str
    why: str
    owner_id: UUID | None
    owner_name: str
    deputy_id: UUID | None
    due_on: date
    repeats_days: int = 0
    category: str = "C24"


@dataclass(frozen=True, slots=True)
class AgreementView:
    """A numbered agreement of a case."""

    id: UUID
    case_id: UUID
    nr: int
    what: str
    why: str
    owner_id: UUID | None
    owner_name: str
    deputy_id: UUID | None
    deputy_name: str
    due_on: date
    done_on: date | None
    repeats_days: int
    category: str
    version: int


@dataclass(frozen=True, slots=True)
class FlagView:
    """Why the current plan must be looked at, and by when."""

    id: UUID
    reason: FlagReason
    since: Instant
    due_on: date


@dataclass(frozen=True, slots=True)
class PlanView:
    """A plan, as far as the actor may see it.

    Args:
        hidden: life domains that the plan speaks of, and the actor may not see.
        crisis_hidden: whether the plan says what to do when it goes wrong, and the actor may not see it.
    """

    id: UUID
    case_id: UUID
    nr: int
    state: PlanState
    own_words: str
    own_words_on: date | None
    summary: str
    review_on: date
    adopted_at: Instant | None
    adopted_by: UUID | None
    goals: tuple[GoalText, ...]
    crisis_steps: tuple[CrisisStepText, ...]
    flags: tuple[FlagView, ...]
    version: int
    hidden: tuple[str, ...] = ()
    crisis_hidden: bool = False
    own_words_category: str = ""
    summary_category: str = ""


@dataclass(frozen=True, slots=True)
class OwedReview:
    """A current plan that must be looked at: its date passed or something flagged it."""

    plan_id: UUID
    case_id: UUID
    due_on: date
    reason: FlagReason


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands with the plan of a case.

    Args:
        current: the plan that counts, or None.
        draft_nr: number of the version that is being written, or None.
        readers: workers who said that they read the current plan.
    """

    current: PlanView | None
    draft_nr: int | None
    readers: frozenset[UUID]
