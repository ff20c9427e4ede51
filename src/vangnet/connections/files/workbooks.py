"""Read the first sheet of an Excel workbook, row by row: dates as dates, no formula taken for a value."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from vangnet.connections.files.rows import CellFault, Row, Table, check_header, refuse

# Unpacked size above which a workbook is refused: Excel's own limit of rows with long texts stays under it.
MOST_UNPACKED: Final = 2_000_000_000
# A sheet is read row by row; every other part is held whole.
MOST_HELD: Final = 300_000_000
# Text of a table packs ten to fifty times; a part that packs more than this, and is no small one, was made to burst.
MOST_RATIO: Final = 250
SMALL_PART: Final = 10_000_000


def read_workbook(path: Path, *, delimiter: str = ";") -> Table:
    """Open a workbook; the rows of its first sheet are read when they are asked for.

    Args:
        delimiter: separator for rows that are given back as CSV.

    Raises:
        InvalidInput: it is damaged, locked with a password, empty, or unpacks to more than we hold.
    """
    _refuse_bomb(path)
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=False)
        sheet = book.worksheets[0]
        lines = sheet.iter_rows()
        first = next(lines, None)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, IndexError, SyntaxError) as error:
        raise _damaged(path) from error
    header = tuple(_text(cell)[0].strip() for cell in first or ())
    while header and not header[-1]:
        header = header[:-1]
    if not header:
        raise refuse(
            "empty",
            nl=f"Het eerste blad van {path.name} is leeg. Zet de tabel op het eerste blad.",
            en=f"The first sheet of {path.name} is empty. Put the table on the first sheet.",
        )
    check_header(header)
    return Table("xlsx", header, _rows(lines, header), delimiter=";" if delimiter == "auto" else delimiter)


def _rows(lines: Iterator[Any], header: tuple[str, ...]) -> Iterator[Row]:
    for number, line in enumerate(lines, start=2):
        cells, faults = [], []
        for place, cell in enumerate(line):
            text, reason = _text(cell)
            cells.append(text)
            if reason:
                faults.append(CellFault(header[place] if place < len(header) else "", text, reason))
        while cells and not cells[-1]:
            cells.pop()
        if len(cells) > len(header):
            faults.append(CellFault("", cells[len(header)], "Deze cel staat naast de tabel, zonder kolomnaam."))
        if cells:
            yield Row(number, tuple(cells), tuple(faults))


def _text(cell: Any) -> tuple[str, str]:
    """Return a cell as text, and why it cannot be used when it cannot."""
    value = cell.value
    if value is None:
        return "", ""
    if cell.data_type == "f":
        return str(value), "In deze cel staat een formule. Plak hier de waarde."
    if cell.data_type == "e":
        return str(value), "Excel meldt hier een fout. Vul de waarde in."
    return written(value), ""


def written(value: object) -> str:
    """Return a value of a spreadsheet as somebody would write it in a text file.

    >>> written(12.0), written(datetime(2026, 11, 23)), written(datetime(2026, 11, 23, 9, 5)), written(True)
    ('12', '2026-11-23', '2026-11-23 09:05:00', 'ja')
    """
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if value.time() == time() else f"{value:%Y-%m-%d %H:%M:%S}"
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


def _refuse_bomb(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, ValueError) as error:
        raise _damaged(path) from error
    if len({part.filename for part in parts}) < len(parts):
        raise _damaged(path)
    if sum(part.file_size for part in parts) > MOST_UNPACKED or any(_bursts(part) for part in parts):
        raise refuse(
            "too-large",
            nl=f"{path.name} is uitgepakt te groot voor Excel. Sla de tabel op als CSV: daarvan kunnen miljoenen rijen in een keer.",
            en=f"{path.name} is too large unpacked. Save the table as CSV: that can hold millions of rows.",
        )


def _bursts(part: zipfile.ZipInfo) -> bool:
    """Return whether a part is larger than is held at once, or was packed so tightly that it cannot be a table."""
    if not part.filename.startswith("xl/worksheets/") and part.file_size > MOST_HELD:
        return True
    return part.file_size > SMALL_PART and part.file_size > MOST_RATIO * max(part.compress_size, 1)


def _damaged(path: Path) -> Exception:
    return refuse(
        "workbook-damaged",
        nl=f"{path.name} is niet te openen als Excel-bestand. Is het beschadigd, of zit er een wachtwoord op?",
        en=f"{path.name} cannot be opened as an Excel workbook. Is it damaged, or locked with a password?",
    )
