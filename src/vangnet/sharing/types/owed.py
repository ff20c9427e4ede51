"""What somebody owes about sharing, read in one query for Vandaag."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from vangnet.core.clock import Instant
from vangnet.sharing.types import RequestView


@dataclass(frozen=True, slots=True)
class UnreadAdvice:
    """An answer of the privacy adviser that who asked did not read yet; where it is, and nothing of it."""

    case_id: UUID
    question_id: UUID
    answered_on: date


@dataclass(frozen=True, slots=True)
class Unheard:
    """Corrections of a case of which a receiver without an account did not say yet that they know: how many, and since when."""

    case_id: UUID
    number: int
    since: date


@dataclass(frozen=True, slots=True)
class OwedSharing:
    """What somebody owes about sharing.

    Args:
        requests: what others want to know, in cases in sight.
        wrong: how many corrections of what they received they did not acknowledge, and the moment of the oldest; None for none.
        advised: answers of an adviser that they did not read.
        unheard: corrections that somebody of a case still has to tell by telephone or letter.
    """

    requests: tuple[RequestView, ...]
    wrong: tuple[int, Instant] | None
    advised: tuple[UnreadAdvice, ...]
    unheard: tuple[Unheard, ...]
