"""Values that leave the stage."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from vangnet.access.types import AgencyView
from vangnet.core.clock import Instant


class GroundKind(StrEnum):
    """On what a question between regions rests: the asker's own case, or a signal at their desk."""

    CASE = "case"
    SIGNAL = "signal"


@dataclass(frozen=True, slots=True)
class Ground:
    """The own case or signal about which one asks; it says who the person is, so that nobody can be looked up."""

    kind: GroundKind
    id: UUID


class HitOutcome(StrEnum):
    """What the asker was told."""

    TOLD = "told"
    NOTHING = "nothing"
    UNLAWFUL = "unlawful"


@dataclass(frozen=True, slots=True)
class HitView:
    """A question between regions, as its asker sees it.

    Args:
        contacts: whom to call, one a region that may be told; empty when there is nothing to tell, whatever the reason.
        grounds: ids of the norms under which it was asked.
        missing: facts the law still wants, when it says no.
        phase: phase of the own case when it was asked; `F1` for a signal.
    """

    id: UUID
    ground: Ground
    purpose: str
    necessity: str
    asked_at: Instant
    asked_by: UUID
    outcome: HitOutcome
    contacts: tuple[AgencyView, ...]
    grounds: tuple[str, ...]
    missing: tuple[str, ...]
    phase: str


@dataclass(frozen=True, slots=True)
class HitNotice:
    """Another region asked about the person of one's own case, as the director there sees it.

    Args:
        told: whether the asker was told whom to call; not when the address is secret, or the asker is kept out of the case.
        why_not: code `secret-address` or `locked-out`; empty when told.
    """

    id: UUID
    case_id: UUID
    asked_at: Instant
    asked_by: UUID
    asked_agency: UUID
    purpose: str
    told: bool
    why_not: str
    seen_at: Instant | None
