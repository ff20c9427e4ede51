"""Persons, where they stay, and where they stayed before."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db.models import Model

from vangnet.cli.country.chance import Chance
from vangnet.cli.country.names import Someone
from vangnet.cli.country.organisations import Roster
from vangnet.cli.country.reference import Town
from vangnet.core.clock import Instant, local_day
from vangnet.people.models import Person, Residence, SourceRecord
from vangnet.people.rules.said import said_data
from vangnet.people.services import found_by
from vangnet.people.types import NewPerson, PartialDate, SourceKind


def register(
    chance: Chance, roster: Roster, who: Someone, *, at: Instant, moved: tuple[Instant, Town] | None = None
) -> tuple[UUID, list[Model]]:
    """Register somebody at the Zorg- en Veiligheidshuis.

    Args:
        at: moment of registration.
        moved: since when they stay where they stay now, and where they stayed before.

    Returns:
        The id of the person, and the rows.
    """
    year, month, day = who.birth
    person = Person(
        id=chance.new_id(at), region=roster.area.code, desk_id=roster.agency("ZVH").id, given_names=who.given,
        prefix=who.prefix, surname=who.surname, birth_year=year, birth_month=month, birth_day=day,
        sex={"f": "V", "m": "M"}.get(who.sex, "O"), phone=who.phone, secret_address=who.secret_address,
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
    rows += {row.pk: row for here in rows[2:] if isinstance(here, Residence) for row in found_by(person, here)}.values()
    return person.id, rows
