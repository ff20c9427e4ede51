"""How Vangnet keeps to each retention norm of the law: computed here, overtaken by an earlier term, or about nothing that is here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from vangnet.core.periods import years_later


class Way(StrEnum):
    """How a norm is kept to.

    COMPUTED: its term is computed and done. SOONER: what Vangnet holds goes earlier, by another norm; the source keeps its own
    file by this one. ABSENT: Vangnet holds nothing of the kind.
    """

    COMPUTED = "computed"
    SOONER = "sooner"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Kept:
    """How one norm is kept to, in plain Dutch."""

    way: Way
    nl: str


_JOINT: Final = (
    "Wat hiervan in een casus staat, gaat uiterlijk na vijf jaar weg (Wgs artikel 1.8 lid 7). "
    "De bron bewaart het eigen dossier."
)
NORMS: Final[dict[str, Kept]] = {
    "R01": Kept(
        Way.COMPUTED,
        "Vijf jaar na het eerste signaal; een persoon gaat weg met de laatste casus en het laatste signaal.",
    ),
    "R02": Kept(Way.COMPUTED, "Dertig dagen na het besluit, of wat het meldpunt zelf heeft ingesteld."),
    "R03": Kept(
        Way.ABSENT, "Vangnet doet geen analyse van personen; het Zorg- en Veiligheidshuis mag dat ook niet (Wgs 2.26)."
    ),
    "R04": Kept(
        Way.COMPUTED, "Hoogstens twee jaar erbij, in opdracht van de deelnemers en als elke aanleveraar ja zegt."
    ),
    "R05": Kept(Way.COMPUTED, "Sluiten beëindigt alle inzage; de database laat daarna geen inzage meer toe."),
    "R06": Kept(Way.ABSENT, "Vangnet houdt geen lijst van geprioriteerde casussen bij."),
    "R07": Kept(Way.SOONER, _JOINT),
    "R08": Kept(Way.SOONER, _JOINT),
    "R09": Kept(
        Way.COMPUTED, "Een politiesignaal bij een meldpunt gaat weg als het is afgehandeld zonder casus of bemoeizorg."
    ),
    "R10": Kept(Way.SOONER, _JOINT),
    "R11": Kept(Way.SOONER, _JOINT),
    "R12": Kept(Way.SOONER, _JOINT),
    "R13": Kept(Way.SOONER, _JOINT),
    "R14": Kept(Way.SOONER, _JOINT),
    "R15": Kept(
        Way.COMPUTED, "De logregel van elke verstrekking blijft vijf jaar: langer dan de vier jaar die nodig zijn."
    ),
    "R16": Kept(
        Way.COMPUTED, "De logregel van elke verstrekking blijft vijf jaar, met ontvanger, doel en soort gegevens."
    ),
    "R17": Kept(Way.COMPUTED, "Elke maand van de logboeken gaat vijf jaar na het einde van die maand weg."),
    "R18": Kept(Way.ABSENT, "Technische logbestanden staan niet in de database; wie de server beheert, bewaart ze."),
    "R19": Kept(Way.COMPUTED, "De dag van de volgende audit staat in dit overzicht."),
    "R20": Kept(
        Way.COMPUTED,
        "Besluiten blijven vijf jaar, zonder naam; het nummer verwijst naar niemand meer als de persoon weg is.",
    ),
}
START: Final = date(2025, 3, 1)


def next_audit(day: date) -> date:
    """Return the last day for the next audit: two years after the law began, and then each four years.

    Law: Wgs article 1.10, Bgs article 1.18.

    >>> next_audit(date(2026, 11, 27)), next_audit(date(2027, 3, 2))
    (datetime.date(2027, 3, 1), datetime.date(2031, 3, 1))
    """
    due = years_later(START, 2)
    while due < day:
        due = years_later(due, 4)
    return due
