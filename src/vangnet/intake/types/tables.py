"""What tables decide: sittings, inclusion, quick decisions, and what climbed because nobody answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from vangnet.core.clock import Instant
from vangnet.intake.types import CriterionFinding, Finding, PersonHint, SignalView


class BoardKind(StrEnum):
    """What a table sits for."""

    WEEKLY = "weekly"
    INCLUSION = "inclusion"


class Late(StrEnum):
    """What is late: the answer to a signal, telling the reporter what was decided, or word to the person it is about."""

    ANSWER = "answer"
    TELLING = "telling"
    PERSON = "person"


class Vote(StrEnum):
    """What a partner says about including somebody."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"


class InclusionResult(StrEnum):
    """What the inclusion table decided.

    WAITING: all criteria are met and there is no room yet; quality goes before quantity, and the day is set on which
    the table looks again. POSTPONED: something must be found out first.
    """

    INCLUDED = "included"
    WAITING = "waiting"
    NOT_INCLUDED = "not-included"
    POSTPONED = "postponed"


FINAL_RESULTS = frozenset({InclusionResult.INCLUDED, InclusionResult.NOT_INCLUDED})


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody at a table, for an organisation; the name may be empty."""

    organisation: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody of another organisation who sits at a table with an account of their own.

    Args:
        partner: for which partner of the region they vote; empty when they do not.
        until: moment after which they see nothing of it any more, also when nobody ends the sitting.
    """

    id: UUID
    worker_id: UUID
    organisation: str
    name: str
    partner: str
    until: Instant


@dataclass(frozen=True, slots=True)
class BoardItemView:
    """A signal on an agenda; `decided` once it was weighed or included at this or another table.

    Args:
        due: moment by which the reporter hears, or for the inclusion table the day by which it decides.
    """

    signal: SignalView
    decided: bool
    due: Instant | date


@dataclass(frozen=True, slots=True)
class BoardView:
    """One sitting, its agenda in order of deadline; without `begun_at` it is planned."""

    id: UUID
    kind: BoardKind
    starts_at: Instant
    closed_at: Instant | None
    seats: tuple[Seat, ...]
    items: tuple[BoardItemView, ...]
    version: int
    begun_at: Instant | None
    guests: tuple[Guest, ...] = ()

    @property
    def participants(self) -> str:
        """Return who sat there, as a weighing keeps it."""
        there = (*self.seats, *(Seat(guest.organisation, guest.name) for guest in self.guests))
        return "\n".join(f"{seat.organisation}: {seat.name}" if seat.name else seat.organisation for seat in there)

    @property
    def left(self) -> int:
        """Return how many signals still wait for a decision."""
        return sum(not item.decided for item in self.items)


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What comes of a decision.

    Args:
        carried_by: who does it, such as a team of the municipality.
        owner_id: the colleague at the desk who watches that it happens.
        due_on: by which day; None for the term of the decision.
    """

    carried_by: str = ""
    owner_id: UUID | None = None
    due_on: date | None = None


NO_FOLLOW_UP: Final = FollowUp()


@dataclass(frozen=True, slots=True)
class VoteCast:
    """The vote of one partner, with the reason where it is against.

    Args:
        cast_by: who of the partner voted with an account of their own; None when the table wrote it down.
    """

    partner: str
    vote: Vote
    reason: str = ""
    cast_by: UUID | None = None


@dataclass(frozen=True, slots=True)
class GuestItem:
    """A signal on an agenda as a partner at the table sees it: what was seen and whom it is about, never who reported it.

    Args:
        text: empty when their function may not see what it is (`hidden`), such as data of the police.
        voted: what they voted themselves.
        due: moment by which the reporter hears, or for the inclusion table the day by which it decides.
    """

    id: UUID
    kind: str
    label: str
    municipality: str
    received_at: Instant
    occurred_at: Instant | None
    due: Instant | date
    text: str
    hidden: bool
    hint: PersonHint
    decided: bool
    voted: VoteCast | None


@dataclass(frozen=True, slots=True)
class GuestBoardView:
    """A sitting as a partner at the table sees it."""

    id: UUID
    kind: BoardKind
    desk_id: UUID
    starts_at: Instant
    begun_at: Instant | None
    until: Instant
    partner: str
    items: tuple[GuestItem, ...]


@dataclass(frozen=True, slots=True)
class LegalTitle:
    """Whether there is or was a care authorisation or criminal title because of the behaviour.

    Source: domain.md section 2.3, criterion 4; regions differ, so both are kept.
    """

    now: Finding
    ever: Finding
    text: str = ""


@dataclass(frozen=True, slots=True)
class NewInclusion:
    """What an inclusion table found and decided.

    Args:
        findings: one per criterion of the rules of the region.
        votes: one per partner where the region votes.
        again_on: day on which the table looks again; needed when it waits or is postponed.
        idempotency_key: the same key twice is one decision; empty when it is sent once.
        board_id: the sitting; what partners voted there themselves counts.
    """

    participants: str
    title: LegalTitle
    findings: tuple[CriterionFinding, ...]
    votes: tuple[VoteCast, ...]
    result: InclusionResult
    again_on: date | None
    reason: str
    person_informed: bool
    not_informed_why: str = ""
    idempotency_key: str = ""
    board_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class InclusionView:
    """One decision of the inclusion table."""

    id: UUID
    signal_id: UUID
    at: Instant
    participants: str
    rules_version: int
    title: LegalTitle
    findings: tuple[CriterionFinding, ...]
    votes: tuple[VoteCast, ...]
    result: InclusionResult
    again_on: date | None
    reason: str
    person_informed: bool
    not_informed_why: str
    decided_by: UUID


@dataclass(frozen=True, slots=True)
class NewQuickDecision:
    """What a 24-hour triage agreed: who does what, before when."""

    participants: str
    agreed: str
    carried_by: str
    owner_id: UUID
    due_at: Instant
    idempotency_key: str


@dataclass(frozen=True, slots=True)
class QuickDecisionView:
    """One agreement of a 24-hour triage."""

    id: UUID
    signal_id: UUID
    at: Instant
    participants: str
    agreed: str
    carried_by: str
    owner_id: UUID
    due_at: Instant
    done_at: Instant | None
    done_text: str
    decided_by: UUID


@dataclass(frozen=True, slots=True)
class EscalationView:
    """A late answer, telling or word to the person as whoever it climbed to sees it.

    Which desk, where, how late; nothing of what was reported.

    Args:
        answer_due: moment by which it was owed.
    """

    id: UUID
    signal_id: UUID
    desk_id: UUID
    level: int
    at: Instant
    to_agency: UUID
    to_role: str
    municipality: str
    kind: str
    answer_due: Instant
    taken_by: UUID | None
    taken_at: Instant | None
    taken_text: str
    ended_at: Instant | None
    what: Late


@dataclass(frozen=True, slots=True)
class OwedDecision:
    """Something a table decided that is not done yet.

    Args:
        object_id: the signal it is about.
        quick: whether a 24-hour triage agreed it, with `quick_id`.
    """

    object_id: UUID
    due_on: date
    carried_by: str
    what: str
    municipality: str
    quick_id: UUID | None = None
