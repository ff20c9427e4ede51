"""Codes of cases and plans in words: Dutch here, English in the catalogue. A code without words shows as nothing odd."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from vangnet.access.types import Relation
from vangnet.cases.types import CaseKind, ContactKind, Cover, DocumentKind, EntryKind
from vangnet.plans.types import FlagReason, GoalState
from vangnet.web.shared.words import Tone

Words = Promise | str

KINDS: Final[dict[str, Words]] = {
    CaseKind.LEVENSLOOP: gettext_lazy("Levensloop"),
    CaseKind.ZVH: gettext_lazy("Zorg en veiligheid"),
}
RELATIONS: Final[dict[str, Words]] = {
    Relation.OWN: gettext_lazy("Mijn casussen"),
    Relation.DEPUTY: gettext_lazy("Ik vervang"),
    Relation.TEAM: gettext_lazy("Team"),
    Relation.OTHER: gettext_lazy("Gedeeld met mij"),
}
CONTACT_KINDS: Final[dict[str, Words]] = {
    ContactKind.VISIT: gettext_lazy("Bezoek"),
    ContactKind.PHONE: gettext_lazy("Telefoon"),
    ContactKind.OFFICE: gettext_lazy("Gesprek op kantoor"),
    ContactKind.MESSAGE: gettext_lazy("Bericht"),
}
DOCUMENTS: Final[dict[str, Words]] = {
    DocumentKind.LETTER: gettext_lazy("Brief"),
    DocumentKind.REPORT: gettext_lazy("Verslag of rapport"),
    DocumentKind.RULING: gettext_lazy("Besluit of beschikking"),
    DocumentKind.FORM: gettext_lazy("Formulier"),
    DocumentKind.OTHER: gettext_lazy("Iets anders"),
}
# Life domain: words, icon.
DOMAINS: Final[dict[str, tuple[Words, str]]] = {
    "health": (gettext_lazy("Gezondheid"), "health"),
    "housing": (gettext_lazy("Wonen"), "home"),
    "money": (gettext_lazy("Geld"), "money"),
    "network": (gettext_lazy("Familie en vrienden"), "family"),
    "safety": (gettext_lazy("Veiligheid"), "safety"),
    "day": (gettext_lazy("Dag en werk"), "day"),
}
# What a text of the plan holds, from least to most private.
PASSAGES: Final[dict[str, Words]] = {
    "C24": gettext_lazy("Alleen wat de persoon wil en wie wat doet"),
    "C17": gettext_lazy("Ook iets over hulp of begeleiding"),
    "C06": gettext_lazy("Ook iets over overlast of veiligheid"),
    "C14": gettext_lazy("Ook iets over ziekte, medicijnen of behandeling"),
}
# How a life domain goes: words, tone, icon.
STATES: Final[dict[str, tuple[Words, Tone, str]]] = {
    GoalState.WORRYING: (gettext_lazy("Zorgelijk"), "late", "worse"),
    GoalState.BETTER: (gettext_lazy("Gaat beter"), "good", "better"),
    GoalState.RUNNING: (gettext_lazy("Loopt"), "wait", "running"),
    GoalState.NOT_BEGUN: (gettext_lazy("Nog niet begonnen"), "rest", "not-begun"),
}
# Why a plan may no longer fit.
FLAGS: Final[dict[str, Words]] = {
    FlagReason.NEW_SIGNAL: gettext_lazy("Er kwam een nieuw signaal binnen"),
    FlagReason.MOVE: gettext_lazy("De persoon verblijft nu ergens anders"),
    FlagReason.MISSED_CONTACT: gettext_lazy("Een contact ging niet door"),
    FlagReason.TITLE_ENDED: gettext_lazy("Een maatregel is afgelopen"),
    FlagReason.REVIEW_PAST: gettext_lazy("De dag om het plan na te kijken is voorbij"),
    FlagReason.MIXED_UP: gettext_lazy("Registraties van twee mensen lagen bij elkaar"),
}
# A line of the timeline: tone, icon.
ENTRIES: Final[dict[str, tuple[Tone, str]]] = {
    EntryKind.SIGNAL: ("now", "signals"),
    EntryKind.CONTACT: ("good", "contact"),
    EntryKind.MISSED_CONTACT: ("late", "late"),
    EntryKind.DECISION: ("share", "law"),
    EntryKind.PLAN: ("rest", "plan"),
    EntryKind.AGREEMENT: ("wait", "done"),
    EntryKind.PEOPLE: ("rest", "people"),
    EntryKind.MOVE: ("now", "moved"),
    EntryKind.NOTE: ("wait", "entry"),
    EntryKind.DOCUMENT: ("rest", "document"),
}
LEVELS: Final[dict[int, Words]] = {
    1: gettext_lazy("Opgeschaald, niveau 1"),
    2: gettext_lazy("Opgeschaald, niveau 2"),
    3: gettext_lazy("Opgeschaald, niveau 3"),
    4: gettext_lazy("Opgeschaald, niveau 4"),
}
COVERED: Final = frozenset({Cover.HOLDER, Cover.DEPUTY})

# What the rules of the stages say about a field; they speak Dutch, and this gives each sentence its English.
RULES: Final[tuple[Words, ...]] = (
    gettext_lazy("Bij een afspraak horen: wat, wie en wanneer."),
    gettext_lazy("De einddatum moet na de begindatum liggen."),
    gettext_lazy("De sleutel van dit formulier ontbreekt. Laad de pagina opnieuw."),
    gettext_lazy("De tekst is te lang: hoogstens 20000 tekens."),
    gettext_lazy("De vervanger moet iemand anders zijn."),
    gettext_lazy("Deze dag ligt in de toekomst."),
    gettext_lazy("Deze dag ligt voor de dag waarop het vorige verblijf begon."),
    gettext_lazy("Alleen een pdf, een foto (jpg of png) of gewone tekst. Bewaar het eerst als pdf."),
    gettext_lazy("Dit bestand is leeg."),
    gettext_lazy("Dit bestand is te groot: hoogstens 5 MB."),
    gettext_lazy("Geef het document een naam van hoogstens 120 tekens."),
    gettext_lazy("Kies waarover het gaat."),
    gettext_lazy("Kies wat er in de eigen woorden staat."),
    gettext_lazy("Kies wat er in het korte plan staat."),
    gettext_lazy("Kies wat voor document het is."),
    gettext_lazy("Dit moment ligt in de toekomst."),
    gettext_lazy("Elk leefgebied komt één keer voor."),
    gettext_lazy("Herhalen kan elke 1 tot 366 dagen."),
    gettext_lazy("Kies een dag in de toekomst om het plan na te kijken."),
    gettext_lazy("Kies een dag vanaf vandaag."),
    gettext_lazy("Kies een dag."),
    gettext_lazy("Kies een leefgebied uit de lijst."),
    gettext_lazy("Kies hoe het contact was."),
    gettext_lazy("Kies wie het doet."),
    gettext_lazy("Kijk het plan na binnen een half jaar."),
    gettext_lazy("Maak de afspraak korter: hoogstens 500 tekens."),
    gettext_lazy("Vul in op welke dag de persoon dit zei."),
    gettext_lazy("Schrijf bij ten minste één leefgebied een doel op."),
    gettext_lazy("Schrijf op hoe het ging, of waarom het niet lukte."),
    gettext_lazy("Schrijf op waarom het plan nog klopt."),
    gettext_lazy("Schrijf op waarom."),
    gettext_lazy("Noem de deelnemers die dit opdragen."),
    gettext_lazy("Schrijf op waarom dit nodig is."),
    gettext_lazy("Schrijf op waarom dit weg kan."),
    gettext_lazy("Schrijf op wie dit daar zei."),
    gettext_lazy("U vroeg dit zelf. Laat een collega het ja van een ander vastleggen."),
    gettext_lazy("Dit kan alleen als de casus loopt en aan de vier criteria voldoet."),
    gettext_lazy("Dit kan alleen als de casus in het laatste jaar voor het einde is gesloten."),
    gettext_lazy("Deze casus loopt nog; je kunt er gewoon in werken."),
    gettext_lazy("Een organisatie die niet in Vangnet staat gaf informatie. Zonder haar ja kan dit niet."),
    gettext_lazy("Schrijf op wat anderen moeten weten."),
    gettext_lazy("Schrijf op wat er gebeurt."),
    gettext_lazy("Schrijf op wat er is besloten."),
    gettext_lazy("Dit moment is al voorbij. Kies een later moment."),
    gettext_lazy("Schrijf op wat je doet als het misgaat."),
)
