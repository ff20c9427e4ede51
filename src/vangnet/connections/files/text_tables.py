"""Read CSV as it comes: any usual separator, a stray quote that spoils one row and not the rest, in bounded memory."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Final, TextIO

from vangnet.connections.files.encodings import UNREADABLE
from vangnet.connections.files.rows import CellFault, Row, Table, check_header, refuse

# A record longer than this, or over more lines, has a quote that was never closed.
LONGEST_RECORD: Final = 2_000_000
MOST_LINES: Final = 200
_SEPARATORS: Final = ";,\t|"
_OPEN_QUOTE: Final = "Een aanhalingsteken is geopend en niet gesloten, of de rij is veel te lang. Verbeter het teken."
_STRANGE: Final = "Er staan tekens in die niet bij de codering van het bestand horen. Vul ze opnieuw in."


def read_csv(path: Path, *, encoding: str, delimiter: str) -> Table:
    """Open a CSV file; its rows are read when they are asked for.

    Args:
        encoding: as `encodings.encoding_of` found it.
        delimiter: one character, or `auto` to take the one that cuts the first line into most pieces.

    Raises:
        InvalidInput: it is empty or has no usable heading.
    """
    csv.field_size_limit(max(csv.field_size_limit(), LONGEST_RECORD + 1))
    with _open(path, encoding) as text:
        first = text.readline(LONGEST_RECORD)
    if not first.strip():
        raise refuse(
            "empty",
            nl=f"Het bestand {path.name} is leeg. Controleer of je het goede bestand koos.",
            en=f"The file {path.name} is empty. Check that you chose the right file.",
        )
    chosen = max(_SEPARATORS, key=first.count) if delimiter == "auto" else delimiter
    with _open(path, encoding) as text:
        header = tuple(name.strip() for name in next(_records(text, chosen, width=None))[0])
    check_header(header)
    return Table("csv", header, _rows(path, encoding, chosen, len(header)), encoding, chosen)


def _open(path: Path, encoding: str) -> TextIO:
    # Bytes that are not in the encoding stay in the text as half a surrogate pair, and refuse their own row only.
    return path.open(encoding=encoding, errors="surrogateescape", newline="")


def _rows(path: Path, encoding: str, delimiter: str, width: int) -> Iterator[Row]:
    with _open(path, encoding) as text:
        for number, (cells, whole) in enumerate(_records(text, delimiter, width=width), start=1):
            if number > 1 and any(cell.strip() for cell in cells):
                yield Row(number, tuple(cells), tuple(_faults(cells, whole=whole, width=width)))


def _faults(cells: list[str], *, whole: bool, width: int) -> Iterator[CellFault]:
    if not whole:
        yield CellFault("", "", _OPEN_QUOTE)
    elif len(cells) > width:
        reason = f"De rij heeft {len(cells)} cellen en de eerste rij {width}. Staat er een scheidingsteken te veel?"
        yield CellFault("", cells[width], reason)
    if any(UNREADABLE.search(cell) for cell in cells):
        yield CellFault("", "", _STRANGE)


def _records(text: TextIO, delimiter: str, *, width: int | None) -> Iterator[tuple[list[str], bool]]:
    """Yield the cells of each record, and whether it is whole.

    A quoted cell may hold line ends. When more lines do not make a record of the right width, its first line is given
    as it is and reading goes on with the next: one quote too many spoils one row.

    Args:
        width: number of cells a record over several lines must have; None for the heading.
    """
    waiting: deque[str] = deque()

    def next_line() -> str:
        return waiting.popleft() if waiting else text.readline(LONGEST_RECORD)

    while line := next_line():
        if len(line) >= LONGEST_RECORD:
            yield [line.rstrip("\r\n")], False
            while not line.endswith("\n") and (line := next_line()):
                yield [line.rstrip("\r\n")], False
            continue
        if '"' not in line:
            yield line.rstrip("\r\n").split(delimiter), True
            continue
        cells = _cut([line], delimiter)
        held = [line]
        while (
            cells is None and len(held) < MOST_LINES and sum(map(len, held)) < LONGEST_RECORD and (more := next_line())
        ):
            held.append(more)
            cells = _cut(held, delimiter) if '"' in more else None
            if cells is not None and width is not None and len(cells) != width:
                cells = None
                break
        if cells is None:
            waiting.extendleft(reversed(held[1:]))
            yield line.rstrip("\r\n").split(delimiter), False
        else:
            yield cells, True


def _cut(lines: list[str], delimiter: str) -> list[str] | None:
    """Return the cells of one record, or None when its last quote is still open."""
    try:
        found = list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error:
        if len(lines) > 1 or lines[0].count('"') % 2:
            return None
        found = list(csv.reader(lines, delimiter=delimiter))
    return found[0] if len(found) == 1 else None
