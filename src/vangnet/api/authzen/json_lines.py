"""Decision records in a file, one JSON object a line: for the decision point that runs alone, without a database."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import BinaryIO

from vangnet.core.errors import InvalidInput, Unavailable
from vangnet.core.strict_json import JsonObject, JsonValue, encoded, loads

_Key = tuple[JsonValue, JsonValue]


class NoLog:
    """A `DecisionLog` that keeps nothing, for trying out the protocol with made-up questions."""

    def write(self, record: JsonObject) -> None:
        """Keep nothing."""


class JsonLinesLog:
    """A `DecisionLog` in one file that one process writes.

    A line is on the disk before the answer leaves. The same record a second time changes nothing, also after a restart:
    the ids in the file are read at the start. A last line that was cut off by a crash is left as it is and closed.
    """

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        try:
            self._file: BinaryIO = path.open("ab+", buffering=0)
            self._seen, whole = _read(self._file) if path.is_file() else (set(), True)
            self._cut = not whole
        except OSError as error:
            raise InvalidInput(
                "decision-log-unwritable",
                nl=f"Het besluitenlog {path} kan niet worden geschreven ({error.strerror}).",
                en=f"The decision log {path} cannot be written ({error.strerror}).",
            ) from None

    def write(self, record: JsonObject) -> None:
        """Keep one record.

        Raises:
            Unavailable: the line did not reach the disk.
        """
        key = _key(record)
        with self._lock:
            if key in self._seen:
                return
            line = (b"\n" if self._cut else b"") + encoded(record) + b"\n"
            self._cut = True
            try:
                written = self._file.write(line)
                os.fsync(self._file.fileno())
            except OSError:
                written = None
            if written != len(line):
                raise Unavailable(
                    "decision-log-failed",
                    nl="Het besluit kan niet worden vastgelegd en is daarom niet gegeven.",
                    en="The decision cannot be recorded and was therefore not given.",
                )
            self._cut = False
            self._seen.add(key)

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def _read(file: BinaryIO) -> tuple[set[_Key], bool]:
    """Return the ids in the file, and whether its last line is whole."""
    file.seek(0)
    seen: set[_Key] = set()
    line = b"\n"
    for line in file:
        try:
            record = loads(line)
        except InvalidInput:
            continue
        if isinstance(record, dict):
            seen.add(_key(record))
    return seen, line.endswith(b"\n")


def _key(record: JsonObject) -> _Key:
    return record.get("trace_id"), record.get("span_id")
