"""Pure decisions about names, addresses, periods and the direct circle: what is readable."""

from __future__ import annotations

from datetime import date
from typing import Final

from vangnet.people.errors import PersonUnreadable
from vangnet.people.rules import LIMITS, NAME_LIMIT
from vangnet.people.types import RelationKind

# Family of the law; the others of the direct circle are direct social contacts. Source: Wgs 2.30(1)(b) and Bgs 2.19.
FAMILY: Final = frozenset(
    {RelationKind.PARTNER, RelationKind.PARENT, RelationKind.CHILD, RelationKind.SIBLING}
)  # fmt: skip


def check_name(*, surname: str, given_names: str, prefix: str) -> None:
    """Pass when another name can be kept.

    Raises:
        PersonUnreadable: with every fault at once, by field.
    """
    faults = _too_long(surname=surname, given_names=given_names, prefix=prefix)
    if not (surname.strip() or given_names.strip()):
        faults["surname"] = "Schrijf een naam op."
    if faults:
        raise PersonUnreadable(faults)


def check_address(*, street: str, house_number: str, postcode: str, city: str) -> None:
    """Pass when an address can be kept.

    Raises:
        PersonUnreadable: with every fault at once, by field.
    """
    faults = _too_long(street=street, house_number=house_number, postcode=postcode, city=city)
    if faults:
        raise PersonUnreadable(faults)


def check_period(*, since: date | None, until: date | None, today: date) -> None:
    """Pass when a period can have been: nothing ahead, and no end before its beginning.

    Raises:
        PersonUnreadable: with every fault at once, by field.
    """
    faults: dict[str, str] = {}
    for name, day in (("since", since), ("until", until)):
        if day is not None and day > today:
            faults[name] = "Deze dag ligt in de toekomst."
        elif day is not None and day.year < 1880:
            faults[name] = "Dit jaar ligt te ver terug."
    if not faults and since is not None and until is not None and until < since:
        faults["until"] = "Deze dag ligt voor het begin."
    if faults:
        raise PersonUnreadable(faults)


def check_relation(*, name: str, source: str) -> None:
    """Pass when somebody of the circle can be kept.

    Raises:
        PersonUnreadable: with every fault at once, by field.
    """
    faults: dict[str, str] = {}
    if not name.strip():
        faults["name"] = "Schrijf op wie dit is."
    elif len(name) > NAME_LIMIT:
        faults["name"] = f"Dit is te lang: hoogstens {NAME_LIMIT} tekens."
    if not source.strip():
        faults["source"] = "Schrijf op van wie je dit weet."
    if faults:
        raise PersonUnreadable(faults)


def _too_long(**values: str) -> dict[str, str]:
    return {
        name: f"Dit is te lang: hoogstens {LIMITS[name]} tekens."
        for name, value in values.items()
        if len(value) > LIMITS[name]
    }
