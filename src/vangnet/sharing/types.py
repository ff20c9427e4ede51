"""Values that leave the stage."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from vangnet.core.clock import Instant


class ItemKind(StrEnum):
    """What can be shared."""

    ENTRY = "entry"
    AGREEMENT = "agreement"
    GOAL = "goal"


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
    """

    kind: ItemKind
    id: UUID
    category: str
    title: str


@dataclass(frozen=True, slots=True)
class Receiver:
    """To whom: an organisation type and role of the law's vocabulary; a worker when it is one in Vangnet."""

    org_type: str
    role: str
    name: str
    worker_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class ItemVerdict:
    """What the law says about one item.

    Args:
        outcome: `ALLOW`, `ALLOW_DUTY`, `CONDITIONAL`, `HUMAN` or `DENY`.
        missing: names of facts that would help; for `HUMAN` the checklist.
        output_form: `O0` to `O5`.
        cites: each ground or prohibition as (citation, link).
        explanation: why, in plain Dutch.
    """

    item: Item
    outcome: str
    grounds: tuple[str, ...]
    prohibitions: tuple[str, ...]
    missing: tuple[str, ...]
    duties: tuple[str, ...]
    output_form: str
    cites: tuple[tuple[str, str], ...]
    explanation: str

    @property
    def permitted(self) -> bool:
        """Return whether this item may be given."""
        return self.outcome in {"ALLOW", "ALLOW_DUTY"}


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question and its answer, item by item."""

    id: UUID
    case_id: UUID
    receiver: Receiver
    purpose: str
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


@dataclass(frozen=True, slots=True)
class DisclosureView:
    """What went, to whom, on what ground."""

    id: UUID
    case_id: UUID
    receiver: Receiver
    purpose: str
    at: Instant
    by: UUID
    motive: str
    items: tuple[tuple[Item, str, tuple[str, ...]], ...]
    duties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RequestView:
    """A request for information to a partner."""

    id: UUID
    case_id: UUID
    to_name: str
    to_org_type: str
    to_worker_id: UUID | None
    question: str
    purpose: str
    asked_by: UUID
    asked_at: Instant
    due_on: date
    state: RequestState
    answer: str
    version: int
