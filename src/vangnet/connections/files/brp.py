"""From a row of a file with BRP field names to a person as BRP Personen Bevragen delivers them, or to the reasons why not.

A file of JSON lines holds on each line a person as the register delivers it. A table has columns with the names of the register's
fields; what is unknown of a date is `00` or left out. Other columns are not read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from vangnet.connections.files.converting import DANGEROUS
from vangnet.connections.files.rows import CellFault, Row, Table, plain, refuse

PERSON, REFERENCE = "persoonId", "leveringsnummer"
# Column of a table -> where the register delivers it.
COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "burgerservicenummer": ("burgerservicenummer",),
    "voornamen": ("naam", "voornamen"),
    "voorvoegsel": ("naam", "voorvoegsel"),
    "geslachtsnaam": ("naam", "geslachtsnaam"),
    "aanduidingNaamgebruik": ("naam", "aanduidingNaamgebruik", "code"),
    "partnerVoorvoegsel": ("partners", "naam", "voorvoegsel"),
    "partnerGeslachtsnaam": ("partners", "naam", "geslachtsnaam"),
    "geboortedatum": ("geboorte", "datum"),
    "geslacht": ("geslacht", "code"),
    "gemeenteVanInschrijving": ("gemeenteVanInschrijving", "code"),
    "straat": ("verblijfplaats", "verblijfadres", "korteStraatnaam"),
    "huisnummer": ("verblijfplaats", "verblijfadres", "huisnummer"),
    "huisletter": ("verblijfplaats", "verblijfadres", "huisletter"),
    "huisnummertoevoeging": ("verblijfplaats", "verblijfadres", "huisnummertoevoeging"),
    "postcode": ("verblijfplaats", "verblijfadres", "postcode"),
    "woonplaats": ("verblijfplaats", "verblijfadres", "woonplaats"),
    "datumVan": ("verblijfplaats", "datumVan"),
    "geheimhoudingPersoonsgegevens": ("geheimhoudingPersoonsgegevens",),
    "inOnderzoek": (),
    "eerdereGeslachtsnaam": (),
    "alias": (),
}
_DATES: Final = ("geboortedatum", "datumVan")
_DOUBTED: Final = ("naam", "geboorte", "verblijfplaats", "partners")
_DAY_FIRST: Final = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_YEAR_FIRST: Final = re.compile(r"(\d{4})(?:[-/.]?(\d{2}))?(?:[-/.]?(\d{2}))?")
_YES, _NO = {"ja", "j", "true", "1"}, {"nee", "n", "false", "0", ""}


@dataclass(frozen=True, slots=True)
class BrpRow:
    """One delivery of a file.

    Args:
        person: as the register delivers it.
        person_id: who it is in Vangnet; None when the BSN must tell.
        reference: number of the delivery; empty when it has none.
    """

    person: Mapping[str, Any]
    person_id: UUID | None
    reference: str


def check_columns(table: Table) -> None:
    """Pass when a table has at least one column that is read.

    Raises:
        InvalidInput: none of its columns is one of the register.
    """
    known = {plain(name) for name in COLUMNS} if table.form != "jsonl" else {plain(name) for name in _TOP}
    if not known & {plain(name) for name in table.header}:
        raise refuse(
            "no-brp-column",
            nl=f"Geen kolom heet zoals een veld van de BRP. Bekend zijn: {', '.join(COLUMNS)}.",
            en=f"No column is called like a field of the register. Known are: {', '.join(COLUMNS)}.",
        )


_TOP: Final = {path[0] for path in COLUMNS.values() if path} | {"verblijfplaatsen", "overigeNamen"}


def read_row(table: Table, row: Row) -> tuple[BrpRow | None, tuple[CellFault, ...]]:
    """Return the delivery of a row, or every reason why it is none."""
    broken = tuple(fault for fault in row.faults if not fault.column)
    if broken:
        return None, broken
    if table.form == "jsonl":
        person: dict[str, Any] = json.loads(row.source)
        own = {name: str(person.pop(name, None) or "") for name in (PERSON, REFERENCE)}
        faults: list[CellFault] = []
    else:
        cells = {plain(name): _cell(row, nr) for nr, name in enumerate(table.header)}
        own = {name: cells.get(plain(name), "") for name in (PERSON, REFERENCE)}
        person, faults = _from_cells({name: cells.get(plain(name), "") for name in COLUMNS})
    person_id = None
    if own[PERSON]:
        try:
            person_id = UUID(own[PERSON])
        except ValueError:
            faults.append(CellFault(PERSON, own[PERSON][:80], "Dit is geen nummer van een persoon in Vangnet."))
    return (None, tuple(faults)) if faults else (BrpRow(person, person_id, own[REFERENCE]), ())


def _cell(row: Row, place: int) -> str:
    text = row.cells[place].strip() if place < len(row.cells) else ""
    return text[1:] if text[:1] == "'" and text[1:2] in DANGEROUS else text


def _from_cells(cells: Mapping[str, str]) -> tuple[dict[str, Any], list[CellFault]]:
    found: dict[str, Any] = {}
    faults: list[CellFault] = []
    for name, path in COLUMNS.items():
        text = cells[name]
        if not text or not path:
            continue
        value: Any = text
        if name in _DATES:
            value = date_group(text)
            if value is None:
                faults.append(
                    CellFault(name, text[:80], "Dit is geen datum zoals 31-12-1980 of 1980-12-31; 00 is onbekend.")
                )
                continue
        elif name == "geheimhoudingPersoonsgegevens":
            if text.casefold() not in _YES | _NO:
                faults.append(CellFault(name, text[:80], "Schrijf ja of nee."))
                continue
            value = text.casefold() in _YES
        elif name == "gemeenteVanInschrijving":
            value = text.upper().removeprefix("GM").zfill(4)
        _put(found, path, value)
    for part in filter(None, (one.strip() for one in cells["inOnderzoek"].split(","))):
        if part not in _DOUBTED:
            faults.append(CellFault("inOnderzoek", part[:80], f"Kies uit {', '.join(_DOUBTED)}."))
        else:
            _put(found, (part, "inOnderzoek"), value=True)
    others = [("eerder", cells["eerdereGeslachtsnaam"]), ("alias", cells["alias"])]
    names = [{"soort": kind, "geslachtsnaam": text} for kind, text in others if text]
    return found | ({"overigeNamen": names} if names else {}), faults


def _put(found: dict[str, Any], path: Sequence[str], value: object) -> None:
    """Set a value in nested groups; partners are a list of which a row holds the first."""
    inside = found
    for name in path[:-1]:
        inside = inside.setdefault(name, [{}])[0] if name == "partners" else inside.setdefault(name, {})
    if path[0] == "partners" and len(path) == 2:
        inside[path[1]] = value
        return
    inside[path[-1]] = value


def date_group(text: str) -> dict[str, Any] | None:
    """Return a written date in one of the shapes of the register; None when it is none.

    >>> date_group("14-03-1987"), date_group("1987-03-00")
    ({'type': 'Datum', 'datum': '1987-03-14'}, {'type': 'JaarMaandDatum', 'jaar': 1987, 'maand': 3})
    >>> date_group("00-00-1987"), date_group("gisteren")
    ({'type': 'JaarDatum', 'jaar': 1987}, None)
    """
    first, second = _DAY_FIRST.fullmatch(text), _YEAR_FIRST.fullmatch(text)
    if first:
        day, month, year = map(int, first.groups())
    elif second:
        year, month, day = (int(part or 0) for part in second.groups())
    else:
        return None
    if not year:
        return {"type": "DatumOnbekend"}
    if not month:
        return {"type": "JaarDatum", "jaar": year}
    if not day:
        return {"type": "JaarMaandDatum", "jaar": year, "maand": month}
    return {"type": "Datum", "datum": f"{year:04d}-{month:02d}-{day:02d}"}
