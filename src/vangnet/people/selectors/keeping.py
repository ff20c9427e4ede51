"""Whom no signal needs any more, and since when. Background work only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from vangnet.core.clock import Instant
from vangnet.people.models import LinkDecision, Person, RecordSplit, SignalLink
from vangnet.people.rules import clusters as rules
from vangnet.people.selectors.clusters import standing
from vangnet.people.types import LinkVerdict, UnlinkedPerson


def unlinked(*, after: UUID | None = None, limit: int = 5_000) -> list[UnlinkedPerson]:
    """Return persons beside whose own record no signal lies, a page at a time in order of their id.

    The rest of the same person may still be needed: ask `with_signals` about the whole.
    """
    rows = Person.objects.exclude(Exists(SignalLink.objects.filter(person_id=OuterRef("id"), undone_at=None)))
    if after is not None:
        rows = rows.filter(id__gt=after)
    return unlinked_persons(list(rows.order_by("id")[:limit]))


def unlinked_persons(rows: Sequence[Person]) -> list[UnlinkedPerson]:
    """Return what the keeping of these persons needs."""
    ids = [row.id for row in rows]
    wholes = rules.components(ids, standing(ids))
    parted = _parted(wholes)
    return [UnlinkedPerson(row.id, row.region, row.registered_at, wholes[row.id], parted.get(row.id)) for row in rows]


def with_signals(*, person_ids: Iterable[UUID]) -> set[UUID]:
    """Return beside which of these persons a signal lies."""
    rows = SignalLink.objects.filter(person_id__in=set(person_ids), undone_at=None)
    return set(rows.values_list("person_id", flat=True))


def signals_beside(*, person_ids: Iterable[UUID]) -> set[UUID]:
    """Return the signals that lie beside these persons. Background work only."""
    rows = SignalLink.objects.filter(person_id__in=set(person_ids), undone_at=None)
    return set(rows.values_list("signal_id", flat=True))


def _parted(wholes: Mapping[UUID, frozenset[UUID]]) -> dict[UUID, Instant]:
    """Return when a signal or a record was last taken away from each of these; those of whom none was are left out."""
    every = list({record for whole in wholes.values() for record in whole})
    last: dict[UUID, Instant] = {}

    def note(record: UUID, at: Instant | None) -> None:
        if at is not None:
            last[record] = max(at, last.get(record, at))

    ended = LinkDecision.objects.filter(verdict=LinkVerdict.SAME.value, ended_at__isnull=False)
    for left, right, at in ended.filter(Q(left__in=every) | Q(right__in=every)).values_list(
        "left", "right", "ended_at"
    ):
        note(left, at)
        note(right, at)
    splits = RecordSplit.objects.filter(Q(taken__overlap=every) | Q(kept__overlap=every))
    for taken, kept, at in splits.values_list("taken", "kept", "split_at"):
        for record in (*taken, *kept):
            note(record, at)
    undone = SignalLink.objects.filter(person_id__in=every, undone_at__isnull=False)
    for record, at in undone.values_list("person_id", "undone_at"):
        note(record, at)
    return {
        person_id: max(moments)
        for person_id, whole in wholes.items()
        if (moments := [last[record] for record in whole if record in last])
    }
