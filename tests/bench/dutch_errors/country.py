"""Households and the people in them: families with twins and namesakes, couples, shelters, and people who move."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.bench.dutch_errors import words

LETTERS = "ABCDEGHJKLMNPRSTVWXZ"


@dataclass(slots=True)
class Address:
    """Where somebody lives or lived."""

    street: str
    house: str
    postcode: str
    city: str


@dataclass(slots=True)
class Person:
    """Somebody who does not exist; `kinds` says what makes them easily confused with others."""

    number: int
    origin: str
    sex: str
    given: list[str]
    prefix: str
    surname: str
    partner: tuple[str, str] | None
    birth: tuple[int, int, int]
    addresses: list[Address]
    phones: list[str]
    identifier: str
    kinds: set[str] = field(default_factory=set)


def population(chance: random.Random) -> Iterator[Person]:
    """Yield people without end, household after household."""
    towns = words.towns()
    weights = [width for _, _, width in towns]
    number = 0
    while True:
        origin = _origin(chance)
        here = _address(chance, towns, weights)
        kind = chance.random()
        if kind < 0.012:
            members = _shelter(chance, here, number)
        elif kind < 0.40:
            members = [_adult(chance, origin, here, number)]
        else:
            members = _family(chance, origin, here, number, children=kind > 0.62)
        for person in members:
            _add_past(chance, person, towns, weights)
            yield person
        number += len(members)


def _origin(chance: random.Random) -> str:
    return chance.choices(list(words.ORIGINS), [share for share, _ in words.ORIGINS.values()])[0]


def _address(chance: random.Random, towns: list[tuple[str, int, int]], weights: list[int]) -> Address:
    """Return an address; one postcode of six has one street, as in the Netherlands."""
    city, first, width = chance.choices(towns, weights)[0]
    postcode = f"{first + chance.randrange(width)}{chance.choice(LETTERS)}{chance.choice(LETTERS)}"
    street = words.street(random.Random(postcode))
    return Address(street, str(1 + min(int(chance.expovariate(1 / 40)), 400)), postcode, city)


def _birth(chance: random.Random, origin: str, year: int) -> tuple[int, int, int]:
    """Return a birth date; where a registrar had to choose one, it is 1 January, or sometimes 1 July."""
    if chance.random() < words.ORIGINS[origin][1]:
        return year, chance.choice((1, 1, 1, 7)), 1
    return year, chance.randint(1, 12), chance.randint(1, 28)


def identifier_of(number: int) -> str:
    """Return a made-up number of twelve digits, so that it can never be a BSN; scattered, so that few look alike."""
    return f"9999{number * 73_687_877 % 100_000_000:08d}"


def _phone(chance: random.Random) -> str:
    return f"06{chance.randrange(10**8):08d}"


def _person(
    chance: random.Random, origin: str, sex: str, name: tuple[str, str], year: int, here: Address, number: int
) -> Person:
    given = [words.given_name(chance, origin, sex)]
    while origin in ("nederlands", "surinaams") and len(given) < 4 and chance.random() < 0.35:
        given.append(words.given_name(chance, origin, sex))
    return Person(
        number, origin, sex, given, *name, None, _birth(chance, origin, year), [here], [_phone(chance)], identifier_of(number)
    )  # fmt: skip


def _adult(chance: random.Random, origin: str, here: Address, number: int) -> Person:
    year = 2004 - min(int(chance.triangular(0, 75, 25)), 80)
    return _person(chance, origin, chance.choice("mv"), words.surname(chance, origin), year, here, number)


def _shelter(chance: random.Random, here: Address, number: int) -> list[Person]:
    """Return people who share an address and nothing else."""
    people = [_adult(chance, _origin(chance), here, number + place) for place in range(chance.randint(15, 70))]
    for person in people:
        person.kinds.add("opvangadres")
    return people


def _family(chance: random.Random, origin: str, here: Address, number: int, *, children: bool) -> list[Person]:
    """Return a couple, and children who share surname, address and sometimes initials or the day of birth."""
    name = words.surname(chance, origin)
    year = 1995 - chance.randint(0, 45)
    father = _person(chance, origin, "m", name, year, here, number)
    mother = _person(chance, origin, "v", words.surname(chance, origin), year + chance.randint(-6, 6), here, number + 1)
    if chance.random() < 0.7 and origin not in words.CHAIN_OF_NAMES:
        mother.partner = name
        mother.kinds.add("getrouwd")
    people = [father, mother]
    if children:
        _add_children(chance, people, origin, here, number)
    if chance.random() < 0.35:  # one telephone for the house
        for person in people[1:]:
            person.phones = [*father.phones]
    for person in people:
        person.kinds.add("gezin")
    return people


def _add_children(chance: random.Random, people: list[Person], origin: str, here: Address, number: int) -> None:
    father = people[0]
    born = father.birth[0] + chance.randint(20, 36)
    for _ in range(chance.randint(1, 4)):
        if born > 2015:
            break
        name = (father.prefix, father.surname)
        if origin in words.CHAIN_OF_NAMES:  # the father's own name comes behind the child's
            name = ("", f"{father.given[0]} {father.surname.split()[0]}")
        child = _person(chance, origin, chance.choice("mv"), name, born, here, number + len(people))
        if child.sex == "m" and chance.random() < 0.18:
            child.given[0] = _same_initial(chance, origin, father.given[0])
            child.kinds.add("vader en zoon")
            father.kinds.add("vader en zoon")
        people.append(child)
        if chance.random() < 0.035:
            twin = _person(chance, origin, chance.choice("mv"), name, born, here, number + len(people))
            twin.birth = child.birth
            twin.kinds.add("tweeling")
            child.kinds.add("tweeling")
            people.append(twin)
        born += chance.randint(1, 4)


def _same_initial(chance: random.Random, origin: str, name: str) -> str:
    """Return the father's name itself, or another with its first letter when one comes by."""
    for _ in range(30):
        other = words.given_name(chance, origin, "m")
        if other[0] == name[0] and (other != name or chance.random() < 0.3):
            return other
    return name


def _add_past(chance: random.Random, person: Person, towns: list[tuple[str, int, int]], weights: list[int]) -> None:
    """Add earlier addresses and telephone numbers."""
    while len(person.addresses) < 4 and chance.random() < 0.3:
        person.addresses.append(_address(chance, towns, weights))
    while len(person.phones) < 3 and chance.random() < 0.3:
        person.phones.append(_phone(chance))
