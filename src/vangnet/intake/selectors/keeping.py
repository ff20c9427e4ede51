"""Every signal that still says something, for how long it may be kept."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q

from vangnet.core.clock import Instant
from vangnet.intake.models import Signal, Weighing
from vangnet.intake.selectors import signal_view
from vangnet.intake.types import SignalState, SignalView


def kept_signals(*, after: UUID | None = None, limit: int = 5_000) -> list[SignalView]:
    """Return signals in order of their id, a page at a time; those that were emptied are left out. Background work only."""
    rows = Signal.objects.filter(emptied_at=None)
    if after is not None:
        rows = rows.filter(id__gt=after)
    return [signal_view(row) for row in rows.order_by("id")[:limit]]


def signals_soon(
    *, region: str, destroy_before: date, answered_before: Instant, received_before: Instant, limit: int = 2_000
) -> list[SignalView]:
    """Return the signals of a region whose term may come soon: not taken up, done with, or old. Background work only."""
    wanted = (
        Q(destroy_on__lt=destroy_before)
        | Q(decision__in=["advice", "local"], answered_at__lt=answered_before)
        | Q(received_at__lt=received_before)
    )
    rows = Signal.objects.filter(wanted, region=region, emptied_at=None)
    return [signal_view(row) for row in rows.order_by("received_at", "id")[:limit]]


def signals_about(*, signal_ids: Iterable[UUID]) -> list[SignalView]:
    """Return signals of any desk that still say something, newest first. Background work only."""
    rows = Signal.objects.filter(id__in=set(signal_ids), emptied_at=None)
    return [signal_view(row) for row in rows.order_by("-received_at", "id")]


def when_not_informed(*, signal_id: UUID) -> Instant | None:
    """Return when a signal was weighed without the person having been told, then or since; None when they were. Background work only."""
    rows = Weighing.objects.filter(signal_id=signal_id, person_informed=False, signal__informed_at=None)
    return rows.values_list("at", flat=True).first()


def waiting_signals(*, region: str) -> list[UUID]:
    """Return the signals of a region that have no answer yet, oldest first. Background work only."""
    rows = Signal.objects.filter(region=region, emptied_at=None).exclude(state=SignalState.ANSWERED.value)
    return list(rows.order_by("received_at", "id").values_list("id", flat=True))
