"""What the question between regions needs to know of who is who."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from vangnet.access.models import Agency, Lockout
from vangnet.access.services import as_enforcer
from vangnet.access.types import AgencyView

NOBODY = UUID(int=0)


def locked_out_of(*, worker_id: UUID, case_ids: Sequence[UUID]) -> set[UUID]:
    """Return from which of these cases a worker is kept out; one statement, also for no case."""
    with as_enforcer():
        rows = Lockout.objects.filter(worker_id=worker_id, case_id__in=set(case_ids) or {NOBODY}, lifted_at=None)
        return set(rows.values_list("case_id", flat=True))


def contact_points(*, regions: Sequence[str]) -> list[AgencyView]:
    """Return the Zorg- en Veiligheidshuis of each of these regions, by region; one statement, also for none."""
    rows = Agency.objects.filter(region_id__in=set(regions) or {""}, kind="ZVH").order_by("region_id", "id")
    first: dict[str, AgencyView] = {}
    for row in rows:
        first.setdefault(row.region_id, AgencyView(row.id, row.name, row.kind, row.region_id, row.phone))
    return list(first.values())
