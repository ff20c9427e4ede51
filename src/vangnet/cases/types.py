"""Values that leave the stage."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from vangnet.access.types import Relation
from vangnet.core.clock import Instant
from vangnet.people.types import PartialDate


class CaseKind(StrEnum):
    """Which approach."""

    LEVENSLOOP = "levensloop"
    ZVH = "zvh"


class ContactKind(StrEnum):
    """How somebody was in touch."""

    VISIT = "visit"
    PHONE = "phone"
    OFFICE = "office"
    MESSAGE = "message"


# What stands in place of the title of a withdrawn document; the line on the timeline keeps its day and its author.
WITHDRAWN_TITLE: Final = "Document, later ingetrokken"
# The line that says so.
WITHDRAWAL_TITLE: Final = "Document ingetrokken"


class WithdrawalReason(StrEnum):
    """Why a document does not belong in a case; codes, since words about somebody else would outlive that person's data here."""

    MISTAKE = "mistake"
    OTHER_CASE = "other-case"
    OLD_VERSION = "old-version"
    WRONG = "wrong"
    NOT_ALLOWED = "not-allowed"


# What the timeline says and what receivers hear.
WITHDRAWAL_TEXTS: Final[dict[WithdrawalReason, str]] = {
    WithdrawalReason.MISTAKE: "Het is per ongeluk toegevoegd.",
    WithdrawalReason.OTHER_CASE: "Het gaat over iemand anders of hoort bij een andere casus.",
    WithdrawalReason.OLD_VERSION: "Het is een oude versie.",
    WithdrawalReason.WRONG: "Wat erin staat, klopt niet.",
    WithdrawalReason.NOT_ALLOWED: "Het mocht hier niet worden bewaard.",
}


class EntryKind(StrEnum):
    """What a line of the timeline tells."""

    SIGNAL = "signal"
    CONTACT = "contact"
    MISSED_CONTACT = "missed-contact"
    DECISION = "decision"
    PLAN = "plan"
    AGREEMENT = "agreement"
    PEOPLE = "people"
    MOVE = "move"
    NOTE = "note"
    DOCUMENT = "document"


class DocumentKind(StrEnum):
    """What a document is, to find it again; who sees it depends on its category alone."""

    LETTER = "letter"
    REPORT = "report"
    RULING = "ruling"
    FORM = "form"
    OTHER = "other"


class Cover(StrEnum):
    """Who stands in a role slot today."""

    HOLDER = "holder"
    DEPUTY = "deputy"
    DEPUTY_UNBRIEFED = "deputy-unbriefed"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class FoundCase:
    """A case in which words were found.

    Args:
        sources: where they stand: `name`, `entry` (timeline) or `plan`.
    """

    row: CaseRow
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case.

    Args:
        phase: phase code of the law's vocabulary, `F1` to `F5`.
        level: level of scaling (AVE), 1 to 4; 0 when the region uses none.
        contact_every_days: how often somebody sees the person, in days.
        contact_due_on: the day by which somebody should have seen the person again.
    """

    id: UUID
    number: str
    region: str
    person_id: UUID
    kind: CaseKind
    phase: str
    level: int
    municipality: str
    opened_on: date
    closed_on: date | None
    contact_every_days: int
    last_contact_on: date | None
    next_meeting_at: Instant | None
    relation: Relation
    categories: int
    version: int
    contact_due_on: date | None = None


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One line of the list of cases.

    Args:
        municipality: code.
        owed_on: day on which the next thing is owed, or None.
        birth: as far as known.
        place: name of the municipality, where the list was asked for it.
        review_on: day on which its current plan is looked at again; None without one.
    """

    id: UUID
    number: str
    name: str
    birth_year: int
    kind: CaseKind
    phase: str
    municipality: str
    director: str
    last_contact_on: date | None
    contact_due_on: date | None
    relation: Relation
    owed_on: date | None
    birth: PartialDate
    place: str = ""
    review_on: date | None = None


@dataclass(frozen=True, slots=True)
class SlotView:
    """A role in a case: who holds it, who stands in, and who stands there today.

    Args:
        deputy_from: first day of who stands in now, or else of who stands in first.
    """

    id: UUID
    case_id: UUID
    role: str
    required: bool
    holder_id: UUID | None
    holder_name: str
    holder_agency: str
    holder_phone: str
    holder_away_until: date | None
    deputy_id: UUID | None
    deputy_name: str
    deputy_briefed: bool
    deputy_away: bool
    deputy_from: date | None
    cover: Cover


@dataclass(frozen=True, slots=True)
class EntryView:
    """One line of the timeline."""

    id: UUID
    case_id: UUID
    at: Instant
    kind: EntryKind
    title: str
    text: str
    category: str
    author_name: str
    agency_name: str
    object_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A document as somebody hands it in.

    Args:
        category: category of the law's vocabulary; decides who sees it.
        content: the file itself; what it is shows from its bytes, and never from its name.
    """

    title: str
    kind: str
    category: str
    content: bytes


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document of a case, without its bytes.

    Args:
        media_type: as found in the bytes when it was handed in.
        size: in bytes.
    """

    id: UUID
    case_id: UUID
    title: str
    kind: DocumentKind
    category: str
    media_type: str
    size: int
    added_at: Instant
    author_id: UUID
    author_name: str
    agency_name: str


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """A document with its bytes, to hand over as a download and in no other way."""

    title: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class BriefingView:
    """A deputy's briefing that waits for a yes."""

    deputy_id: UUID
    slot_id: UUID
    case_id: UUID
    role: str
    for_worker: UUID
    asked_at: Instant


@dataclass(frozen=True, slots=True)
class StandInView:
    """Somebody stands in for somebody in a role of a case, on these days; days half-open, no end means until further notice.

    Args:
        for_name: who holds the role; empty when nobody does.
        briefed_at: when the deputy confirmed; None while they have not, and then they do not count as cover.
    """

    deputy_id: UUID
    case_id: UUID
    slot_id: UUID
    role: str
    deputy_name: str
    for_name: str
    start: date
    end: date | None
    briefed_at: Instant | None


@dataclass(frozen=True, slots=True)
class OwedSlot:
    """A slot that nobody covers today, with the case it belongs to."""

    slot_id: UUID
    case_id: UUID
    person_id: UUID
    municipality: str
    role: str
    cover: Cover
    since: date | None


@dataclass(frozen=True, slots=True)
class OwedContact:
    """A case in which nobody saw the person for longer than was agreed."""

    case_id: UUID
    person_id: UUID
    municipality: str
    last_contact_on: date | None
    due_on: date


@dataclass(frozen=True, slots=True)
class StandIn:
    """An absent colleague for whom one stands in today.

    Args:
        back_on: first day on which the colleague is there again.
        cases: in how many cases.
    """

    worker_id: UUID
    name: str
    back_on: date
    cases: int


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """A colleague who was asked to stand in and has not said yes."""

    case_id: UUID
    slot_id: UUID
    role: str
    worker_id: UUID
    asked_at: Instant
    name: str = ""


# Joint data are kept no longer than this after the first processing. Law: Wgs 1.8(7).
KEEP_YEARS: Final = 5


class ReprocessingGround(StrEnum):
    """Why a case may be used after it was closed, or kept after its term.

    OPEN: it still runs and meets the criteria. RELAPSE: closed less than a year before its end, great risk that it happens
    again. AGAIN: closed, and the same problem is back before its end. Law: Wgs 1.8(7), 2.31(8); Bgs 1.16(2)-(3).
    """

    OPEN = "open"
    RELAPSE = "relapse"
    AGAIN = "again"


@dataclass(frozen=True, slots=True)
class SupplierView:
    """An organisation that supplied data to a case, and whether it agrees that they are used again.

    Args:
        agrees: None as long as it has not said.
        said_by: who said so there.
    """

    agency_id: UUID
    agency_name: str
    agrees: bool | None
    said_by: str


@dataclass(frozen=True, slots=True)
class ReprocessingView:
    """A case that is used again, or kept longer.

    Args:
        agency_id: organisation that ordered it.
        until: last day.
        keeps: whether the data stay after their term for this.
        allowed_at: when the last supplier agreed; `refused_at` when one did not.
    """

    id: UUID
    case_id: UUID
    agency_id: UUID
    number: str
    ground: ReprocessingGround
    ordered_for: str
    why: str
    until: date
    keeps: bool
    ordered_by: UUID
    ordered_at: Instant
    allowed_at: Instant | None
    refused_at: Instant | None
    suppliers: tuple[SupplierView, ...]


@dataclass(frozen=True, slots=True)
class KeptFacts:
    """What decides how long a case is kept, without anything of its content.

    Args:
        first_on: first day on which something of it was processed.
        renewed_until: until when it was ordered and agreed that it stays.
        let_go_until: day for which was decided that it goes.
        ordered: whether an order runs that not everybody answered.
    """

    case_id: UUID
    number: str
    region: str
    closed_on: date | None
    first_on: date
    renewed_until: date | None
    let_go_until: date | None
    ordered: bool


@dataclass(frozen=True, slots=True)
class OwedAnswer:
    """An order that waits for the answer of the actor's organisation, or an order of the actor that waits for others.

    Args:
        own: whether the actor ordered it.
    """

    reprocessing_id: UUID
    number: str
    ordered_on: date
    own: bool
