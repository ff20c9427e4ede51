"""Register a person, with the record of what was said about them when they began."""

from __future__ import annotations

from django.db import transaction

from vangnet.access.services import require
from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.core.clock import Instant, local_day
from vangnet.core.ids import new_id
from vangnet.people import rules
from vangnet.people.models import Person, Residence, SourceRecord
from vangnet.people.rules.numbers import read_number
from vangnet.people.rules.said import said_data
from vangnet.people.selectors import person_view
from vangnet.people.services.finding import index
from vangnet.people.services.numbers import keep_number
from vangnet.people.types import IdentifierKind, NewPerson, PersonView, ResidenceKind, SourceKind


def register(
    *,
    actor: Actor,
    person: NewPerson,
    at: Instant,
    kind: SourceKind = SourceKind.PROFESSIONAL,
) -> PersonView:
    """Register a person at the actor's desk, together with the record of what was said about them now.

    Args:
        kind: from whom it came.

    Raises:
        PersonUnreadable: something is missing or impossible.
    """
    require(actor, "people.register")
    rules.check(person, today=local_day(at))
    with transaction.atomic():
        row = Person.objects.create(
            id=new_id(),
            region=actor.region,
            desk_id=actor.agency_id,
            given_names=person.given_names.strip(),
            prefix=person.prefix.strip(),
            surname=person.surname.strip(),
            partner_prefix=person.partner_prefix.strip(),
            partner_surname=person.partner_surname.strip(),
            name_use=person.name_use,
            birth_year=person.birth.year,
            birth_month=person.birth.month,
            birth_day=person.birth.day,
            sex=person.sex,
            phone=person.phone,
            secret_address=person.secret_address,
            no_fixed_address=person.no_fixed_address,
            birth_uncertain=person.birth_uncertain,
            registered_at=at,
        )
        _begin(actor, row, person, kind=kind, at=at)
        stay = Residence.objects.create(
            region=actor.region,
            person=row,
            kind=ResidenceKind.STAY.value,
            municipality=person.municipality,
            street=person.street,
            house_number=person.house_number,
            postcode=person.postcode,
            city=person.city,
            since=local_day(at),
        )
        if person.bsn:
            plain = read_number(IdentifierKind.BSN, person.bsn, police_key="")
            keep_number(row, kind=IdentifierKind.BSN, plain=plain, source="form", at=at)
        index(row, stay)
        audit.record(
            actor=actor,
            at=at,
            act="people.register",
            event=True,
            subject_id=row.id,
            object_kind="person",
            object_id=row.id,
        )
    return person_view(row, stay)


def _begin(actor: Actor, row: Person, person: NewPerson, *, kind: SourceKind, at: Instant) -> None:
    """Keep what was said when a person began; this record has their id."""
    SourceRecord.objects.create(
        id=row.id, region=row.region, desk_id=row.desk_id, home=row, kind=kind.value, said=said_data(person),
        delivered_by=actor.worker_id, delivered_at=at,
    )  # fmt: skip
