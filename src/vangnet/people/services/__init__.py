"""Register a person, note where they stay, lay a signal beside them."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from vangnet.access.services import require
from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.core.clock import Instant, local_day
from vangnet.core.errors import NotVisible
from vangnet.core.versions import check_version
from vangnet.people import rules
from vangnet.people.models import Person, Residence
from vangnet.people.selectors import person_view
from vangnet.people.selectors.keeping import unlinked_persons, with_signals
from vangnet.people.services.circle import end_relation, relate
from vangnet.people.services.deliveries import deliver
from vangnet.people.services.describing import (
    add_name,
    describe,
    drop_name,
    end_residence,
    mark_research,
    note_registered,
)
from vangnet.people.services.finding import found_by, index, index_many
from vangnet.people.services.linking import confirm_same, deny_same, lock_decisions, split, take_back
from vangnet.people.services.numbers import end_number, note_number, rekey
from vangnet.people.services.parting import link_signal, unlink_signal
from vangnet.people.services.registering import register
from vangnet.people.services.registers import take_in
from vangnet.people.types import PersonView, UnlinkedPerson

__all__ = [
    "add_name",
    "confirm_same",
    "deliver",
    "deny_same",
    "describe",
    "drop_name",
    "end_number",
    "end_relation",
    "found_by",
    "index",
    "index_many",
    "link_signal",
    "mark_research",
    "move",
    "note_number",
    "note_registered",
    "register",
    "rekey",
    "relate",
    "split",
    "take_back",
    "take_in",
    "take_to_destroy",
    "unlink_signal",
]


def move(
    *,
    actor: Actor,
    person_id: UUID,
    version: int,
    municipality: str,
    since: date,
    street: str = "",
    house_number: str = "",
    postcode: str = "",
    city: str = "",
    at: Instant,
) -> PersonView:
    """Note that a person now stays somewhere else; the earlier stay ends on that day.

    Args:
        version: version of the person the actor looked at.
        since: first day at the new place.

    Raises:
        NotVisible: the person is not in sight.
        StaleVersion: somebody changed the person.
        PersonUnreadable: the day lies ahead, or before the stay that is known now.
    """
    with transaction.atomic():
        row = Person.objects.select_for_update().filter(id=person_id).first()
        if row is None:
            raise NotVisible
        require(actor, "cases.record_contact")
        check_version(found=row.version, expected=version)
        current = Residence.objects.filter(person=row, kind="stay", until=None).first()
        rules.check_move(since=since, after=current.since if current else None, today=local_day(at))
        before = current.municipality if current else ""
        end_residence(current, on=since, at=at)
        stay = Residence.objects.create(
            region=row.region, person=row, kind="stay", municipality=municipality, street=street,
            house_number=house_number, postcode=postcode, city=city, since=since,
        )  # fmt: skip
        index(row, stay)
        row.version += 1
        row.save(update_fields=["version"])
        audit.record(
            actor=actor, at=at, act="people.move", event=True, subject_id=row.id, object_kind="person", object_id=row.id,
            details={"from": before, "to": municipality, "since": since.isoformat()},
        )  # fmt: skip
    return person_view(row, stay)


def take_to_destroy(*, person_id: UUID) -> UnlinkedPerson | None:
    """Lock somebody beside whose record no signal lies; None when one does, somebody else has them, or they are gone. Background only."""
    lock_decisions()
    row = Person.objects.select_for_update(skip_locked=True).filter(id=person_id).first()
    if row is None or with_signals(person_ids=[person_id]):
        return None
    [person] = unlinked_persons([row])
    return person
