"""Pages and counts of what is in sight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection

from vangnet.access import rules
from vangnet.access.models import Sight
from vangnet.access.types import Actor, Relation, SightView
from vangnet.core.clock import Instant
from vangnet.core.statements import Fixed, Part

COUNT_LIMIT = 1_000
_COUNT = (
    "(SELECT count(*) FROM (SELECT 1 FROM access_sight"
    " WHERE worker_id = %(worker)s AND relation = '{}' LIMIT {}) AS counted)"
)
_COUNTS = Fixed(f"ARRAY[{', '.join(_COUNT.format(relation.value, COUNT_LIMIT + 1) for relation in Relation)}]")
_COUNTED = Fixed(f"SELECT {_COUNTS}")


@dataclass(frozen=True, slots=True)
class SightPage:
    """One page of the cases in sight, ordered by what is owed.

    Args:
        sights: the page.
        after: key of the last row, to ask the next page with; None at the end.
    """

    sights: tuple[SightView, ...]
    after: tuple[date, UUID] | None


def sights_page(
    *,
    actor: Actor,
    at: Instant,
    relation: Relation | None = None,
    after: tuple[date, UUID] | None = None,
    limit: int = 50,
) -> SightPage:
    """Return a page of cases in sight, ordered by the day on which something is owed.

    Args:
        relation: only cases the actor stands in this relation to.
        after: key of the last row of the page before.
        limit: rows on a page.
    """
    if not rules.sees_content(role=actor.role, agency_kind=actor.agency_kind):
        return SightPage(sights=(), after=None)
    values: dict[str, Any] = {"worker": actor.worker_id, "at": at, "limit": limit + 1}
    if relation is not None:
        values["relation"] = relation.value
    if after is not None:
        values |= {"day": after[0], "case": after[1]}
    with connection.cursor() as cursor:
        cursor.execute(_sights(relation is not None, after is not None), values)
        found = [
            SightView(case_id, subject_id, Relation(code), categories, until, owed_on, restricted)
            for case_id, subject_id, code, categories, until, owed_on, restricted in cursor.fetchall()
        ]
    last = found[limit - 1] if len(found) > limit else None
    return SightPage(sights=tuple(found[:limit]), after=(last.owed_on, last.case_id) if last else None)


@cache
def _sights(by_relation: bool, after: bool) -> Fixed:
    narrowed = (" AND relation = %(relation)s" if by_relation else "") + (
        " AND (owed_on, case_id) > (%(day)s, %(case)s)" if after else ""
    )
    return Fixed(
        "SELECT case_id, subject_id, relation, categories, until, owed_on, restricted FROM access_sight"  # noqa: S608 - our own text
        f" WHERE worker_id = %(worker)s AND (until IS NULL OR until > %(at)s){narrowed}"
        " ORDER BY owed_on, case_id LIMIT %(limit)s"
    )


def count_sights(*, actor: Actor, relation: Relation | None = None) -> int:
    """Return how many cases are in sight; more than `COUNT_LIMIT` is not counted on."""
    rows = Sight.objects.filter(worker_id=actor.worker_id)
    if relation is not None:
        rows = rows.filter(relation=relation.value)
    return len(rows.values_list("case_id", flat=True)[: COUNT_LIMIT + 1])


def count_by_relation(*, actor: Actor) -> dict[Relation, int]:
    """Return how many cases are in sight by relation, in one query; more than `COUNT_LIMIT` is not counted on."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, {"worker": actor.worker_id})
        return counted(cursor.fetchone()[0])


def counts_beside(*, actor: Actor) -> Part:
    """Return what `count_by_relation` asks as a column of another statement; its value reads by `counted`."""
    return Part(_COUNTS, {"worker": actor.worker_id})


def counted(numbers: Sequence[int]) -> dict[Relation, int]:
    """Return the numbers of cases by relation, from that column."""
    return dict(zip(Relation, numbers, strict=True))
