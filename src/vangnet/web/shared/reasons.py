"""Why something goes, or stays, in the language of the reader: `flow` says it in Dutch, sentence by sentence."""

from __future__ import annotations

import re
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as in_language
from django.utils.translation import gettext_lazy

_DAYS: Final = re.compile(r"weg (\d+) dagen na het besluit")
_SENTENCES: Final = re.compile(r"(?<=[.)]) (?=[A-Z])")
# What `flow.retention` and `flow.keeping` say, word for word; here only so that a catalogue has them in English.
SENTENCES: Final = (
    gettext_lazy("Uiterlijk vijf jaar na de eerste verwerking (Wgs artikel 1.8 lid 7)."),
    gettext_lazy(
        "Langer bewaard in opdracht van de deelnemers, hoogstens twee jaar per keer (Bgs artikel 1.16 lid 2 en 3)."
    ),
    gettext_lazy("De casus is gesloten en tot dan afgeschermd (Wgs artikel 2.31 lid 8)."),
    gettext_lazy("Niet opgepakt: weg %(days)s dagen na het besluit (Bgs artikel 1.16 lid 1, onder b)."),
    gettext_lazy(
        "Politiegegevens bij het meldpunt: weg als ze niet meer nodig zijn (machtigingsbesluit meldpunten artikel 2)."
    ),
    gettext_lazy("Er is geen casus en geen signaal meer over deze persoon (Wgs artikel 1.8 lid 7)."),
    gettext_lazy(
        "Logregels: vijf jaar na het schrijven (besluit logging zorg); langer dan de vier jaar van Wjsg 39j en Wpg 32."
    ),
    gettext_lazy("De persoon vroeg om wissing, en dat is toegekend (AVG artikel 17)."),
    gettext_lazy("De casus loopt nog; hij gaat weg zodra hij is gesloten (AVG artikel 17 lid 3 onder b)."),
    gettext_lazy("Het signaal wacht nog op antwoord; daarna gaat het weg (AVG artikel 17 lid 3 onder b)."),
    gettext_lazy("De bemoeizorg loopt nog; daarna gaat het weg (AVG artikel 17 lid 3 onder b)."),
    gettext_lazy("Er loopt een verzoek of klacht van de persoon."),
    gettext_lazy("Een antwoord aan de persoon kan nog zes weken worden betwist."),
    gettext_lazy("De persoon wil dat dit bewaard blijft (AVG artikel 18 lid 1 onder b of c)."),
    gettext_lazy("Vijf jaar na het eerste signaal; een persoon gaat weg met de laatste casus en het laatste signaal."),
    gettext_lazy("Dertig dagen na het besluit, of wat het meldpunt zelf heeft ingesteld."),
    gettext_lazy("Vangnet doet geen analyse van personen; het Zorg- en Veiligheidshuis mag dat ook niet (Wgs 2.26)."),
    gettext_lazy("Hoogstens twee jaar erbij, in opdracht van de deelnemers en als elke aanleveraar ja zegt."),
    gettext_lazy("Sluiten beëindigt alle inzage; de database laat daarna geen inzage meer toe."),
    gettext_lazy("Vangnet houdt geen lijst van geprioriteerde casussen bij."),
    gettext_lazy("Wat hiervan in een casus staat, gaat uiterlijk na vijf jaar weg (Wgs artikel 1.8 lid 7)."),
    gettext_lazy("De bron bewaart het eigen dossier."),
    gettext_lazy("Een politiesignaal bij een meldpunt gaat weg als het is afgehandeld zonder casus of bemoeizorg."),
    gettext_lazy("De logregel van elke verstrekking blijft vijf jaar: langer dan de vier jaar die nodig zijn."),
    gettext_lazy("De logregel van elke verstrekking blijft vijf jaar, met ontvanger, doel en soort gegevens."),
    gettext_lazy("Elke maand van de logboeken gaat vijf jaar na het einde van die maand weg."),
    gettext_lazy("Technische logbestanden staan niet in de database; wie de server beheert, bewaart ze."),
    gettext_lazy("De dag van de volgende audit staat in dit overzicht."),
    gettext_lazy(
        "Besluiten blijven vijf jaar, zonder naam; het nummer verwijst naar niemand meer als de persoon weg is."
    ),
)


def reason_words(text: str) -> str:
    """Return a reason in the language of the reader; a sentence that has no English stays as it is."""
    return " ".join(_sentence(part) for part in _SENTENCES.split(text))


def mark(object_id: UUID) -> str:
    """Return the short mark by which somebody finds a thing in the register, and that says nothing of it.

    >>> mark(UUID("01a220a7-2483-74b3-83ae-0428b91d9f4b"))
    'B91D-9F4B'
    """
    end = object_id.hex[-8:].upper()
    return f"{end[:4]}-{end[4:]}"


def _sentence(text: str) -> str:
    days = _DAYS.search(text)
    if days is None:
        return in_language(text) if text else ""
    general = _DAYS.sub("weg %(days)s dagen na het besluit", text)
    return in_language(general) % {"days": days.group(1)}
