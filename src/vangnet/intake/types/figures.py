"""Figures of desks that leave the stage."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class DeskFigures:
    """What one desk had in one quarter.

    Args:
        numbers: feature to its counts by code; None where a number is too small to publish.
    """

    desk_id: UUID
    name: str
    region: str
    quarter: str
    numbers: dict[str, dict[str, int | None]]

    @property
    def total(self) -> int | None:
        """Return how many signals there were; None when that is too few to publish."""
        return self.numbers.get("total", {}).get("all")
