"""Persons, where they stay, and where they stayed before."""

from __future__ import annotations

import functools
from datetime import timedelta
from uuid import UUID, uuid5

from django.db.models import Model

from vangnet.cli.country.chance import Chance
from vangnet.cli.country.names import Someone
from vangnet.cli.country.organisations import Roster
from vangnet.cli.country.reference import Town
from vangnet.core.bsn import made_up
from vangnet.core.clock import Instant, local_day
from vangnet.people.models import Identifier, Person, Residence, SourceRecord
from vangnet.people.ports import vault
from vangnet.people.rules.numbers import context
from vangnet.people.rules.said import said_data
from vangnet.people.services import found_by
from vangnet.people.types import IdentifierKind, NewPerson, PartialDate, SourceKind

NUMBERS_A_REGION = 290  # the list of made-up BSNs is short: 31 regions share its 9,090 numbers


def papers(roster: Roster) -> str:
    """Return the BSN that the next person of a region shows; one in three shows none, and the list of a region ends."""
    nr, roster.papers_seen = roster.papers_seen, roster.papers_seen + 1
    if nr % 3 == 2 or nr >= NUMBERS_A_REGION:
        return ""
    return _made_up()[(int(roster.area.code.removeprefix("ZVH")) - 1) * NUMBERS_A_REGION + nr]


@functools.cache
def _made_up() -> list[str]:
    return made_up(9_090)


def register(
    chance: Chance,
    roster: Roster,
    who: Someone,
    *,
    at: Instant,
    moved: tuple[Instant, Town] | None = None,
    bsn: str = "",
) -> tuple[UUID, list[Model]]:
    """Register somebody at the Zorg- en Veiligheidshuis.

    Args:
        at: moment of registration.
        moved: since when they stay where they stay now, and where they stayed before.
        bsn: a made-up one; empty for who showed no papers.

    Returns:
        The id of the person, and the rows.
    """
    year, month, day = who.birth
    person = Person(
        id=chance.new_id(at), region=roster.area.code, desk_id=roster.agency("ZVH").id, given_names=who.given,
        prefix=who.prefix, surname=who.surname, birth_year=year, birth_month=month, birth_day=day,
        sex=who.sex, phone=who.phone, secret_address=who.secret_address,
        no_fixed_address=who.no_fixed_address, registered_at=at, version=2 if moved else 1,
    )  # fmt: skip
    said = NewPerson(
        surname=who.surname, given_names=who.given, prefix=who.prefix, birth=PartialDate(*who.birth), sex=person.sex,
        municipality=who.town.code, street=who.street, house_number=who.number, postcode=who.postcode, city=who.town.name,
        phone=who.phone, secret_address=who.secret_address, no_fixed_address=who.no_fixed_address,
    )  # fmt: skip
    record = SourceRecord(
        id=person.id, region=person.region, desk_id=person.desk_id, home=person, kind=SourceKind.SIGNAL.value,
        said=said_data(said), delivered_by=roster.everybody("procesregisseur")[0].id, delivered_at=at,
    )  # fmt: skip
    rows: list[Model] = [person, record]
    since = local_day(at)
    if bsn:
        rows.append(_number(person, bsn, at=at))
    if moved is not None:
        moment, before = moved
        first = Residence(
            id=chance.new_id(at), region=roster.area.code, person=person, kind="stay", municipality=before.code,
            city=before.name, since=since, until=max(local_day(moment), since + timedelta(days=1)),
        )  # fmt: skip
        rows.append(first)
        since = first.until or since
    stay = Residence(
        id=chance.new_id(at), region=roster.area.code, person=person, kind="stay", municipality=who.town.code,
        street=who.street, house_number=who.number, postcode=who.postcode, city=who.town.name, since=since,
    )  # fmt: skip
    rows.append(stay)
    rows += {row.pk: row for here in rows if isinstance(here, Residence) for row in found_by(person, here)}.values()
    return person.id, rows


def _number(person: Person, bsn: str, *, at: Instant) -> Identifier:
    """Return a BSN of somebody, closed as the product closes it."""
    number_id, kind = uuid5(person.id, "bsn"), IdentifierKind.BSN.value
    return Identifier(
        id=number_id, region=person.region, person=person, kind=kind,
        encrypted=vault().encrypt(bsn, context=context(kind, number_id)), blind_index=vault().indexes(bsn, context=kind)[0],
        key_id=vault().key_id, passes_test=True, source="identiteitsbewijs", since=local_day(at),
    )  # fmt: skip
