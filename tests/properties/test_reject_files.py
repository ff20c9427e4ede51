"""What was refused comes back as it was: no cell is lost or changed on the way through a reject file."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from vangnet.connections.files.converting import DANGEROUS
from vangnet.connections.files.rejects import RejectFile
from vangnet.connections.files.rows import CellFault, Row, Table
from vangnet.connections.files.sources import open_table

CELL = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n;\"'=+-@,"), max_size=20)
ROW = st.tuples(st.just("sleutel"), CELL, CELL)


def taken_off(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and cell[1:2] in DANGEROUS else cell


@settings(max_examples=120, deadline=None)
@given(st.lists(ROW, min_size=1, max_size=6), st.sampled_from([";", ",", "\t"]))
def test_a_refused_row_comes_back_as_it_was(rows: list[tuple[str, str, str]], delimiter: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.csv")
        table = Table("csv", ("a", "b", "c"), iter(()), "utf-8", delimiter)
        with RejectFile(path, table) as rejects:
            for number, cells in enumerate(rows, start=2):
                rejects.write(Row(number, cells), [CellFault("b", cells[1], "reden")])
        again = open_table(path, delimiter=delimiter)
        found = list(again.rows)
    assert again.header == ("vangnet_rij", "vangnet_kolom", "vangnet_waarde", "vangnet_reden", "a", "b", "c")
    assert [row.faults for row in found] == [()] * len(rows)
    assert [tuple(taken_off(cell) for cell in row.cells[4:]) for row in found] == [
        tuple(taken_off(cell) for cell in row) for row in rows
    ]
    assert all(not cell.startswith(DANGEROUS) for row in found for cell in row.cells)
