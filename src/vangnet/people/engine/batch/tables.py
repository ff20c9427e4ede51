"""Prepare the records of a run in DuckDB: each distinct cell is read once by the same code as a single record."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import pyarrow as pa

from vangnet.people.engine.batch.sql import number, rows, run
from vangnet.people.engine.model import Frequencies
from vangnet.people.engine.records import ADDRESS_SQL, GROUPS, HOUSE_SQL, PREPARED_COLUMNS, Group

# Values that occur at least so often, and at most so many of them, are listed in the model by name.
LISTED_FROM = 3
LISTED_AT_MOST = 5000


def prepare_table(con: duckdb.DuckDBPyConnection, sources: Sequence[str]) -> int:
    """Make the table `prepared` out of the raw tables and return the number of records.

    Args:
        con: holds the raw tables; `place` counts their records from 0.
        sources: one table for finding doubles in it, two for linking one to the other.

    Shape:
        prepared: one row a record; `rid` counts from 0 through all sources, `side` is the place of the source, `id` is
        the id in the file, then all of `PREPARED_COLUMNS`.
    """
    parts, before = [], 0
    for side, table in enumerate(sources):
        parts.append(f"SELECT CAST(place + {before} AS INTEGER) AS rid, {side} AS side, * FROM {table}")
        before += number(con, f"SELECT count(*) FROM {table}")
    run(con, f"CREATE OR REPLACE VIEW raw AS {' UNION ALL BY NAME '.join(parts)}")
    for group in GROUPS:
        _read_group(con, group)
    joins = " ".join(f"LEFT JOIN read_{g.raw} ON raw.{g.raw} = read_{g.raw}.cell_{g.raw}" for g in GROUPS)
    columns = ", ".join(
        {"house": f"{HOUSE_SQL} AS house", "address": f"{ADDRESS_SQL} AS address"}.get(column, column)
        for column in PREPARED_COLUMNS
    )
    # The columns of the readers are named apart from the raw ones, which some of them replace.
    run(
        con,
        f"CREATE OR REPLACE TABLE prepared AS SELECT rid, side, id, {columns} FROM "
        f"(SELECT raw.rid, raw.side, raw.id, {', '.join(f'read_{g.raw}.{c}' for g in GROUPS for c in g.gives)} "
        f"FROM raw {joins})",
    )
    for group in GROUPS:
        run(con, f"DROP TABLE read_{group.raw}")
    run(con, "DROP VIEW raw")
    return before


def _read_group(con: duckdb.DuckDBPyConnection, group: Group) -> None:
    """Make `read_<column>`: every distinct cell with what was read from it."""
    cells = [row[0] for row in rows(con, f"SELECT DISTINCT {group.raw} FROM raw WHERE {group.raw} IS NOT NULL")]
    read = [group.read(cell) for cell in cells]
    arrays = [pa.array(cells, pa.string())]
    arrays += [pa.array([values[column] for values in read], pa.string()) for column in group.gives]
    con.register("incoming", pa.Table.from_arrays(arrays, [f"cell_{group.raw}", *group.gives]))
    run(con, f"CREATE OR REPLACE TABLE read_{group.raw} AS SELECT * FROM incoming")
    con.unregister("incoming")


def count_values(con: duckdb.DuckDBPyConnection, column: str, *, listed_from: int = LISTED_FROM) -> Frequencies:
    """Return how common the values of a prepared column are.

    Args:
        con: holds `prepared`.
        column: one of the columns that a level adjusts by.
        listed_from: records that share a value before it is listed by itself.
    """
    filled, distinct = rows(con, f"SELECT count({column}), count(DISTINCT {column}) FROM prepared")[0]
    if filled == 0:
        return Frequencies({}, 1.0)
    most = rows(
        con,
        f"SELECT {column}, count(*) AS n FROM prepared WHERE {column} IS NOT NULL GROUP BY {column} "
        f"HAVING count(*) >= {listed_from} ORDER BY n DESC, {column} LIMIT {LISTED_AT_MOST}",
    )
    listed = {str(value): count / filled for value, count in most}
    rest = filled - sum(count for _, count in most)
    other = max(rest, 1) / max(distinct - len(most), 1) / filled
    return Frequencies(listed, other)


def add_frequencies(con: duckdb.DuckDBPyConnection, frequencies: dict[str, Frequencies]) -> None:
    """Make `records`: `prepared` with, for every column that a level adjusts by, `tf_<column>` and how rare that is in bits."""
    joins, picked = [], []
    for column, counts in frequencies.items():
        con.register(
            f"tf_in_{column}",
            pa.table(
                {
                    "value": pa.array(list(counts.common), pa.string()),
                    "tf": pa.array(list(counts.common.values()), pa.float64()),
                }
            ),
        )
        joins.append(f"LEFT JOIN tf_in_{column} ON prepared.{column} = tf_in_{column}.value")
        picked.append(f"CAST(coalesce(tf_in_{column}.tf, {counts.other!r}) AS DOUBLE) AS tf_{column}")
    rare = ", ".join(f"-log2(tf_{column}) AS rare_{column}" for column in frequencies)
    run(
        con,
        f"CREATE OR REPLACE TABLE records AS SELECT *, {rare} FROM "
        f"(SELECT prepared.*, {', '.join(picked)} FROM prepared {' '.join(joins)})",
    )
    for column in frequencies:
        con.unregister(f"tf_in_{column}")
