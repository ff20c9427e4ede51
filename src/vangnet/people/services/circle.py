"""Keep who stands around a person: the direct circle, with how, since when and who said so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from uuid import UUID

from vangnet.access import services as grants
from vangnet.access.selectors.restrictions import left_open
from vangnet.access.types import Actor
from vangnet.core.clock import Instant, local_day
from vangnet.core.errors import NotVisible
from vangnet.core.ids import new_id
from vangnet.people.models import Person, Relation
from vangnet.people.rules.describing import check_period, check_relation
from vangnet.people.selectors.describing import CIRCLE, seen_of
from vangnet.people.services.changing import changing
from vangnet.people.types import RelationKind
from vangnet.people.types.registers import DeliveredPartner


def relate(
    *,
    actor: Actor,
    person_id: UUID,
    version: int,
    kind: RelationKind,
    name: str,
    source: str,
    since: date | None = None,
    until: date | None = None,
    other: UUID | None = None,
    at: Instant,
) -> UUID:
    """Keep somebody of the direct circle. The same one in the same way twice is once.

    Args:
        version: of the person the actor looked at.
        name: as the person calls them.
        source: who says so.
        other: who that is, when they are known to the actor too.

    Raises:
        NotVisible: the person, their circle, or the other one, is not in sight.
        PersonUnreadable: no name or source, or a period that ends before it begins.
        StaleVersion: somebody changed the person.
    """
    check_relation(name=name, source=source)
    check_period(since=since, until=until, today=local_day(at))
    with changing(
        actor=actor, person_id=person_id, version=version, act="people.relate", fields=["relations"], at=at
    ) as row:
        _see_circle(actor, row, at=at)
        if other is not None and (other == row.id or not Person.objects.filter(id=other).exists()):
            raise NotVisible
        relation, _ = Relation.objects.get_or_create(
            person=row, kind=kind.value, name=name.strip(), other_id=other, until=until,
            defaults={
                "id": new_id(), "region": row.region, "since": since, "source": source.strip()[:40],
                "noted_by": actor.worker_id, "noted_at": at,
            },
        )  # fmt: skip
    return relation.id


def note_partners(
    actor: Actor,
    row: Person,
    partners: Sequence[DeliveredPartner],
    *,
    known: Callable[[str], UUID | None],
    source: str,
    at: Instant,
) -> None:
    """Let the partners that a register delivers belong to the direct circle; the same delivery again changes nothing.

    What a human noted stays as it is: somebody who stands there already is not there twice. A marriage that is over ends only
    what the register itself said, and so does another marriage since.

    Args:
        known: who of the own desk carries a number, if it is sure who.
        source: name of the register.
    """
    with grants.as_enforcer():
        for partner in partners:
            _note_partner(actor, row, partner, known=known, source=source, at=at)


def _note_partner(
    actor: Actor,
    row: Person,
    partner: DeliveredPartner,
    *,
    known: Callable[[str], UUID | None],
    source: str,
    at: Instant,
) -> None:
    circle = Relation.objects.filter(person=row, kind=RelationKind.PARTNER.value)
    same = circle.filter(name__iexact=partner.name)
    if partner.ended:
        until = partner.until or local_day(at)
        running = same.filter(source=source, until=None).first()
        if running is not None and (running.since is None or until >= running.since):
            running.until = until
            running.save(update_fields=["until"])
        return
    if same.filter(until=None).exists():
        return
    ends = min(partner.since or local_day(at), local_day(at))
    for earlier in circle.filter(source=source, until=None):
        earlier.until = max(ends, earlier.since or ends)
        earlier.save(update_fields=["until"])
    other = known(partner.bsn) if partner.bsn else None
    Relation.objects.create(
        id=new_id(), region=row.region, person=row, kind=RelationKind.PARTNER.value, name=partner.name,
        other_id=other if other != row.id else None, since=partner.since, source=source, noted_by=actor.worker_id,
        noted_at=at,
    )  # fmt: skip


def end_relation(*, actor: Actor, person_id: UUID, version: int, relation_id: UUID, until: date, at: Instant) -> None:
    """Keep that somebody no longer belongs to the direct circle in this way.

    Args:
        until: first day on which it was over.

    Raises:
        NotVisible: the person or the relation is not in sight.
        PersonUnreadable: the day lies ahead, or before the beginning.
        StaleVersion: somebody changed the person.
    """
    with changing(
        actor=actor, person_id=person_id, version=version, act="people.end_relation", fields=["relations"], at=at
    ) as row:
        _see_circle(actor, row, at=at)
        relation = Relation.objects.select_for_update().filter(id=relation_id, person=row, until=None).first()
        if relation is None:
            raise NotVisible
        check_period(since=relation.since, until=until, today=local_day(at))
        relation.until = until
        relation.save(update_fields=["until"])


def _see_circle(actor: Actor, row: Person, *, at: Instant) -> None:
    """Pass when the actor sees who stands around a person."""
    if not seen_of(actor=actor, row=row, left=left_open(subject_id=row.id), at=at) & CIRCLE:
        raise NotVisible
