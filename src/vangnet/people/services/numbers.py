"""Keep the numbers that somebody carries: encrypted, findable by a keyed hash, as they were claimed."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings

from vangnet.access import services as grants
from vangnet.access.errors import NoMandate
from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.core import bsn
from vangnet.core.clock import Instant, local_day
from vangnet.core.errors import NotVisible
from vangnet.core.ids import new_id
from vangnet.people.models import Identifier, Person
from vangnet.people.ports import vault
from vangnet.people.rules.numbers import context, read_number
from vangnet.people.selectors.clusters import whole
from vangnet.people.services.changing import changing
from vangnet.people.types import IdentifierKind


def note_number(
    *, actor: Actor, person_id: UUID, version: int, kind: IdentifierKind, number: str, source: str, at: Instant
) -> UUID:
    """Keep a number of somebody, with where it came from; keeping the same number again changes nothing.

    A BSN that fails the eleven-test is kept as it was claimed, and marked. That somebody else carries it too is a finding, and
    never a reason to lay two persons together.

    Args:
        version: of the person the actor looked at.
        source: who says so, such as `identiteitsbewijs`.

    Returns:
        The id of the number.

    Raises:
        NotVisible: the person is not in sight.
        PersonUnreadable: nothing that could be such a number, or a kind that this installation does not keep.
        StaleVersion: somebody changed the person.
    """
    plain = read_number(kind, number, police_key=settings.POLICE_KEY)
    with changing(
        actor=actor, person_id=person_id, version=version, act="people.note_number", fields=[kind.value], at=at
    ) as row:
        return keep_number(row, kind=kind, plain=plain, source=source, at=at)


def keep_number(row: Person, *, kind: IdentifierKind, plain: str, source: str, at: Instant) -> UUID:
    """Write a number of a person, once; also by who may write it down and not read it back."""
    indexes, number_id = vault().indexes(plain, context=kind.value), new_id()
    with grants.as_enforcer():
        same = Identifier.objects.filter(person=row, kind=kind.value, blind_index__in=indexes, until=None).first()
        if same is not None:
            return same.id
        Identifier.objects.create(
        id=number_id, region=row.region, person=row, kind=kind.value,
        encrypted=vault().encrypt(plain, context=context(kind.value, number_id)), blind_index=indexes[0],
        key_id=vault().key_id, passes_test=kind is not IdentifierKind.BSN or bsn.passes(plain), source=source.strip()[:40],
        since=local_day(at),
        )  # fmt: skip
    return number_id


def carries_another_bsn(row: Person, plain: str) -> bool:
    """Return whether a person carries a sound BSN today that is not this sound one; one that fails its test says nothing."""
    if not plain or not bsn.passes(plain):
        return False
    with grants.as_enforcer():
        sound = Identifier.objects.filter(
            person_id__in=whole(row.id), kind=IdentifierKind.BSN.value, passes_test=True, until=None
        )
        same = sound.filter(blind_index__in=vault().indexes(plain, context=IdentifierKind.BSN.value))
        return sound.exists() and not same.exists()


def end_number(*, actor: Actor, person_id: UUID, version: int, number_id: UUID, at: Instant) -> None:
    """Keep that a number is no longer somebody's, or never was; it stays known until which day it was kept.

    Raises:
        NotVisible: the person or the number is not in sight.
        StaleVersion: somebody changed the person.
    """
    with changing(
        actor=actor, person_id=person_id, version=version, act="people.end_number", fields=["number"], at=at
    ) as row:
        if not Identifier.objects.filter(id=number_id, person=row, until=None).update(until=local_day(at)):
            raise NotVisible


def rekey(*, actor: Actor, at: Instant, limit: int = 1_000) -> int:
    """Close numbers again with the key of now, and index them by it; until none is left the older key stays in the settings.

    Background work only; doing it again changes nothing.

    Returns:
        How many numbers were closed again.
    """
    if not actor.is_system:
        raise NoMandate("people.rekey")
    rows = list(
        Identifier.objects.select_for_update(skip_locked=True).exclude(key_id=vault().key_id).order_by("id")[:limit]
    )
    for row in rows:
        plain = vault().decrypt(bytes(row.encrypted), context=context(row.kind, row.id))
        row.encrypted = vault().encrypt(plain, context=context(row.kind, row.id))
        row.blind_index, row.key_id = vault().indexes(plain, context=row.kind)[0], vault().key_id
        row.save(update_fields=["encrypted", "blind_index", "key_id"])
    if rows:
        audit.record(actor=actor, at=at, act="people.rekey", object_kind="identifier", details={"numbers": len(rows)})
    return len(rows)
