"""Files as they come: every odd thing has a clear answer, and one bad row never stops the good ones."""

from __future__ import annotations

import gzip
import json
import random
import tracemalloc
import zipfile
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest

from vangnet.connections.files import workbooks
from vangnet.connections.files.rows import Row, Table
from vangnet.connections.files.sources import open_table
from vangnet.connections.files.text_tables import LONGEST_RECORD
from vangnet.core.errors import InvalidInput

WANTED = ("utf-8", "windows-1252")


def opened(path: Path, content: bytes | str, encodings: tuple[str, ...] = WANTED) -> Table:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return open_table(path, encodings=encodings)


def rows(path: Path, content: bytes | str) -> list[Row]:
    return list(opened(path, content).rows)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "file.csv"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file-empty"),
        (b"\n\n", "file-empty"),
        (b"%PDF-1.7 and so on", "file-not-text"),
        (b"\x89PNG\r\n\x1a\n", "file-not-text"),
        (b"\xd0\xcf\x11\xe0 old excel", "file-not-text"),
        (b"a;b\n1;\x00\x00\x00\n", "file-not-text"),
        (gzip.compress(b"a;b"), "file-not-text"),
        (b'[{"a": 1}]', "file-json-list"),
        (b'{"a": \n{"b":\n', "file-json-no-object"),
        (b";;;\n1;2;3;4\n", "file-no-header"),
        (b"a;A \n1;2\n", "file-column-twice"),
        (b";".join(b"k%d" % n for n in range(600)), "file-too-wide"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_one_sentence(file: Path, content: bytes, code: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        opened(file, content)
    assert refusal.value.code == code
    assert refusal.value.nl.endswith(".")


def test_an_absent_file_and_a_packed_one(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="file-absent"):
        open_table(tmp_path / "nowhere.csv")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        packed.writestr("inside.csv", "a;b")
    with pytest.raises(InvalidInput, match="file-packed"):
        open_table(tmp_path / "a.zip")
    (tmp_path / "half.xlsx").write_bytes((tmp_path / "a.zip").read_bytes()[:30])
    with pytest.raises(InvalidInput, match="file-workbook-damaged"):
        open_table(tmp_path / "half.xlsx")


def test_an_encoding_that_fits_none_is_refused(file: Path) -> None:
    with pytest.raises(InvalidInput, match="file-encoding"):
        opened(file, "naam\ncafé\n".encode("latin-1"), encodings=("utf-8",))
    with pytest.raises(InvalidInput, match="file-encoding-unknown"):
        opened(file, "naam\n", encodings=("utf-9",))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1252", "utf-16"])
def test_the_usual_encodings_are_recognised(file: Path, encoding: str) -> None:
    (row,) = rows(file, "naam;plaats\r\nZoë;café\r\n".encode(encoding))
    assert (row.number, row.cells, row.faults) == (2, ("Zoë", "café"), ())


def test_utf8_wins_from_an_encoding_in_which_everything_fits(file: Path) -> None:
    file.write_text("naam\nZoë\n", encoding="utf-8")
    assert next(open_table(file, encodings=("windows-1252",)).rows).cells == ("Zoë",)


def test_a_damaged_byte_spoils_its_own_row(file: Path) -> None:
    good, bad, other = rows(file, "naam\nZoë\n".encode() + b"Z\xff\n" + "Renée\n".encode())
    assert (good.faults, other.faults) == ((), ())
    assert "codering" in bad.faults[0].reason


def test_a_letter_far_down_the_file_is_found(file: Path) -> None:
    lines = b"naam\n" + b"gewoon\n" * 200_000 + "café\n".encode("windows-1252")
    assert opened(file, lines).encoding == "windows-1252"


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_the_separator_is_found(file: Path, separator: str) -> None:
    (row,) = rows(file, f"a{separator}b\n1{separator}2\n")
    assert row.cells == ("1", "2")


def test_cells_may_hold_line_ends_separators_and_quotes(file: Path) -> None:
    first, second = rows(file, 'a;b\n"een\ntwee; ""drie""";x\n5" hoog;y\n')
    assert first.cells == ('een\ntwee; "drie"', "x")
    assert second.cells == ('5" hoog', "y")
    assert (first.faults, second.faults) == ((), ())


@pytest.mark.parametrize("later", ["", 'v;"w"\n', 'x;"nog een\n'])
def test_a_quote_that_never_closes_spoils_one_row(file: Path, later: str) -> None:
    found = rows(file, f'a;b\n1;2\n3;"open\n4;5\n{later}6;7\n')
    assert [row.cells for row in found if not row.faults][:2] == [("1", "2"), ("4", "5")]
    assert found[-1].cells == ("6", "7")
    bad = next(row for row in found if row.faults)
    assert (bad.number, bad.cells) == (3, ("3", '"open'))


def test_short_rows_are_filled_up_long_ones_refused_empty_ones_passed_over(file: Path) -> None:
    short, long = rows(file, "a;b\n1\n;;\n\n1;2;3\n")
    assert (short.cells, short.faults, short.number) == (("1",), (), 2)
    assert "3 cellen" in long.faults[0].reason
    assert long.cells == ("1", "2", "3")


def test_a_cell_of_a_megabyte_is_one_cell(file: Path) -> None:
    (row,) = rows(file, f'a;b\n1;"{"x" * 1_000_000}"\n')
    assert (len(row.cells[1]), row.faults) == (1_000_000, ())


def test_a_line_without_end_does_not_eat_the_file(file: Path) -> None:
    found = rows(file, f"a;b\n1;2\n{'y' * (LONGEST_RECORD + 10)}\n3;4\n")
    assert [row.cells for row in found if not row.faults] == [("1", "2"), ("3", "4")]
    assert sum(len(cell) for row in found for cell in row.cells if cell.startswith("y")) == LONGEST_RECORD + 10


def test_a_long_file_is_read_in_the_memory_of_a_short_one(file: Path) -> None:
    line = "VB;E33;een tekst van gewone lengte over iemand op een plein\n"

    def peak(count: int) -> int:
        file.write_text("nummer;code;tekst\n" + line * count)
        tracemalloc.start()
        try:
            assert sum(1 for _ in open_table(file).rows) == count
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert peak(60_000) < peak(5_000) + 3_000_000


def workbook(path: Path, *lines: list[object]) -> Table:
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)
    book.save(path)
    return open_table(path)


def test_a_workbook_is_read_as_somebody_would_write_it(tmp_path: Path) -> None:
    table = workbook(
        tmp_path / "a.xlsx",
        ["nummer", "dag", "tijd", "ja"],
        [12.0, datetime(2026, 10, 1), time(9, 5), True],  # noqa: DTZ001 - as Excel keeps it
        [None, None, None, None],
        ["x", date(2026, 10, 2), "14:00", None],
    )
    first, second = table.rows
    assert first.cells == ("12", "2026-10-01", "09:05:00", "ja")
    assert (second.number, second.cells) == (4, ("x", "2026-10-02", "14:00"))


def test_a_formula_and_an_error_in_a_workbook_are_named(tmp_path: Path) -> None:
    table = workbook(tmp_path / "a.xlsx", ["a", "b"], ["=1+1", "goed"], ["goed", "#REF!"], ["goed", "goed", "los"])
    reasons = [[(fault.column, fault.reason) for fault in row.faults] for row in table.rows]
    assert "formule" in reasons[0][0][1]
    assert reasons[0][0][0] == "a"
    assert "fout" in reasons[1][0][1]
    assert "naast de tabel" in reasons[2][0][1]


def test_an_empty_workbook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="file-empty"):
        workbook(tmp_path / "a.xlsx")


def test_a_number_too_long_to_read_spoils_only_its_line(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(f'{{"a": 1}}\n{{"a": {"9" * 5_000}}}\n{{"a": 2}}\n')
    first, broken, last = open_table(tmp_path / "a.jsonl").rows
    assert (first.cells, last.cells) == (("1",), ("2",))
    assert broken.faults[0].column == ""


def test_json_lines_give_one_row_each_and_a_broken_one_spoils_itself(tmp_path: Path) -> None:
    lines = [
        json.dumps({"a": 1, "b": None}),
        "{broken",
        "",
        json.dumps({"a": "x", "b": {"c": 1}}),
        json.dumps({"b": 2}),
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    first, broken, nested, last = open_table(tmp_path / "a.jsonl", optional=["later"]).rows
    assert first.cells == ("1", "", "")
    assert (broken.number, broken.source) == (2, "{broken\n")
    assert (broken.faults[0].column, nested.faults[0].column) == ("", "b")
    assert (last.number, last.cells) == (5, ("", "2", ""))


def packed_with(path: Path, parts: dict[str, bytes], *, twice: str = "") -> Path:
    """Write a workbook whose parts are added to, or put beside, those of a real one."""
    book = openpyxl.Workbook()
    book.active.append(["soort", "tekst"])
    plain = path.with_suffix(".plain")
    book.save(plain)
    with zipfile.ZipFile(plain) as real, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in real.namelist():
            packed.writestr(name, parts.pop(name, real.read(name)))
        for name, content in parts.items():
            packed.writestr(name, content)
        if twice:
            packed.writestr(twice, b"<x/>")
    return path


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/media/image1.png"])
def test_a_part_that_bursts_is_refused_whichever_it_is(tmp_path: Path, part: str):
    path = packed_with(tmp_path / "bomb.xlsx", {part: b" " * 20_000_000})
    with pytest.raises(InvalidInput) as refusal:
        open_table(path)
    assert refusal.value.code == "file-too-large"


def test_many_parts_that_are_too_much_together_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(workbooks, "MOST_UNPACKED", 3_000_000)
    path = packed_with(tmp_path / "many.xlsx", {f"xl/worksheets/sheet{n}.xml": b" " * 1_000_000 for n in range(2, 6)})
    with pytest.raises(InvalidInput) as refusal:
        open_table(path)
    assert refusal.value.code == "file-too-large"


def test_a_part_that_is_held_whole_has_a_limit_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(workbooks, "MOST_HELD", 50_000)
    noise = random.Random(1).randbytes(60_000)
    with pytest.raises(InvalidInput) as refusal:
        open_table(packed_with(tmp_path / "held.xlsx", {"xl/comments1.xml": noise}))
    assert refusal.value.code == "file-too-large"
    open_table(packed_with(tmp_path / "sheet.xlsx", {"xl/worksheets/sheet2.xml": noise}))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_part_that_stands_twice_is_refused(tmp_path: Path):
    path = packed_with(tmp_path / "twice.xlsx", {}, twice="xl/worksheets/sheet1.xml")
    with pytest.raises(InvalidInput) as refusal:
        open_table(path)
    assert refusal.value.code == "file-workbook-damaged"


def test_a_long_table_of_equal_rows_is_no_bomb(tmp_path: Path):
    path = tmp_path / "long.xlsx"
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["soort", "tekst", "dag", "uur"])
    for _ in range(120_000):
        sheet.append(["E33", "Elke regel hetzelfde.", 1, 1])
    book.save(path)
    assert sum(1 for _ in open_table(path).rows) == 120_000
