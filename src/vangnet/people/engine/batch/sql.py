"""Ask DuckDB something and take the whole answer, so that the connection is free for the next question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb


def connect() -> duckdb.DuckDBPyConnection:
    """Return a database in memory that writes nothing to the screen by itself."""
    con = duckdb.connect()
    run(con, "SET enable_progress_bar = false")
    return con


def run(con: duckdb.DuckDBPyConnection, sql: str, values: Sequence[Any] = ()) -> None:
    """Carry out one statement that returns nothing we need."""
    con.execute(sql, list(values)).fetchall()


def rows(con: duckdb.DuckDBPyConnection, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Return all rows of a question."""
    return con.execute(sql, list(values)).fetchall()


def number(con: duckdb.DuckDBPyConnection, sql: str) -> int:
    """Return the one whole number that a question asks for; 0 when there is none."""
    found = rows(con, sql)
    return int(found[0][0] or 0) if found else 0
