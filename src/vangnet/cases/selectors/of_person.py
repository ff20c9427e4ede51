"""Every case of a person, closed ones too: for the person's own question, and for keeping no longer than is allowed."""

from __future__ import annotations

from collections.abc import Iterable
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
    person_id: UUID


def kept_cases(*, after: UUID | None = None, limit: int = 5_000) -> list[KeptCase]:
    """Return cases in order of their id, a page at a time. Background work only."""
    rows = Case.objects.all() if after is None else Case.objects.filter(id__gt=after)
    return [kept_case(row) for row in rows.order_by("id")[:limit]]


def cases_from(*, signal_id: UUID) -> list[KeptCase]:
    """Return the cases that came from a signal. Background work only."""
    return [kept_case(row) for row in Case.objects.filter(opened_from=signal_id)]


def with_cases(*, person_ids: Iterable[UUID]) -> set[UUID]:
    """Return which of these persons have a case, open or closed. Background work only."""
    return set(Case.objects.filter(person_id__in=set(person_ids)).values_list("person_id", flat=True))


def kept_case(row: Case) -> KeptCase:
    """Return what the keeping of a case needs."""
    return KeptCase(row.id, row.number, row.region, row.opened_from, row.opened_on, row.closed_on, row.person_id)
