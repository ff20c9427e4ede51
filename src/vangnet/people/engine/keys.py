"""Blocking keys: two records are compared only when they share at least one key. Pure.

Each family of keys is a guess about what stays right when something else is wrong. A record carries about a dozen keys.
The same texts are made in SQL (batch) and in Python (one record), and are proved equal in `tests/oracles`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b
from operator import attrgetter

from vangnet.people.engine.records import Prepared


@dataclass(frozen=True, slots=True)
class Part:
    """One ingredient of a key, as SQL over the prepared table and as a Python function."""

    sql: str
    get: Callable[[Prepared], str | None]


def _whole(column: str) -> Part:
    return Part(column, attrgetter(column))


def _start(column: str, length: int) -> Part:
    def get(record: Prepared) -> str | None:
        value = getattr(record, column)
        return None if value is None else value[:length]

    return Part(f"substr({column}, 1, {length})", get)


def _lowest(one: str, two: str) -> Part:
    """Return the lower of two columns, so that a value and its swapped form give the same key; either may be absent."""

    def get(record: Prepared) -> str | None:
        values = [value for value in (getattr(record, one), getattr(record, two)) if value is not None]
        return min(values) if values else None

    return Part(f"least({one}, {two})", get)


def _pair(one: str, two: str) -> Part:
    """Return two columns in alphabetical order, so that names in the other order give the same key."""

    def get(record: Prepared) -> str | None:
        a, b = getattr(record, one), getattr(record, two)
        return None if a is None or b is None else f"{min(a, b)},{max(a, b)}"

    both = f"{one} IS NOT NULL AND {two} IS NOT NULL"  # least() and greatest() pass over NULL in DuckDB
    return Part(f"CASE WHEN {both} THEN least({one}, {two}) || ',' || greatest({one}, {two}) END", get)


@dataclass(frozen=True, slots=True)
class Key:
    """One recipe: records meet when family and all parts are equal. Two recipes of one family can meet each other.

    Args:
        family: short stable name; part of the key text.
        parts: the ingredients; a missing one means no key.
        most: records that may share a key before it is hot and left out.
        vague: one name, date or place alone; who comes up by it in a large register may be anybody.
    """

    family: str
    parts: tuple[Part, ...]
    most: int = 100
    vague: bool = False

    @property
    def sql(self) -> str:
        """Return the key text in SQL; NULL when a part is missing."""
        return f"'{self.family}|' || " + " || '|' || ".join(f"({part.sql})" for part in self.parts)

    def text(self, record: Prepared) -> str | None:
        """Return the key text of one record, or None when a part is missing."""
        values = [part.get(record) for part in self.parts]
        return None if None in values else "|".join((self.family, *values))  # type: ignore[arg-type]


_BIRTH = _lowest("birth", "birth_swapped")
_NAMES = _pair("given_sound", "surname_sound")

KEYS: tuple[Key, ...] = (
    Key("surname-birth", (_whole("surname_sound"), _BIRTH), most=60),
    Key("surname-birth", (_whole("last_sound"), _BIRTH), most=60),
    Key("given-birth", (_whole("given_sound"), _BIRTH), most=40),
    Key("names-year", (_NAMES, _whole("birth_year"))),
    Key("names-area", (_NAMES, _whole("area"))),
    Key("names-city", (_NAMES, _whole("city"))),
    Key("birth-area", (_BIRTH, _whole("area"))),
    Key("birth-city", (_BIRTH, _whole("city")), most=40),
    Key("birth-initial", (_BIRTH, _whole("initial")), most=10),
    Key("address-given", (_whole("address"), _whole("initial")), most=25),
    Key("address-year", (_whole("address"), _whole("birth_year"))),
    Key("street-given", (_whole("street"), _whole("house"), _whole("given_sound"))),
    Key("postcode-surname", (_whole("postcode"), _whole("surname_sound"))),
    Key("surname-day", (_whole("surname_sound"), _whole("birth_day"), _whole("initial")), most=40),
    Key("given-day", (_whole("given_sound"), _whole("birth_day"), _whole("area"))),
    Key("surname-year", (_start("surname", 4), _whole("birth_year"), _whole("initial")), most=14),
    Key("phone", (_whole("phone"),), most=40),
    Key("identifier", (_whole("identifier"),), most=40),
    Key("names", (_NAMES,), most=20, vague=True),
    Key("surname", (_whole("surname"),), most=5, vague=True),
    Key("given", (_whole("given"),), most=5, vague=True),
    Key("birth", (_BIRTH,), most=5, vague=True),
    Key("postcode", (_whole("postcode"),), most=10, vague=True),
)

_VAGUE = frozenset(key.family for key in KEYS if key.vague)


def key_texts(record: Prepared) -> list[str]:
    """Return the key texts of one record, without doubles, in a fixed order.

    >>> from vangnet.people.engine.records import prepare
    >>> key_texts(prepare({"surname": "Bakker", "birth_date": "1984-11-03"}))
    ['surname-birth|bkr|19840311', 'surname|bakker', 'birth|19840311']
    """
    return list(dict.fromkeys(text for key in KEYS if (text := key.text(record)) is not None))


def hash_key(text: str) -> int:
    """Return the key as a signed 64-bit number, as a PostgreSQL bigint holds it; stable between versions and machines.

    >>> hash_key("surname|bakker") == hash_key("surname|bakker"), -(2**63) <= hash_key("x") < 2**63
    (True, True)
    """
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)


def keys(record: Prepared) -> list[int]:
    """Return the hashed blocking keys of one record, for a table with an index."""
    return [hash_key(text) for text in key_texts(record)]


# With so many keys that say more, the vague ones bring up others before the right person.
ENOUGH = 4


def telling_keys(record: Prepared) -> list[int]:
    """Return the hashed keys by which one record is looked up first: without the vague ones, when enough others say more.

    >>> from vangnet.people.engine.records import prepare
    >>> record = prepare({"given_name": "Hans", "surname": "Bakker", "birth_date": "1984-11-03", "postcode": "1234 AB"})
    >>> len(keys(record)), len(telling_keys(record)), telling_keys(prepare({"surname": "Bakker"})) == [hash_key("surname|bakker")]
    (15, 10, True)
    """
    texts = key_texts(record)
    telling = [text for text in texts if text[: text.index("|")] not in _VAGUE]
    return [hash_key(text) for text in (telling if len(telling) >= ENOUGH else texts)]
