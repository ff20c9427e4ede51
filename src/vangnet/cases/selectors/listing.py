"""The list of cases in sight: one statement a page, whatever the number of cases."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from vangnet.access import selectors as access
from vangnet.access.types import NOTHING_OWED, Actor, Relation
from vangnet.audit import services as audit
from vangnet.cases.types import CaseKind, CaseRow
from vangnet.core.clock import Instant, local_day
from vangnet.core.statements import Fixed, Part
from vangnet.people.types import PartialDate, called


@dataclass(frozen=True, slots=True)
class CasePage:
    """One page of the list of cases; `after` asks for the next, None at the end.

    Args:
        counts: how many cases are in sight by relation, whatever the page is narrowed to; None when not asked for, and when it shows none.
    """

    rows: tuple[CaseRow, ...]
    after: tuple[date, UUID] | None
    counts: Mapping[Relation, int] | None = None


# The page is taken from the grants first, which carry the order; only then is anything looked up about its cases.
_PAGE = """
WITH seen AS MATERIALIZED (
  SELECT s.case_id, s.subject_id, s.relation, s.owed_on FROM access_sight s
  WHERE s.worker_id = %(worker)s AND (s.until IS NULL OR s.until > %(at)s){narrowed}
  ORDER BY s.owed_on, s.case_id LIMIT %(limit)s)
SELECT seen.case_id, seen.owed_on, seen.relation, l.number, l.kind, l.phase, l.municipality, l.last_contact_on,
  l.contact_due_on, m.name, (
    SELECT w.name FROM unnest(l.directors, l.director_days) AS d (worker_id, days) JOIN access_worker w ON w.id = d.worker_id
    WHERE d.days @> %(today)s LIMIT 1),
  l.given_names, l.prefix, l.surname, l.partner_prefix, l.partner_surname, l.name_use, l.birth_year, l.birth_month, l.birth_day,
  l.review_on, seen.subject_id,
  {counts}
FROM seen
LEFT JOIN cases_listed l ON l.case_id = seen.case_id
LEFT JOIN access_municipality m ON m.code = l.municipality
ORDER BY seen.owed_on, seen.case_id
"""
_RELATION = " AND s.relation = %(relation)s"
_KIND = " AND EXISTS (SELECT 1 FROM cases_case k WHERE k.id = s.case_id AND k.kind = %(kind)s)"
_AFTER = " AND (s.owed_on, s.case_id) > (%(day)s, %(case)s)"
_UNCOUNTED = Part(Fixed("NULL::bigint[]"), {})


def page(
    *,
    actor: Actor,
    at: Instant,
    relation: Relation | None = None,
    kind: CaseKind | None = None,
    within: Part | None = None,
    after: tuple[date, UUID] | None = None,
    limit: int = 50,
    with_counts: bool = False,
) -> CasePage:
    """Return a page of the cases in sight, ordered by the day on which something is owed, and record the read.

    Args:
        relation: only cases the actor stands in this relation to.
        kind: only cases of this approach.
        within: a condition on `s.case_id`, such as `plans.selectors.past_review`.
        after: key of the last row of the page before.
        limit: rows on a page.
        with_counts: count what is in sight too, in the same statement.
    """
    if not access.sees_cases(actor):
        return CasePage(rows=(), after=None)
    narrowed = [
        _RELATION if relation is not None else "",
        _KIND if kind is not None else "",
        f" AND {within.text}" if within is not None else "",
        _AFTER if after is not None else "",
    ]
    counts = access.counts_beside(actor=actor) if with_counts else _UNCOUNTED
    values: dict[str, Any] = {
        "worker": actor.worker_id, "at": at, "today": local_day(at), "limit": limit + 1,
        **({"relation": relation.value} if relation is not None else {}),
        **({"kind": kind.value} if kind is not None else {}),
        **({"day": after[0], "case": after[1]} if after is not None else {}),
        **(within.values if within is not None else {}), **counts.values,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_statement("".join(narrowed), counts.text), values)
        found = cursor.fetchall()
    # A case that the second wall hides is left out.
    shown = [row for row in found[:limit] if row[3] is not None]
    rows = tuple(_row(row) for row in shown)
    audit.record(
        actor=actor, at=at, act="cases.list", object_kind="case", fields=["name"], subjects=[row[21] for row in shown],
        details={"rows": len(rows)},
    )  # fmt: skip
    last = found[limit - 1] if len(found) > limit else None
    return CasePage(
        rows=rows,
        after=(last[1], last[0]) if last else None,
        counts=access.counted(found[0][22]) if found and with_counts else None,
    )


@functools.lru_cache(maxsize=64)
def _statement(narrowed: str, counts: str) -> Fixed:
    """Return the statement for one choice of filters; there are some thirty choices."""
    return Fixed(_PAGE.format(narrowed=narrowed, counts=counts))


def _row(row: tuple[Any, ...]) -> CaseRow:
    return CaseRow(
        id=row[0],
        number=row[3],
        name=called(*row[11:17]),
        birth_year=row[17],
        kind=CaseKind(row[4]),
        phase=row[5],
        municipality=row[6],
        director=row[10] or "",
        last_contact_on=row[7],
        contact_due_on=row[8],
        relation=Relation(row[2]),
        owed_on=row[1] if row[1] != NOTHING_OWED else None,
        birth=PartialDate(*row[17:20]),
        place=row[9] or "",
        review_on=row[20],
    )
