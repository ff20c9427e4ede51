"""Read address parts, phone numbers, identifiers and sex. Pure."""

from __future__ import annotations

import re

from vangnet.people.engine.text import fold

_DUTCH_POSTCODE = re.compile(r"^([1-9][0-9]{3})([a-z]{2})?$")
_HOUSE = re.compile(r"[0-9]+")
_NOT_DIGIT = re.compile(r"[^0-9]")
_NOT_PLAIN = re.compile(r"[^a-z0-9]")
_STREET_WORDS = {
    "str": "straat", "ln": "laan", "wg": "weg", "pln": "plein", "sngl": "singel", "st": "sint", "dr": "dokter",
    "burg": "burgemeester", "prof": "professor", "pres": "president", "kon": "koningin", "pr": "prins", "gr": "graaf",
    "mr": "meester", "ds": "dominee", "gen": "generaal", "v": "van", "d": "de",
}  # fmt: skip
_STREET_TAIL = re.compile(r"(?<=[a-z]{3})str$")
_NO_PLACE = frozenset(
    ("onbekend", "geen", "nvt", "n v t", "nb", "n b", "unknown", "x", "xx", "xxx", "zwervend", "dakloos", "briefadres",
     "punt adres", "zonder vaste woon of verblijfplaats", "zvwovp", "vow", "null", "none", "nan")
)  # fmt: skip
_CITIES = {
    "den haag": "gravenhage", "s gravenhage": "gravenhage", "haag": "gravenhage", "den bosch": "hertogenbosch",
    "s hertogenbosch": "hertogenbosch", "a dam": "amsterdam", "adam": "amsterdam", "r dam": "rotterdam",
    "rdam": "rotterdam", "bosch": "hertogenbosch",
}  # fmt: skip
_SEX = {
    "m": "m", "man": "m", "male": "m", "mannelijk": "m", "1": "m", "jongen": "m",
    "v": "v", "vrouw": "v", "f": "v", "female": "v", "vrouwelijk": "v", "2": "v", "w": "v", "meisje": "v",
}  # fmt: skip


def read_postcode(text: str) -> str | None:
    """Return the postcode in small letters without spaces; a foreign one stays as it is, a filler becomes None.

    >>> read_postcode("1234 AB"), read_postcode("4223"), read_postcode("0000"), read_postcode("9999XX")
    ('1234ab', '4223', None, None)
    """
    plain = _NOT_PLAIN.sub("", text.lower())[:12]
    if (
        not plain
        or plain in ("0000", "0000aa", "9999xx", "9999zz", "1111aa", "onbekend", "nan")
        or not plain.strip("0x")
    ):
        return None
    return plain


def postcode_area(postcode: str | None) -> str | None:
    """Return the wide area of a postcode: four digits in the Netherlands, else all but the last letter or digit.

    >>> postcode_area("1234ab"), postcode_area("4223"), postcode_area(None)
    ('1234', '422', None)
    """
    if postcode is None:
        return None
    dutch = _DUTCH_POSTCODE.match(postcode)
    if dutch and dutch.group(2):
        return dutch.group(1)
    return postcode[:-1] if len(postcode) > 3 else postcode


def read_house_number(text: str) -> str | None:
    """Return the house number without additions: the first run of digits, without leading zeros.

    >>> read_house_number("12-B"), read_house_number("0012"), read_house_number("bis")
    ('12', '12', None)
    """
    found = _HOUSE.search(text)
    return (found.group().lstrip("0")[:8] or None) if found else None


def read_street(text: str) -> tuple[str | None, str | None]:
    """Return the street without the house number, and the house number when it was written behind the street.

    >>> read_street("Burg. Jansenstr. 12 b"), read_street("'t Zand"), read_street("onbekend")
    (('burgemeester jansenstraat', '12'), ('t zand', None), (None, None))
    """
    words = fold(text).split()
    number = None
    for place, word in enumerate(words):
        if place > 0 and word[0].isdigit():
            number, words = read_house_number(word), words[:place]
            break
    street = " ".join(_STREET_TAIL.sub("straat", _STREET_WORDS.get(word, word)) for word in words)
    return (None, None) if not street or street in _NO_PLACE else (street[:60], number)


def read_city(text: str) -> str | None:
    """Return the town in plain letters, with the double names of a few towns made one.

    >>> read_city("'s-Gravenhage") == read_city("Den Haag"), read_city("Alphen a/d Rijn"), read_city("-")
    (True, 'alphen a d rijn', None)
    """
    city = fold(text)
    return None if not city or city in _NO_PLACE else _CITIES.get(city, city)


def read_phone(text: str) -> str | None:
    """Return the last nine digits of a phone number; None when it is too short or one digit repeated.

    >>> read_phone("+31 (0)6-12345678"), read_phone("06 12345678"), read_phone("0600000000"), read_phone("112")
    ('612345678', '612345678', None, None)
    """
    digits = _NOT_DIGIT.sub("", text)[-9:]
    return None if len(digits) < 6 or len(set(digits[-7:])) == 1 else digits


def read_identifier(text: str) -> str | None:
    """Return an identifier in small letters and digits, without leading zeros; fillers become None.

    The value is a claim: whether it passes a test or belongs to this person is not decided here.

    >>> read_identifier("9999.95.856"), read_identifier("000000000"), read_identifier("999999999")
    ('999995856', None, None)
    """
    plain = _NOT_PLAIN.sub("", text.lower())[:40].lstrip("0")
    if len(plain) < 4 or len(set(plain)) == 1 or plain in ("123456789", "onbekend", "unknown"):
        return None
    return plain


def read_sex(text: str) -> str | None:
    """Return `m` or `v`, or None when it is something else or unknown.

    >>> read_sex("Vrouw"), read_sex("M"), read_sex("onbekend")
    ('v', 'm', None)
    """
    return _SEX.get(text.strip().lower())
