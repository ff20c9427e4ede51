"""Open a file by what it is, not by what it is called."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

from vangnet.connections.files.encodings import encoding_of
from vangnet.connections.files.json_lines import read_json_lines
from vangnet.connections.files.rows import Table, refuse
from vangnet.connections.files.text_tables import read_csv
from vangnet.connections.files.workbooks import read_workbook


def open_table(
    path: Path, *, encodings: Sequence[str] = ("utf-8",), delimiter: str = "auto", optional: Sequence[str] = ()
) -> Table:
    """Open a CSV file, an Excel workbook or a file of JSON lines.

    Args:
        encodings: what a text file may be written in, most likely first.
        delimiter: separator of a CSV file, or `auto`.
        optional: names of columns that a file of JSON lines may bring later than in its first lines.

    Raises:
        InvalidInput: absent, empty, not a table, or in an encoding we cannot read; always in one clear sentence.
    """
    try:
        with path.open("rb") as content:
            start = content.read(4096)
    except OSError as error:
        raise refuse(
            "absent",
            nl=f"Het bestand {path.name} kan niet worden gelezen. Controleer de naam, de plaats en de rechten.",
            en=f"The file {path.name} cannot be read. Check its name, place and rights.",
        ) from error
    if not start:
        raise refuse(
            "empty",
            nl=f"Het bestand {path.name} is leeg. Controleer of je het goede bestand koos.",
            en=f"The file {path.name} is empty. Check that you chose the right file.",
        )
    if start.startswith(b"PK\x03\x04"):
        return read_workbook(path, delimiter=delimiter) if _is_workbook(path) else _refuse_packed(path)
    encoding = encoding_of(path, encodings)
    text = start.decode(encoding, errors="replace").lstrip("\ufeff \t\r\n")
    if text.startswith("{"):
        return read_json_lines(path, encoding=encoding, optional=optional)
    if text.startswith("["):
        raise refuse(
            "json-list",
            nl=f"{path.name} is één JSON-lijst. Zet elk signaal als object op een eigen regel (JSON-regels).",
            en=f"{path.name} is one JSON list. Put each signal as an object on a line of its own (JSON lines).",
        )
    return read_csv(path, encoding=encoding, delimiter=delimiter)


def _is_workbook(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as packed:
            return "xl/workbook.xml" in packed.namelist()
    except zipfile.BadZipFile:
        return True  # it says it is packed and is damaged: the reader of workbooks tells so


def _refuse_packed(path: Path) -> Table:
    raise refuse(
        "packed",
        nl=f"{path.name} is een ingepakt bestand. Pak het eerst uit.",
        en=f"{path.name} is a packed file. Unpack it first.",
    )
