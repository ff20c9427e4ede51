"""Take in what a source says about somebody who is known: a record beside the others, nothing is overwritten."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from vangnet.access import services as grants
from vangnet.access.services import require
from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.core.clock import Instant
from vangnet.core.errors import NotVisible
from vangnet.core.ids import new_id
from vangnet.people.errors import CarriesAnotherNumber, DeliveredForSomebodyElse
from vangnet.people.models import Person, SourceRecord
from vangnet.people.rules.numbers import read_number
from vangnet.people.rules.said import check_said, said_data
from vangnet.people.services.linking import follow, lock_decisions
from vangnet.people.services.numbers import carries_another_bsn, keep_number
from vangnet.people.types import IdentifierKind, NewPerson, SourceKind


def deliver(
    *, actor: Actor, person_id: UUID, kind: SourceKind, source: str, said: NewPerson, reference: str = "", at: Instant
) -> UUID:
    """Keep what a source delivered for a person in sight; the same delivery again changes nothing.

    It is seen with the person as long as it belongs to them, and by the desk that took it in. What it says that narrows (a secret
    address) counts at once; what it says otherwise stands beside what is kept, with its source.

    Args:
        source: name of the source, such as `BRP`.
        reference: number of the delivery at its source; empty when it has none.
        said: what was said; a BSN in it is kept with the numbers of the person, never in the record.

    Returns:
        The id of the record.

    Raises:
        NotVisible: the person is not in sight.
        NoMandate: the actor may not take in deliveries.
        PersonUnreadable: a text is too long to keep.
        DeliveredForSomebodyElse: this delivery was taken in for another person.
        CarriesAnotherNumber: the person carries another BSN today; nothing is kept.
    """
    check_said(said)
    with transaction.atomic():
        lock_decisions()
        row = Person.objects.select_for_update().filter(id=person_id).first()
        if row is None:
            raise NotVisible
        require(actor, "people.deliver")
        with grants.as_enforcer():
            before = SourceRecord.objects.filter(
                desk_id=actor.agency_id, kind=kind.value, source=source, reference=reference
            ).first()
        if reference and before is not None:
            if before.home_id != person_id:
                raise DeliveredForSomebodyElse
            return before.id
        plain = read_number(IdentifierKind.BSN, said.bsn, police_key="") if said.bsn else ""
        if carries_another_bsn(row, plain):
            raise CarriesAnotherNumber
        record = SourceRecord.objects.create(
            id=new_id(), region=row.region, desk_id=actor.agency_id, home=row, kind=kind.value, source=source[:40],
            reference=reference[:80], said=said_data(said), delivered_by=actor.worker_id, delivered_at=at,
        )  # fmt: skip
        if plain:
            keep_number(row, kind=IdentifierKind.BSN, plain=plain, source=source, at=at)
        follow([row.id], at=at)
        audit.record(
            actor=actor, at=at, act="people.deliver", event=True, subject_id=person_id, object_kind="source_record",
            object_id=record.id, details={"kind": kind.value},
        )  # fmt: skip
    return record.id
