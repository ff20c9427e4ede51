"""Read single lines of a timeline: those that the database shows to whoever asks."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from vangnet.cases.models import Entry


def entry_texts(*, ids: Sequence[UUID]) -> dict[UUID, str]:
    """Return what these lines say; the reader records that they were read."""
    rows = Entry.objects.filter(id__in=set(ids)).values_list("id", "text", "title") if ids else ()
    return {entry_id: text or title for entry_id, text, title in rows}
