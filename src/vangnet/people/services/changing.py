"""What every change of a person has in common: seen, locked, allowed, the version that was looked at, and a line of the record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import transaction

from vangnet.access.services import require
from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.core.clock import Instant
from vangnet.core.errors import NotVisible
from vangnet.core.versions import check_version
from vangnet.people.models import Person


@contextmanager
def changing(
    *, actor: Actor, person_id: UUID, version: int, act: str, fields: Iterable[str], at: Instant
) -> Iterator[Person]:
    """Hold a person while something about them changes; afterwards the version is one higher and the record has its line.

    Args:
        version: of the person the actor looked at.
        act: stage and verb for the record.
        fields: names of what changes.

    Raises:
        NotVisible: the person is not in sight.
        NoMandate: the actor may not change what is kept of persons.
        StaleVersion: somebody changed the person.
    """
    with transaction.atomic():
        row = Person.objects.select_for_update().filter(id=person_id).first()
        if row is None:
            raise NotVisible
        require(actor, "people.register")
        check_version(found=row.version, expected=version)
        yield row
        row.version += 1
        row.save()
        audit.record(
            actor=actor, at=at, act=act, event=True, subject_id=row.id, object_kind="person", object_id=row.id,
            fields=fields,
        )  # fmt: skip
