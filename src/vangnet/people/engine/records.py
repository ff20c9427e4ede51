"""The two shapes of a person record: as it came in, and prepared for comparing. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from operator import attrgetter

from vangnet.people.engine import dates, names, places
from vangnet.people.engine.text import sound

# The columns a file may have; all are optional. The order is the order in which they are explained.
RAW_COLUMNS = (
    "given_name", "prefix", "surname", "birth_date", "sex", "street", "house_number", "postcode", "city", "phone",
    "identifier",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Prepared:
    """A record ready to compare: every value folded and split, None where nothing usable was written.

    The batch holds the same columns in a table of the same names; `tests/oracles/test_engine_agreement.py` proves that
    both ways of preparing give the same values.
    """

    given: str | None = None
    given_second: str | None = None
    initials: str | None = None
    initial: str | None = None
    nick_a: str | None = None
    nick_b: str | None = None
    given_sound: str | None = None
    surname: str | None = None
    surname_first: str | None = None
    surname_last: str | None = None
    surname_sound: str | None = None
    last_sound: str | None = None
    birth: str | None = None
    birth_year: str | None = None
    birth_day: str | None = None
    birth_swapped: str | None = None
    sex: str | None = None
    street: str | None = None
    house: str | None = None
    postcode: str | None = None
    area: str | None = None
    city: str | None = None
    address: str | None = None
    phone: str | None = None
    identifier: str | None = None


PREPARED_COLUMNS = tuple(field.name for field in fields(Prepared))
# A record as a tuple, in that order.
cells_of: Callable[[Prepared], tuple[str | None, ...]] = attrgetter(*PREPARED_COLUMNS)
BETWEEN, _EMPTY = "\x1f", ""


def pack(record: Prepared) -> str:
    """Return a prepared record as one text, to be kept beside its keys; `unpack` gives its cells back.

    >>> unpack(pack(prepare({"surname": "Bakker"}))) == cells_of(prepare({"surname": "Bakker"}))
    True
    """
    return BETWEEN.join(cell or _EMPTY for cell in cells_of(record))


def unpack(text: str) -> tuple[str | None, ...]:
    """Return the cells of a packed record, in the order of `PREPARED_COLUMNS`; no prepared value is ever empty.

    Raises:
        ValueError: it was packed by a version that prepares other columns.
    """
    cells = tuple([cell or None for cell in text.split(BETWEEN)])
    if len(cells) != len(PREPARED_COLUMNS):
        raise ValueError("packed by another version")
    return cells


Values = dict[str, str | None]


@dataclass(frozen=True, slots=True)
class Group:
    """What is read from one column: the batch reads each distinct cell once, the single record its own cell."""

    raw: str
    gives: tuple[str, ...]
    read: Callable[[str], Values]


def prepare(raw: Mapping[str, str | None]) -> Prepared:
    """Return the record ready to compare.

    Args:
        raw: cells by column name (`RAW_COLUMNS`); what is absent, empty or a filler does not take part.

    >>> record = prepare({"given_name": "Hans", "surname": "Dijkstra", "birth_date": "3-11-1984"})
    >>> record.given, record.surname, record.birth, record.birth_swapped, record.phone
    ('hans', 'dykstra', '19841103', '19840311', None)
    """
    values: Values = {}
    for group in GROUPS:
        cell = raw.get(group.raw)
        values.update(group.read(cell) if cell else dict.fromkeys(group.gives))
    house_in_street = values.pop("house_in_street")
    values["house"] = values["house"] or house_in_street
    values["address"] = join_address(values)
    return Prepared(**values)


def join_address(values: Mapping[str, str | None]) -> str | None:
    """Return one key for the place: postcode with house number, else street, house number and town; else None.

    >>> join_address({"postcode": "1234ab", "house": "7", "street": None, "city": None})
    '1234ab 7'
    """
    house, postcode, street, city = values["house"], values["postcode"], values["street"], values["city"]
    if house is None:
        return None
    if postcode is not None:
        return f"{postcode} {house}"
    return f"{street} {house} {city}" if street is not None and city is not None else None


# The same rule in SQL, over the columns of one table.
HOUSE_SQL = "coalesce(house, house_in_street)"
ADDRESS_SQL = (
    f"CASE WHEN {HOUSE_SQL} IS NULL THEN NULL WHEN postcode IS NOT NULL THEN postcode || ' ' || {HOUSE_SQL} "
    f"ELSE street || ' ' || {HOUSE_SQL} || ' ' || city END"
)


def _given(cell: str) -> Values:
    name = names.read_given_name(cell)
    return {
        "given": name.first,
        "given_second": name.second,
        "initials": name.initials,
        "initial": name.initials[0] if name.initials else None,
        "nick_a": name.nick_a,
        "nick_b": name.nick_b,
        "given_sound": (sound(name.nick_a or name.first) or None) if name.first else None,
    }


def _surname(cell: str) -> Values:
    name = names.read_surname(cell)
    return {
        "surname": name.whole,
        "surname_first": name.first,
        "surname_last": name.last,
        "surname_sound": (sound(name.first) or None) if name.first else None,
        "last_sound": (sound(name.last) or None) if name.last else None,
    }


def _birth(cell: str) -> Values:
    found = dates.read_birth_date(cell)
    if found is None:
        return dict.fromkeys(("birth", "birth_year", "birth_day", "birth_swapped"))
    digits = found.digits
    known = found.month > 0 and found.day > 0
    return {
        "birth": digits,
        "birth_year": digits[:4],
        "birth_day": digits[4:] if known else None,
        "birth_swapped": digits[:4] + digits[6:] + digits[4:6] if known else None,
    }


def _street(cell: str) -> Values:
    street, number = places.read_street(cell)
    return {"street": street, "house_in_street": number}


def _postcode(cell: str) -> Values:
    postcode = places.read_postcode(cell)
    return {"postcode": postcode, "area": places.postcode_area(postcode)}


GROUPS = (
    Group("given_name", ("given", "given_second", "initials", "initial", "nick_a", "nick_b", "given_sound"), _given),
    Group("surname", ("surname", "surname_first", "surname_last", "surname_sound", "last_sound"), _surname),
    Group("birth_date", ("birth", "birth_year", "birth_day", "birth_swapped"), _birth),
    Group("sex", ("sex",), lambda cell: {"sex": places.read_sex(cell)}),
    Group("street", ("street", "house_in_street"), _street),
    Group("house_number", ("house",), lambda cell: {"house": places.read_house_number(cell)}),
    Group("postcode", ("postcode", "area"), _postcode),
    Group("city", ("city",), lambda cell: {"city": places.read_city(cell)}),
    Group("phone", ("phone",), lambda cell: {"phone": places.read_phone(cell)}),
    Group("identifier", ("identifier",), lambda cell: {"identifier": places.read_identifier(cell)}),
)
