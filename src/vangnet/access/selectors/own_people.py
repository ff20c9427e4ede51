"""What a connected system may ask about the people of its own organisation."""

from __future__ import annotations

from itertools import islice
from uuid import UUID

from django.db.models import Q

from vangnet.access.models import Sight, Worker
from vangnet.access.selectors import actor_of_worker, sight_view
from vangnet.access.types import Actor
from vangnet.core.clock import Instant
from vangnet.core.errors import NotVisible


def colleague(*, actor: Actor, worker_id: UUID) -> Actor:
    """Return the actor that a professional of the actor's own organisation is.

    Raises:
        NotVisible: there is none, they left, or they work for another organisation; the three read the same.
    """
    row = Worker.objects.filter(id=worker_id, agency_id=actor.agency_id, left_on=None).select_related("agency").first()
    if row is None:
        raise NotVisible
    return actor_of_worker(row, trace_id=actor.trace_id, purpose=actor.purpose)


def colleagues_in_sight(
    *, actor: Actor, case_id: UUID, category: str | None, at: Instant, after: UUID | None, limit: int
) -> list[UUID]:
    """Return who of the actor's own organisation sees a case now, by id. Background work only: it reads over the wall.

    Args:
        category: only who sees this category; None for any sight at all.
        after: id of the last one of the page before.
        limit: most to return.
    """
    own = Worker.objects.filter(agency_id=actor.agency_id, left_on=None).values("id")
    rows = Sight.objects.filter(case_id=case_id, worker_id__in=own).filter(Q(until=None) | Q(until__gt=at))
    if after is not None:
        rows = rows.filter(worker_id__gt=after)
    seen = (row for row in rows.order_by("worker_id") if category is None or sight_view(row).may_see(category))
    return [row.worker_id for row in islice(seen, limit)]
