"""Every case of a person, closed ones too: for the person's own question, and for keeping no longer than is allowed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Max

from vangnet.cases.models import Case, Entry, Reprocessing
from vangnet.core.clock import Instant


def every_case_of(*, person_id: UUID) -> list[UUID]:
    """Return all cases of a person that the database lets the actor see, oldest first."""
    return list(Case.objects.filter(person_id=person_id).order_by("opened_on", "id").values_list("id", flat=True))


@dataclass(frozen=True, slots=True)
class KeptCase:
    """A case as far as its keeping goes.

    Args:
        opened_from: the signal it came from, if any.
        renewed_until: until when its participants ordered, and all suppliers agreed, that it stays.
    """

    id: UUID
    number: str
    region: str
    opened_from: UUID | None
    opened_on: date
    closed_on: date | None
    person_id: UUID
    renewed_until: date | None = None


def kept_cases(*, after: UUID | None = None, limit: int = 5_000) -> list[KeptCase]:
    """Return cases in order of their id, a page at a time. Background work only."""
    rows = Case.objects.all() if after is None else Case.objects.filter(id__gt=after)
    page = list(rows.order_by("id")[:limit])
    renewed = renewals(case_ids=[row.id for row in page])
    return [kept_case(row, renewed.get(row.id)) for row in page]


def cases_soon(*, region: str, opened_before: date, limit: int = 2_000) -> list[KeptCase]:
    """Return the cases of a region that were opened before a day, oldest first. Background work only."""
    page = list(Case.objects.filter(region=region, opened_on__lt=opened_before).order_by("opened_on", "id")[:limit])
    renewed = renewals(case_ids=[row.id for row in page])
    return [kept_case(row, renewed.get(row.id)) for row in page]


def cases_of(*, person_ids: Iterable[UUID]) -> list[KeptCase]:
    """Return the cases of persons, oldest first. Background work only."""
    rows = list(Case.objects.filter(person_id__in=set(person_ids)).order_by("opened_on", "id"))
    renewed = renewals(case_ids=[row.id for row in rows])
    return [kept_case(row, renewed.get(row.id)) for row in rows]


def cases_from(*, signal_ids: Iterable[UUID]) -> list[KeptCase]:
    """Return the cases that came from these signals, oldest first. Background work only."""
    rows = list(Case.objects.filter(opened_from__in=set(signal_ids)).order_by("opened_on", "id"))
    renewed = renewals(case_ids=[row.id for row in rows])
    return [kept_case(row, renewed.get(row.id)) for row in rows]


def origin_of(*, case_id: UUID) -> tuple[UUID | None, str]:
    """Return the signal that a case came from, and the region of the case. Background work only."""
    return Case.objects.values_list("opened_from", "region").get(id=case_id)


def with_cases(*, person_ids: Iterable[UUID]) -> set[UUID]:
    """Return which of these persons have a case, open or closed. Background work only."""
    return set(Case.objects.filter(person_id__in=set(person_ids)).values_list("person_id", flat=True))


def renewals(*, case_ids: Iterable[UUID]) -> dict[UUID, date]:
    """Return until when cases stay after their term, for those of which it was ordered and agreed."""
    rows = Reprocessing.objects.filter(case_id__in=set(case_ids), keeps=True, allowed_at__isnull=False)
    return dict(rows.values_list("case_id").annotate(last=Max("until")))


def kept_case(row: Case, renewed_until: date | None) -> KeptCase:
    """Return what the keeping of a case needs."""
    return KeptCase(
        row.id, row.number, row.region, row.opened_from, row.opened_on, row.closed_on, row.person_id, renewed_until
    )


@dataclass(frozen=True, slots=True)
class WrittenLine:
    """A line of the timeline as it was written, whoever may see it."""

    at: Instant
    title: str
    text: str
    category: str
    author_id: UUID


def written(*, case_id: UUID) -> list[WrittenLine]:
    """Return every line of the timeline of a case, newest first. Background work only: for the person's own question."""
    rows = Entry.objects.filter(case_id=case_id).order_by("-at", "-id")
    return [WrittenLine(row.at, row.title, row.text, row.category, row.author_id) for row in rows]


def kept(*, case_id: UUID) -> KeptCase:
    """Return a case, open or closed. Background work only."""
    return kept_case(Case.objects.get(id=case_id), None)
