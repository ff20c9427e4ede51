"""Every signal, for how long it may be kept."""

from __future__ import annotations

from uuid import UUID

from vangnet.intake.models import Signal
from vangnet.intake.selectors import signal_view
from vangnet.intake.types import SignalView


def kept_signals(*, after: UUID | None = None, limit: int = 5_000) -> list[SignalView]:
    """Return signals in order of their id, a page at a time. Background work only."""
    rows = Signal.objects.all() if after is None else Signal.objects.filter(id__gt=after)
    return [signal_view(row) for row in rows.order_by("id")[:limit]]
