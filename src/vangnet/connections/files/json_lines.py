"""Read JSON lines: one object a line, names are columns."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from vangnet.connections.files.encodings import UNREADABLE
from vangnet.connections.files.rows import CellFault, Row, Table, check_header, refuse
from vangnet.connections.files.workbooks import written

LONGEST_LINE: Final = 2_000_000
# The heading is what the first lines name, and what the reader hopes for.
_LOOK_AT: Final = 100


def read_json_lines(path: Path, *, encoding: str, optional: Sequence[str] = ()) -> Table:
    """Open a file of JSON lines; its rows are read when they are asked for.

    Args:
        optional: names that may turn up later than in the first lines.

    Raises:
        InvalidInput: it is empty or none of the first lines is an object.
    """
    names: dict[str, None] = {}
    empty = True
    with path.open(encoding=encoding, errors="surrogateescape") as text:
        for _ in range(_LOOK_AT):
            line = text.readline(LONGEST_LINE)
            empty = empty and not line.strip()
            found = _object(line)
            names |= dict.fromkeys(found or ())
    if empty:
        raise refuse(
            "empty",
            nl=f"Het bestand {path.name} is leeg. Controleer of je het goede bestand koos.",
            en=f"The file {path.name} is empty. Check that you chose the right file.",
        )
    if not names:
        raise refuse(
            "json-no-object",
            nl=f"In {path.name} staat op geen van de eerste regels een JSON-object.",
            en=f"None of the first lines of {path.name} holds a JSON object.",
        )
    header = tuple(names | dict.fromkeys(optional))
    check_header(header)
    return Table("jsonl", header, _rows(path, encoding, header), encoding)


def _rows(path: Path, encoding: str, header: tuple[str, ...]) -> Iterator[Row]:
    with path.open(encoding=encoding, errors="surrogateescape") as text:
        number = 0
        while line := text.readline(LONGEST_LINE):
            number += 1
            if not line.strip():
                continue
            found = _object(line) if line.endswith("\n") or len(line) < LONGEST_LINE else None
            if found is None:
                reason = "Deze regel is geen JSON-object. Controleer haakjes en aanhalingstekens."
                yield Row(number, (), (CellFault("", "", reason),), source=line)
                continue
            cells, faults = [], []
            for name in header:
                text_of, reason = _cell(found.get(name))
                cells.append(text_of)
                if reason:
                    faults.append(CellFault(name, text_of, reason))
            yield Row(number, tuple(cells), tuple(faults), source=line)


def _cell(value: object) -> tuple[str, str]:
    if value is None:
        return "", ""
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False), "Hier staat een lijst of een object. Geef één waarde."
    text = written(value)
    if UNREADABLE.search(text):
        return text, "Er staan tekens in die niet bij de codering van het bestand horen. Vul ze opnieuw in."
    return text, ""


def _object(line: str) -> dict[str, object] | None:
    """Return the object on a line, or None when there is none."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):  # no JSON, a number of thousands of digits, or a nest without end
        return None
    return found if isinstance(found, dict) else None
