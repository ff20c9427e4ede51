"""Titles of the timeline in the language of the reader.

The record keeps the title in Dutch, as it was written down. Those that Vangnet itself wrote have fixed words; whatever
people wrote is theirs and is never translated.
"""

from __future__ import annotations

import re
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from vangnet.web.shared.screen import language

FIXED: Final[dict[str, Promise]] = {
    "Casus afgesloten": gettext_lazy("Casus afgesloten"),
    "Casus geopend vanuit een signaal": gettext_lazy("Casus geopend vanuit een signaal"),
    "Document ingetrokken": gettext_lazy("Document ingetrokken"),
    "Document, later ingetrokken": gettext_lazy("Document, later ingetrokken"),
    "Contact": gettext_lazy("Contact"),
    "Contact gemist": gettext_lazy("Contact gemist"),
    "Notitie": gettext_lazy("Notitie"),
    "Verblijft nu ergens anders": gettext_lazy("Verblijft nu ergens anders"),
}
# What Vangnet itself wrote under a title.
ENTRY_TEXTS: Final[dict[str, Promise]] = {
    "Het is per ongeluk toegevoegd.": gettext_lazy("Het is per ongeluk toegevoegd."),
    "Het gaat over iemand anders of hoort bij een andere casus.": gettext_lazy(
        "Het gaat over iemand anders of hoort bij een andere casus."
    ),
    "Het is een oude versie.": gettext_lazy("Het is een oude versie."),
    "Wat erin staat, klopt niet.": gettext_lazy("Wat erin staat, klopt niet."),
    "Het mocht hier niet worden bewaard.": gettext_lazy("Het mocht hier niet worden bewaard."),
}
PATTERNS: Final[tuple[tuple[re.Pattern[str], Promise], ...]] = (
    (re.compile(r"Plan, versie (?P<nr>\d+), vastgesteld"), gettext_lazy("Plan, versie %(nr)s, vastgesteld")),
    (re.compile(r"Afspraak (?P<nr>\d+) gemaakt"), gettext_lazy("Afspraak %(nr)s gemaakt")),
    (re.compile(r"Afspraak (?P<nr>\d+) is gedaan"), gettext_lazy("Afspraak %(nr)s is gedaan")),
    (re.compile(r"Afspraak (?P<nr>\d+) staat weer open"), gettext_lazy("Afspraak %(nr)s staat weer open")),
    (re.compile(r"(?P<name>.{1,180}) doet mee"), gettext_lazy("%(name)s doet mee")),
)


def entry_text(text: str) -> str:
    """Return what stands under a title for this reader; whatever people wrote stays as it is."""
    return text if language() == "nl" or text not in ENTRY_TEXTS else str(ENTRY_TEXTS[text])


def entry_title(title: str) -> str:
    """Return the title of a line of the timeline for this reader.

    Args:
        title: as the record keeps it, in Dutch.
    """
    if language() == "nl":
        return title
    if title in FIXED:
        return str(FIXED[title])
    for pattern, words in PATTERNS:
        if found := pattern.fullmatch(title):
            return str(words) % found.groupdict()
    return title
