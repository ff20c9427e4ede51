"""Counts for whoever oversees sharing: how many, never who or which. Background work only; `flow.oversight` calls them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from vangnet.access.models import Emergency, Grant
from vangnet.access.types import Basis
from vangnet.core.clock import Instant


@dataclass(frozen=True, slots=True)
class EmergencyCounts:
    """How many emergencies there are in a region.

    Args:
        running: sight that was opened in an emergency and has not ended.
        waiting: not yet looked at by a second person, still in time.
        overdue: not looked at, and it should have been.
    """

    running: int
    waiting: int
    overdue: int


def grants_by_basis(*, region: str, at: Instant) -> dict[Basis, int]:
    """Return how many grants are open in a region, by what they rest on; every basis is named, also with none."""
    rows = Grant.objects.filter(region=region, closed_at=None).filter(Q(until=None) | Q(until__gt=at))
    found = dict(rows.values_list("basis").annotate(number=Count("id")))
    return {basis: found.get(basis.value, 0) for basis in Basis}


def emergencies(*, region: str, at: Instant) -> EmergencyCounts:
    """Return how many emergencies of a region run, wait for a second person, or wait too long."""
    counted = Emergency.objects.filter(region=region).aggregate(
        running=Count("id", filter=Q(until__gt=at)),
        waiting=Count("id", filter=Q(reviewed_at=None, review_due__gte=at)),
        overdue=Count("id", filter=Q(reviewed_at=None, review_due__lt=at)),
    )
    return EmergencyCounts(**counted)
