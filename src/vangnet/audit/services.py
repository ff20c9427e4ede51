"""Write the record, seal it, and hand the events on."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q

from vangnet.audit import rules
from vangnet.audit.models import Destroyed, Entry, Pending, Seal
from vangnet.audit.selectors import entry_view, unsealed_entries
from vangnet.audit.types import PLACE, Author, EntryView, Line, NewDestroyed, Outcome
from vangnet.core.clock import Instant, local_day
from vangnet.core.ids import new_id
from vangnet.core.statements import Ahead, Fixed, ids_text
from vangnet.core.strict_json import JsonObject
from vangnet.core.trace_context import new_span_id, new_span_ids
from vangnet.core.tracing import current_parent, current_place, current_trace_id, new_trace_id

_INSERT = """
INSERT INTO audit_entry (day, id, at, act, worker_id, agency_id, on_behalf_of, region, case_id, subject_id, object_kind,
  object_id, fields, ground, purpose, outcome, trace_id, details)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb)
"""
_PENDING = "INSERT INTO audit_pending SELECT position, day, id FROM e"
_SHOWN = """
INSERT INTO audit_shown
  (day, trace_id, parent_span_id, name, status, start_time, end_time, activity, agency_id, region, span_ids, subjects)
"""
_PROCESSING = f"""{_SHOWN}
SELECT e.day, e.trace_id, %s, e.act, 'Unset', e.at, e.at, %s, e.agency_id, e.region, ARRAY[%s], ARRAY[audit_pseudonym(e.subject_id)]
FROM e
"""  # noqa: S608 - our own columns
_RETURNING = f"{_INSERT} RETURNING position, day, id, at, act, agency_id, region, subject_id, trace_id"
_LINE_EVENT = Fixed(f"WITH e AS ({_RETURNING}) {_PENDING}")
_LINE_BOTH = Fixed(f"WITH e AS ({_RETURNING}), l AS ({_PROCESSING}) {_PENDING}")
_DECISION = """
INSERT INTO audit_decisionrecord
  (day, trace_id, span_id, parent_span_id, event_name, at, status, attributes, resource, body)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s::jsonb, %s::jsonb, %s::jsonb) ON CONFLICT DO NOTHING
"""


_INSERT_MANY = """
INSERT INTO audit_entry (day, id, at, act, worker_id, agency_id, on_behalf_of, region, object_kind, object_id, fields, ground,
  purpose, outcome, trace_id, details)
SELECT %s, line.id, %s, %s, %s, %s, %s, %s, %s, line.object_id, '{}', '', %s, 'done', %s, line.details::jsonb
FROM unnest(%s::uuid[], %s::uuid[], %s::text[]) AS line (id, object_id, details)
"""
_INSERT_LINES = f"""
WITH line AS (SELECT * FROM unnest(%s::uuid[], %s::uuid[], %s::uuid[], %s::uuid[], %s::text[], %s::text[], %s::text[])
  AS line (id, object_id, case_id, subject_id, ground, details, span)),
e AS (
  INSERT INTO audit_entry (day, id, at, act, worker_id, agency_id, on_behalf_of, region, case_id, subject_id, object_kind,
    object_id, fields, ground, purpose, outcome, trace_id, details)
  SELECT %s, line.id, %s, %s, %s, %s, %s, %s, line.case_id, line.subject_id, %s, line.object_id, '{{}}', line.ground, %s, 'done',
    %s, line.details::jsonb FROM line
  RETURNING day, id, at, act, agency_id, region, subject_id, trace_id
)
{_SHOWN}
SELECT e.day, e.trace_id, '', e.act, 'Unset', e.at, e.at, %s, e.agency_id, e.region, ARRAY[line.span],
  ARRAY[audit_pseudonym(e.subject_id)]
FROM e JOIN line USING (id) WHERE e.subject_id IS NOT NULL
"""  # noqa: S608 - our own columns
_INSERT_MANY_EVENTS = (
    f"WITH e AS ({_INSERT_MANY} RETURNING position, day, id) INSERT INTO audit_pending SELECT * FROM e"  # noqa: S608
)


_COLUMNS = (
    "day date, id uuid, at timestamptz, act varchar, worker_id uuid, agency_id uuid, on_behalf_of uuid, region varchar, "
    "case_id uuid, subject_id uuid, object_kind varchar, object_id uuid, fields varchar[], ground varchar, purpose varchar, "
    "outcome varchar, trace_id varchar, details jsonb"
)
_NAMES = ", ".join(column.split()[0] for column in _COLUMNS.split(", "))
_ABOUT = "activity varchar, subjects uuid[], spans varchar[], parent varchar"
_CASTS = ", ".join(f"%s::{column.split()[1]}" for column in f"{_COLUMNS}, {_ABOUT}".split(", "))
_AT_ONCE = 8  # lines in one statement; a page reads four things
_TOGETHER: ContextVar[list[tuple[Any, ...]] | None] = ContextVar("audit_together", default=None)


@contextmanager
def together() -> Iterator[None]:
    """Keep the lines of the reads within this block, and write them in one statement at its end.

    A page that reads four things writes the record once, before it leaves, while it is made: the end of the transaction
    waits for the record and confirms it. An error in the block writes nothing, as its
    transaction would undo it anyway. Events are written at once. Not for a page that shows the record itself.
    """
    if _TOGETHER.get() is not None:
        yield
        return
    kept: list[tuple[Any, ...]] = []
    token = _TOGETHER.set(kept)
    try:
        yield
    finally:
        _TOGETHER.reset(token)
    for start in range(0, len(kept), _AT_ONCE):
        _write(kept[start : start + _AT_ONCE], ahead=True)


def _write(lines: Sequence[tuple[Any, ...]], *, ahead: bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_lines(len(lines), ahead), [value for line in lines for value in line])


@cache
def _lines(number: int, ahead: bool) -> Fixed:
    """Return the statement that writes so many lines, with a line of the processing log for each person they show."""
    rows = ", ".join([f"({_CASTS})"] * number)
    return (Ahead if ahead else Fixed)(f"""
    WITH line ({_NAMES}, activity, subjects, spans, parent) AS (VALUES {rows}),
    e AS (INSERT INTO audit_entry ({_NAMES}) SELECT {_NAMES} FROM line)
    {_SHOWN}
    SELECT day, trace_id, parent, act, 'Unset', at, at, activity, agency_id, region, spans, audit_pseudonyms(subjects)
    FROM line WHERE subjects IS NOT NULL
    """)  # noqa: S608 - our own columns


def record(
    *,
    actor: Author,
    at: Instant,
    act: str,
    event: bool = False,
    case_id: UUID | None = None,
    subject_id: UUID | None = None,
    subjects: Collection[UUID] = (),
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
        subject_id: the person it is about, if any; then a line of the processing log is written in the same statement.
        subjects: the persons that a list shows; each gets a line of the processing log. No `subject_id` and no event then.
        object_kind: what was read or written, such as `plan`.
        object_id: which one.
        fields: names of the fields really shown or changed.
        ground: grant or norm that allowed it.
        outcome: `done` or `refused`.
        details: codes, numbers and ids; never a name or a text about somebody.

    Returns:
        The id of the line.

    Source: NEN 7513 (who, what, whose, when, on what ground); Logboek Dataverwerkingen (one line a data subject, no user).
    """
    entry_id = new_id()
    trace_id = actor.trace_id or current_trace_id() or new_trace_id()
    # What the caller named belongs to the caller's trace, and to no other.
    place, parent = current_place(), current_parent() if trace_id == current_trace_id() else ""
    values: list[Any] = [
        local_day(at), entry_id, at, act, actor.worker_id, actor.agency_id, actor.on_behalf_of, actor.region,
        case_id, subject_id, object_kind, object_id, list(fields), ground, actor.purpose, outcome, trace_id,
        json.dumps((details or {}) | ({PLACE: place} if place else {}), ensure_ascii=False),
    ]  # fmt: skip
    if event:
        if subject_id is not None:
            values += [parent, rules.activity_of(act), new_span_id()]
        with connection.cursor() as cursor:
            cursor.execute(_LINE_EVENT if subject_id is None else _LINE_BOTH, values)
        return entry_id
    shown = set(subjects) if subject_id is None else {subject_id}
    about = (
        (rules.activity_of(act), ids_text(shown), ids_text(new_span_ids(len(shown))), parent)
        if shown
        else (None, None, None, None)
    )
    kept, line = _TOGETHER.get(), (*values, *about)
    if kept is None:
        _write([line], ahead=False)
    else:
        kept.append(line)
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
    trace_id = actor.trace_id or current_trace_id() or new_trace_id()
    values: list[Any] = [
        local_day(at), at, act, actor.worker_id, actor.agency_id, actor.on_behalf_of, actor.region, object_kind,
        actor.purpose, trace_id, [new_id() for _ in objects], list(objects),
        [json.dumps(details, ensure_ascii=False) for details in objects.values()],
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_INSERT_MANY_EVENTS if event else _INSERT_MANY, values)


def record_lines(*, actor: Author, at: Instant, act: str, object_kind: str, lines: Sequence[Line]) -> None:
    """Write the record of one act done to many things at the same moment, with the processing log of each person.

    Args:
        lines: what each line is about; see `record` for the rest.
    """
    trace_id = actor.trace_id or current_trace_id() or new_trace_id()
    values: list[Any] = [
        [new_id() for _ in lines], [line.object_id for line in lines], [line.case_id for line in lines],
        [line.subject_id for line in lines], [line.ground for line in lines],
        [json.dumps(line.details, ensure_ascii=False) for line in lines], new_span_ids(len(lines)),
        local_day(at), at, act, actor.worker_id, actor.agency_id, actor.on_behalf_of, actor.region, object_kind,
        actor.purpose, trace_id, rules.activity_of(act),
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_INSERT_LINES, values)


def record_decision(*, record: JsonObject, at: Instant) -> bool:
    """Keep one decision record; the same call a second time changes nothing.

    Args:
        record: in the form of the Authorization Decision Log, as `api.authzen.decision_record` makes it.
        at: the moment of the call. The day under which it is kept is that of the record itself, so that what comes a second
            time after midnight counts once too.

    Returns:
        Whether it was new.

    Source: Logius, Authorization Decision Log, interface; ingestion is idempotent on trace and span.
    """
    moment = datetime.fromtimestamp(int(str(record["timestamp"])) / 1000, UTC)
    values: list[Any] = [
        local_day(moment), record["trace_id"], record["span_id"], record.get("parent_span_id", ""), record["event_name"], at,
        record["status"], *(json.dumps(record[part], ensure_ascii=False) for part in ("attributes", "resource", "body")),
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_DECISION, values)
        return bool(cursor.rowcount == 1)


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


def register_destroyed(*, actor: Author, at: Instant, what: NewDestroyed) -> bool:
    """Keep that something was destroyed, in the transaction in which it went; the same thing a second time is counted once.

    Returns:
        Whether it was new.
    """
    _, created = Destroyed.objects.get_or_create(
        kind=what.kind,
        object_id=what.object_id,
        defaults={
            "id": new_id(), "at": at, "region": what.region, "rule": what.rule, "since": what.since, "until": what.until,
            "way": what.way, "counts": dict(what.counts), "trace_id": actor.trace_id or current_trace_id() or new_trace_id(),
        },
    )  # fmt: skip
    if created:
        record(
            actor=actor, at=at, act="retention.destroy", object_kind=what.kind, object_id=what.object_id, ground=what.rule,
            details={"rows": sum(what.counts.values()), "way": what.way},
        )  # fmt: skip
    return created


def make_months_ahead(*, months: int = 24) -> int:
    """Make the tables of the coming months of the logs where they are missing; background work only. Harmless when repeated.

    Returns:
        How many months stand ready, this one included; fewer than asked when lines of a month stand in the rest already.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT audit_make_months_ahead(%s)", [months])
        ready: int = cursor.fetchone()[0]
    return ready


def drop_month(*, month: date) -> int | None:
    """Remove the three logs of one month, seals included; the database does nothing when they are not five years old.

    Returns:
        How many lines went; None when the month stays.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT audit_drop_month(%s)", [month])
        found: int | None = cursor.fetchone()[0]
    return found


def take_pending(*, at: Instant, limit: int = 200) -> list[EntryView]:
    """Take the oldest events that are due and nobody else is working on; held until the caller's transaction ends.

    Say of each how it went: `handled`, or `put_back`. What the caller says nothing of stays as it is.

    Args:
        at: what failed before and waits until later is left alone.
        limit: most events to take.

    Returns:
        The events in the order in which they were written.
    """
    due = Pending.objects.filter(parked_at=None).filter(Q(due_at=None) | Q(due_at__lte=at))
    rows = list(due.select_for_update(skip_locked=True).order_by("position")[:limit])
    if not rows:
        return []
    found = {e.id: e for e in Entry.objects.filter(day__in={r.day for r in rows}, id__in=[r.entry_id for r in rows])}
    Pending.objects.filter(position__in=[r.position for r in rows if r.entry_id not in found]).delete()
    return [entry_view(found[r.entry_id]) for r in rows if r.entry_id in found]


def handled(*, positions: Iterable[int]) -> None:
    """Take events out of the outbox: what follows from them was done."""
    Pending.objects.filter(position__in=list(positions)).delete()


def put_back(*, position: int, fault: str, at: Instant) -> bool:
    """Keep an event that failed for a next attempt, each time later; after `rules.ATTEMPTS` it is set aside for a human.

    Args:
        fault: code or kind of what went wrong, without personal data.

    Returns:
        Whether it was set aside.
    """
    row = Pending.objects.get(position=position)
    row.attempts, row.fault = row.attempts + 1, fault[:80]
    wait = rules.retry_after(row.attempts)
    row.due_at, row.parked_at = (at + wait, None) if wait is not None else (None, at)
    row.save(update_fields=["attempts", "fault", "due_at", "parked_at"])
    return wait is None


def try_parked_again(*, actor: Author, at: Instant) -> int:
    """Put everything that was set aside back in the line, with all its attempts; background work and operators.

    Returns:
        How many events.
    """
    with transaction.atomic():
        number = Pending.objects.filter(parked_at__isnull=False).update(parked_at=None, due_at=None, attempts=0)
        if number:
            record(actor=actor, at=at, act="audit.retry", object_kind="event", details={"events": number})
    return number
