"""One signal that is only stored because of a restriction, and may be read all the same on a ground that the law names."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

from vangnet.core.clock import Instant

# The law names no number of days; long enough to weigh one signal and answer it. This is our proposal.
OPEN_DAYS: Final = 14


class OpeningGround(StrEnum):
    """Why data that are only stored may be used all the same. Law: AVG article 18(2)."""

    CONSENT = "consent"
    CLAIM = "claim"
    PROTECT = "protect"
    INTEREST = "interest"


@dataclass(frozen=True, slots=True)
class OpeningView:
    """What a desk asked about one signal, and what the contact point decided.

    Args:
        days: for how long it was asked.
        granted: None until somebody decided.
        until: moment on which the desk only stores the signal again; None when it was never opened.
    """

    id: UUID
    signal_id: UUID
    desk_id: UUID
    ground: OpeningGround
    why: str
    days: int
    asked_by: UUID
    asked_at: Instant
    granted: bool | None
    decided_by: UUID | None
    decided_at: Instant | None
    decided_why: str
    until: Instant | None
    version: int

    def open_at(self, at: Instant) -> bool:
        """Return whether the desk may read the signal at a moment."""
        return bool(self.granted) and self.until is not None and at < self.until


@dataclass(frozen=True, slots=True)
class StoredSignal:
    """A signal that a desk only stores: when it came in and when its answer is due, and nothing that it tells.

    Args:
        opening: what was asked about it last.
    """

    signal_id: UUID
    received_at: Instant
    answer_due: Instant | None
    opening: OpeningView | None
