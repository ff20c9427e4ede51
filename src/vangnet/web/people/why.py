"""Why the machine asks, in the language of the screen. The engine speaks Dutch; in English the same bars are said again."""

from __future__ import annotations

from typing import Final

from django.utils.translation import get_language

from vangnet.people.selectors.review import COMPARISONS, Bar, Explanation, strength

FIELDS_EN: Final = {
    "given_name": "Given name", "surname": "Surname", "birth_date": "Birth date", "sex": "Sex", "address": "Address",
    "phone": "Phone number", "identifier": "Number",
}  # fmt: skip
LEVELS_EN: Final = {
    "is gelijk": "is the same",
    "is een roepnaam of andere vorm van dezelfde naam": "is a familiar or other form of the same name",
    "is bijna gelijk geschreven": "is written almost the same",
    "is verwisseld met de achternaam": "has changed places with the surname",
    "staat bij de ander in de achternaam": "stands in the surname of the other",
    "past bij de voorletter": "fits the initial",
    "klinkt hetzelfde": "sounds the same",
    "lijkt er een beetje op": "looks a little like it",
    "is anders, met dezelfde eerste letter": "is different, with the same first letter",
    "is anders": "is different",
    "is een deel van de andere (dubbele naam of naam van de partner)": "is part of the other (double name, or that of the partner)",
    "heeft een van meer namen gelijk": "has one of several names the same",
    "is gelijk als dag en maand zijn verwisseld": "is the same when day and month change places",
    "past, maar dag of maand is onbekend": "fits, but day or month is unknown",
    "verschilt één cijfer": "differs in one digit",
    "heeft dezelfde dag en maand, in een jaar dichtbij": "has the same day and month, in a year close by",
    "heeft hetzelfde jaar en dezelfde maand of dag": "has the same year, and the same month or day",
    "verschilt twee cijfers": "differs in two digits",
    "heeft hetzelfde jaar of het jaar ernaast": "has the same year or the one beside it",
    "is in dezelfde straat": "is in the same street",
    "heeft dezelfde postcode": "has the same postcode",
    "heeft dezelfde straatnaam": "has the same street name",
    "is in dezelfde plaats of wijk": "is in the same town or district",
}
STRENGTHS_EN: Final = {
    "zegt weinig": "says little",
    "spreekt een beetje voor": "speaks a little for it",
    "spreekt een beetje tegen": "speaks a little against it",
    "spreekt duidelijk voor": "speaks clearly for it",
    "spreekt duidelijk tegen": "speaks clearly against it",
    "spreekt sterk voor": "speaks strongly for it",
    "spreekt sterk tegen": "speaks strongly against it",
}
WHOLE_EN: Final = {
    "Dit is waarschijnlijk dezelfde persoon. Kijk of het klopt en bevestig.": "This is probably the same person. Check and confirm.",
    "Dit kan dezelfde persoon zijn. Vergelijk de records en beslis.": "This may be the same person. Compare the two and decide.",
    "Dit zijn waarschijnlijk twee personen.": "These are probably two people.",
    "Familie, huisgenoten of naamgenoten verklaren dit niet.": "Family, housemates or namesakes do not explain this.",
    "Het nummer is gelijk, maar de naam en de geboortedatum zijn anders. Voeg deze records niet samen: zoek uit van wie het nummer is.":
    "The number is the same, but name and birth date differ. Do not join these records: find out whose number it is.",
}  # fmt: skip
_LIKE: Final = "Familie, huisgenoten of naamgenoten kunnen zo op elkaar lijken; dat "
_LEVELS: Final = {(one.name, level.code): level.nl for one in COMPARISONS for level in one.levels}


def in_dutch() -> bool:
    """Return whether this screen is in Dutch."""
    return (get_language() or "nl").startswith("nl")


def bar_words(bar: Bar) -> str:
    """Return what one bar says."""
    return bar.nl if in_dutch() else _english(bar)


def verdict_words(found: Explanation) -> str:
    """Return the outcome in one sentence."""
    return found.nl if in_dutch() else WHOLE_EN[found.nl]


def finding_words(found: Explanation) -> str:
    """Return what must be looked into, or nothing."""
    return "" if found.finding is None else found.finding if in_dutch() else WHOLE_EN[found.finding]


def _english(bar: Bar) -> str:
    if bar.code not in FIELDS_EN:
        alike = f"Family, housemates or namesakes can look alike like this; that {STRENGTHS_EN[strength(bar.bits)]}."
        return alike if bar.nl.startswith(_LIKE) else WHOLE_EN[bar.nl]
    name = FIELDS_EN[bar.code]
    if bar.level is None:
        return f"{name}: cannot be compared."
    rarity = ""
    if " en zeldzaam;" in bar.nl:
        rarity = " and rare"
    elif ", maar komt vaak voor;" in bar.nl:
        rarity = ", but common"
    return f"{name} {LEVELS_EN[_LEVELS[bar.code, bar.level]]}{rarity}; that {STRENGTHS_EN[strength(bar.bits)]}."
