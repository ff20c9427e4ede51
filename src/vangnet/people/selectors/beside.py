"""Beside whom signals lie, for the line that a read of them leaves; the stage that reads signals does not know persons."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import connection

from vangnet.core.statements import Fixed, ids_text

_BESIDE = Fixed("SELECT signal, person FROM people_beside(%(signals)s::uuid[])")


def persons_beside(signal_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Return, by signal, the person beside whom humans laid it, whoever asks; numbers only, for the record of a read."""
    if not signal_ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_BESIDE, {"signals": ids_text(signal_ids)})
        return dict(cursor.fetchall())
