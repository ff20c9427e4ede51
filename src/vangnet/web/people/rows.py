"""A person as one line of a list: just enough to tell two people apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext

from vangnet.access import selectors as access
from vangnet.people.types import CandidateView, Likeness, PartialDate, PersonView


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person.

    Args:
        born: as far as known, in words.
    """

    id: UUID
    name: str
    born: str
    municipality: str


def person_rows(persons: Sequence[PersonView]) -> list[PersonRow]:
    """Return persons as lines, with the names of their municipalities in one query."""
    names = access.municipality_names(codes=[person.municipality for person in persons])
    return [
        PersonRow(
            id=person.id,
            name=person.name or gettext("Zonder naam"),
            born=birth_words(person.birth),
            municipality=names.get(person.municipality, ""),
        )
        for person in persons
    ]


@dataclass(frozen=True, slots=True)
class MatchRow(PersonRow):
    """Somebody a report may be about, and what agrees."""

    first: bool
    same: str
    different: str


def match_rows(matches: Sequence[CandidateView]) -> list[MatchRow]:
    """Return candidates in sight as lines, surest first."""
    rows = person_rows([match.person for match in matches])
    return [
        MatchRow(
            id=row.id,
            name=row.name,
            born=row.born,
            municipality=row.municipality,
            first=match.likeness is Likeness.FIRST,
            same=_fields(match.same),
            different=_fields(match.different),
        )
        for row, match in zip(rows, matches, strict=True)
    ]


def _fields(codes: Sequence[str]) -> str:
    words = {
        "name": gettext("naam"),
        "birth": gettext("geboortedatum"),
        "address": gettext("adres"),
        "postcode": gettext("postcode"),
        "phone": gettext("telefoonnummer"),
    }
    return ", ".join(words[code] for code in codes)


def birth_words(birth: PartialDate) -> str:
    """Return a day of birth as far as it is known; nothing when nothing is.

    >>> birth_words(PartialDate(1980, 12, 31)), birth_words(PartialDate(1980, 12)), birth_words(PartialDate(1980))
    ('31-12-1980', '12-1980', '1980')
    """
    parts = (f"{birth.day:02d}" if birth.day else "", f"{birth.month:02d}" if birth.month else "")
    year = f"{birth.year:04d}" if birth.year else ""
    return "-".join(part for part in (*parts, year) if part)
