"""Take Dutch and migrant names apart: prefixes, double and partner names, initials, familiar forms. Pure."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from vangnet.people.engine.text import fold

# Words before a surname that are moved, dropped, joined and shortened by every system in its own way.
_PREFIXES = frozenset(
    ("van", "von", "vd", "v", "de", "den", "der", "des", "d", "te", "ten", "ter", "tot", "t", "in", "op", "aan", "bij",
     "uit", "uijt", "onder", "over", "voor", "het", "s", "la", "le", "les", "du", "da", "di", "do", "dos", "das", "del",
     "della", "el", "al", "ul", "bin", "ben", "ibn", "abu", "bint", "zu", "zur", "zum", "am", "af", "av", "ver", "vander",
     "vanden", "vande", "opt")
)  # fmt: skip
# Prefixes written fast to the name; only when at least four letters of a name are left.
_GLUED = re.compile(r"^(?:van der|van den|van de|vander|vanden|vande|van|el|al)(?=[a-z]{4})")
_PARTNER_WORDS = re.compile(
    r"\b(?:echtgenote van|echtgenoot van|weduwe van|e\s*/\s*v|e v|ev|geboren|geb|wed|gesch|gescheiden van)\b\.?|[-/,]|(?<=\s)[–—](?=\s)"
)
_TITLES = frozenset(
    ("dhr", "mevr", "mw", "heer", "mevrouw", "drs", "dr", "ing", "ir", "mr", "prof", "jr", "sr", "hr", "fam")
)
_INITIALS = re.compile(r"^(?:[a-z]{1,2}\.\s*)+$|^(?:[a-z] )+[a-z]$|^[a-z]$", re.IGNORECASE)
_CAPITALS = re.compile(r"^[A-Z]{2,5}$")
_VOWEL = re.compile(r"[aeiouy]", re.IGNORECASE)
# What is written when nobody knew the name; never a fact about a person.
_PLACEHOLDERS = frozenset(
    ("onbekend", "onb", "unknown", "nn", "n n", "nb", "n b", "nvt", "n v t", "geen", "niet bekend", "x", "xx", "xxx",
     "xxxx", "test", "anoniem", "anonymous", "null", "none", "nan", "na", "n a", "baby", "naamloos", "onleesbaar",
     "achternaam", "voornaam", "niet opgegeven", "weigert", "weigert naam", "zie notitie", "nomen nescio")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class GivenName:
    """A given name in parts; None where nothing was written."""

    first: str | None = None
    second: str | None = None
    initials: str | None = None
    nick_a: str | None = None
    nick_b: str | None = None


@dataclass(frozen=True, slots=True)
class Surname:
    """A surname without prefixes: all of it joined, and its first and last part when it has more than one."""

    whole: str | None = None
    first: str | None = None
    last: str | None = None


def read_given_name(text: str) -> GivenName:
    """Return the parts of a given-name cell: initials alone, one name, several, or nothing.

    >>> read_given_name("J.P."), read_given_name("Onbekend").initials
    (GivenName(first=None, second=None, initials='jp', nick_a=None, nick_b=None), None)
    >>> name = read_given_name("Hans Peter"); name.first, name.second, name.initials, name.nick_a
    ('hans', 'peter', 'hp', 'johannes')
    """
    written = text.strip()[:120]
    plain = fold(written)
    if not plain or plain in _PLACEHOLDERS:
        return GivenName()
    if _INITIALS.match(written) or (_CAPITALS.match(written) and not _VOWEL.search(written)):
        letters = plain.split() if " " in plain or "." in written else list(plain)
        return GivenName(initials="".join(part[0] for part in letters)[:8])
    words = [word for word in plain.split() if word not in _TITLES]
    full = [word for word in words if len(word) > 1 and word not in _PREFIXES] or [w for w in words if len(w) > 1]
    initials = "".join(word[0] for word in words)[:8] or None
    if not full:
        return GivenName(initials=initials)
    forms = familiar_forms(full[0])
    return GivenName(
        first=_one_y(full[0]),
        second=_one_y(full[1]) if len(full) > 1 else None,
        initials=initials,
        nick_a=forms[0] if forms else None,
        nick_b=forms[1] if len(forms) > 1 else None,
    )


def read_surname(text: str) -> Surname:
    """Return a surname without prefixes wherever they stood, with its parts when it is a double or partner name.

    >>> read_surname("van der Vries").whole, read_surname("Vries, van der").whole, read_surname("Vandervries").whole
    ('vries', 'vries', 'vries')
    >>> read_surname("Jansen-de Vries"), read_surname("NN").whole
    (Surname(whole='jansenvries', first='jansen', last='vries'), None)
    """
    written = text.strip()[:120]
    if fold(written) in _PLACEHOLDERS:
        return Surname()
    parts = [part for piece in _PARTNER_WORDS.split(written.lower()) if (part := _without_prefixes(fold(piece)))]
    words = [_one_y(word) for part in parts for word in part.split()]
    if not words:  # somebody may be called just "De" or "Ben"
        words = [word for word in fold(written).split() if word not in _TITLES][:1]
    if not words:
        return Surname()
    if len(words) == 1:
        return Surname(whole=words[0], first=words[0])
    return Surname(whole="".join(words)[:60], first=words[0], last=words[-1])


def _one_y(word: str) -> str:
    """Return the word with `ij` written as `y`: systems and people mix the two.

    >>> _one_y("dijkstra")
    'dykstra'
    """
    return word.replace("ij", "y")


def _without_prefixes(plain: str) -> str:
    """Return one part of a surname without loose and glued prefixes; empty when nothing else is left."""
    kept = [word for word in plain.split() if word not in _TITLES and word not in _PREFIXES and len(word) > 1]
    return " ".join(_GLUED.sub("", word) for word in kept)


def familiar_forms(name: str) -> tuple[str, ...]:
    """Return the official names a familiar form may stand for (at most two), the name's own group included.

    Args:
        name: one folded given name.

    >>> familiar_forms("jan"), familiar_forms("bep"), familiar_forms("zzyzx")
    (('johannes',), ('elisabeth',), ())
    """
    return _forms().get(name, ())


@lru_cache(maxsize=1)
def _forms() -> dict[str, tuple[str, ...]]:
    """Read the table of familiar forms: one row a group, the official name first."""
    table: dict[str, tuple[str, ...]] = {}
    path = resources.files("vangnet.people.engine").joinpath("data/familiar_forms.csv")
    with path.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            for form in (row["name"], *(fold(form) for form in row["forms"].split())):
                known = table.get(form, ())
                if row["name"] not in known and len(known) < 2:
                    table[form] = (*known, row["name"])
    return table
