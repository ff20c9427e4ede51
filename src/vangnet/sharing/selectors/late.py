"""What should have been told or answered by now, counted for the promise of the right fact to the right person."""

from __future__ import annotations

from collections import Counter
from datetime import date

from django.db.models import Count, QuerySet

from vangnet.sharing.models import InformationRequest, InformDuty, InsightRequest


def late_by_region(*, region: str | None, day: date) -> dict[str, int]:
    """Return what is late in telling and answering (promise P3), by region. Background work only.

    Duties to tell the person or another, questions to partners, and requests of persons about themselves.

    Args:
        region: only this one; all when None. A region without any is left out.
    """
    late: tuple[QuerySet[InformDuty] | QuerySet[InformationRequest] | QuerySet[InsightRequest], ...] = (
        InformDuty.objects.filter(told_on=None, next_on__lt=day),
        InformationRequest.objects.filter(state="asked", due_on__lt=day),
        InsightRequest.objects.filter(answered_at=None, due_on__lt=day),
    )
    found: Counter[str] = Counter()
    for rows in late:
        here = rows.filter(region=region) if region else rows
        found.update(
            dict(here.order_by().values("region").annotate(number=Count("pk")).values_list("region", "number"))
        )
    return dict(found)
