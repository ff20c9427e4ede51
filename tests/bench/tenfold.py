"""A copy of the database in which the tables that lists read hold ten times as many rows.

Loading the whole country at scale 10 takes hours; what a list reads is multiplied here instead: cases, their persons, roles, holders and
plans, and the sights of everybody. Each worker sees ten times as many cases, and there are ten times as many in all.
"""

from __future__ import annotations

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

TIMES = 10
# Table -> columns that point at something that is copied too, and texts that must stay unlike.
COPIED = {
    "people_person": ("id",),
    "cases_case": ("id", "person_id"),
    "cases_roleslot": ("id", "case_id"),
    "cases_holding": ("id", "case_id", "slot_id"),
    "plans_plan": ("id", "case_id"),
    "access_sight": ("case_id", "subject_id"),
}
_NUMBERED = {"cases_case": "number"}
_PERSONS = "WHERE t.id IN (SELECT person_id FROM cases_case)"


def tenfold(url: str, *, name: str = "vangnet_tenfold") -> str:
    """Make the copy beside the database at `url`, when it is not there yet or is behind; return its address."""
    address = make_conninfo(url, dbname=name)
    with psycopg.connect(make_conninfo(url, dbname="postgres"), autocommit=True) as server:
        there = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if there and _migrations(address) == _migrations(url):
            return address
        for old in (name, f"{name}_half"):
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(old)))
        own = psycopg.conninfo.conninfo_to_dict(url)["dbname"]
        making = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
        server.execute(making.format(sql.Identifier(f"{name}_half"), sql.Identifier(str(own))))
    with psycopg.connect(make_conninfo(url, dbname=f"{name}_half")) as link:
        link.execute("SET session_replication_role = replica")
        for table, keys in COPIED.items():
            link.execute(_copying(link, table, keys))
        link.commit()
        link.autocommit = True
        link.execute("VACUUM ANALYZE")
    with psycopg.connect(make_conninfo(url, dbname="postgres"), autocommit=True) as server:
        server.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(f"{name}_half"), sql.Identifier(name))
        )
    return address


def _migrations(url: str) -> set[tuple[str, str]]:
    with psycopg.connect(url) as link:
        return set(link.execute("SELECT app, name FROM django_migrations").fetchall())


def _copying(link: psycopg.Connection, table: str, keys: tuple[str, ...]) -> sql.Composed:
    columns = [row[0] for row in link.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"
        " AND attgenerated = '' ORDER BY attnum", [table]
    )]  # fmt: skip
    chosen = []
    for column in columns:
        value = sql.SQL("t.{}").format(sql.Identifier(column))
        if column in keys:
            value = sql.SQL("md5({}::text || '-' || n)::uuid").format(value)
        if column == _NUMBERED.get(table):
            value = sql.SQL("left({}, 16) || '-' || n").format(value)
        chosen.append(value)
    return sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {} t CROSS JOIN generate_series(2, {}) AS n {}").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns)), sql.SQL(", ").join(chosen),
        sql.Identifier(table), sql.Literal(TIMES), sql.SQL(_PERSONS if table == "people_person" else ""),
    )  # fmt: skip
