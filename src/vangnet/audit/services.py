"""Write the record, seal it, and hand the events on."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from vangnet.audit import rules
from vangnet.audit.models import Entry, Pending, Seal
from vangnet.audit.selectors import entry_view, unsealed_entries
from vangnet.audit.types import Author, EntryView, Outcome
from vangnet.core.clock import Instant, local_day
from vangnet.core.ids import new_id

_INSERT = """
INSERT INTO audit_entry (day, id, at, act, worker_id, agency_id, on_behalf_of, region, case_id, subject_id, object_kind,
  object_id, fields, ground, purpose, outcome, trace_id, details)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb)
"""
_INSERT_EVENT = f"WITH e AS ({_INSERT} RETURNING position, day, id) INSERT INTO audit_pending SELECT * FROM e"  # noqa: S608


_INSERT_MANY = """
INSERT INTO audit_entry (day, id, at, act, worker_id, agency_id, on_behalf_of, region, object_kind, object_id, fields, ground,
  purpose, outcome, trace_id, details)
SELECT %s, line.id, %s, %s, %s, %s, %s, %s, %s, line.object_id, '{}', '', %s, 'done', %s, line.details::jsonb
FROM unnest(%s::uuid[], %s::uuid[], %s::text[]) AS line (id, object_id, details)
"""
_INSERT_MANY_EVENTS = (
    f"WITH e AS ({_INSERT_MANY} RETURNING position, day, id) INSERT INTO audit_pending SELECT * FROM e"  # noqa: S608
)


def record(
    *,
    actor: Author,
    at: Instant,
    act: str,
    event: bool = False,
    case_id: UUID | None = None,
    subject_id: UUID | None = None,
    object_kind: str = "",
    object_id: UUID | None = None,
    fields: Iterable[str] = (),
    ground: str = "",
    outcome: Outcome = "done",
    details: dict[str, str | int | None] | None = None,
) -> UUID:
    """Write one line of the record, in the transaction of the act itself.

    Args:
        actor: who acts, for which organisation, on behalf of whom.
        at: when.
        act: stage and verb, such as `plans.adopt` or `cases.read`.
        event: whether `flow.reactions` must look at it; true for writes that others follow up.
        case_id: the case it is about, if any.
        subject_id: the person it is about, if any.
        object_kind: what was read or written, such as `plan`.
        object_id: which one.
        fields: names of the fields really shown or changed.
        ground: grant or norm that allowed it.
        outcome: `done` or `refused`.
        details: codes, numbers and ids; never a name or a text about somebody.

    Returns:
        The id of the line.

    Source: NEN 7513 (who, what, whose, when, on what ground).
    """
    entry_id = new_id()
    values: list[Any] = [
        local_day(at), entry_id, at, act, actor.worker_id, actor.agency_id, actor.on_behalf_of, actor.region,
        case_id, subject_id, object_kind, object_id, list(fields), ground, actor.purpose, outcome, actor.trace_id,
        json.dumps(details or {}, ensure_ascii=False),
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_INSERT_EVENT if event else _INSERT, values)
    return entry_id


def record_many(
    *,
    actor: Author,
    at: Instant,
    act: str,
    object_kind: str,
    objects: Mapping[UUID, Mapping[str, str | int | None]],
    event: bool = False,
) -> None:
    """Write one line of the record for each of many things to which the same was done at the same moment.

    Args:
        objects: what was written, each with its details; see `record` for the rest.
    """
    if not objects:
        return
    values: list[Any] = [
        local_day(at), at, act, actor.worker_id, actor.agency_id, actor.on_behalf_of, actor.region, object_kind,
        actor.purpose, actor.trace_id, [new_id() for _ in objects], list(objects),
        [json.dumps(details, ensure_ascii=False) for details in objects.values()],
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_INSERT_MANY_EVENTS if event else _INSERT_MANY, values)


def seal(*, day: date, limit: int = 50_000) -> int:
    """Chain the entries of `day` that are not yet in the chain; safe to run twice and at the same time.

    Args:
        day: the day whose chain grows.
        limit: most entries to seal in this call.

    Returns:
        How many entries were sealed.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [7513, day.toordinal()])
        last = Seal.objects.filter(day=day).order_by("-nr").first()
        nr, previous = (last.nr, last.hash) if last else (0, rules.GENESIS)
        rows: list[Seal] = []
        for entry in unsealed_entries(day=day, limit=limit):
            nr, previous = nr + 1, rules.seal(previous, entry)
            rows.append(Seal(entry_id=entry.id, day=day, nr=nr, hash=previous))
        Seal.objects.bulk_create(rows, batch_size=5_000)
    return len(rows)


def take_pending(*, limit: int = 200) -> list[EntryView]:
    """Take the oldest events nobody else is working on; they leave the outbox when the caller's transaction commits.

    Args:
        limit: most events to take.

    Returns:
        The events in the order in which they were written.
    """
    rows = list(Pending.objects.select_for_update(skip_locked=True).order_by("position")[:limit])
    if not rows:
        return []
    found = {e.id: e for e in Entry.objects.filter(day__in={r.day for r in rows}, id__in=[r.entry_id for r in rows])}
    Pending.objects.filter(position__in=[r.position for r in rows]).delete()
    return [entry_view(found[r.entry_id]) for r in rows if r.entry_id in found]
