"""The answer to the person as a page on paper: blocks below each other, in plain words."""

from __future__ import annotations

import re
from typing import Any, Final

from django.template.loader import render_to_string

from vangnet.core.strict_json import JsonObject
from vangnet.web.intake.labels import KINDS
from vangnet.web.rights.printing import pdf_of
from vangnet.web.shared.acts import act_words
from vangnet.web.shared.shown import shown_words

# Part of the answer -> its heading and what stands there when it is empty.
HEADINGS: Final = {
    "identity": "Wie je bent",
    "signals": "Meldingen over jou",
    "cases": "Casussen en wie daarin werkt",
    "timeline": "Wat er is opgeschreven",
    "documents": "Welke documenten er zijn",
    "plan": "Het plan",
    "shared": "Wat er met anderen is gedeeld",
    "looked": "Wie keek",
}
STYLE: Final = """
@page { size: A4; margin: 20mm; @bottom-right { content: counter(page) " / " counter(pages); font-size: 9pt } }
body { font-family: sans-serif; font-size: 10.5pt; line-height: 1.45 }
h1 { font-size: 18pt } h2 { font-size: 13pt; margin-top: 9mm; break-after: avoid }
.line { border-top: 0.3pt solid #999; padding: 1.5mm 0; break-inside: avoid }
.line p { margin: 0.7mm 0 }
.left { font-weight: bold }
.note { background: #f0f0f0; padding: 3mm }
"""


# Name of a field in the answer -> how it reads on paper; what is not here reads as it is.
LABELS: Final = {
    "naam": "Naam", "geboren": "Geboren", "geslacht": "Geslacht", "adres": "Adres", "telefoon": "Telefoon",
    "ontvangen": "Ontvangen op", "bij": "Bij", "soort": "Soort", "tekst": "Tekst", "nummer": "Nummer", "geopend": "Geopend op",
    "gesloten": "Gesloten op", "wie": "Wie", "rol": "rol", "organisatie": "Organisatie", "op": "Op", "wat": "Wat",
    "versie": "Versie", "vanaf": "Geldt vanaf", "eigenWoorden": "In jouw woorden", "samenvatting": "Samenvatting",
    "doelen": "Doelen", "nu": "nu", "doel": "doel", "alsHetMisgaat": "Als het misgaat", "afspraken": "Afspraken",
    "uiterlijk": "uiterlijk", "ontvanger": "Ontvanger", "waarvoor": "Waarvoor", "dag": "Dag", "functie": "Functie",
    "handeling": "Wat", "gegevens": "Gegevens", "noodtoegang": "In een noodgeval", "keer": "Aantal keer",
    "bestand": "Soort bestand", "bytes": "Grootte in bytes",
}  # fmt: skip
_DAY: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def answer_html(answer: JsonObject) -> str:
    """Return the page; every text of a person is escaped by the template."""
    sections = [
        {"heading": heading, "lines": [_line(row) for row in _rows(answer[part])], "given": True}
        if part in answer
        else {"heading": heading, "lines": [], "given": False}
        for part, heading in HEADINGS.items()
    ]
    context: dict[str, Any] = {
        "request": {name: _said(name, value) for name, value in _rows(answer["verzoek"])[0].items()},
        "kept_back": [
            {**one, "deel": HEADINGS[str(one["deel"])], "opnieuw": _said("opnieuw", one["opnieuw"])}
            for one in _rows(answer["weggelaten"])
            if isinstance(one, dict)
        ],
        "sections": sections,
        "never": answer["uitgezonderd"],
    }
    return render_to_string("rights/answer.html", context)


def answer_pdf(answer: JsonObject) -> bytes:
    """Return the answer as a PDF.

    Raises:
        Unavailable: the printer failed or took too long.
    """
    return pdf_of(html=answer_html(answer), css=STYLE)


def _rows(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _line(row: dict[str, Any]) -> list[tuple[str, str]]:
    """Return a row as words and what they say; what is empty is left out, and an act is said in words."""
    return [(LABELS.get(name, name), said) for name, value in row.items() if (said := _said(name, value))]


def _said(name: str, value: object) -> str:
    if isinstance(value, list):
        return "; ".join(_said(name, one) for one in value)
    if isinstance(value, dict):
        return ", ".join(
            f"{str(LABELS.get(key, key)).lower()}: {said}" for key, one in value.items() if (said := _said(key, one))
        )
    if isinstance(value, bool):
        return "ja" if value else ""
    if name == "soort" and value in KINDS:
        return str(KINDS[str(value)])
    if name == "handeling":
        return act_words(str(value))
    if name == "gegevens":
        return shown_words(str(value).split())
    return _DAY.sub(_dutch_day, str(value)) if value is not None else ""


def _dutch_day(found: re.Match[str]) -> str:
    """Return a day as people write it; an unknown part of a date of birth stays away."""
    year, month, day = (int(part) for part in found.groups())
    return "-".join(str(part) for part in (day, month, year) if part)
