"""Close many grants at once, in small steps, so that nobody who turns a page waits for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from django.db import connection

from vangnet.access.services import as_job
from vangnet.access.types import Actor, Basis
from vangnet.audit import services as audit
from vangnet.audit.types import Line
from vangnet.core.clock import Instant

STEP: Final = 250

_CLOSE = """
UPDATE access_grant SET closed_at = %s, closed_why = %s
WHERE id IN (SELECT id FROM access_grant WHERE closed_at IS NULL AND basis = %s AND basis_id = ANY (%s)
  ORDER BY worker_id, case_id LIMIT %s FOR UPDATE SKIP LOCKED)
RETURNING id, worker_id, case_id, subject_id, basis
"""
# What `sum_up` does for one worker and case, for many: no grant left or locked out is no sight; else the sum of what is left.
# Nothing is added here: closing never widens.
_SUM = """
WITH pairs AS (SELECT DISTINCT worker_id, case_id FROM unnest(%(workers)s::uuid[], %(cases)s::uuid[]) AS p (worker_id, case_id)),
sums AS (
  SELECT g.worker_id, g.case_id, bit_or(g.categories) AS categories, max(g.form) AS form,
    bit_or(g.categories) FILTER (WHERE g.until IS NULL) AS lasting, max(g.form) FILTER (WHERE g.until IS NULL) AS lasting_form,
    min(g.until) AS first_end, array_agg(DISTINCT g.basis) AS bases
  FROM pairs JOIN access_grant g USING (worker_id, case_id)
  WHERE g.closed_at IS NULL AND (g.since IS NULL OR g.since <= %(at)s) AND (g.until IS NULL OR g.until > %(at)s)
    AND NOT EXISTS (SELECT 1 FROM access_lockout l
      WHERE l.worker_id = g.worker_id AND l.case_id = g.case_id AND l.lifted_at IS NULL)
  GROUP BY g.worker_id, g.case_id
), gone AS (
  DELETE FROM access_sight s USING pairs p WHERE s.worker_id = p.worker_id AND s.case_id = p.case_id
    AND NOT EXISTS (SELECT 1 FROM sums WHERE sums.worker_id = s.worker_id AND sums.case_id = s.case_id)
)
UPDATE access_sight s SET categories = sums.categories, form = sums.form,
  until = CASE WHEN sums.lasting = sums.categories AND sums.lasting_form = sums.form THEN NULL ELSE sums.first_end END,
  relation = CASE WHEN 'slot' = ANY (sums.bases) THEN 'own' WHEN 'deputy' = ANY (sums.bases) THEN 'deputy'
    WHEN 'team' = ANY (sums.bases) THEN 'team' ELSE 'other' END
FROM sums WHERE s.worker_id = sums.worker_id AND s.case_id = sums.case_id
"""


def close_grants_of(*, actor: Actor, at: Instant, why: str, basis: Basis, basis_ids: Sequence[UUID]) -> int:
    """Close every open grant that rests on one of these, each with its line in the record; background work only.

    Each step is a transaction of its own. What another step or worker holds is left to it; call again until nothing is left.

    Args:
        why: code such as `norm-ended`, kept with the grant.

    Returns:
        How many were closed.
    """
    number, found = 0, STEP
    while found == STEP:
        with as_job(actor), connection.cursor() as cursor:
            cursor.execute(_CLOSE, [at, why, basis.value, list(basis_ids), STEP])
            closed = cursor.fetchall()
            found = len(closed)
            if closed:
                pairs: dict[str, Any] = {
                    "workers": [row[1] for row in closed],
                    "cases": [row[2] for row in closed],
                    "at": at,
                }
                cursor.execute(_SUM, pairs)
                lines = [
                    Line(row[0], row[2], row[3], row[4], {"why": why, "worker": str(row[1])})
                    for row in closed
                ]  # fmt: skip
                audit.record_lines(actor=actor, at=at, act="access.close_grant", object_kind="grant", lines=lines)
        number += found
    return number
