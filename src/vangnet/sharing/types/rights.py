"""Values about the rights of a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from vangnet.core.clock import Instant


class InsightPart(StrEnum):
    """A part of the answer to "what is kept about me, and who looked?"."""

    IDENTITY = "identity"
    SIGNALS = "signals"
    CASES = "cases"
    TIMELINE = "timeline"
    DOCUMENTS = "documents"
    PLAN = "plan"
    SHARED = "shared"
    LOOKED = "looked"


# Code -> article on which a part may be kept back. Source: legal.md section 6; AVG 15(4), UAVG 41, Wpg 27, Wjsg 39l.
INSIGHT_GROUNDS: Final = {
    "avg-15-4": "AVG artikel 15 lid 4",
    "uavg-41": "UAVG artikel 41",
    "wpg-27": "Wpg artikel 27",
    "wjsg-39l": "Wjsg artikel 39l",
}


class RightKind(StrEnum):
    """What a person asks. Law: AVG 15, 16, 17, 18, 21; a complaint, Awb 9:1; a claim before a court, AVG 79."""

    ACCESS = "access"
    RECTIFICATION = "rectification"
    ERASURE = "erasure"
    RESTRICTION = "restriction"
    OBJECTION = "objection"
    COMPLAINT = "complaint"
    CLAIM = "claim"


class ErasedPart(StrEnum):
    """What goes once erasure was granted: all of the person in the region, or only the cases, or only the signals. Law: AVG 17."""

    ALL = "all"
    CASES = "cases"
    SIGNALS = "signals"


@dataclass(frozen=True, slots=True)
class GrantedErasure:
    """An erasure that was granted and is to be done.

    Args:
        decided_at: what came in after this moment is not erased by it.
        on: day on which it goes.
    """

    id: UUID
    person_id: UUID
    region: str
    part: ErasedPart
    decided_at: Instant
    on: date


class RightDecision(StrEnum):
    """What was decided on a request other than for access."""

    GRANTED = "granted"
    PARTLY = "partly"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class NewRestriction:
    """How data are restricted once that was granted.

    Args:
        ground: code of AVG article 18(1); an objection has its own.
        review_on: day on which somebody looks again.
        kept: categories that stay in sight, such as `C23`, and `kept_why` why (AVG article 18(2)).
    """

    ground: str
    review_on: date
    kept: tuple[str, ...] = ()
    kept_why: str = ""


@dataclass(frozen=True, slots=True)
class InsightRestrictionView:
    """A part that is kept back for now.

    Args:
        participant: the organisation that finds so.
        ground: article that allows it, as people write it.
        review_on: day on which somebody looks again.
    """

    part: InsightPart
    participant: str
    ground: str
    why: str
    review_on: date


@dataclass(frozen=True, slots=True)
class InsightRequestView:
    """A request of a person, and where it stands.

    Args:
        asked: what the person asks, in own words.
        handler_id: who handles it, never who registered it; None as long as nobody took it.
        consulted: with which participants the answer was discussed.
        decision: what was decided; None for access, and as long as nothing was.
        corrected_at: when what the person wanted mended was mended with everybody who received it, `corrected_told` of them.
        due_on: last day for the answer.
        identified_how: how was seen that it is really this person.
    """

    id: UUID
    region: str
    person_id: UUID
    kind: RightKind
    asked: str
    received_on: date
    identified_how: str
    registered_by: UUID
    handler_id: UUID | None
    consulted: str
    decision: RightDecision | None
    decision_why: str
    corrected_at: Instant | None
    corrected_told: int
    erases: ErasedPart | None
    erase_on: date | None
    due_on: date
    extended_why: str
    answered_at: Instant | None
    answer_hash: str
    restrictions: tuple[InsightRestrictionView, ...]

    def keeps_back(self, part: InsightPart) -> InsightRestrictionView | None:
        """Return the restriction on a part, or None."""
        return next((one for one in self.restrictions if one.part == part), None)
