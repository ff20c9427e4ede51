"""Read persons as clusters of records. What is in sight stays what it was: a merge shows nobody anything new."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q

from vangnet.access import selectors as access
from vangnet.access import services as grants
from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.core.clock import Instant
from vangnet.core.errors import NotVisible
from vangnet.core.statements import Fixed
from vangnet.people.models import LinkDecision, Person, RecordSplit, SourceRecord
from vangnet.people.rules import clusters as rules
from vangnet.people.rules.clusters import Standing
from vangnet.people.rules.said import read_said
from vangnet.people.types import (
    ClusterView,
    LinkDecisionView,
    LinkVerdict,
    SourceKind,
    SourceRecordView,
    SplitView,
)

_STANDING = """
WITH RECURSIVE whole (id) AS (
  SELECT unnest(%s::uuid[])
  UNION
  SELECT n.id FROM whole w CROSS JOIN LATERAL (
    SELECT CASE d.left_id WHEN w.id THEN d.right_id ELSE d.left_id END AS id FROM people_linkdecision d
    WHERE (d.left_id = w.id OR d.right_id = w.id) AND d.verdict = 'same' AND d.ended_at IS NULL
    UNION ALL SELECT r.home_id FROM people_sourcerecord r WHERE r.id = w.id AND r.taken_out_at IS NULL
    UNION ALL SELECT r.id FROM people_sourcerecord r WHERE r.home_id = w.id AND r.taken_out_at IS NULL
  ) n
)
SELECT d.id, d.left_id, d.right_id, d.verdict FROM people_linkdecision d
WHERE d.ended_at IS NULL AND (d.left_id IN (SELECT id FROM whole) OR d.right_id IN (SELECT id FROM whole))
UNION ALL
SELECT NULL, r.id, r.home_id, 'same' FROM people_sourcerecord r
WHERE r.id IN (SELECT id FROM whole) AND r.taken_out_at IS NULL AND r.home_id <> r.id
"""
_AROUND = Fixed("SELECT ids, spoken, secret, version FROM people_around(%s)")


def standing(record_ids: Iterable[UUID]) -> list[Standing]:
    """Return every decision that stands around the clusters of these records, in sight or not. Inside `as_enforcer` or a job."""
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, [list(record_ids)])
        return [Standing(row[0], row[1], row[2], LinkVerdict(row[3])) for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class Around:
    """What is known of a whole person, in sight or not: ids and counts, never content.

    Args:
        ids: all records that are the same person.
        spoken: how many of those are no words of a reporter.
        secret: whether one of them says that the address is secret.
        version: how often somebody decided about these records, beginnings and ends; it only grows.
    """

    ids: frozenset[UUID]
    spoken: int
    secret: bool
    version: int


def around(record_id: UUID) -> Around:
    """Return what is around a record, through the one function of the database that looks past what the actor sees."""
    with connection.cursor() as cursor:
        cursor.execute(_AROUND, [record_id])
        ids, spoken, secret, version = cursor.fetchone()
    return Around(frozenset(ids), spoken, secret, version)


def whole(record_id: UUID) -> frozenset[UUID]:
    """Return all records that are the same person, in sight or not. For decisions that may only narrow what is seen."""
    return around(record_id).ids


def wholes(record_ids: Iterable[UUID]) -> dict[UUID, frozenset[UUID]]:
    """Return of each record all records that are the same person, in one query. Inside `as_enforcer` or a job."""
    ids = set(record_ids)
    return rules.components(ids, standing(ids)) if ids else {}


def cluster(*, actor: Actor, person_id: UUID, at: Instant, known: Around | None = None) -> ClusterView:
    """Return a person as links make it, as far as the actor sees it, and record that their data were read.

    Args:
        known: what is around the person, when it was asked for already.

    Raises:
        NotVisible: absent, or not in sight.
    """
    found = known or around(person_id)
    decisions = list(
        LinkDecision.objects.filter(Q(left__in=found.ids) | Q(right__in=found.ids)).order_by("-decided_at", "-id")
    )
    named = {end for one in decisions for end in (one.left_id, one.right_id)}
    home = Person.objects.filter(id=OuterRef("home"), secret_address=False, secret_elsewhere=False)
    seen = SourceRecord.objects.filter(id__in=found.ids | named).annotate(open_address=Exists(home))
    rows = list(seen.order_by("delivered_at", "id"))
    if person_id not in {row.id for row in rows}:
        raise NotVisible
    here = [row for row in rows if row.id in found.ids]
    secret = found.secret or not all(row.open_address for row in here)
    out_of_sight = found.spoken - sum(row.signal_id is None for row in here)
    audit.record(
        actor=actor, at=at, act="people.read_records", subject_id=person_id, object_kind="person", object_id=person_id,
        fields=["name", "birth", "address", "records"], details={"records": len(here)},
    )  # fmt: skip
    return ClusterView(
        person_id=person_id,
        records=tuple(_record_view(row, address=not secret) for row in here),
        decisions=tuple(decision_view(row) for row in decisions),
        elsewhere=out_of_sight if access.may(actor=actor, act="people.link") and not secret else 0,
        version=found.version,
        apart=tuple(_record_view(row, address=False) for row in rows if row.id not in found.ids),
    )


def address_is_secret(*, person_id: UUID) -> bool:
    """Return whether any record of this person says that the address is secret, in sight or not; unknown is secret.

    What narrows follows the whole cluster, what widens follows none of it: one source that says "secret" is enough.
    """
    return person_id in secret_addresses(person_ids=[person_id])


def secret_addresses(*, person_ids: Collection[UUID]) -> set[UUID]:
    """Return those persons whose address may not be passed on; somebody out of sight or unknown is among them."""
    rows = Person.objects.filter(id__in=person_ids, secret_address=False, secret_elsewhere=False)
    return set(person_ids) - set(rows.values_list("id", flat=True))


def says_secret(*, person_id: UUID) -> bool:
    """Return whether the record of a person in sight itself says that the address is secret, and not only another source."""
    return Person.objects.filter(id=person_id, secret_address=True).exists()


def begins_person_in_sight(*, record_id: UUID) -> bool:
    """Return whether a person in sight began with this record."""
    return Person.objects.filter(id=record_id).exists()


def settled(*, pairs: Sequence[tuple[UUID, UUID]]) -> set[tuple[UUID, UUID]]:
    """Return the pairs about which humans have said enough: they are one person already, or may not become one.

    For a queue or a re-run of the linkage; what is settled is not asked again, whatever the machine makes of it.
    """
    with grants.as_enforcer():
        decisions = standing({record for pair in pairs for record in pair})
    return {
        (left, right)
        for left, right in pairs
        if right in rules.component(left, decisions) or rules.against_joining(left, right, decisions) is not None
    }


def split_of(*, split_id: UUID) -> SplitView:
    """Return records that were taken apart.

    Raises:
        NotVisible: absent, or not a record of both sides in sight.
    """
    row = RecordSplit.objects.filter(id=split_id).first()
    if row is None:
        raise NotVisible
    return split_view(row)


def splits_of(*, record_ids: Collection[UUID]) -> list[SplitView]:
    """Return what was taken apart from or out of these records, newest first; as far as in sight."""
    rows = RecordSplit.objects.filter(Q(taken__overlap=list(record_ids)) | Q(kept__overlap=list(record_ids)))
    return [split_view(row) for row in rows.order_by("-split_at")]


def split_view(row: RecordSplit) -> SplitView:
    """Return the frozen view of a row."""
    return SplitView(
        id=row.id, taken=tuple(row.taken), kept=tuple(row.kept), together_since=row.together_since,
        split_at=row.split_at, split_by=row.split_by, reason=row.reason,
    )  # fmt: skip


def decision_view(row: LinkDecision) -> LinkDecisionView:
    """Return the frozen view of a row."""
    return LinkDecisionView(
        id=row.id, left=row.left_id, right=row.right_id, verdict=LinkVerdict(row.verdict), weight=row.weight,
        model=row.model, decided_by=row.decided_by, role=row.role, agency_id=row.agency_id, decided_at=row.decided_at,
        reason=row.reason, ended_at=row.ended_at, ended_by=row.ended_by, ended_why=row.ended_why,
    )  # fmt: skip


def _record_view(row: SourceRecord, *, address: bool) -> SourceRecordView:
    return SourceRecordView(
        id=row.id, home=row.home_id, region=row.region, desk_id=row.desk_id, kind=SourceKind(row.kind), source=row.source,
        reference=row.reference, said=read_said(row.said, address=address), delivered_by=row.delivered_by,
        delivered_at=row.delivered_at, signal_id=row.signal_id,
    )  # fmt: skip
