"""Put records into DuckDB a page at a time, so that memory holds no more than a page beside the table itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256

import duckdb
import pyarrow as pa

from vangnet.people.engine.batch.sql import number, run
from vangnet.people.engine.records import BETWEEN, PREPARED_COLUMNS, RAW_COLUMNS

Row = tuple[str | None, ...]


def load_pages(con: duckdb.DuckDBPyConnection, table: str, pages: Iterable[Sequence[Row]]) -> tuple[int, str]:
    """Make a table as `files.read_person_file` makes it, out of pages of records.

    Args:
        con: gets the table.
        table: its name.
        pages: records as (id, then `RAW_COLUMNS` in order); an empty cell is None or empty.

    Returns:
        How many records, and a hash that is equal for equal records in equal order.
    """
    columns = ("id", "place", *RAW_COLUMNS)
    shape = ", ".join(f"{name} {'INTEGER' if name == 'place' else 'VARCHAR'}" for name in columns)
    run(con, f"CREATE OR REPLACE TABLE {table} ({shape})")
    digest, count = sha256(), 0
    for page in pages:
        digest.update("".join(f"{row!r}\n" for row in page).encode())
        arrays = [
            pa.array([row[0] for row in page], pa.string()),
            pa.array(range(count, count + len(page)), pa.int32()),
        ]
        arrays += [pa.array([row[nr] or None for row in page], pa.string()) for nr in range(1, len(RAW_COLUMNS) + 1)]
        con.register("page_in", pa.Table.from_arrays(arrays, list(columns)))
        run(con, f"INSERT INTO {table} SELECT * FROM page_in")
        con.unregister("page_in")
        count += len(page)
    return count, digest.hexdigest()


def load_packed(con: duckdb.DuckDBPyConnection, pages: Iterable[Sequence[tuple[str, str]]]) -> int:
    """Make `prepared` out of pages of (id, packed record), the first record of an id only, and return how many there are.

    Args:
        con: gets the table.
        pages: as `records.pack` packed them; those packed by another version are left out.
    """
    run(con, "CREATE OR REPLACE TABLE packed (id VARCHAR, cells VARCHAR)")
    for page in pages:
        con.register("page_in", pa.table({"id": [one for one, _ in page], "cells": [cells for _, cells in page]}))
        run(con, "INSERT INTO packed SELECT * FROM page_in")
        con.unregister("page_in")
    columns = ", ".join(f"nullif(cells[{place}], '') AS {name}" for place, name in enumerate(PREPARED_COLUMNS, 1))
    run(
        con,
        "CREATE OR REPLACE TABLE prepared AS SELECT CAST(row_number() OVER (ORDER BY id) - 1 AS INTEGER) AS rid, 0 AS side, id, "
        f"{columns} FROM (SELECT id, first(string_split(cells, '{BETWEEN}') ORDER BY cells) AS cells FROM packed "
        f"WHERE length(cells) - length(replace(cells, '{BETWEEN}', '')) = {len(PREPARED_COLUMNS) - 1} GROUP BY id)",
    )
    run(con, "DROP TABLE packed")
    return number(con, "SELECT count(*) FROM prepared")
