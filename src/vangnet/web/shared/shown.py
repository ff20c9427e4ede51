"""What somebody saw or changed, field by field, in words: for "wie keek hier" and for the person's own answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

FIELDS: Final[dict[str, Promise]] = {
    "address": gettext_lazy("adres"),
    "answer": gettext_lazy("antwoord"),
    "asked_by": gettext_lazy("wie het vroeg"),
    "attempts": gettext_lazy("pogingen tot contact"),
    "birth": gettext_lazy("geboortedatum"),
    "bsn": gettext_lazy("burgerservicenummer"),
    "correction": gettext_lazy("wat niet klopte"),
    "case": gettext_lazy("gegevens van de casus"),
    "cases": gettext_lazy("casussen en wie daarin werkt"),
    "contacts": gettext_lazy("wie je kunt bellen"),
    "content": gettext_lazy("inhoud"),
    "counts": gettext_lazy("aantallen"),
    "crisis_steps": gettext_lazy("wat te doen als het misgaat"),
    "decision": gettext_lazy("besluit"),
    "desk": gettext_lazy("meldpunt"),
    "documents": gettext_lazy("documenten"),
    "goals": gettext_lazy("doelen"),
    "ground": gettext_lazy("grond"),
    "hint": gettext_lazy("over wie het gaat"),
    "identity": gettext_lazy("wie het is"),
    "items": gettext_lazy("onderdelen"),
    "known": gettext_lazy("of iemand bekend is"),
    "language": gettext_lazy("taal"),
    "looked": gettext_lazy("wie keek"),
    "name": gettext_lazy("naam"),
    "names": gettext_lazy("andere namen"),
    "number": gettext_lazy("nummer"),
    "numbers": gettext_lazy("nummers"),
    "outcome": gettext_lazy("uitkomst"),
    "own_words": gettext_lazy("eigen woorden"),
    "person": gettext_lazy("naam en woonplaats"),
    "phone": gettext_lazy("telefoon"),
    "plan": gettext_lazy("plan"),
    "police": gettext_lazy("politienummer"),
    "question": gettext_lazy("vraag"),
    "reason": gettext_lazy("reden"),
    "records": gettext_lazy("registraties"),
    "relations": gettext_lazy("directe kring"),
    "reporter": gettext_lazy("wie meldde"),
    "research": gettext_lazy("wat in onderzoek is"),
    "review_on": gettext_lazy("wanneer het plan wordt nagekeken"),
    "sex": gettext_lazy("geslacht"),
    "shared": gettext_lazy("wat er gedeeld is"),
    "signals": gettext_lazy("meldingen"),
    "slots": gettext_lazy("wie in de casus werkt"),
    "summary": gettext_lazy("samenvatting"),
    "text": gettext_lazy("tekst"),
    "text_shown": gettext_lazy("tekst van de toestemming"),
    "timeline": gettext_lazy("wat er is opgeschreven"),
    "title": gettext_lazy("titel"),
    "verdicts": gettext_lazy("antwoorden van de wet"),
    "why": gettext_lazy("waarom"),
}


def shown_words(fields: Iterable[str]) -> str:
    """Return fields in words, each once; a field of an older version is told as it stands in the record."""
    return ", ".join(dict.fromkeys(str(FIELDS.get(name, name)) for name in fields if name))
