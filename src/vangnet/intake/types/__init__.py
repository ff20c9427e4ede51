"""Values that leave the stage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import Final
from uuid import UUID

from vangnet.core.clock import Instant

# The four criteria for a case meeting. Source: Bgs 2.20(1); levensloopaanpak.nl, ideale werkproces, step B.
ZVH_CRITERIA: Final = ("zvh_criterion_a", "zvh_criterion_b", "zvh_criterion_c", "zvh_criterion_d")
TEXT_LIMIT: Final = 20_000
"""Most characters in the text of a signal."""


class Channel(StrEnum):
    """How a signal came in."""

    FORM = "form"
    PUBLIC_FORM = "public-form"
    POLICE = "police"
    FILE = "file"
    API = "api"


class SignalState(StrEnum):
    """Where a signal stands."""

    RECEIVED = "received"
    WEIGHING = "weighing"
    ANSWERED = "answered"


class Finding(StrEnum):
    """Whether a criterion is met; unknown is an answer of its own."""

    MET = "met"
    NOT_MET = "not-met"
    UNKNOWN = "unknown"


class WeighingDecision(StrEnum):
    """What people decided about a signal."""

    ADVICE = "advice"
    LOCAL = "local"
    OUTREACH = "outreach"
    CASE = "case"
    INCLUSION_TABLE = "inclusion-table"
    NOT_TAKEN_UP = "not-taken-up"


class TriageRoute(StrEnum):
    """Where the questions of a channel end."""

    EMERGENCY = "emergency"
    CRISIS = "crisis"
    COORDINATION = "care-coordination"
    DESK = "desk"
    ZVH = "zvh"
    ADVICE = "advice"


class RoutedBy(StrEnum):
    """Why a signal lies where it lies.

    AREA: a desk that serves this place and takes this kind. REGION: the region keeps no areas; its desk takes all.
    OWNER: no desk takes it, so the Zorg- en Veiligheidshuis owns it until somebody does. TAKEN: a desk took it over.
    """

    AREA = "area"
    REGION = "region"
    OWNER = "owner"
    TAKEN = "taken"


class ToldBy(StrEnum):
    """How a reporter was told."""

    PHONE = "phone"
    MESSAGE = "message"
    IN_PERSON = "in-person"
    NOT = "not"


class PersonTold(StrEnum):
    """Whether the person whom a signal is about was told: they were, later, or not at all."""

    TOLD = "told"
    LATER = "later"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class PersonWordView:
    """What the person was told, or why not, and for later on which day it is looked at again."""

    at: Instant
    outcome: PersonTold
    text: str
    again_on: date | None
    said_by: UUID


@dataclass(frozen=True, slots=True)
class DeskScope:
    """One stretch of what a desk takes: where, and which kinds; days half-open.

    Args:
        postcode_from: first postcode, with `postcode_to` the last; both empty for the whole municipality.
    """

    agency_id: UUID
    kinds: frozenset[str]
    municipality: str
    postcode_from: str = ""
    postcode_to: str = ""
    since: date = date.min
    until: date | None = None


@dataclass(frozen=True, slots=True)
class OpenHours:
    """One stretch of a weekday (0 is Monday) in which a desk is open, Dutch local time."""

    weekday: int
    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class NewDesk:
    """How a desk works.

    Args:
        kinds: kinds of signals it takes.
        answer_workdays: working days within which a reporter hears something.
        keep_days: days after which a signal that is not taken up is destroyed. Law: Bgs 1.16(1)(b) gives no number.
    """

    agency_id: UUID
    kinds: frozenset[str]
    areas: tuple[DeskScope, ...]
    hours: tuple[OpenHours, ...] = ()
    answer_workdays: int = 2
    cutoff: time = time(17, 0)
    keep_days: int = 30
    outside_text: str = ""
    outside_phone: str = ""


@dataclass(frozen=True, slots=True)
class FeedbackView:
    """What a reporter was told."""

    at: Instant
    way: ToldBy
    text: str
    told_by: UUID


@dataclass(frozen=True, slots=True)
class AttemptView:
    """One try to reach somebody."""

    at: Instant
    way: str
    reached: bool
    text: str
    made_by: UUID


@dataclass(frozen=True, slots=True)
class OutreachView:
    """Somebody who asks for nothing and is kept in view."""

    id: UUID
    signal_id: UUID
    ground: str
    owner_id: UUID
    opened_at: Instant
    review_on: date
    ended_at: Instant | None
    ended_why: str
    attempts: tuple[AttemptView, ...]
    version: int


@dataclass(frozen=True, slots=True)
class TriageAnswer:
    """One answer to a question, in both languages of the screens."""

    code: str
    nl: str
    en: str


@dataclass(frozen=True, slots=True)
class TriageQuestion:
    """One question with its answers."""

    code: str
    nl: str
    en: str
    hint_nl: str
    hint_en: str
    answers: tuple[TriageAnswer, ...]


@dataclass(frozen=True, slots=True)
class TriageStep:
    """Where a way through the questions of a channel has come.

    Args:
        given: pairs of question and answer, in order.
        question: the next one; None at the end.
        route: where it ends; None when a question follows.
    """

    channel: str
    version: int
    given: tuple[tuple[str, str], ...]
    question: TriageQuestion | None
    route: TriageRoute | None


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reporter was asked before, as kept with the signal: codes, with the version of the questions they belong to."""

    channel: str
    version: int
    given: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class AskedWords:
    """One question with its answer, in both languages; codes where that version of the questions is gone."""

    question_nl: str
    question_en: str
    answer_nl: str
    answer_en: str


@dataclass(frozen=True, slots=True)
class PersonHint:
    """What the reporter said about who it concerns; claims, not facts. Every field may be empty.

    Args:
        birth_date: as claimed, `YYYY-MM-DD` with `00` for unknown parts.
    """

    given_names: str = ""
    prefix: str = ""
    surname: str = ""
    birth_date: str = ""
    sex: str = ""
    street: str = ""
    house_number: str = ""
    postcode: str = ""
    city: str = ""
    phone: str = ""
    bsn: str = ""


@dataclass(frozen=True, slots=True)
class NewSignal:
    """What somebody reports.

    Args:
        kind: code of the kind of signal, such as `E33` or `zorg`.
        label: finer label, such as `nuisance` or `self-harm`; may be empty.
        occurred_at: when it happened, if known.
        idempotency_key: a second report with the same key is the same signal.
        external_key: key of the record in the source system, with `source`.
        triage: the way the reporter went through the questions of the channel; None where nobody was asked.
        reporter_kind: one of `rules.REPORTERS`; empty when nobody said.
        own_code: code in the list of the desk or system that hands it over; `kind` and `label` may then follow from it.
    """

    channel: Channel
    kind: str
    text: str
    municipality: str
    idempotency_key: str
    occurred_at: datetime | None = None
    label: str = ""
    place: str = ""
    postcode: str = ""
    acute: bool = False
    source: str = ""
    external_key: str = ""
    reporter_name: str = ""
    reporter_contact: str = ""
    hint: PersonHint = field(default_factory=PersonHint)
    triage: TriageStep | None = None
    reporter_kind: str = ""
    own_code: str = ""


@dataclass(frozen=True, slots=True)
class SignalView:
    """A signal as its desk sees it."""

    id: UUID
    region: str
    desk_id: UUID
    municipality: str
    channel: Channel
    kind: str
    label: str
    text: str
    place: str
    postcode: str
    acute: bool
    reporter_name: str
    reporter_contact: str
    reported_by: UUID | None
    hint: PersonHint
    received_at: Instant
    occurred_at: Instant | None
    answer_due: Instant
    answered_at: Instant | None
    state: SignalState
    decision: WeighingDecision | None
    triage_route: TriageRoute | None
    routed_by: RoutedBy | None
    offered_to: UUID | None
    offered_why: str
    declined: bool
    tell_due: Instant | None
    inform_on: date | None
    inform_owner: UUID | None
    told_at: Instant | None
    destroy_on: date | None
    emptied_at: Instant | None
    version: int
    reporter_kind: str = ""
    own_code: str = ""
    asked: Asked | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What somebody without an account hears after reporting: who looks at it, and before when.

    Args:
        opens_at: when the desk opens again; None while it is open, or when it keeps no hours.
    """

    desk_name: str
    desk_phone: str
    answer_due: Instant
    opens_at: Instant | None = None
    outside_text: str = ""
    outside_phone: str = ""


@dataclass(frozen=True, slots=True)
class CriterionFinding:
    """One criterion as the table weighed it.

    Args:
        facts: what was seen, when and by whom; facts, and no judgement.
    """

    criterion: str
    finding: Finding
    reason: str
    facts: str = ""


@dataclass(frozen=True, slots=True)
class WeighingView:
    """A weighing: who sat at the table, what they found, what they decided."""

    id: UUID
    signal_id: UUID
    at: Instant
    participants: str
    findings: tuple[CriterionFinding, ...]
    decision: WeighingDecision
    reason: str
    person_informed: bool
    not_informed_why: str
    decided_by: UUID
    board_id: UUID | None = None
    carried_by: str = ""
    owner_id: UUID | None = None
    due_on: date | None = None
    done_at: Instant | None = None
    done_text: str = ""


@dataclass(frozen=True, slots=True)
class Intake:
    """What became of a batch of reports.

    Args:
        new: how many became a signal.
        known: how many were there already, by their key.
        refused: position in the batch to why that one was not taken in: faults by field, or one under an empty name.
    """

    new: int
    known: int
    refused: Mapping[int, Mapping[str, str]]


class OwedWhat(StrEnum):
    """What is owed at a desk, or by somebody who sits at the table of another.

    An answer, word to the reporter, word to the person whom it is about, to look again at somebody in outreach, to be there,
    and a yes or no to a desk that asks to take a signal over.
    """

    ANSWER = "answer"
    TELLING = "telling"
    PERSON = "person"
    OUTREACH = "outreach"
    TABLE = "table"
    OFFER = "offer"


@dataclass(frozen=True, slots=True)
class OwedSignal:
    """A signal that waits for an answer, or whose reporter waits for word, as the work list shows it.

    Args:
        answer_due: moment by which the answer, or word to the reporter or the person, is owed, or the table sits.
        start: the first words of what was reported.
        owner_id: who sees to it, for word to the person and for outreach, of which it is the id, and `start` its ground.
        what: for a table, the id is that of the sitting, `kind` what it sits for, and `start` whose table it is.
        signal_id: the signal of which something is told; None for a table.
    """

    id: UUID
    answer_due: Instant
    municipality: str
    kind: str
    start: str
    what: OwedWhat
    owner_id: UUID | None = None
    signal_id: UUID | None = None
