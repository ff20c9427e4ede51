"""Values of the record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol
from uuid import UUID

from vangnet.core.clock import Instant

Outcome = Literal["done", "refused"]


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
