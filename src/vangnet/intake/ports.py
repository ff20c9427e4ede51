"""What the stage needs from outside: who knows, later in the flow, beside whom a signal was laid."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

Beside = Callable[[Collection[UUID]], dict[UUID, UUID]]


@functools.cache
def _beside() -> Beside:
    made: Beside = import_string(settings.PERSONS_BESIDE)
    return made


def persons_beside(signal_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Return, by signal, beside whom it was laid, from what the setting `PERSONS_BESIDE` names; numbers only."""
    return _beside()(signal_ids)
