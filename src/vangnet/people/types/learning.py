"""Values of what was learned while records of two people lay together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from vangnet.people.types import SplitView


class LearnedKind(StrEnum):
    """What somebody did with data that may have been of somebody else."""

    SHARED = "shared"
    SIGNAL = "signal"
    WRITTEN = "written"
    READ = "read"


@dataclass(frozen=True, slots=True)
class Learned:
    """What one worker did on one day, while records of two people lay together.

    Args:
        agency_id: for which organisation.
        act: stage and verb of the record.
        case_id: in which case, if any.
        object_id: what it was done to, such as the signal or the disclosure.
        both: whether this worker had to do with both sides in that time.
    """

    kind: LearnedKind
    day: date
    worker_id: UUID
    agency_id: UUID
    act: str
    case_id: UUID | None
    object_id: UUID | None
    times: int
    both: bool


@dataclass(frozen=True, slots=True)
class LearnedView:
    """What was learned while records lay together, so that it can be put right.

    Args:
        rows: what went to others first, then signals, what was written, what was read; who saw both sides before others.
        elsewhere: how many acts there were in cases out of sight.
        cut: whether there was more than was looked at.
    """

    split: SplitView
    rows: tuple[Learned, ...]
    elsewhere: int
    cut: bool
