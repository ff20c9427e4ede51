"""Values that leave the stage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from vangnet.core.clock import Instant
from vangnet.law.types import Norm


class ItemKind(StrEnum):
    """What can be shared."""

    ENTRY = "entry"
    AGREEMENT = "agreement"
    GOAL = "goal"
    STEP = "step"
    PASSAGE = "passage"
    DOCUMENT = "document"


class Whom(StrEnum):
    """About whom an item is: the person of the case, somebody of the direct circle, or somebody else."""

    PERSON = "person"
    RELATION = "relation"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class About:
    """About whom an item is.

    Args:
        relation_id: which line of the direct circle, for `Whom.RELATION`.
    """

    whom: Whom
    relation_id: UUID | None = None


# What lies in these categories is about others than the person, as long as nobody said about whom. Source: legal.md section 2.
ABOUT_OTHERS: Final = frozenset({"C21", "C30", "C31"})


class Answer(StrEnum):
    """The four verdicts of the screen."""

    YES = "yes"
    PARTLY = "partly"
    CONSENT_FIRST = "consent-first"
    NO = "no"


class RequestState(StrEnum):
    """Where a request to a partner stands."""

    ASKED = "asked"
    ANSWERED = "answered"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that somebody wants to share.

    Args:
        category: category of the law's vocabulary.
        title: how the giver knows it; stays inside the case.
        day: on which a line or document came to be; many lines read alike.
    """

    kind: ItemKind
    id: UUID
    category: str
    title: str
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Receiver:
    """To whom: an organisation type and role of the law's vocabulary; a worker when it is one in Vangnet."""

    org_type: str
    role: str
    name: str
    worker_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class NormCite:
    """A norm behind a verdict, as people read it.

    Args:
        cite: the article as people write it.
        url: official link.
        version_read: day of the text that was read; None when none was.
        verified: whether that text was checked by a human.
        explanation: what it says, in plain Dutch.
    """

    key: str
    cite: str
    url: str
    version_read: date | None
    verified: bool
    explanation: str


@dataclass(frozen=True, slots=True)
class NormUse:
    """A question whose answer rests on a norm."""

    question_id: UUID
    asked_at: Instant
    receiver_name: str
    outcome: str
    purpose: str


@dataclass(frozen=True, slots=True)
class ItemVerdict:
    """What the law says about one item.

    Args:
        outcome: `ALLOW`, `ALLOW_DUTY`, `CONDITIONAL`, `HUMAN` or `DENY`.
        missing: names of facts that would help; for `HUMAN` the checklist.
        output_form: `O0` to `O5`.
        cites: each ground or prohibition, with its article.
        explanation: why, in plain Dutch.
        care: whether it is about care, so that a refusal says nothing about what is recorded.
        secret: whether professional secrecy closes it for this giver.
        consent_helps: whether consent of the person for exactly this would bring it nearer.
        advised: whether the privacy adviser said yes, where a human decides and nothing else is missing.
    """

    item: Item
    outcome: str
    grounds: tuple[str, ...]
    prohibitions: tuple[str, ...]
    missing: tuple[str, ...]
    duties: tuple[str, ...]
    output_form: str
    cites: tuple[NormCite, ...]
    explanation: str
    care: bool = False
    secret: bool = False
    consent_helps: bool = False
    advised: bool = False

    @property
    def permitted(self) -> bool:
        """Return whether this item may be given."""
        return self.outcome in {"ALLOW", "ALLOW_DUTY"} or self.advised

    @property
    def awaits_adviser(self) -> bool:
        """Return whether everything is recorded and only a human who read the law can say yes."""
        return self.outcome == "HUMAN" and not self.missing and not self.advised


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question and its answer, item by item."""

    id: UUID
    case_id: UUID
    receiver: Receiver
    purpose: str
    phase: str
    asked_at: Instant
    asked_by: UUID
    norm_set: str
    verdicts: tuple[ItemVerdict, ...]
    answer: Answer

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the facts that would help, over all items, in alphabetical order."""
        return tuple(sorted({name for verdict in self.verdicts for name in verdict.missing}))


@dataclass(frozen=True, slots=True)
class FactView:
    """A fact as last recorded."""

    name: str
    value: bool
    recorded_by: UUID
    recorded_at: Instant
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class NewConsent:
    """Consent as the person gave it.

    Args:
        receivers: organisation types.
        categories: category codes.
        purposes: purpose codes.
        explicit: said or signed in so many words.
        text_shown: what the person was told.
        form: `spoken` or `written`.
        competent: whether who took it found the person able to decide.
        until: last day; None for no end.
    """

    receivers: frozenset[str]
    categories: frozenset[str]
    purposes: frozenset[str]
    explicit: bool
    text_shown: str
    form: str
    competent: bool
    until: date | None


@dataclass(frozen=True, slots=True)
class ConsentView:
    """A consent in a case."""

    id: UUID
    receivers: frozenset[str]
    categories: frozenset[str]
    purposes: frozenset[str]
    explicit: bool
    form: str
    given_on: date
    until: date | None
    withdrawn_at: Instant | None
    taken_by: UUID
    case_id: UUID
    text_shown: str

    def holds(self, day: date) -> bool:
        """Return whether the consent counts on a day."""
        return self.withdrawn_at is None and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class DisclosedItemView:
    """One item that went.

    Args:
        item: its title is empty when the reader may not see its category.
        grounds: ids of the norms that carried it.
        correction: what is right instead; empty when nothing was wrong.
        seen_at: when the receiver said that they know of the correction.
        seen_from: who said so, when the receiver has no account.
    """

    id: UUID
    item: Item
    output_form: str
    grounds: tuple[str, ...]
    correction: str
    corrected_at: Instant | None
    seen_at: Instant | None
    seen_from: str


class InformKind(StrEnum):
    """Whom to tell what.

    SUBJECT: the person, what was shared. VT: the person, by Veilig Thuis. CARE: the care provider in charge, what was shared
    without consent. START: the person, that there is a case. EMERGENCY: the person, that the case was opened in an emergency.
    """

    SUBJECT = "subject"
    VT = "vt"
    CARE = "care"
    START = "start"
    EMERGENCY = "emergency"


@dataclass(frozen=True, slots=True)
class InformView:
    """A duty to tell somebody something, with its day.

    Args:
        kind: whom to tell what.
        owner_id: who does it; None for whoever directs the case.
        about: who received what was shared, if anything was.
        due_on: last day on which it is in time.
        told_on: day on which the person was told; None when not yet.
        postponed_by: the participant who wants it to wait, on which ground; it is looked at again on `review_on`.
    """

    id: UUID
    case_id: UUID
    kind: InformKind
    owner_id: UUID | None
    about: str
    due_on: date
    told_on: date | None
    postponed_by: str
    ground: str
    review_on: date | None
    version: int

    def late(self, day: date) -> bool:
        """Return whether it should have been done, or looked at again, before this day."""
        return self.told_on is None and (self.review_on or self.due_on) < day


@dataclass(frozen=True, slots=True)
class DisclosureView:
    """What went, to whom, on what ground.

    Args:
        conditions: what the giver asks of the receiver, in own words; empty when nothing.
    """

    id: UUID
    case_id: UUID
    receiver: Receiver
    purpose: str
    at: Instant
    by: UUID
    motive: str
    conditions: str
    items: tuple[DisclosedItemView, ...]
    duties: tuple[str, ...]
    inform: InformView | None


@dataclass(frozen=True, slots=True)
class RequestView:
    """A request for information to a partner."""

    id: UUID
    case_id: UUID
    to_name: str
    to_org_type: str
    to_worker_id: UUID | None
    question: str
    category: str
    purpose: str
    asked_by: UUID
    asked_at: Instant
    due_on: date
    state: RequestState
    answer: str
    closed_at: Instant | None
    closed_by: UUID | None
    version: int


STEPS: Final = ("T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8", "T9")
"""Steps of the plan for professional secrecy, in order. Source: legal.md section 4; T0 is answered by the law itself."""


@dataclass(frozen=True, slots=True)
class StepAsk:
    """What one step asks for.

    Args:
        points: facts that a yes answers apart, each in words of its own.
        keys: statutes that could oblige to give it (T5); the facts of the one that is chosen are its points.
        colleague: whether a colleague is consulted.
        reviewed: whether there is a day to look again.
    """

    item: Item
    step: str
    points: tuple[str, ...]
    keys: tuple[Norm, ...]
    colleague: bool
    reviewed: bool


# What people find that stands in the way of sharing an item, in the order in which they are asked.
BARRIERS: Final = (
    "giver_withholds_for_weighty_reasons", "giver_condition_breached", "unlawfully_held", "police_data_removed",
    "tax_service_data", "automated_result_unchecked", "automated_risk_scoring", "user_has_commercial_work",
)  # fmt: skip


class AdviceFinding(StrEnum):
    """What the privacy adviser says."""

    MAY = "may"
    MAY_NOT = "may-not"


@dataclass(frozen=True, slots=True)
class AdviceFrame:
    """What an adviser sees of one item: the question to the law and its answer, and nothing about the person."""

    category: str
    outcome: str
    missing: tuple[str, ...]
    cites: tuple[NormCite, ...]


@dataclass(frozen=True, slots=True)
class AdviceView:
    """A question to the privacy adviser, and the answer.

    Args:
        frames: one for each item, in the order of the question.
        finding: None as long as nobody answered.
        read_at: when who asked said that they read the answer.
    """

    id: UUID
    case_id: UUID
    question_id: UUID
    item_ids: tuple[UUID, ...]
    giver_org: str
    receiver_org: str
    receiver_role: str
    purpose: str
    phase: str
    frames: tuple[AdviceFrame, ...]
    text: str
    asked_by: UUID
    asked_at: Instant
    finding: AdviceFinding | None
    answer: str
    answered_by: UUID | None
    answered_at: Instant | None
    read_at: Instant | None
    version: int


@dataclass(frozen=True, slots=True)
class NewStep:
    """One answer in the step plan for professional secrecy.

    Args:
        step: `T1` to `T9`.
        yes: what was answered to the question of the step.
        why: motive in own words.
        facts: fact of the law's vocabulary to (value, in own words), as the step asks for.
        colleague: which colleague was consulted; required in T7 and T8.
        review_on: day on which this is looked at again; required in T3, T7 and T8.
    """

    step: str
    yes: bool
    why: str
    facts: Mapping[str, tuple[bool, str]] = field(default_factory=dict)
    colleague: str = ""
    review_on: date | None = None


@dataclass(frozen=True, slots=True)
class StepView:
    """A step as it was answered last."""

    step: str
    yes: bool
    why: str
    colleague: str
    review_on: date | None
    taken_by: UUID
    taken_at: Instant
