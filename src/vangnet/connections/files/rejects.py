"""The rows that could not be used, as a file that can be mended and imported again: the row as it stood, with what is wrong in front."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final

from vangnet.connections.files.converting import DANGEROUS
from vangnet.connections.files.rows import REJECT_COLUMNS, CellFault, Row, Table

_SHOWN: Final = 200


class RejectFile:
    """Writes refused rows in the form of the file they came from (an Excel workbook comes back as CSV); made when first needed."""

    def __init__(self, path: Path, table: Table) -> None:
        self.path = path
        self.rows = 0
        self._table = table
        self._file: IO[str] | None = None
        self._csv: Any = None

    def __enter__(self) -> RejectFile:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._file is not None:
            self._file.close()

    def write(self, row: Row, faults: Sequence[CellFault]) -> None:
        """Write one row with its faults."""
        self.rows += 1
        if self._table.form == "jsonl":
            self._write_line(row, faults)
            return
        if self._csv is None:
            self._file = self.path.open("w", encoding=self._encoding(), errors="surrogateescape", newline="")
            self._csv = csv.writer(self._file, delimiter=self._table.delimiter)
            self._csv.writerow([*REJECT_COLUMNS, *(name for name in self._table.header if name not in REJECT_COLUMNS)])
        old = {place for place, name in enumerate(self._table.header) if name in REJECT_COLUMNS}
        cells = [cell for place, cell in enumerate(row.cells) if place not in old]
        self._csv.writerow([safe(cell) for cell in (*_told(row, faults), *cells)])

    def _encoding(self) -> str:
        """Return the encoding of the source, so that the same mapping reads it; a mark tells Excel that it is UTF-8."""
        return "utf-8-sig" if self._table.encoding in {"utf-8", "utf-8-sig"} else self._table.encoding

    def _write_line(self, row: Row, faults: Sequence[CellFault]) -> None:
        if self._file is None:
            self._file = self.path.open("w", encoding=self._table.encoding, errors="surrogateescape", newline="\n")
        told = dict(zip(REJECT_COLUMNS, _told(row, faults), strict=True))
        try:
            found = json.loads(row.source)
        except (json.JSONDecodeError, RecursionError):
            found = None
        whole = found if isinstance(found, dict) else {"vangnet_regel": row.source.rstrip("\n")}
        kept = {name: value for name, value in whole.items() if name not in REJECT_COLUMNS}
        self._file.write(json.dumps(told | kept, ensure_ascii=False) + "\n")


def _told(row: Row, faults: Sequence[CellFault]) -> tuple[str, str, str, str]:
    return (
        str(row.number),
        " | ".join(fault.column for fault in faults),
        " | ".join(fault.value[:_SHOWN] for fault in faults),
        " | ".join(fault.reason for fault in faults),
    )


def safe(cell: str) -> str:
    """Return a cell that no spreadsheet will run.

    >>> safe("=1+1"), safe("gewoon")
    ("'=1+1", 'gewoon')
    """
    return f"'{cell}" if cell.startswith(DANGEROUS) else cell
