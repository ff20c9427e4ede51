"""What is owed in plans: agreements that are due, plans to look at, cases without one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import islice
from uuid import UUID

from django.db import connection

from vangnet.access.types import SightView
from vangnet.core.statements import Fixed, ids_text
from vangnet.plans.types import AgreementView, FlagReason, OwedReview

_AGREEMENTS = Fixed("""
SELECT a.id, a.case_id, a.nr, a.what, a.why, a.owner_id, coalesce(w.name || ', ' || g.name, a.owner_name), a.deputy_id,
  coalesce(d.name, ''), a.due_on, a.done_on, a.repeats_days, a.category, a.version
FROM plans_agreement a
LEFT JOIN access_worker w ON w.id = a.owner_id LEFT JOIN access_agency g ON g.id = w.agency_id
LEFT JOIN access_worker d ON d.id = a.deputy_id
WHERE a.case_id = ANY(%(cases)s::uuid[]) AND a.done_on IS NULL AND a.due_on <= %(until)s
ORDER BY a.due_on, a.id
""")
_PLANS = Fixed("""
SELECT asked.case_id, p.id, p.review_on, f.due_on, f.reason
FROM unnest(%(cases)s::uuid[]) WITH ORDINALITY AS asked (case_id, nr)
LEFT JOIN plans_plan p ON p.case_id = asked.case_id AND p.state = 'current'
LEFT JOIN LATERAL (
  SELECT g.due_on, g.reason FROM plans_flag g WHERE g.plan_id = p.id AND g.settled_at IS NULL AND g.due_on <= %(until)s
  ORDER BY g.due_on, g.id LIMIT 1) f ON true
WHERE p.id IS NULL OR p.review_on <= %(until)s OR f.due_on IS NOT NULL
ORDER BY asked.nr
""")


def owed_agreements(*, sights: Sequence[SightView], until: date, limit: int = 200) -> list[AgreementView]:
    """Return the open agreements of cases in sight that are due on or before a day, oldest first.

    Args:
        sights: cases with what the actor may see of each.
        until: last day to look at.
    """
    by_case = {sight.case_id: sight for sight in sights}
    with connection.cursor() as cursor:
        cursor.execute(_AGREEMENTS, {"cases": ids_text(by_case), "until": until})
        seen = (row for row in cursor.fetchall() if by_case[row[1]].may_see(row[12]))
        return [AgreementView(*row) for row in islice(seen, limit)]


def owed_plans(*, case_ids: Sequence[UUID], until: date, limit: int = 200) -> tuple[list[OwedReview], list[UUID]]:
    """Return what is owed about the plan itself, in one query whatever the number of cases.

    Args:
        until: last day to look at.
        limit: most plans to return, those that are owed first.

    Returns:
        The current plans that must be looked at on or before a day (flagged, or past their date), and the cases without
        a current plan.
    """
    with connection.cursor() as cursor:
        cursor.execute(_PLANS, {"cases": ids_text(case_ids), "until": until})
        rows = cursor.fetchall()
    reviews = []
    for case_id, plan_id, review_on, flagged_on, reason in rows:
        if plan_id is None:
            continue
        if flagged_on is None or review_on < flagged_on:
            reviews.append(OwedReview(plan_id, case_id, review_on, FlagReason.REVIEW_PAST))
        else:
            reviews.append(OwedReview(plan_id, case_id, flagged_on, FlagReason(reason)))
    reviews.sort(key=lambda owed: (owed.due_on, owed.case_id))
    return reviews[:limit], [row[0] for row in rows if row[1] is None]
