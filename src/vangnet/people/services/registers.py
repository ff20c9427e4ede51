"""Take in what a register delivers, whoever it is about: found by the delivery itself or by its number, at the own desk only."""

from __future__ import annotations

import json
from datetime import date
from functools import partial
from typing import Final
from uuid import UUID

from django.db import transaction

from vangnet.access import services as grants
from vangnet.access.services import require
from vangnet.access.types import Actor
from vangnet.core import bsn
from vangnet.core.clock import Instant, local_day
from vangnet.core.errors import NotVisible
from vangnet.core.ids import new_id
from vangnet.people import rules
from vangnet.people.errors import DeliveredForSomebodyElse, DeliveredOtherwise, PersonUnreadable, SeveralCarryIt
from vangnet.people.models import Identifier, OtherName, Person, ResearchMark, Residence, SourceRecord
from vangnet.people.ports import vault
from vangnet.people.rules.brp import read_delivery as read_delivery
from vangnet.people.rules.describing import check_address, check_name, check_period, check_relation
from vangnet.people.rules.numbers import read_number
from vangnet.people.rules.said import check_said, said_data
from vangnet.people.selectors.clusters import whole
from vangnet.people.services.circle import note_partners
from vangnet.people.services.deliveries import deliver
from vangnet.people.services.linking import lock_decisions
from vangnet.people.services.registering import register
from vangnet.people.types import IdentifierKind, NewPerson, ResidenceKind, SourceKind
from vangnet.people.types.registers import DeliveredAddress, DeliveredName, Delivery, TakenIn

BRP: Final = "BRP"
REFERENCE_LIMIT: Final = 80


def take_in(
    *,
    actor: Actor,
    delivery: Delivery,
    kind: SourceKind,
    source: str,
    at: Instant,
    reference: str = "",
    person_id: UUID | None = None,
    register_unknown: bool = False,
) -> TakenIn:
    """Take in a delivery of a register; the same one again changes nothing, with or without a number of its own.

    Nothing that is kept is overwritten: the delivery is a record beside the others, and a secret address counts at once. Of somebody
    whom the own desk keeps, names, addresses, partners and doubts stand with their source among what is kept.

    Args:
        reference: number of the delivery at its source; without one, equal content is the same delivery.
        person_id: for whom; by the BSN of the delivery when None.
        register_unknown: whether somebody whom the own desk does not know yet is registered.

    Raises:
        NotVisible: nobody of the own desk is meant, or the person is not in sight.
        NoMandate: the actor may not take in deliveries.
        PersonUnreadable: something cannot be right or cannot be kept; `fields` says what.
        SeveralCarryIt: two people of the own desk carry this BSN.
        DeliveredForSomebodyElse: this delivery was taken in for another person.
        CarriesAnotherNumber: the person carries another BSN today.
        DeliveredOtherwise: a delivery with this number said something else; what it says now is not lost unseen.
    """
    require(actor, "people.deliver")
    if len(reference) > REFERENCE_LIMIT:
        raise PersonUnreadable({"levering": f"Dit is te lang: hoogstens {REFERENCE_LIMIT} tekens."})
    _check(delivery, today=local_day(at))
    with transaction.atomic():
        lock_decisions()
        references = _references(delivery, kind, source, reference)
        before = _taken_before(actor, kind, source, references)
        if before is not None:
            if person_id is not None and before.home_id != person_id:
                raise DeliveredForSomebodyElse
            if before.said and before.said != json.loads(json.dumps(said_data(delivery.said))):
                raise DeliveredOtherwise
            return TakenIn(before.id, before.home_id, new=False)
        found = person_id or _carrier(actor, delivery.said.bsn)
        made = _register(actor, delivery, kind, at=at) if found is None and register_unknown else None
        home = found or made
        if home is None:
            raise NotVisible
        record_id = deliver(
            actor=actor, person_id=home, kind=kind, source=source, said=delivery.said, reference=references[0], at=at
        )
        row = Person.objects.get(id=home)
        if row.desk_id == actor.agency_id:
            _note(actor, row, delivery, source=source, at=at)
    return TakenIn(record_id, home, new=True, registered=made is not None)


def _check(delivery: Delivery, *, today: date) -> None:
    """Pass when a delivery can be kept: what it says may be odd, but a field must fit and a day must not lie ahead."""
    check_said(delivery.said)
    wrong = rules.birth_fault(delivery.said.birth, today=today)
    if wrong:
        raise PersonUnreadable({"geboorte.datum": wrong})
    for name in delivery.names:
        check_name(surname=name.surname, given_names=name.given_names, prefix=name.prefix)
        check_period(since=None, until=name.until, today=today)
    for partner in delivery.partners:
        check_relation(name=partner.name, source=BRP)
        check_period(since=partner.since, until=partner.until, today=today)
    for one in delivery.addresses:
        check_address(street=one.street, house_number=one.house_number, postcode=one.postcode, city=one.city)
        check_period(since=one.since, until=one.until, today=today)


def _references(delivery: Delivery, kind: SourceKind, source: str, reference: str) -> tuple[str, ...]:
    """Return by what a delivery is known again, that of now first: its own number, or a keyed hash of all that it says."""
    if reference:
        return (reference,)
    said = said_data(delivery.said) | {"bsn": delivery.said.bsn}
    parts = [
        kind.value,
        source,
        said,
        [repr(one) for one in (*delivery.names, *delivery.addresses, *delivery.partners)],
    ]
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True)
    return tuple(index.hex() for index in vault().indexes(text, context="delivery"))


def _taken_before(actor: Actor, kind: SourceKind, source: str, references: tuple[str, ...]) -> SourceRecord | None:
    with grants.as_enforcer():
        return SourceRecord.objects.filter(
            desk_id=actor.agency_id, kind=kind.value, source=source, reference__in=references
        ).first()


def _carrier(actor: Actor, number: str) -> UUID | None:
    """Return who of the own desk carries a BSN today; None when nobody does. One that fails its test points at nobody."""
    if not number:
        return None
    plain = read_number(IdentifierKind.BSN, number, police_key="")
    if not bsn.passes(plain):
        return None
    indexes = vault().indexes(plain, context=IdentifierKind.BSN.value)
    with grants.as_enforcer():
        rows = Identifier.objects.filter(
            kind=IdentifierKind.BSN.value, blind_index__in=indexes, until=None, person__desk_id=actor.agency_id
        )
        carriers = sorted(set(rows.values_list("person_id", flat=True)))
    if not carriers:
        return None
    if not set(carriers) <= whole(carriers[0]):
        raise SeveralCarryIt
    return carriers[0]


def _known(actor: Actor, number: str) -> UUID | None:
    """Return who of the own desk carries a BSN; None when nobody does, or when it is not sure who."""
    try:
        return _carrier(actor, number)
    except (PersonUnreadable, SeveralCarryIt):
        return None


def _register(actor: Actor, delivery: Delivery, kind: SourceKind, *, at: Instant) -> UUID:
    said = delivery.said
    first = NewPerson(
        surname=said.surname, given_names=said.given_names, prefix=said.prefix, partner_surname=said.partner_surname,
        partner_prefix=said.partner_prefix, name_use=said.name_use, birth=said.birth, sex=said.sex, phone=said.phone,
        municipality=said.municipality, secret_address=said.secret_address, bsn=said.bsn,
    )  # fmt: skip
    return register(actor=actor, person=first, at=at, kind=kind).id


def _note(actor: Actor, row: Person, delivery: Delivery, *, source: str, at: Instant) -> None:
    """Let names, registered addresses and doubts stand with their source; what is there already stays as it is."""
    for name in delivery.names:
        _note_name(actor, row, name, source=source, at=at)
    for address in delivery.addresses:
        _note_address(row, address, source=source, at=at)
    note_partners(actor, row, delivery.partners, known=partial(_known, actor), source=source, at=at)
    doubted = set(delivery.said.research)
    running = ResearchMark.objects.filter(person=row, until=None)
    running.filter(source=source).exclude(facts__in=doubted).update(until=local_day(at))
    for facts in sorted(doubted - set(running.values_list("facts", flat=True))):
        ResearchMark.objects.create(region=row.region, person=row, facts=facts, since=local_day(at), source=source)
    row.in_research = ResearchMark.objects.filter(person=row, until=None).exists()
    row.version += 1
    row.save(update_fields=["in_research", "version"])


def _note_name(actor: Actor, row: Person, name: DeliveredName, *, source: str, at: Instant) -> None:
    OtherName.objects.get_or_create(
        person=row, kind=name.kind.value, given_names=name.given_names, prefix=name.prefix, surname=name.surname,
        wrong_at=None,
        defaults={
            "id": new_id(), "region": row.region, "until": name.until, "source": source, "noted_by": actor.worker_id,
            "noted_at": at,
        },
    )  # fmt: skip


def _note_address(row: Person, address: DeliveredAddress, *, source: str, at: Instant) -> None:
    """Keep a registered address; the one of now ends the one before it, and none that somebody else noted later is touched."""
    registered = Residence.objects.filter(person=row, kind=ResidenceKind.REGISTERED.value)
    if registered.filter(since=address.since, street=address.street, house_number=address.house_number).exists():
        return
    current = registered.filter(until=None).first()
    until = address.until
    if until is None and current is not None:
        if current.since >= address.since:
            return
        current.until = address.since
        current.save(update_fields=["until"])
    if until is not None and until <= address.since:
        return
    Residence.objects.create(
        id=new_id(), region=row.region, person=row, kind=ResidenceKind.REGISTERED.value, municipality=address.municipality,
        street=address.street, house_number=address.house_number, postcode=address.postcode, city=address.city,
        since=address.since, until=until, source=source,
    )  # fmt: skip
