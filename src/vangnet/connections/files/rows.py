"""What a file gives: a heading and rows of text, each with the place where it stood."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from vangnet.core.errors import InvalidInput

# Own columns of a reject file: passed over when it comes back mended.
REJECT_COLUMNS = ("vangnet_rij", "vangnet_kolom", "vangnet_waarde", "vangnet_reden")
MOST_COLUMNS = 500


@dataclass(frozen=True, slots=True)
class CellFault:
    """Why a cell cannot be used, in Dutch; an empty column means the whole row."""

    column: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it stood.

    Args:
        number: as a spreadsheet counts: the heading is row 1 (of JSON lines: the number of the line).
        cells: in the order of the heading; may be shorter or longer than it.
        faults: what the reader found already; one without a column spoils the whole row.
        source: the line itself, where it holds more than the cells tell.
    """

    number: int
    cells: tuple[str, ...]
    faults: tuple[CellFault, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A file that was opened.

    Args:
        form: `csv`, `xlsx` or `jsonl`.
        header: names of the columns.
        rows: read once, as they are asked for.
    """

    form: str
    header: tuple[str, ...]
    rows: Iterator[Row]
    encoding: str = "utf-8"
    delimiter: str = ";"


def refuse(code: str, *, nl: str, en: str) -> InvalidInput:
    """Return the refusal of a whole file; the caller raises it."""
    return InvalidInput(f"file-{code}", nl=nl, en=en)


@lru_cache(maxsize=4_096)
def plain(name: str) -> str:
    """Return a column name as it is compared: without case, spaces and marks.

    >>> plain(" Datum_incident ")
    'datumincident'
    """
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def check_header(header: tuple[str, ...]) -> None:
    """Pass when every column can be told from the others.

    Raises:
        InvalidInput: no names, too many, or one that stands twice.
    """
    named = [plain(name) for name in header if name.strip()]
    if not named:
        raise refuse(
            "no-header",
            nl="De eerste rij heeft geen kolomnamen. Zet de namen van de kolommen op de eerste rij.",
            en="The first row has no column names. Put the names of the columns on the first row.",
        )
    if len(header) > MOST_COLUMNS:
        raise refuse(
            "too-wide",
            nl=f"Het bestand heeft {len(header)} kolommen; meer dan {MOST_COLUMNS} kan niet.",
            en=f"The file has {len(header)} columns; more than {MOST_COLUMNS} is not possible.",
        )
    twice = sorted({name for name in named if named.count(name) > 1})
    if twice:
        raise refuse(
            "column-twice",
            nl=f"Een kolomnaam komt twee keer voor: {', '.join(twice)}. Geef elke kolom een eigen naam.",
            en=f"A column name stands twice: {', '.join(twice)}. Give each column its own name.",
        )
