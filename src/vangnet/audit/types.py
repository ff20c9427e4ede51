"""Values of the record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, Protocol
from uuid import UUID

from vangnet.core.clock import Instant

Outcome = Literal["done", "refused"]
# Detail of a line that says from which network address the act came.
PLACE: Final = "from_address"


class Author(Protocol):
    """Who acts, as far as the record needs to know; `access.types.Actor` is one."""

    @property
    def worker_id(self) -> UUID: ...
    @property
    def agency_id(self) -> UUID: ...
    @property
    def region(self) -> str: ...
    @property
    def on_behalf_of(self) -> UUID | None: ...
    @property
    def trace_id(self) -> str: ...
    @property
    def purpose(self) -> str: ...


@dataclass(frozen=True, slots=True)
class EntryView:
    """One line of the record.

    Args:
        position: order of writing, unique; gaps are possible.
        act: stage and verb, such as `plans.adopt`.
        fields: names of the fields really shown or changed.
        details: codes and ids only, never names or text.
    """

    id: UUID
    position: int
    at: Instant
    act: str
    worker_id: UUID
    agency_id: UUID
    on_behalf_of: UUID | None
    region: str
    case_id: UUID | None
    subject_id: UUID | None
    object_kind: str
    object_id: UUID | None
    fields: tuple[str, ...]
    ground: str
    purpose: str
    outcome: Outcome
    trace_id: str
    details: dict[str, str | int | None]


@dataclass(frozen=True, slots=True)
class Line:
    """What one of many lines of the record is about, when the same was done to all at once.

    Args:
        ground: grant or norm that allowed it.
        details: codes and ids only.
    """

    object_id: UUID
    case_id: UUID | None
    subject_id: UUID | None
    ground: str
    details: dict[str, str | int | None]


@dataclass(frozen=True, slots=True)
class ParkedEvent:
    """An event whose follow-up failed too often.

    Args:
        fault: code or kind of what went wrong the last time; no personal data.
    """

    entry_id: UUID
    act: str
    fault: str
    attempts: int
    parked_at: Instant


@dataclass(frozen=True, slots=True)
class Activity:
    """One processing activity of the register.

    Args:
        code: last part of its URI.
        nl: what is done, in plain Dutch.
        purposes: purpose codes of the law's vocabulary.

    Law: AVG article 30.
    """

    code: str
    nl: str
    purposes: tuple[str, ...]

    @property
    def uri(self) -> str:
        """Return the URI by which the logs name it."""
        return f"urn:vangnet:verwerking:{self.code}"


@dataclass(frozen=True, slots=True)
class ProcessingView:
    """One line of the processing log; it holds no user.

    Args:
        name: the act, stage and verb.
        activity: URI of the processing activity.
        subject: pseudonym of the data subject.
        agency_id: the organisation that is responsible.
    """

    trace_id: str
    span_id: str
    parent_span_id: str
    name: str
    status: str
    start_time: Instant
    end_time: Instant
    activity: str
    subject: str
    agency_id: UUID
    region: str


@dataclass(frozen=True, slots=True)
class ProcessingFilter:
    """What to look for in the processing log; every part that is given must hold.

    Args:
        subject: pseudonym of a data subject.
        activity: URI of a processing activity.
        since: only lines that started at or after this moment; `until` before this one.
        agency_id: only lines of this organisation.
    """

    trace_id: str | None = None
    subject: str | None = None
    activity: str | None = None
    since: Instant | None = None
    until: Instant | None = None
    agency_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class NewDestroyed:
    """What was destroyed, without what it said.

    Args:
        kind: `case`, `signal`, `person` or `logs`.
        rule: row of the law's retention norms, such as `R01`.
        since: day from which its term ran; `until` the day on which it had to go.
        way: `deleted`, or `anonymous` when what counts in figures stays.
        counts: rows that went, by table.
    """

    kind: str
    object_id: UUID
    region: str
    rule: str
    since: date
    until: date
    way: str
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class DestroyedView(NewDestroyed):
    """One line of the register of what was destroyed."""

    at: Instant


@dataclass(frozen=True, slots=True)
class ChainReport:
    """Result of checking the chain.

    Args:
        days: days looked at.
        sealed: entries in the chain.
        unsealed: entries written since the last sealing; not a fault.
        broken: days whose chain does not add up, oldest first.
    """

    days: int
    sealed: int
    unsealed: int
    broken: tuple[date, ...]

    @property
    def holds(self) -> bool:
        """Return whether every sealed day adds up."""
        return not self.broken
