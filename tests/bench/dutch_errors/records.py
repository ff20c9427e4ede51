"""One record of a person as some office wrote it down, with the kinds of error it holds."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from tests.bench.dutch_errors import misspell
from tests.bench.dutch_errors.country import Person, identifier_of, population
from tests.bench.dutch_errors.words import CHAIN_OF_NAMES

COLUMNS = (
    "id", "given_name", "prefix", "surname", "birth_date", "sex", "street", "house_number", "postcode", "city", "phone",
    "identifier",
)  # fmt: skip
# Records that one person has: most people come in once, some again and again.
RECORDS_EACH = ((1, 0.52), (2, 0.26), (3, 0.12), (4, 0.06), (6, 0.04))
NOBODY = ("onbekend", "NN", "N.N.", "Onbekend", "x", "nb")


@dataclass(slots=True)
class Record:
    """A row for the file, and what nobody knows who links: whose it is and what went wrong."""

    row: tuple[str, ...]
    person: int
    origin: str
    kinds: tuple[str, ...]


def records(seed: int, count: int) -> Iterator[Record]:
    """Yield made-up records in random order within windows, so that one person's records do not lie together.

    Args:
        seed: the same seed gives the same records.
        count: how many.
    """
    chance = random.Random(seed)
    sizes, weights = [n for n, _ in RECORDS_EACH], [share for _, share in RECORDS_EACH]
    window: list[Record] = []
    made = 0
    for person in population(chance):
        for _ in range(chance.choices(sizes, weights)[0]):
            window.append(write(chance, person, made))
            made += 1
            if made == count:
                break
        if len(window) > 200_000 or made == count:
            chance.shuffle(window)
            yield from window
            window = []
        if made == count:
            return


def write(chance: random.Random, person: Person, number: int) -> Record:
    """Return one record of a person, as an office with its own habits and hurry wrote it."""
    kinds = set(person.kinds)
    given = _given(chance, person, kinds)
    prefix, surname = _surname(chance, person, kinds)
    given, surname = _spell(chance, person, given, kinds), _spell(chance, person, surname, kinds)
    if chance.random() < (0.22 if person.origin in CHAIN_OF_NAMES else 0.008):
        given, surname = _other_order(chance, person, given, surname)
        kinds.add("naamvolgorde")
    if chance.random() < 0.006:
        surname = chance.choice(("Jansen", "Bakker", "Benali", "Nowak", "Smit"))
        kinds.add("alias")
    if chance.random() < 0.01:
        given = chance.choice(NOBODY)
        surname = chance.choice(NOBODY) if chance.random() < 0.3 else surname
        kinds.add("onbekende naam")
    row = (
        str(number), given, prefix, surname, _birth(chance, person, kinds), _sex(chance, person, kinds),
        *_address(chance, person, kinds), _phone(chance, person, kinds), _identifier(chance, person, kinds),
    )  # fmt: skip
    return Record(row, person.number, person.origin, tuple(sorted(kinds)))


def _given(chance: random.Random, person: Person, kinds: set[str]) -> str:
    habit = chance.random()
    if habit < 0.07:
        kinds.add("voorletters")
        return "".join(f"{name[0]}." for name in person.given)
    if habit < 0.19:
        called = misspell.called(chance, person.given[0])
        if called != person.given[0]:
            kinds.add("roepnaam")
        return called
    if habit < 0.21:
        kinds.add("zonder voornaam")
        return ""
    if habit < 0.55:
        return " ".join(person.given)
    if habit < 0.57 and len(person.given) > 1:
        kinds.add("roepnaam")
        return person.given[1]
    return person.given[0]


def _surname(chance: random.Random, person: Person, kinds: set[str]) -> tuple[str, str]:
    prefix, surname = person.prefix, person.surname
    if person.partner and chance.random() < 0.55:
        kinds.add("naam van partner")
        own = f"{prefix} {surname}".strip()
        other = " ".join(part for part in person.partner if part)
        use = chance.random()
        if use < 0.45:
            prefix, surname = person.partner
        elif use < 0.8:
            return person.partner[0], f"{person.partner[1]}-{own}"
        elif use < 0.9:
            return prefix, f"{surname}-{other}"
        else:
            return prefix, f"{surname} e/v {other}"
    if prefix and chance.random() < 0.35:
        kinds.add("voorvoegsel")
        way = chance.random()
        if way < 0.35:
            return "", f"{prefix} {surname}"
        if way < 0.6:
            return "", surname
        if way < 0.75:
            return "", f"{surname}, {prefix}"
        if way < 0.9:
            return prefix.replace("van der", "v.d.").replace("van den", "v.d.").replace("van de", "v/d").replace(
                "van", "v."
            ), surname
        return "", (prefix + surname).replace(" ", "")
    return prefix, surname


def _spell(chance: random.Random, person: Person, word: str, kinds: set[str]) -> str:
    if not word or word.count(".") > 0:
        return word
    if person.origin != "nederlands" and chance.random() < 0.14:
        word = misspell.alphabet(chance, word, person.origin)
        kinds.add("ander schrift")
    if chance.random() < 0.03:
        word = misspell.hearing(chance, word)
        kinds.add("op gehoor")
    if chance.random() < 0.03:
        word = misspell.typing(chance, word)
        kinds.add("typefout naam")
    if not word.isascii():
        way = chance.random()
        if way < 0.55:
            word = misspell.plain(word)
        elif way < 0.57:
            word = misspell.mangled(word)
    if chance.random() < 0.15:
        word = word.upper()
    return word


def _other_order(chance: random.Random, person: Person, given: str, surname: str) -> tuple[str, str]:
    """Return the names in another order, or with a name of the chain left out."""
    names = surname.split()
    if person.origin in CHAIN_OF_NAMES and len(names) > 1:
        way = chance.random()
        if way < 0.4:
            return given, names[0]
        if way < 0.7:
            return f"{given} {names[0]}", names[-1]
        return names[-1], f"{given} {names[0]}"
    return surname, given


def _birth(chance: random.Random, person: Person, kinds: set[str]) -> str:
    year, month, day = person.birth
    error = chance.random()
    if error < 0.04:
        kinds.add("zonder geboortedatum")
        return ""
    if error < 0.055:
        month, day = 1, 1
        kinds.add("standaarddatum")
    elif error < 0.065:
        month, day = 0, 0
        kinds.add("onvolledige datum")
    elif error < 0.085 and day <= 12 and day != month:
        month, day = day, month
        kinds.add("dag en maand verwisseld")
    elif error < 0.105:
        kinds.add("typefout datum")
        part = chance.random()
        if part < 0.4:
            year = int(misspell.digit(chance, f"{year:04d}"))
        elif part < 0.7:
            day = max(1, min(31, int(misspell.digit(chance, f"{day:02d}"))))
        else:
            month = max(1, min(12, int(misspell.digit(chance, f"{month:02d}"))))
    elif error < 0.117:
        year += chance.choice((-1, 1))
        kinds.add("jaar ernaast")
    if chance.random() < 0.5:
        return f"{day:02d}-{month:02d}-{year:04d}"
    return f"{year:04d}-{month:02d}-{day:02d}"


def _sex(chance: random.Random, person: Person, kinds: set[str]) -> str:
    error = chance.random()
    if error < 0.05:
        return ""
    if error < 0.056:
        kinds.add("verkeerd geslacht")
        return "V" if person.sex == "m" else "M"
    return person.sex.upper()


def _address(chance: random.Random, person: Person, kinds: set[str]) -> tuple[str, str, str, str]:
    if chance.random() < 0.07:
        kinds.add("zonder adres")
        return "", "", "", chance.choice((person.addresses[0].city, ""))
    place = 0 if chance.random() < 0.7 else chance.randrange(len(person.addresses))
    if place:
        kinds.add("ander adres")
    at = person.addresses[place]
    street, house, postcode, city = at.street, at.house, at.postcode, at.city
    if chance.random() < 0.05:
        street = misspell.short_street(chance, street)
    if chance.random() < 0.025:
        street = misspell.typing(chance, street)
        kinds.add("typefout adres")
    if chance.random() < 0.06:
        house = f"{house}{chance.choice((' ', '-', ''))}{chance.choice(('A', 'B', 'bis', '2'))}"
    elif chance.random() < 0.015:
        house = misspell.digit(chance, house)
        kinds.add("typefout adres")
    if chance.random() < 0.015:
        postcode = misspell.digit(chance, postcode)
        kinds.add("typefout adres")
    elif chance.random() < 0.08:
        postcode = ""
    if chance.random() < 0.3:
        postcode = f"{postcode[:4]} {postcode[4:]}".strip()
    return ("" if chance.random() < 0.06 else street), house, postcode, ("" if chance.random() < 0.04 else city)


def _phone(chance: random.Random, person: Person, kinds: set[str]) -> str:
    if chance.random() < 0.55:
        return ""
    number = chance.choice(person.phones)
    if chance.random() < 0.01:
        number = misspell.digit(chance, number)
    return f"+31{number[1:]}" if chance.random() < 0.2 else number


def _identifier(chance: random.Random, person: Person, kinds: set[str]) -> str:
    if chance.random() < 0.85:
        return ""
    error = chance.random()
    if error < 0.01:
        kinds.add("typefout nummer")
        return misspell.digit(chance, person.identifier)
    if error < 0.012:
        kinds.add("nummer van een ander")
        return identifier_of(max(person.number - 1, 0))
    return person.identifier
