"""Names, addresses and phone numbers that nobody has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from vangnet.cli.country.chance import Chance
from vangnet.cli.country.reference import Town
from vangnet.cli.country.texts import pool

_PRONOUNS = {"f": ("zij", "haar", "haar"), "m": ("hij", "hem", "zijn"), "x": ("die", "diegene", "diens")}


@dataclass(frozen=True, slots=True)
class Someone:
    """A made-up human being.

    Args:
        birth: year, month and day; 0 for what is unknown.
        relative: who stands close, such as `zus Lotte`.
    """

    given: str
    prefix: str
    surname: str
    sex: str
    birth: tuple[int, int, int]
    relative: str
    town: Town
    street: str
    number: str
    postcode: str
    phone: str
    no_fixed_address: bool = False
    secret_address: bool = False

    @property
    def words(self) -> dict[str, str]:
        """Return the words that texts about this person use."""
        he, him, his = _PRONOUNS[self.sex]
        return {
            "voornaam": self.given, "hij": he, "Hij": he.capitalize(), "hem": him, "zijn": his,
            "Zijn": his.capitalize(), "naaste": self.relative, "Naaste": self.relative[:1].upper() + self.relative[1:],
            "straat": self.street or "markt", "plaats": self.town.name,
        }  # fmt: skip

    @property
    def birth_text(self) -> str:
        """Return the birth date as a reporter claims it, `YYYY-MM-DD`."""
        return "{:04d}-{:02d}-{:02d}".format(*self.birth)


def someone(chance: Chance, *, town: Town, day: date) -> Someone:
    """Draw a human being who stays in a municipality.

    Args:
        day: reference day; everybody is 18 to 80 years old on it.
    """
    sex = chance.weighted({"m": 0.62, "f": 0.36, "x": 0.02})
    prefix, surname = last_name(chance)
    roofless = chance.hit(0.08)
    return Someone(
        given=given_name(chance, sex),
        prefix=prefix,
        surname=surname,
        sex=sex,
        birth=_birth(chance, day),
        relative=_relative(chance),
        town=town,
        street="" if roofless else street(chance),
        number="" if roofless else str(chance.between(1, 198)),
        postcode="" if roofless else postcode(chance),
        phone=phone(chance) if chance.hit(0.7) else "",
        no_fixed_address=roofless,
        secret_address=not roofless and chance.hit(0.03),
    )


def given_name(chance: Chance, sex: str) -> str:
    """Draw a given name."""
    names: list[str] = pool("names")["given"][sex]
    return chance.pick(names)


def last_name(chance: Chance) -> tuple[str, str]:
    """Draw a prefix (often none) and a surname that nobody has."""
    parts = pool("names")["surname"]
    if chance.hit(0.12):
        return "", chance.pick(parts["whole"])
    return chance.pick(parts["prefixes"]), chance.pick(parts["first"]) + chance.pick(parts["second"])


def full_name(chance: Chance) -> str:
    """Draw the whole name of a professional."""
    prefix, surname = last_name(chance)
    return " ".join(part for part in (given_name(chance, chance.pick("fmfmx")), prefix, surname) if part)


def street(chance: Chance) -> str:
    """Draw a street that does not exist."""
    parts = pool("names")["street"]
    return f"{chance.pick(parts['first'])}{chance.pick(parts['second'])}"


def postcode(chance: Chance) -> str:
    """Draw a postcode with letters that the post never gives out."""
    return f"{chance.between(1000, 9999)}{chance.pick(pool('names')['postcode']['letters'])}"


def phone(chance: Chance) -> str:
    """Draw a phone number from a series that is not in use."""
    return f"06 0000 {chance.between(0, 9999):04d}"


def _relative(chance: Chance) -> str:
    sex = chance.pick("fm")
    kinds: list[str] = pool("names")["family"][sex]
    return f"{chance.pick(kinds)} {given_name(chance, sex)}"


def _birth(chance: Chance, day: date) -> tuple[int, int, int]:
    year = day.year - chance.between(19, 80)
    if chance.hit(0.04):
        return year, 0, 0
    return year, chance.between(1, 12), chance.between(1, 28)
