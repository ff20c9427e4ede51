"""What is compared between two records, and in which steps: the one list that batch, single signal and screen share.

A comparison has levels, tried from the top; the first that holds counts. The last level ("different") always holds.
When one of the two has nothing to compare, the comparison is silent: it neither speaks for nor against.
"""

from __future__ import annotations

from dataclasses import dataclass

from vangnet.people.engine.predicates import (
    Predicate,
    all_of,
    any_of,
    digits_differ,
    edits,
    either_starts_with,
    missing,
    part_of_date_unknown,
    same,
    same_slice,
    similar,
    years_apart,
)


@dataclass(frozen=True, slots=True)
class Level:
    """One step of agreement.

    Args:
        code: stable name, used in the model file.
        nl: what a case worker reads, as the end of the sentence "De voornaam …".
        when: the predicate; None for the last level, which always holds.
        frequency: the column whose value makes agreement worth less when it is common ("de Jong") and more when rare.
    """

    code: str
    nl: str
    when: Predicate | None
    frequency: str | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """One thing that is compared; `silent` says when there is nothing to compare."""

    name: str
    nl: str
    silent: Predicate
    levels: tuple[Level, ...]

    def level(self, code: str) -> Level:
        """Return the level with this code."""
        return next(level for level in self.levels if level.code == code)


# Both names stand in each other's place; or one of them does, as where names are a chain and no family name.
_EXCHANGED = all_of(similar("given", 0.93, "surname_first"), similar("surname_first", 0.93, "given"))
_MOVED = any_of(
    similar("given", 0.93, "surname_first"),
    similar("surname_first", 0.93, "given"),
    same("given", "surname_last"),
    same("surname_last", "given"),
    same("given_second", "surname_first"),
    same("surname_first", "given_second"),
)
_SHARED_PART = any_of(
    same("surname_first"),
    same("surname_last"),
    same("surname_first", "surname_last"),
    same("surname_last", "surname_first"),
)

GIVEN = Comparison(
    "given_name",
    "voornaam",
    missing("initial"),
    (
        Level("same", "is gelijk", same("given"), frequency="given"),
        Level(
            "familiar",
            "is een roepnaam of andere vorm van dezelfde naam",
            any_of(
                same("nick_a"),
                same("nick_a", "nick_b"),
                same("nick_b", "nick_a"),
                same("nick_b"),
                same("given", "given_second"),
                same("given_second", "given"),
            ),
        ),
        Level(
            "close",
            "is bijna gelijk geschreven",
            any_of(
                similar("given", 0.9),
                edits("given", 1, from_length=3, screen=0.77),
                either_starts_with("given", from_length=3),
            ),
        ),
        Level("exchanged", "is verwisseld met de achternaam", _EXCHANGED),
        Level("moved", "staat bij de ander in de achternaam", _MOVED),
        Level("initial", "past bij de voorletter", all_of(missing("given"), same("initial"))),
        Level("sound", "klinkt hetzelfde", same("given_sound")),
        Level("alike", "lijkt er een beetje op", similar("given", 0.78)),
        Level("letter", "is anders, met dezelfde eerste letter", same("initial")),
        Level("different", "is anders", None),
    ),
)

SURNAME = Comparison(
    "surname",
    "achternaam",
    any_of(missing("surname"), _EXCHANGED),  # names in each other's place are counted once, with the given name
    (
        Level("same", "is gelijk", same("surname"), frequency="surname"),
        Level(
            "part",
            "is een deel van de andere (dubbele naam of naam van de partner)",
            all_of(missing("surname_last"), _SHARED_PART),
        ),
        Level(
            "close",
            "is bijna gelijk geschreven",
            any_of(similar("surname", 0.92), edits("surname", 1, from_length=4, screen=0.82)),
        ),
        Level("overlap", "heeft een van meer namen gelijk", _SHARED_PART),
        Level("sound", "klinkt hetzelfde", same("surname_sound")),
        Level(
            "alike",
            "lijkt er een beetje op",
            any_of(similar("surname", 0.8), edits("surname", 2, from_length=5, screen=0.72)),
        ),
        Level("different", "is anders", None),
    ),
)

BIRTH = Comparison(
    "birth_date",
    "geboortedatum",
    missing("birth"),
    (
        Level("same", "is gelijk", all_of(same("birth"), same("birth_day")), frequency="birth"),
        Level(
            "swapped", "is gelijk als dag en maand zijn verwisseld", same("birth", "birth_swapped"), frequency="birth"
        ),
        Level("partial", "past, maar dag of maand is onbekend", all_of(same("birth_year"), part_of_date_unknown())),
        Level("close", "verschilt één cijfer", all_of(digits_differ("birth", 2), edits("birth", 1))),
        Level("day", "heeft dezelfde dag en maand, in een jaar dichtbij", all_of(same("birth_day"), years_apart(3))),
        Level(
            "month",
            "heeft hetzelfde jaar en dezelfde maand of dag",
            all_of(same("birth_year"), any_of(same_slice("birth", 4, 2), same_slice("birth", 6, 2))),
        ),
        Level("near", "verschilt twee cijfers", digits_differ("birth", 2)),
        Level("year", "heeft hetzelfde jaar of het jaar ernaast", years_apart(1)),
        Level("different", "is anders", None),
    ),
)

SEX = Comparison(
    "sex",
    "geslacht",
    missing("sex"),
    (Level("same", "is gelijk", same("sex")), Level("different", "is anders", None)),
)

_NEAR = any_of(edits("postcode", 1, from_length=4, screen=0.82), similar("city", 0.88))

ADDRESS = Comparison(
    "address",
    "adres",
    all_of(missing("postcode"), missing("city"), missing("street")),
    (
        Level("same", "is gelijk", same("address"), frequency="address"),
        Level(
            "close",
            "is bijna gelijk geschreven",
            all_of(same("house"), any_of(similar("street", 0.88), same("postcode")), _NEAR),
        ),
        Level("street", "is in dezelfde straat", all_of(similar("street", 0.9), _NEAR)),
        Level("postcode", "heeft dezelfde postcode", same("postcode")),
        Level("elsewhere", "heeft dezelfde straatnaam", similar("street", 0.93)),
        Level("town", "is in dezelfde plaats of wijk", any_of(same("area"), similar("city", 0.9))),
        Level("different", "is anders", None),
    ),
)

PHONE = Comparison(
    "phone",
    "telefoonnummer",
    missing("phone"),
    (
        Level("same", "is gelijk", same("phone"), frequency="phone"),
        Level("close", "verschilt één cijfer", edits("phone", 1, from_length=8, screen=0.85)),
        Level("different", "is anders", None),
    ),
)

IDENTIFIER = Comparison(
    "identifier",
    "nummer",
    missing("identifier"),
    (
        Level("same", "is gelijk", same("identifier"), frequency="identifier"),
        Level("close", "verschilt één cijfer", edits("identifier", 1, from_length=7, screen=0.85)),
        Level("different", "is anders", None),
    ),
)

COMPARISONS = (GIVEN, SURNAME, BIRTH, SEX, ADDRESS, PHONE, IDENTIFIER)
# Columns whose values are counted: agreement on a common value says less than on a rare one.
FREQUENCY_COLUMNS = tuple(
    dict.fromkeys(level.frequency for comparison in COMPARISONS for level in comparison.levels if level.frequency)
)
