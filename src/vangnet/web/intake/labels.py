"""Codes of the stage in words people use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from vangnet.intake import selectors as intake
from vangnet.intake.types import Channel, Finding, PersonTold, ToldBy, WeighingDecision
from vangnet.intake.types.tables import BoardKind, InclusionResult, Vote
from vangnet.web.shared.screen import language
from vangnet.web.shared.words import Tone

Words = Promise | str

KINDS: dict[str, Words] = {
    "E33": gettext_lazy("Verward of onbegrepen gedrag (E33)"),
    "E14": gettext_lazy("Poging tot zelfdoding (E14)"),
    "zorg": gettext_lazy("Zorgen om iemand"),
    "overlast": gettext_lazy("Overlast"),
    "huisvesting": gettext_lazy("Problemen met de woning"),
    "eenzaamheid": gettext_lazy("Eenzaamheid"),
    "overig": gettext_lazy("Iets anders"),
}
REPORTERS: dict[str, Words] = {
    "inhabitant": gettext_lazy("Inwoner of buur"),
    "relative": gettext_lazy("Familie of naaste"),
    "self": gettext_lazy("De persoon zelf"),
    "police": gettext_lazy("Politie"),
    "care": gettext_lazy("Zorg"),
    "housing": gettext_lazy("Woningcorporatie"),
    "municipality": gettext_lazy("Gemeente"),
    "desk": gettext_lazy("Meldpunt of Zorg- en Veiligheidshuis zelf"),
    "other": gettext_lazy("Iemand anders"),
}
CHANNELS: dict[Channel, Words] = {
    Channel.FORM: gettext_lazy("Van een collega"),
    Channel.PUBLIC_FORM: gettext_lazy("Van een inwoner"),
    Channel.POLICE: gettext_lazy("Van de politie"),
    Channel.FILE: gettext_lazy("Uit een bestand"),
    Channel.API: gettext_lazy("Uit een ander systeem"),
}
SEXES: dict[str, Words] = {
    "": gettext_lazy("Onbekend"),
    "f": gettext_lazy("Vrouw"),
    "m": gettext_lazy("Man"),
    "x": gettext_lazy("Anders"),
}
FINDINGS: dict[Finding, Words] = {
    Finding.MET: gettext_lazy("Ja, geldt"),
    Finding.NOT_MET: gettext_lazy("Nee, geldt niet"),
    Finding.UNKNOWN: gettext_lazy("Weten we niet"),
}
FINDING_LOOKS: dict[Finding, tuple[Tone, str]] = {
    Finding.MET: ("good", "done"),
    Finding.NOT_MET: ("rest", "no"),
    Finding.UNKNOWN: ("wait", "ask"),
}
DECISIONS: dict[WeighingDecision, Words] = {
    WeighingDecision.ADVICE: gettext_lazy("Advies aan de melder"),
    WeighingDecision.LOCAL: gettext_lazy("De gemeente pakt het op"),
    WeighingDecision.OUTREACH: gettext_lazy("Bemoeizorg"),
    WeighingDecision.CASE: gettext_lazy("Casus bij het Zorg- en Veiligheidshuis"),
    WeighingDecision.INCLUSION_TABLE: gettext_lazy("Naar de inclusietafel van de Levensloopaanpak"),
    WeighingDecision.NOT_TAKEN_UP: gettext_lazy("Niet opgepakt"),
}

BOARDS: dict[BoardKind, Words] = {
    BoardKind.WEEKLY: gettext_lazy("Weegtafel: alle signalen die wachten"),
    BoardKind.INCLUSION: gettext_lazy("Inclusietafel van de Levensloopaanpak"),
}
BOARD_NAMES: dict[BoardKind, Words] = {
    BoardKind.WEEKLY: gettext_lazy("Weegtafel"),
    BoardKind.INCLUSION: gettext_lazy("Inclusietafel"),
}
TITLE: dict[Finding, Words] = {
    Finding.MET: gettext_lazy("Ja"),
    Finding.NOT_MET: gettext_lazy("Nee"),
    Finding.UNKNOWN: gettext_lazy("Weten we niet"),
}
VOTES: dict[Vote, Words] = {
    Vote.FOR: gettext_lazy("Voor"),
    Vote.AGAINST: gettext_lazy("Tegen"),
    Vote.ABSTAIN: gettext_lazy("Onthoudt zich"),
}
RESULTS: dict[InclusionResult, Words] = {
    InclusionResult.INCLUDED: gettext_lazy("Opnemen in de Levensloopaanpak"),
    InclusionResult.WAITING: gettext_lazy("Voldoet, maar moet wachten op een plek"),
    InclusionResult.NOT_INCLUDED: gettext_lazy("Niet opnemen"),
    InclusionResult.POSTPONED: gettext_lazy("Later besluiten: eerst iets uitzoeken"),
}
TOLD_BY: dict[ToldBy, Words] = {
    ToldBy.PHONE: gettext_lazy("Ik bel"),
    ToldBy.MESSAGE: gettext_lazy("Ik schrijf een bericht"),
    ToldBy.IN_PERSON: gettext_lazy("Ik vertel het zelf"),
    ToldBy.NOT: gettext_lazy("Het kan niet"),
}
PERSON_TOLD: dict[PersonTold, Words] = {
    PersonTold.TOLD: gettext_lazy("Ja, de persoon weet het"),
    PersonTold.LATER: gettext_lazy("Nog niet, wij kijken later opnieuw"),
    PersonTold.NOT: gettext_lazy("Nee, het kan of mag niet"),
}
ATTEMPT_WAYS: dict[str, Words] = {
    "visit": gettext_lazy("Aan de deur, of op straat"),
    "phone": gettext_lazy("Gebeld"),
    "message": gettext_lazy("Een briefje of bericht"),
    "others": gettext_lazy("Via iemand anders"),
}
# What a reporter can be told, by decision: never more than they may know. A start, to be changed by who tells it.
FEEDBACK: dict[WeighingDecision, Words] = {
    WeighingDecision.ADVICE: gettext_lazy("Dank voor je melding. We hebben ernaar gekeken. Ons advies is: "),
    WeighingDecision.LOCAL: gettext_lazy(
        "Dank voor je melding. De gemeente kijkt wat er nodig is. Meer mogen we niet vertellen, om de ander te beschermen."
    ),
    WeighingDecision.OUTREACH: gettext_lazy(
        "Dank voor je melding. Er wordt iets mee gedaan. Wat precies mogen we niet vertellen, om de ander te beschermen."
    ),
    WeighingDecision.CASE: gettext_lazy(
        "Dank voor je melding. Er wordt iets mee gedaan. Wat precies mogen we niet vertellen, om de ander te beschermen."
    ),
    WeighingDecision.INCLUSION_TABLE: gettext_lazy(
        "Dank voor je melding. Er wordt iets mee gedaan. Wat precies mogen we niet vertellen, om de ander te beschermen."
    ),
    WeighingDecision.NOT_TAKEN_UP: gettext_lazy(
        "Dank voor je melding. We hebben het besproken en doen nu niets extra's. Zie je het weer, meld het dan opnieuw. "
        "Je melding bewaren we niet lang."
    ),
}


@dataclass(frozen=True, slots=True)
class CriterionText:
    """A criterion as the table reads it."""

    title: Words
    explained: Words


# Source: Bgs 2.20(1), in our own plain words.
CRITERIA: dict[str, CriterionText] = {
    "zvh_criterion_a": CriterionText(
        gettext_lazy("Er zijn problemen die ertoe doen"),
        gettext_lazy("Van de persoon zelf, of van het gezin om die persoon heen."),
    ),
    "zvh_criterion_b": CriterionText(
        gettext_lazy("De problemen liggen op meer leefgebieden"),
        gettext_lazy("En ze vergroten samen de kans op strafbare feiten."),
    ),
    "zvh_criterion_c": CriterionText(
        gettext_lazy("Het leidt tot onveiligheid, of dat dreigt"),
        gettext_lazy("Ernstige overlast, criminaliteit of onveiligheid. Noem duidelijke, objectieve feiten."),
    ),
    "zvh_criterion_d": CriterionText(
        gettext_lazy("Samenwerking over meer domeinen is nodig"),
        gettext_lazy("Zorg, straf en gemeente hebben elkaar nodig. Eén organisatie redt het niet."),
    ),
}

# What the rules of the stage say about a field; gathered here so that they have their English too.
REFUSALS: tuple[Words, ...] = (
    gettext_lazy("Kies een soort uit de lijst."),
    gettext_lazy("Kies een kenmerk uit de lijst."),
    gettext_lazy("Schrijf op wat er is gezien of gehoord."),
    gettext_lazy("Kies de gemeente."),
    gettext_lazy("Kies uit de lijst wie er meldt."),
    gettext_lazy("Hierin staat een teken dat niet goed overkwam. Typ het opnieuw."),
    gettext_lazy("De sleutel van dit formulier ontbreekt. Laad de pagina opnieuw."),
    gettext_lazy("Dit moment ligt in de toekomst."),
    gettext_lazy("Schrijf een postcode als 1234 AB."),
    gettext_lazy("Schrijf een datum als 31-12-1980. Weet je de dag niet, schrijf dan 00."),
    gettext_lazy("Geef aan of dit criterium geldt."),
    gettext_lazy("Schrijf op waarom."),
    gettext_lazy("Schrijf op waarom jullie dit besluiten."),
    gettext_lazy("Schrijf op waarom de persoon het nog niet weet."),
    gettext_lazy("Schrijf een naam op, of een beschrijving zoals 'man bij het station'."),
    gettext_lazy("Kies hoe de naam wordt gebruikt."),
    gettext_lazy("Deze datum bestaat niet."),
    gettext_lazy("Dit jaar ligt te ver terug."),
    gettext_lazy("Deze datum ligt in de toekomst."),
    gettext_lazy("Schrijf op waarom niet."),
    gettext_lazy("Schrijf op wat je hebt verteld."),
    gettext_lazy("Schrijf op waarom jullie deze persoon in beeld houden."),
    gettext_lazy("Kies een dag in de komende drie maanden."),
    gettext_lazy("Kies hoe je het probeerde."),
    gettext_lazy("Schrijf op hoe het ging."),
    gettext_lazy("Schrijf op waarom het stopt."),
    gettext_lazy("Schrijf op wie erbij zijn."),
    gettext_lazy("Schrijf op wie erbij waren."),
    gettext_lazy("Schrijf op wat jullie afspreken."),
    gettext_lazy("Schrijf op wie dit doet."),
    gettext_lazy("Kies een moment binnen 24 uur."),
    gettext_lazy("Schrijf op hoe het is afgelopen."),
    gettext_lazy("Schrijf op wat je met het meldpunt hebt afgesproken."),
    gettext_lazy("Er staat een criterium bij dat hier niet geldt. Laad de pagina opnieuw."),
    gettext_lazy("Is er nu een titel, dan is die er ook ooit geweest."),
    gettext_lazy("Schrijf op welke titel, en van wanneer tot wanneer."),
    gettext_lazy("Dit past niet bij wat je over de titel zegt."),
    gettext_lazy("Geef van elke partner de stem, en van niemand anders."),
    gettext_lazy("Schrijf op waarom deze partner tegen is."),
    gettext_lazy("Voor inclusie moeten alle criteria gelden."),
    gettext_lazy("De partners stemden niet voor inclusie."),
    gettext_lazy("Wie aan alle criteria voldoet, wordt opgenomen. Is er nog geen plek, kies dan: wachten."),
)


def label_choices(*, region: str, day: date) -> list[tuple[str, Words]]:
    """Return the labels that can be given on a day, in the language of the page."""
    english = language() == "en"
    found = intake.label_list(region=region, day=day).on(day)
    return [("", gettext("Geen nadere aanduiding")), *((one.code, one.en if english else one.nl) for one in found)]


def kind_words(code: str) -> str:
    """Return a kind of signal in words; a code without words as it is."""
    return str(KINDS.get(code, code))


def born_words(birth: str) -> str:
    """Return a claimed day of birth, `YYYY-MM-DD` with zeros, as people say it.

    >>> born_words("1980-12-31"), born_words("1980-12-00"), born_words("1980-00-00"), born_words("")
    ('31-12-1980', '12-1980', '1980', '')
    """
    parts = birth.split("-") if birth else []
    if len(parts) != 3:
        return birth
    return "-".join(part for part in reversed(parts) if part.strip("0"))
