"""Who stands in for whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from vangnet.access import selectors as access
from vangnet.access.types import Actor, WorkerView
from vangnet.cases.models import Deputy, Holding
from vangnet.cases.types import StandInView
from vangnet.core.errors import NotVisible


def stand_in(*, actor: Actor, deputy_id: UUID) -> StandInView:
    """Return for whom the actor stands in, or was asked to.

    Raises:
        NotVisible: nobody asked this of the actor, or the case is not in sight.
    """
    rows = list(Deputy.objects.filter(id=deputy_id, worker_id=actor.worker_id).select_related("slot"))
    if not rows:
        raise NotVisible
    return _stand_ins(rows)[0]


def stand_ins_by(*, actor: Actor, day: date, limit: int = 200) -> list[StandInView]:
    """Return for whom the actor stands in now or soon, first those that wait for a yes."""
    rows = Deputy.objects.filter(worker_id=actor.worker_id, case__closed_on=None).exclude(days__endswith__lte=day)
    found = _stand_ins(list(rows.select_related("slot").order_by("asked_at", "id")[:limit]))
    return sorted(found, key=lambda view: (view.briefed_at is not None, view.start))


def stand_ins_for(*, actor: Actor, start: date, end: date, limit: int = 200) -> list[StandInView]:
    """Return who stands in for the actor in a period, in the roles the actor holds then."""
    held = Holding.objects.filter(worker_id=actor.worker_id, days__overlap=(start, end)).values("slot_id")
    rows = Deputy.objects.filter(slot_id__in=held, days__overlap=(start, end), case__closed_on=None)
    return _stand_ins(list(rows.select_related("slot").order_by("case_id", "slot_id", "days")[:limit]))


def _stand_ins(rows: Sequence[Deputy]) -> list[StandInView]:
    day_of = {row.id: row.days.lower for row in rows}
    holdings = Holding.objects.filter(slot_id__in=[row.slot_id for row in rows])
    holders = {
        row.id: next((h.worker_id for h in holdings if h.slot_id == row.slot_id and day_of[row.id] in h.days), None)
        for row in rows
    }
    workers = access.workers(worker_ids=[row.worker_id for row in rows] + [h for h in holders.values() if h])
    return [
        StandInView(
            deputy_id=row.id,
            case_id=row.case_id,
            slot_id=row.slot_id,
            role=row.slot.role,
            deputy_name=workers[row.worker_id].name if row.worker_id in workers else "",
            for_name=_name(workers, holders[row.id]),
            start=row.days.lower,
            end=row.days.upper,
            briefed_at=row.briefed_at,
        )
        for row in rows
    ]


def _name(workers: Mapping[UUID, WorkerView], worker_id: UUID | None) -> str:
    worker = workers.get(worker_id) if worker_id else None
    return worker.name if worker else ""
