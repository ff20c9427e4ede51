"""What somebody may see of a person, over all cases about them."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from vangnet.access.models import Sight
from vangnet.access.types import Actor
from vangnet.core.clock import Instant


def categories_of_person(*, actor: Actor, person_id: UUID, at: Instant) -> int:
    """Return the categories of a person that the actor sees by any case about them, as a bit mask; 0 when there is none."""
    rows = Sight.objects.filter(worker_id=actor.worker_id, subject_id=person_id).filter(Q(until=None) | Q(until__gt=at))
    seen = 0
    for categories in rows.values_list("categories", flat=True):
        seen |= categories
    return seen
