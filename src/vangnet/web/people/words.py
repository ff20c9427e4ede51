"""Codes of the stage in words people use."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from vangnet.people.types import IdentifierKind, NameKind, RelationKind, ResearchedFacts, ResidenceKind, SourceKind
from vangnet.people.types.learning import LearnedKind

Words = Promise | str

NAME_KINDS: dict[NameKind, Words] = {
    NameKind.ALIAS: gettext_lazy("Alias"),
    NameKind.EARLIER: gettext_lazy("Eerdere naam"),
    NameKind.CALLED: gettext_lazy("Roepnaam"),
}
NAME_USES: dict[str, Words] = {
    "own": gettext_lazy("Eigen achternaam"),
    "partner": gettext_lazy("Achternaam van de partner"),
    "partner-own": gettext_lazy("Eerst die van de partner, dan de eigen"),
    "own-partner": gettext_lazy("Eerst de eigen, dan die van de partner"),
}
SEXES: dict[str, Words] = {
    "": gettext_lazy("Onbekend"),
    "f": gettext_lazy("Vrouw"),
    "m": gettext_lazy("Man"),
    "x": gettext_lazy("Anders"),
}
RESIDENCE_KINDS: dict[ResidenceKind, Words] = {
    ResidenceKind.STAY: gettext_lazy("Verblijft hier"),
    ResidenceKind.REGISTERED: gettext_lazy("Staat hier ingeschreven"),
}
RESEARCHED: dict[ResearchedFacts, Words] = {
    ResearchedFacts.NAME: gettext_lazy("naam"),
    ResearchedFacts.BIRTH: gettext_lazy("geboorte"),
    ResearchedFacts.ADDRESS: gettext_lazy("adres"),
    ResearchedFacts.NUMBER: gettext_lazy("nummer"),
    ResearchedFacts.RELATIONS: gettext_lazy("familie"),
}
RELATIONS: dict[RelationKind, Words] = {
    RelationKind.PARTNER: gettext_lazy("Partner"),
    RelationKind.PARENT: gettext_lazy("Ouder"),
    RelationKind.CHILD: gettext_lazy("Kind"),
    RelationKind.SIBLING: gettext_lazy("Broer of zus"),
    RelationKind.GUARDIAN: gettext_lazy("Voogd, bewindvoerder of mentor"),
    RelationKind.HOUSEMATE: gettext_lazy("Huisgenoot"),
    RelationKind.CLOSE: gettext_lazy("Iemand anders die dichtbij staat"),
}
SOURCES: dict[SourceKind, Words] = {
    SourceKind.PROFESSIONAL: gettext_lazy("Door een collega vastgelegd"),
    SourceKind.SIGNAL: gettext_lazy("Vastgelegd bij een signaal"),
    SourceKind.BRP: gettext_lazy("Uit de Basisregistratie Personen"),
    SourceKind.IMPORT: gettext_lazy("Uit een bestand"),
}
REPORTED: Words = gettext_lazy("Gezegd door wie een signaal meldde")
LEARNED: dict[LearnedKind, Words] = {
    LearnedKind.SHARED: gettext_lazy("Gedeeld met anderen"),
    LearnedKind.SIGNAL: gettext_lazy("Signalen bekeken of gekoppeld"),
    LearnedKind.WRITTEN: gettext_lazy("Opgeschreven of gewijzigd"),
    LearnedKind.READ: gettext_lazy("Gelezen"),
}


def number_words(kind: IdentifierKind, police_key: str) -> Words:
    """Return what a number is called here.

    Args:
        police_key: what the police call theirs.
    """
    return gettext_lazy("Burgerservicenummer") if kind is IdentifierKind.BSN else police_key
