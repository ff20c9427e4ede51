"""What a source said about somebody, as plain data and back. A BSN is never in it: it has its own encrypted place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from vangnet.intake.types import PersonHint
from vangnet.people.errors import PersonUnreadable
from vangnet.people.types import NewPerson, PartialDate

_TEXT_LIMIT = 500
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_ADDRESS = ("street", "house_number", "postcode", "city")


def said_data(person: NewPerson) -> dict[str, Any]:
    """Return what was said, without what is empty."""
    data = {
        field.name: value
        for field in fields(person)
        if field.name not in ("birth", "bsn") and (value := getattr(person, field.name)) != field.default
    }
    if person.birth != PartialDate():
        data["birth"] = [person.birth.year, person.birth.month, person.birth.day]
    return data


def read_said(data: Mapping[str, Any], *, address: bool = True) -> NewPerson:
    """Return what was said; what is no longer kept is empty.

    Args:
        address: whether the address may be shown.
    """
    known = {field.name for field in fields(NewPerson)} - {"birth", "bsn"}
    hidden = frozenset() if address else frozenset(_ADDRESS)
    values = {name: value for name, value in data.items() if name in known and name not in hidden}
    values["research"] = tuple(values.get("research", ()))
    return NewPerson(**{"surname": "", **values}, birth=PartialDate(*data.get("birth", ())))


def said_in_signal(hint: PersonHint) -> NewPerson:
    """Return what a reporter said about who it is; a date that is none says nothing.

    >>> said_in_signal(PersonHint(surname="Verzonnen", birth_date="1987-03-00", bsn="x")).birth
    PartialDate(year=1987, month=3, day=0)
    """
    shared = {field.name for field in fields(PersonHint)} & {field.name for field in fields(NewPerson)} - {"bsn"}
    claimed = _DATE.fullmatch(hint.birth_date)
    birth = PartialDate(*map(int, claimed.groups())) if claimed else PartialDate()
    return NewPerson(**{name: getattr(hint, name) for name in shared}, birth=birth)


def check_said(person: NewPerson) -> None:
    """Pass when what a source said can be kept. It is kept as it came, also when it cannot be right.

    Raises:
        PersonUnreadable: a text is too long to keep.
    """
    faults = {
        field.name: f"Dit is te lang: hoogstens {_TEXT_LIMIT} tekens."
        for field in fields(person)
        if isinstance(value := getattr(person, field.name), str) and len(value) > _TEXT_LIMIT
    }
    if faults:
        raise PersonUnreadable(faults)
