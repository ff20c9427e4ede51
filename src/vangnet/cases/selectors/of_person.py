"""Every case of a person, closed ones too: for the person's own question, and for keeping no longer than is allowed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from vangnet.cases.models import Case


def every_case_of(*, person_id: UUID) -> list[UUID]:
    """Return all cases of a person that the database lets the actor see, oldest first."""
    return list(Case.objects.filter(person_id=person_id).order_by("opened_on", "id").values_list("id", flat=True))


@dataclass(frozen=True, slots=True)
class KeptCase:
    """A case as far as its keeping goes.

    Args:
        opened_from: the signal it came from, if any.
    """

    id: UUID
    number: str
    region: str
    opened_from: UUID | None
    opened_on: date
    closed_on: date | None


def kept_cases(*, after: UUID | None = None, limit: int = 5_000) -> list[KeptCase]:
    """Return cases in order of their id, a page at a time. Background work only."""
    rows = Case.objects.all() if after is None else Case.objects.filter(id__gt=after)
    return [
        KeptCase(row.id, row.number, row.region, row.opened_from, row.opened_on, row.closed_on)
        for row in rows.order_by("id")[:limit]
    ]
