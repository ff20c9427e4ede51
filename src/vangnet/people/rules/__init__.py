"""Pure decisions about persons: what is readable."""

from __future__ import annotations

import calendar
from datetime import date
from math import log2
from typing import Final

from vangnet.people.engine.records import Prepared
from vangnet.people.errors import PersonUnreadable
from vangnet.people.types import Likeness, NewPerson, PartialDate

# Words that stand before a surname and say nothing about who somebody is.
PREFIX_WORDS: Final = frozenset(
    {"van", "de", "den", "der", "het", "'t", "ten", "ter", "te", "von", "el", "al", "da", "do", "dos", "la", "le", "op", "in"}
)  # fmt: skip
NAME_LIMIT: Final = 200
LIMITS: Final = {
    "surname": NAME_LIMIT, "given_names": NAME_LIMIT, "partner_surname": NAME_LIMIT, "prefix": 20, "partner_prefix": 20,
    "phone": 20, "street": 200, "house_number": 20, "postcode": 6, "city": 100, "sex": 1,
}  # fmt: skip
NAME_USES: Final = ("own", "partner", "partner-own", "own-partner")


def check(person: NewPerson, *, today: date) -> None:
    """Pass when a person can be registered.

    Raises:
        PersonUnreadable: with every fault at once, by field.
    """
    faults: dict[str, str] = {}
    if not (person.surname.strip() or person.given_names.strip()):
        faults["surname"] = "Schrijf een naam op, of een beschrijving zoals 'man bij het station'."
    for field, limit in LIMITS.items():
        if len(getattr(person, field)) > limit:
            faults[field] = f"Dit is te lang: hoogstens {limit} tekens."
    if person.name_use not in NAME_USES:
        faults["name_use"] = "Kies hoe de naam wordt gebruikt."
    wrong = birth_fault(person.birth, today=today)
    if wrong:
        faults["birth_date"] = wrong
    if faults:
        raise PersonUnreadable(faults)


def birth_fault(birth: PartialDate, *, today: date) -> str:
    """Return what is wrong with a birth date in plain Dutch, or nothing.

    >>> birth_fault(PartialDate(1980, 0, 0), today=date(2026, 11, 22))
    ''
    """
    if birth.month > 12 or birth.month < 0 or birth.day < 0:
        return "Deze datum bestaat niet."
    last = calendar.monthrange(birth.year or 2000, birth.month)[1] if birth.month else 31
    if birth.day > last:
        return "Deze datum bestaat niet."
    if birth.year and birth.year < 1880:
        return "Dit jaar ligt te ver terug."
    if birth.year and (birth.year, birth.month or 1, birth.day or 1) > (today.year, today.month, today.day):
        return "Deze datum ligt in de toekomst."
    return ""


def check_move(*, since: date, after: date | None, today: date) -> None:
    """Pass when somebody can stay at a new place since a day; an earlier stay is closed by it, and never wiped out.

    Args:
        after: first day of the stay that is known now; on that same day the new one corrects it.

    Raises:
        PersonUnreadable: the day lies ahead, or before the stay that is known now.
    """
    if since > today:
        raise PersonUnreadable({"since": "Deze dag ligt in de toekomst."})
    if after is not None and since < after:
        raise PersonUnreadable({"since": "Deze dag ligt voor de dag waarop het vorige verblijf begon."})


# Bits of evidence. Eight bits is one chance in some 250 of two different people: measured by `make bench-lookup`, more than 99 in 100
# shown first are right among fifty thousand persons and among a million. Below none the two are not proposed.
# Source: Fellegi and Sunter (1969).
FIRST_BITS: Final = 8.0
MAYBE_BITS: Final = 0.0
CANDIDATES_AT_MOST: Final = 20
# People among whom the weights of the shipped model promise what they say; each doubling asks for one bit more.
CROWD: Final = 50_000
_COMPARED: Final = (
    ("name", ("given", "surname")),
    ("birth", ("birth",)),
    ("address", ("address",)),
    ("postcode", ("postcode",)),
    ("phone", ("phone",)),
)


def likeness(weight: float, persons: int = 0) -> Likeness | None:
    """Return how sure a weight makes us, or None when it is not worth a look.

    Args:
        weight: in bits.
        persons: about how many people were searched: the more, the likelier that somebody looks like this by chance.

    >>> likeness(15.0), likeness(3.0), likeness(-4.0), likeness(3.0, persons=1_000_000)
    (<Likeness.FIRST: 'first'>, <Likeness.MAYBE: 'maybe'>, None, None)
    """
    weight -= log2(max(persons / CROWD, 1.0))
    if weight < MAYBE_BITS:
        return None
    return Likeness.FIRST if weight >= FIRST_BITS else Likeness.MAYBE


def differences(one: Prepared, other: Prepared) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return which fields of two prepared records agree and which do not; what is empty on a side is in neither."""
    same: list[str] = []
    different: list[str] = []
    for field, parts in _COMPARED:
        left, right = [[getattr(record, part) for part in parts] for record in (one, other)]
        if any(left) and any(right):
            (same if left == right else different).append(field)
    return tuple(same), tuple(different)


def cells(
    *,
    given: str,
    prefix: str,
    surname: str,
    birth: str,
    sex: str,
    street: str,
    house_number: str,
    postcode: str,
    city: str,
    phone: str,
) -> dict[str, str | None]:
    """Return the cells of a record as the engine reads them. A BSN is never among them: it has its own keyed index."""
    return {
        "given_name": given,
        "prefix": prefix,
        "surname": surname,
        "birth_date": birth,
        "sex": sex,
        "street": street,
        "house_number": house_number,
        "postcode": postcode,
        "city": city,
        "phone": phone,
    }  # fmt: skip
