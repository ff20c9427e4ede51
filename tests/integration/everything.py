"""Put a mark in every column of every table that can hold something about somebody, and look for it everywhere afterwards.

Both work from the catalogue of the database, so that a table which is added tomorrow is filled and searched too.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

from vangnet.intake.services.emptying import KEPT

MARK = "zqxjkv"
PERSON, CASE, SIGNAL = (UUID(f"0f0f0f0f-0000-7000-8000-00000000000{nr}") for nr in (1, 2, 3))
ROOTS = {"people_person": PERSON, "cases_case": CASE, "intake_signal": SIGNAL}
WORDS = {"person": PERSON, "subject": PERSON, "case": CASE, "signal": SIGNAL}
# Columns that the program reads as a code while it destroys; what is typed stands in none of them.
CODES: dict[tuple[str, str], Any] = {
    ("intake_signal", "channel"): "form",
    ("intake_signal", "state"): "answered",
    ("intake_signal", "decision"): "case",
    ("intake_signal", "routed_by"): "area",
    ("intake_signal", "triage"): Jsonb({}),
    ("intake_signal", "hint"): Jsonb({"surname": MARK}),
    ("intake_signal", "destroy_on"): None,
    ("intake_signal", "emptied_at"): None,
    ("people_signallink", "undone_at"): None,
    ("cases_case", "opened_from"): SIGNAL,
}
VALUES: dict[str, Any] = {
    "jsonb": Jsonb({"said": MARK, "who": str(PERSON)}), "bytea": MARK.encode(), "boolean": False, "smallint": 1, "integer": 1,
    "bigint": 1, "date": "2020-01-01", "timestamp with time zone": "2020-01-01T09:00Z", "daterange": "[2020-01-01,2020-02-01)",
    "time without time zone": "09:00", "tsvector": MARK, "double precision": 1.0, "numeric": 1,
}  # fmt: skip
ARRAYS = {"uuid": [PERSON], "varchar": [MARK[:3]], "text": [MARK], "daterange": ["[2020-01-01,2020-02-01)"]}
# Tables in which nothing can stand about a person or a case, by the start of their name.
ABOUT_NOBODY = {
    "access_absence": "who works here", "access_account": "who works here", "access_agency": "organisations",
    "access_connectedsystem": "machines", "access_municipality": "places", "access_region": "places",
    "access_worker": "who works here", "account_": "sign-in", "audit_": "numbers only; searched, not filled",
    "auth_": "sign-in", "cases_casecounter": "a counter", "django_": "the framework", "intake_desk": "how desks work",
    "mfa_": "sign-in", "oauth2_provider_": "sign-in of machines", "procrastinate_": "the queue", "sharing_norm": "the law",
    "intake_board": "who sat at a table", "intake_convention": "agreements", "intake_signalfigure": "numbers only",
    "people_linkagemodel": "numbers of a model", "people_linkagerun": "counts of a search",
    "socialaccount_": "sign-in", "usersessions_": "sign-in", "vangnet_cache": "the cache",
}  # fmt: skip


@dataclass(frozen=True)
class Column:
    """One column, as the catalogue knows it."""

    name: str
    type: str
    element: str
    length: int | None


def tables(link: psycopg.Connection[Any]) -> dict[str, list[Column]]:
    """Return every ordinary table with its columns; parts of a partitioned table belong to the whole."""
    found: dict[str, list[Column]] = {}
    rows = link.execute(
        """SELECT c.table_name, c.column_name, c.data_type, c.udt_name, c.character_maximum_length
           FROM information_schema.columns c JOIN pg_class k ON k.relname = c.table_name AND NOT k.relispartition
           AND k.relkind IN ('r', 'p') AND k.relnamespace = 'public'::regnamespace
           WHERE c.table_schema = 'public' AND c.is_generated = 'NEVER' AND c.identity_generation IS NULL
           ORDER BY c.table_name, c.ordinal_position"""
    )
    for table, name, kind, udt, length in rows:
        found.setdefault(table, []).append(Column(name, kind, udt.removeprefix("_"), length))
    return found


def pointers(link: psycopg.Connection[Any]) -> dict[tuple[str, str], str]:
    """Return which column points at which table."""
    rows = link.execute(
        """SELECT k.relname, a.attname, t.relname FROM pg_constraint c JOIN pg_class k ON k.oid = c.conrelid
           JOIN pg_class t ON t.oid = c.confrelid JOIN pg_attribute a ON a.attrelid = k.oid AND a.attnum = c.conkey[1]
           WHERE c.contype = 'f'"""
    )
    return {(table, column): to for table, column, to in rows}


def fill(link: psycopg.Connection[Any]) -> dict[str, UUID]:
    """Write one marked row in every table that can hold something about somebody; return each with the id of its row."""
    columns, keys = tables(link), pointers(link)
    ids = {table: ROOTS.get(table, uuid4()) for table in columns if not nobody(table)}
    link.execute("SET session_replication_role = replica")
    for table, name in link.execute(
        "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype IN ('c', 'x') AND conrelid <> 0"
        " AND connamespace = 'public'::regnamespace"
    ).fetchall():
        if table in ids:
            link.execute(
                sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(sql.Identifier(table), sql.Identifier(name))
            )
    for table, row_id in ids.items():
        values = {c.name: value_of(table, c, row_id, ids.get(keys.get((table, c.name), ""))) for c in columns[table]}
        link.execute(
            sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
                sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, values)),
                sql.SQL(", ").join(sql.Placeholder() * len(values)),
            ),
            list(values.values()),
        )  # fmt: skip
    link.execute("SET session_replication_role = origin")
    return ids


def nobody(table: str) -> bool:
    return any(table.startswith(start) for start in ABOUT_NOBODY)


def value_of(table: str, column: Column, row_id: UUID, pointed: UUID | None) -> Any:
    """Return what stands in a column of the marked row."""
    if (table, column.name) in CODES:
        return CODES[table, column.name]
    if column.name == "region":
        return "ZVH04"
    if column.name == "id" and column.type == "uuid":
        return row_id
    if pointed is not None:
        return pointed
    if column.type == "uuid":
        return next((WORDS[word] for word in column.name.split("_") if word in WORDS), uuid4())
    if column.type == "ARRAY":
        return ARRAYS[column.element]
    if column.type in {"character varying", "text", "character"}:
        kept = {name.lower(): names for name, names in KEPT.items()}.get(table.removeprefix("intake_"), frozenset())
        code = table.startswith("intake_") and column.name in kept
        return "code"[: column.length] if code else MARK[: column.length]
    return VALUES[column.type]


def count(link: psycopg.Connection[Any], table: str) -> int:
    row = link.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone()
    return row[0] if row else 0


def found(link: psycopg.Connection[Any], *, what: str) -> Counter[str]:
    """Return in how many rows of which tables a text stands, as text, as a number or as bytes."""
    counted: Counter[str] = Counter()
    for table in tables(link):
        statement = sql.SQL("SELECT count(*) FROM {} t WHERE t::text ILIKE %s OR t::text LIKE %s")
        row = link.execute(
            statement.format(sql.Identifier(table)), [f"%{what}%", f"%{what.encode().hex()}%"]
        ).fetchone()
        if row and row[0]:
            counted[table] = row[0]
    return counted
