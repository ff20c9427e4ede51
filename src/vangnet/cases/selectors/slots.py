"""Who stands where in a case, on a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from vangnet.cases import rules
from vangnet.cases.types import SlotView
from vangnet.core.statements import Fixed

# The nearest deputy of a slot: who stands in now, else who stands in first.
_SLOTS = Fixed("""
SELECT r.id, r.case_id, r.role, r.required, h.worker_id, hw.id, hw.name, hg.name, hw.phone, upper(ha.days),
  d.worker_id, dw.id, dw.name, d.briefed_at, lower(d.days), da.id
FROM cases_roleslot r
LEFT JOIN cases_holding h ON h.slot_id = r.id AND h.case_id = r.case_id AND h.days @> %(day)s
LEFT JOIN access_worker hw ON hw.id = h.worker_id
LEFT JOIN access_agency hg ON hg.id = hw.agency_id
LEFT JOIN access_absence ha ON ha.worker_id = h.worker_id AND ha.days @> %(day)s
LEFT JOIN LATERAL (
  SELECT e.worker_id, e.briefed_at, e.days FROM cases_deputy e
  WHERE e.slot_id = r.id AND e.case_id = r.case_id AND (upper(e.days) > %(day)s OR upper(e.days) IS NULL)
  ORDER BY e.days LIMIT 1) d ON true
LEFT JOIN access_worker dw ON dw.id = d.worker_id
LEFT JOIN access_absence da ON da.worker_id = d.worker_id AND da.days @> %(day)s
WHERE r.case_id = ANY(%(cases)s)
ORDER BY r.required DESC, r.role, r.id
""")


def slots(*, case_id: UUID, day: date) -> list[SlotView]:
    """Return the roles of a case in sight and who stands in each on `day`, required ones first."""
    return slots_of(case_ids=[case_id], day=day).get(case_id, [])


def slots_of(*, case_ids: Sequence[UUID], day: date) -> dict[UUID, list[SlotView]]:
    """Return the roles of several cases in sight, in one query whatever their number."""
    found: dict[UUID, list[SlotView]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_SLOTS, {"cases": list(set(case_ids)), "day": day})
        for row in cursor.fetchall():
            found.setdefault(row[1], []).append(_slot(*row, day=day))
    return found


def _slot(
    slot_id: UUID, case_id: UUID, role: str, required: bool, held_by: UUID | None, holder_id: UUID | None,
    holder_name: str | None, holder_agency: str | None, holder_phone: str | None, away_until: date | None,
    stands_in: UUID | None, deputy_id: UUID | None, deputy_name: str | None, briefed_at: Any, deputy_from: date | None,
    deputy_absence: UUID | None, *, day: date,
) -> SlotView:  # fmt: skip
    briefed = briefed_at is not None
    stands = deputy_from is not None and deputy_from <= day
    return SlotView(
        id=slot_id,
        case_id=case_id,
        role=role,
        required=required,
        holder_id=holder_id,
        holder_name=holder_name or "",
        holder_agency=holder_agency or "",
        holder_phone=holder_phone or "",
        holder_away_until=away_until,
        deputy_id=deputy_id,
        deputy_name=deputy_name or "",
        deputy_briefed=briefed,
        deputy_away=deputy_absence is not None,
        deputy_from=deputy_from,
        cover=rules.cover(
            holder_away=None if held_by is None else away_until is not None,
            deputy_briefed=briefed if stands_in is not None and stands else None,
            deputy_away=deputy_absence is not None,
        ),
    )
