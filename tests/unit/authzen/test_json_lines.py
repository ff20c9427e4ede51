"""The decision log in a file: safe before the answer leaves, twice is once, and a crash breaks one line at most."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path
from typing import Any

import pytest

from vangnet.api.authzen.json_lines import JsonLinesLog
from vangnet.core.errors import InvalidInput, Unavailable


def record(span: str, **more: Any) -> dict[str, Any]:
    return {"trace_id": "t", "span_id": span, **more}


def kept(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_bytes().splitlines() if line.strip()]


def test_the_same_record_twice_is_kept_once_also_after_a_restart(tmp_path: Path):
    path = tmp_path / "adl.jsonl"
    for _ in range(2):
        log = JsonLinesLog(path)
        log.write(record("1"))
        log.write(record("1"))
        log.write(record("2"))
        log.write({"trace_id": "other", "span_id": "1"})
        log.close()
    assert [(each["trace_id"], each["span_id"]) for each in kept(path)] == [("t", "1"), ("t", "2"), ("other", "1")]


def test_a_line_that_a_crash_cut_off_is_closed_and_harms_no_other(tmp_path: Path):
    path = tmp_path / "adl.jsonl"
    path.write_bytes(b'{"trace_id":"t","span_id":"1"}\n{"trace_id":"t","spa')
    log = JsonLinesLog(path)
    log.write(record("1"))
    log.write(record("2"))
    log.close()
    lines = path.read_bytes().splitlines()
    assert len(lines) == 3
    assert json.loads(lines[2]) == record("2")


def test_what_does_not_reach_the_disk_is_not_kept_and_can_come_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "adl.jsonl"
    log = JsonLinesLog(path)

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", full)
        with pytest.raises(Unavailable) as refused:
            log.write(record("1"))
    assert refused.value.code == "decision-log-failed"
    log.write(record("1"))
    log.write(record("2"))
    log.close()
    assert kept(path)[-2:] == [record("1"), record("2")]


def test_half_a_line_on_a_full_disk_harms_no_other(tmp_path: Path):
    path = tmp_path / "adl.jsonl"
    log = JsonLinesLog(path)
    whole = log._file

    class Full:
        def write(self, line: bytes) -> int:
            return whole.write(line[:10])

        def fileno(self) -> int:
            return whole.fileno()

    log._file = Full()  # type: ignore[assignment]
    with pytest.raises(Unavailable):
        log.write(record("1"))
    log._file = whole
    log.write(record("1"))
    log.close()
    lines = path.read_bytes().splitlines()
    assert (len(lines), json.loads(lines[1])) == (2, record("1"))


def test_a_file_that_cannot_be_written_is_refused_at_the_start(tmp_path: Path):
    with pytest.raises(InvalidInput) as refused:
        JsonLinesLog(tmp_path / "absent" / "adl.jsonl")
    assert refused.value.code == "decision-log-unwritable"
