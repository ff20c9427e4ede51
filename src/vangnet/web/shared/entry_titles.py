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
PATTERNS: Final[tuple[tuple[re.Pattern[str], Promise], ...]] = (
    (re.compile(r"Plan, versie (?P<nr>\d+), vastgesteld"), gettext_lazy("Plan, versie %(nr)s, vastgesteld")),
    (re.compile(r"Afspraak (?P<nr>\d+) gemaakt"), gettext_lazy("Afspraak %(nr)s gemaakt")),
    (re.compile(r"Afspraak (?P<nr>\d+) is gedaan"), gettext_lazy("Afspraak %(nr)s is gedaan")),
    (re.compile(r"Afspraak (?P<nr>\d+) staat weer open"), gettext_lazy("Afspraak %(nr)s staat weer open")),
    (re.compile(r"(?P<name>.{1,180}) doet mee"), gettext_lazy("%(name)s doet mee")),
)


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
