"""Values that leave the stage."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from vangnet.core.clock import Instant

SYSTEM_WORKER: Final = UUID(int=1)
SYSTEM_AGENCY: Final = UUID(int=2)
PUBLIC_DESK: Final = UUID(int=3)
PUBLIC_AGENCY: Final = UUID(int=4)
INVITED_READER: Final = UUID(int=5)
"""Who opens a one-time view without an account; sees nothing but what the service hands over."""
NOTHING_OWED: Final = date(9999, 12, 31)
"""Sort key of a case in which nothing has a date; only ever used to sort."""


# Organisation type of who writes -> category of what they write about the person. Source: legal.md section 2.
CATEGORY_OF_WRITER: Final = {
    "POL": "C07", "OM": "C11", "DJI": "C12", "RECL": "C13", "GGZ": "C17", "ZORG": "C17", "GGD": "C17",
}  # fmt: skip

# Incident codes of the police, as kinds of a signal. Colleagues use the same words for what they saw themselves.
POLICE_KINDS: Final = frozenset({"E33", "E14"})

# What somebody may ask access for; codes of the purposes of `law/vocabulary.toml`.
PURPOSES: Final = (
    "zvh_case", "zvh_execute", "treat", "guide_support", "outreach_oggz", "prevent_serious_harm_acute",
    "compulsory_care_prep", "compulsory_care_exec", "public_order", "supervise_conditions", "resocialise", "housing_tenancy",
)  # fmt: skip


class Basis(StrEnum):
    """What a grant rests on."""

    SLOT = "slot"
    DEPUTY = "deputy"
    TEAM = "team"
    VERDICT = "verdict"
    BREAK_GLASS = "break-glass"
    INVITED = "invited"
    REPROCESSING = "reprocess"
    REQUEST = "request"


class Relation(StrEnum):
    """How somebody stands to a case, strongest first; decides in which list it shows."""

    OWN = "own"
    DEPUTY = "deputy"
    TEAM = "team"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Actor:
    """A named human (or a named job) who acts, for one organisation, with one purpose.

    Args:
        worker_id: who; `SYSTEM_WORKER` only in background work.
        agency_id: for which organisation.
        agency_kind: organisation type of the law's vocabulary, such as `ZVH`.
        region: code of the region of the Zorg- en Veiligheidshuis.
        role: role code of the law's vocabulary, such as `procesregisseur`.
        on_behalf_of: the absent worker one stands in for, if any.
        trace_id: joins decision, processing and audit records; 32 hexadecimal characters or empty.
        purpose: purpose code of the law's vocabulary.
    """

    worker_id: UUID
    agency_id: UUID
    agency_kind: str
    region: str
    role: str
    on_behalf_of: UUID | None = None
    trace_id: str = ""
    purpose: str = "zvh_case"

    @property
    def is_system(self) -> bool:
        """Return whether this is background work."""
        return self.worker_id == SYSTEM_WORKER


@dataclass(frozen=True, slots=True)
class MunicipalityView:
    """A municipality and the region that directs its cases."""

    code: str
    name: str
    region: str


@dataclass(frozen=True, slots=True)
class AgencyView:
    """An organisation."""

    id: UUID
    name: str
    kind: str
    region: str
    phone: str


@dataclass(frozen=True, slots=True)
class WorkerView:
    """A professional."""

    id: UUID
    name: str
    role: str
    agency_id: UUID
    agency_name: str
    agency_kind: str
    region: str
    phone: str


@dataclass(frozen=True, slots=True)
class AbsenceView:
    """A period in which somebody is away; days half-open `[start, end)`."""

    id: UUID
    worker_id: UUID
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class SightView:
    """What one worker may see of one case.

    Args:
        categories: bit `n - 1` stands for category `Cnn`.
        until: moment at which this must be looked at again; None means no end is set.
        owed_on: day on which the next thing is owed in the case; `NOTHING_OWED` when nothing has a date.
        restricted: whether data about the person are only stored for now, so that less is in sight than a role brings.
    """

    case_id: UUID
    subject_id: UUID
    relation: Relation
    categories: int
    until: Instant | None
    owed_on: date = NOTHING_OWED
    restricted: bool = False

    def may_see(self, category: str) -> bool:
        """Return whether items of `category` (such as `C06`) are in sight; an unknown code is not."""
        if len(category) != 3 or category[0] != "C" or not category[1:].isdigit():
            return False
        return bool(self.categories >> (int(category[1:]) - 1) & 1)

    def seen_categories(self) -> tuple[str, ...]:
        """Return the codes of the categories in sight."""
        return tuple(f"C{number:02d}" for number in range(1, 35) if self.categories >> (number - 1) & 1)


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """A made-up person as the demo offers them."""

    account_id: UUID
    name: str
    role: str
    agency_name: str


@dataclass(frozen=True, slots=True)
class LockoutView:
    """Somebody who is kept out of a case, and why."""

    worker_id: UUID
    reason: str
    since: Instant


@dataclass(frozen=True, slots=True)
class EmergencyView:
    """A case that somebody opened in an emergency.

    Args:
        until: moment at which the sight it gave ends, at most three hours after opening.
        review_due: moment by which a second person has looked at it.
        justified: what that person found; None when nobody looked yet.
    """

    id: UUID
    worker_id: UUID
    case_id: UUID
    reason: str
    opened_at: Instant
    until: Instant
    review_due: Instant
    reviewed_by: UUID | None
    justified: bool | None
    finding: str


class AskedState(StrEnum):
    """How a request for access stands, as who asked may know it."""

    WAITING = "waiting"
    GRANTED = "granted"
    REFUSED = "refused"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True)
class AskedView:
    """A request for access as who asked sees it: never whether there is such a case, until somebody answers.

    Args:
        number: number of the case as it was typed; empty when it was asked about a person.
        person_id: about whom it was asked; None when a number was typed, or when it was asked from `signal_id`.
        answer: reason of a refusal, or what was said with a yes.
        until: moment at which what was given ends.
    """

    id: UUID
    number: str
    person_id: UUID | None
    signal_id: UUID | None
    reason: str
    purpose: str
    asked_at: Instant
    lapses_at: Instant
    state: AskedState
    answer: str
    until: Instant | None


@dataclass(frozen=True, slots=True)
class AccessRequestView:
    """A request for access that waits, as who directs the case sees it."""

    id: UUID
    worker_id: UUID
    case_id: UUID
    reason: str
    purpose: str
    asked_at: Instant
    lapses_at: Instant


@dataclass(frozen=True, slots=True)
class ToJudge:
    """Something in a case that waits for whoever directs it: an emergency to look at, or somebody who asks for access.

    Args:
        emergency: whether it is an emergency; else it is a request.
        due: when an emergency must have been looked at; when access was asked.
        text: the reason, as it was written.
    """

    emergency: bool
    id: UUID
    case_id: UUID
    due: Instant
    text: str


@dataclass(frozen=True, slots=True)
class ItemGrantView:
    """An open grant on one item: who, which item of which case, on which verdict, until when.

    Args:
        item_kind: what the item is, such as `entry`; the stage that shared it knows the kinds.
        form: highest output form, `O0` to `O5`.
        disclosed_id: the line of the disclosure that wrote it.
    """

    id: UUID
    worker_id: UUID
    case_id: UUID
    subject_id: UUID
    item_kind: str
    item_id: UUID
    form: str
    disclosed_id: UUID
    verdict_id: UUID
    opened_at: Instant
    until: Instant


@dataclass(frozen=True, slots=True)
class GrantView:
    """An open grant: who, of which case, which categories, on what basis, until when."""

    id: UUID
    worker_id: UUID
    case_id: UUID
    basis: Basis
    basis_id: UUID
    categories: int
    until: Instant | None


class RestrictionGround(StrEnum):
    """Why data about a person are only stored for now. Law: AVG article 18(1)(a)-(d); article 21(1) once the objection was granted."""

    ACCURACY = "avg-18-1-a"
    UNLAWFUL = "avg-18-1-b"
    CLAIM = "avg-18-1-c"
    OBJECTION = "avg-18-1-d"
    STOPPED = "avg-21-1"


@dataclass(frozen=True, slots=True)
class LiftedRestriction:
    """A restriction that was in force once: from when to when, who lifted it and why, and that the person was told before."""

    ground: RestrictionGround
    since: Instant
    lifted_at: Instant
    lifted_by: UUID
    why: str
    told_on: date
    told_how: str


@dataclass(frozen=True, slots=True)
class RestrictionView:
    """A restriction in force, as whoever sees the case may know it.

    Args:
        kept: bit mask of the categories that stay in sight.
        review_on: day on which the contact point looks again.
    """

    id: UUID
    request_id: UUID
    subject_id: UUID
    ground: RestrictionGround
    kept: int
    since: Instant
    review_on: date
    version: int
