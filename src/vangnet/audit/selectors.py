"""Read the record."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import cast
from uuid import UUID

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.fields.json import KeyTextTransform

from vangnet.audit import rules
from vangnet.audit.models import DecisionRecord, Destroyed, Entry, Pending, Processing, Seal
from vangnet.audit.types import (
    ChainReport,
    DestroyedView,
    EntryView,
    Outcome,
    ParkedEvent,
    ProcessingFilter,
    ProcessingView,
)
from vangnet.core.clock import Instant, local_day
from vangnet.core.statements import Fixed
from vangnet.core.strict_json import JsonObject


def entry_view(row: Entry) -> EntryView:
    """Return the frozen view of a row."""
    return EntryView(
        id=row.id,
        position=row.position,
        at=row.at,
        act=row.act,
        worker_id=row.worker_id,
        agency_id=row.agency_id,
        on_behalf_of=row.on_behalf_of,
        region=row.region,
        case_id=row.case_id,
        subject_id=row.subject_id,
        object_kind=row.object_kind,
        object_id=row.object_id,
        fields=tuple(row.fields),
        ground=row.ground,
        purpose=row.purpose,
        outcome=cast(Outcome, row.outcome),
        trace_id=row.trace_id,
        details=row.details,
    )


def entries_of_case(*, case_id: UUID, before: tuple[Instant, int] | None = None, limit: int = 50) -> list[EntryView]:
    """Return the record of one case, newest first. The caller has checked that the actor may see the case.

    Args:
        case_id: the case.
        before: moment and position of the last entry of the page before (keyset paging).
        limit: most entries to return.
    """
    rows = Entry.objects.filter(case_id=case_id)
    if before is not None:
        rows = rows.filter(at__lte=before[0]).exclude(at=before[0], position__gte=before[1])
    return [entry_view(row) for row in rows.order_by("-at", "-position")[:limit]]


def agencies_in_case(*, case_id: UUID, worker_ids: Collection[UUID]) -> dict[tuple[UUID, Instant], set[UUID]]:
    """Return for whom workers did something in a case, by worker and moment. Background work only."""
    rows = Entry.objects.filter(case_id=case_id, worker_id__in=worker_ids)
    found: dict[tuple[UUID, Instant], set[UUID]] = {}
    for worker_id, at, agency_id in rows.values_list("worker_id", "at", "agency_id").distinct():
        found.setdefault((worker_id, at), set()).add(agency_id)
    return found


def last_entry(*, case_id: UUID, act: str, object_id: UUID) -> EntryView | None:
    """Return the last time an act was done to a thing of a case, or None. The caller may see the case."""
    row = Entry.objects.filter(case_id=case_id, act=act, object_id=object_id).order_by("-position").first()
    return entry_view(row) if row is not None else None


# A list shows many persons and writes one line for all of them; who it showed stands in the processing log, by pseudonym.
_LISTING = Fixed("""
SELECT e.day, e.id FROM audit_shown p JOIN audit_entry e ON e.trace_id = p.trace_id AND e.day = p.day AND e.act = p.name
  AND e.at = p.start_time AND e.subject_id IS NULL AND e.case_id IS NULL
WHERE p.subjects @> ARRAY[audit_pseudonym(%(subject)s)]::varchar[]
  AND (%(moment)s::timestamptz IS NULL OR (e.at, e.position) < (%(moment)s, %(position)s::bigint))
ORDER BY e.at DESC, e.position DESC LIMIT %(limit)s
""")


def entries_listing(
    *, subject_id: UUID, before: tuple[Instant, int] | None = None, limit: int = 1_000
) -> list[EntryView]:
    """Return in which lists, work lists and searches a person was shown, newest first. The caller checked that this may be told.

    Args:
        before: moment and position of the last entry of the page before (keyset paging).
        limit: most entries to return.

    Source: Logboek Dataverwerkingen, one line a data subject, joined to the record by trace.
    """
    moment, position = before or (None, None)
    values = {"subject": subject_id, "moment": moment, "position": position, "limit": limit}
    with connection.cursor() as cursor:
        cursor.execute(_LISTING, values)
        found = cursor.fetchall()
    if not found:
        return []
    rows = Entry.objects.filter(day__in={day for day, _ in found}, id__in=[entry_id for _, entry_id in found])
    return [entry_view(row) for row in rows.order_by("-at", "-position")]


def entries_of_subject(*, subject_id: UUID, before: Instant | None = None, limit: int = 1_000) -> list[EntryView]:
    """Return who did what with the data of one person, newest first. The caller checked that this may be told.

    Args:
        before: only entries from before this moment (keyset paging).
        limit: most entries to return.
    """
    rows = Entry.objects.filter(subject_id=subject_id)
    if before is not None:
        rows = rows.filter(at__lt=before)
    return [entry_view(row) for row in rows.order_by("-at")[:limit]]


def entries_about(*, subject_ids: Collection[UUID], since: Instant, until: Instant, limit: int) -> list[EntryView]:
    """Return what was done with the data of persons in a period, also in the cases about them, newest first.

    The caller has checked that this may be told.

    Args:
        subject_ids: the persons; a case is about one when the record ever said so, up to the end of the period.
        until: last moment, itself too.
    """
    about = Entry.objects.filter(subject_id__in=subject_ids, case_id__isnull=False, day__lte=local_day(until))
    cases = set(about.values_list("case_id", flat=True).distinct())
    rows = Entry.objects.filter(
        Q(subject_id__in=subject_ids) | Q(case_id__in=cases),
        day__range=(local_day(since), local_day(until)), at__gte=since, at__lte=until,
    )  # fmt: skip
    return [entry_view(row) for row in rows.order_by("-at", "-position")[:limit]]


def cases_of_subject(*, subject_id: UUID, until: Instant) -> set[UUID]:
    """Return the cases that the record ties to a person, up to a moment."""
    rows = Entry.objects.filter(subject_id=subject_id, case_id__isnull=False, day__lte=local_day(until), at__lte=until)
    return {case_id for case_id in rows.values_list("case_id", flat=True).distinct() if case_id is not None}


def entries_between(*, since: Instant, until: Instant) -> Iterator[EntryView]:
    """Yield the record from `since` up to `until`, in order of writing. For an auditor and background work only."""
    rows = Entry.objects.filter(day__range=(local_day(since), local_day(until)), at__gte=since, at__lt=until)
    for row in rows.order_by("position").iterator(chunk_size=2_000):
        yield entry_view(row)


def entries_of_region(*, region: str, day: date, before: int | None = None, limit: int = 100) -> list[EntryView]:
    """Return the record of one region on one day, newest first. Background work only, for who oversees.

    Args:
        before: position of the last line of the page before.
    """
    rows = Entry.objects.filter(region=region, day=day)
    if before is not None:
        rows = rows.filter(position__lt=before)
    return [entry_view(row) for row in rows.order_by("-position")[:limit]]


def decisions_between(*, since: Instant, until: Instant) -> Iterator[JsonObject]:
    """Yield decision records from `since` up to `until`, oldest first, in the form in which they came."""
    rows = DecisionRecord.objects.filter(day__range=(local_day(since), local_day(until)), at__gte=since, at__lt=until)
    for row in rows.order_by("at", "trace_id", "span_id").iterator(chunk_size=2_000):
        record: JsonObject = {
            "trace_id": row.trace_id, "span_id": row.span_id, "event_name": row.event_name,
            "timestamp": int(row.at.timestamp() * 1000), "status": row.status, "attributes": row.attributes,
            "resource": row.resource, "body": row.body,
        }  # fmt: skip
        if row.parent_span_id:
            record["parent_span_id"] = row.parent_span_id
        yield record


def processing(*, wanted: ProcessingFilter, limit: int | None = None) -> Iterator[ProcessingView]:
    """Yield lines of the processing log, oldest first.

    Args:
        wanted: which lines.
        limit: most lines to give; None for all.
    """
    rows = Processing.objects.all()
    for name in ("trace_id", "subject", "activity", "agency_id"):
        if getattr(wanted, name) is not None:
            rows = rows.filter(**{name: getattr(wanted, name)})
    if wanted.subject is not None:  # as the index has it
        rows = rows.filter(subjects__contains=[wanted.subject])
    if wanted.since is not None:
        rows = rows.filter(day__gte=local_day(wanted.since), start_time__gte=wanted.since)
    if wanted.until is not None:
        rows = rows.filter(day__lte=local_day(wanted.until), start_time__lt=wanted.until)
    for row in rows.order_by("start_time", "trace_id", "span_id")[:limit].iterator(chunk_size=2_000):
        yield ProcessingView(
            trace_id=row.trace_id, span_id=row.span_id, parent_span_id=row.parent_span_id, name=row.name,
            status=row.status, start_time=row.start_time, end_time=row.end_time, activity=row.activity,
            subject=row.subject, agency_id=row.agency_id, region=row.region,
        )  # fmt: skip


def pseudonym(*, subject_id: UUID) -> str:
    """Return the pseudonym by which the processing log knows a person; the key stays in the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT audit_pseudonym(%s)", [subject_id])
        found: str = cursor.fetchone()[0]
    return found


def counted(*, region: str, since: date, act: str, detail: str) -> dict[str, int]:
    """Return how often an act was done in a region, by what one detail says; counts only, no case and no person.

    Args:
        since: first day that counts.
        detail: name of a detail of the act, such as `answer`; entries without it count under an empty name.
    """
    rows = Entry.objects.filter(region=region, day__gte=since, act=act)
    found = rows.annotate(said=KeyTextTransform(detail, "details")).values_list("said").annotate(number=Count("id"))
    return {said or "": number for said, number in found}


def destroyed(*, region: str | None = None, limit: int = 100) -> list[DestroyedView]:
    """Return the register of what was destroyed, newest first. Background work only; it holds numbers and no content."""
    rows = Destroyed.objects.all() if region is None else Destroyed.objects.filter(region=region)
    return [
        DestroyedView(
            kind=row.kind, object_id=row.object_id, region=row.region, rule=row.rule, since=row.since, until=row.until,
            way=row.way, counts=row.counts, at=row.at,
        )
        for row in rows.order_by("-at", "-id")[:limit]
    ]  # fmt: skip


def count_destroyed(*, region: str | None = None, since: date | None = None) -> dict[tuple[str, str], int]:
    """Return how much was destroyed, by kind and rule. Background work only."""
    rows = Destroyed.objects.all() if region is None else Destroyed.objects.filter(region=region)
    if since is not None:
        rows = rows.filter(at__date__gte=since)
    found = rows.values_list("kind", "rule").annotate(number=Count("id"))
    return {(kind, rule): number for kind, rule, number in found}


def log_months(*, before: date) -> list[date]:
    """Return the first days of the months before a day of which there are log lines, oldest first. Background work only."""
    months: set[date] = set()
    for model in (Entry, Processing, DecisionRecord):
        found = model.objects.filter(day__lt=before)
        months |= {day.replace(day=1) for day in found.values_list("day", flat=True).distinct()}
    return sorted(months)


def unsealed_entries(*, day: date, limit: int) -> Iterator[EntryView]:
    """Yield the entries of `day` that are not in the chain yet, in order of writing."""
    rows = Entry.objects.filter(day=day).exclude(Exists(Seal.objects.filter(entry_id=OuterRef("id"))))
    for row in rows.order_by("position")[:limit].iterator(chunk_size=2_000):
        yield entry_view(row)


def days_to_seal() -> list[date]:
    """Return the days with entries outside the chain, oldest first."""
    rows = Entry.objects.exclude(Exists(Seal.objects.filter(entry_id=OuterRef("id"))))
    return list(rows.order_by("day").values_list("day", flat=True).distinct())


def count_pending() -> int:
    """Return how many events wait in the outbox."""
    return Pending.objects.count()


def parked_events() -> list[ParkedEvent]:
    """Return the events that failed too often and wait for a human, oldest first. Background work only."""
    rows = list(Pending.objects.filter(parked_at__isnull=False).order_by("position")[:500])
    acts = dict(
        Entry.objects.filter(day__in={row.day for row in rows}, id__in=[row.entry_id for row in rows]).values_list(
            "id", "act"
        )
    )
    return [
        ParkedEvent(row.entry_id, acts.get(row.entry_id, ""), row.fault, row.attempts, row.parked_at)
        for row in rows
        if row.parked_at is not None
    ]


def verify_chain(*, since: date | None = None) -> ChainReport:
    """Recompute the chain of every day and compare.

    Args:
        since: first day to look at; every day when absent.

    Returns:
        What was checked and which days do not add up: a changed, missing or reordered entry breaks its day.
    """
    days = Seal.objects.all() if since is None else Seal.objects.filter(day__gte=since)
    broken: list[date] = []
    sealed = 0
    checked = list(days.order_by("day").values_list("day", flat=True).distinct())
    for day in checked:
        entries = {row.id: row for row in Entry.objects.filter(day=day).iterator(chunk_size=5_000)}
        previous = rules.GENESIS
        for position, link in enumerate(
            Seal.objects.filter(day=day).order_by("nr").iterator(chunk_size=5_000), start=1
        ):
            row = entries.get(link.entry_id)
            if row is None or link.nr != position or rules.seal(previous, entry_view(row)) != link.hash:
                broken.append(day)
                break
            previous = link.hash
            sealed += 1
    unsealed = Entry.objects.count() - Seal.objects.count()
    return ChainReport(days=len(checked), sealed=sealed, unsealed=max(unsealed, 0), broken=tuple(broken))
