"""What it costs to see only what one may see: a list, a search and an ending norm over a million records.

`make bench-access` (RECORDS=1000000, KEEP=folder to build the country once). The tables, the row security and the statements
are the product's own: the selectors run as they do behind a page, and each statement they send is timed. "In the database" is
planning and execution as the server itself reports them, of the statements as the product sends them: fixed ones prepared.
Beside it, in the same run: the page as one would write it without row security, a sorted list of cases with an `EXISTS` on the
grants. Prints figures; ends non-zero only when an answer was wrong.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import select
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import django

from vangnet.core.statements import Fixed

AT = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
WORLD = Path(__file__).with_name("access_world.sql")
PAGES, SEARCHES, SEED = 400, 200, 20261127
FILLED = (
    "access_region",
    "access_agency",
    "access_worker",
    "people_person",
    "cases_case",
    "cases_roleslot",
    "cases_holding",
)
LARGE = ("access_grant", "access_sight", "cases_entry", "cases_words")


def point(values: Sequence[float], part: float) -> float:
    """Return the value below which a part of the values lies."""
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


def say(name: str, values: Sequence[float], asked: str = "") -> None:
    """Print the middle and the slow end of what was measured, in milliseconds."""
    print(f"{name:<58} p50 {point(values, 0.5):8.3f} ms   p95 {point(values, 0.95):8.3f} ms   {asked}", flush=True)


def worker_id(number: int) -> UUID:
    """Return the id of a made-up worker."""
    return UUID(int=(2 << 96) | (0x7000 << 64) | (0x8000 << 48) | number)


@contextmanager
def country(records: int, keep: str) -> Iterator[str]:
    """Point the product at a database that holds the country, built when it is not there; yield its address."""
    from vangnet.connections.postgres import distribution
    from vangnet.connections.postgres.server import LocalServer

    with tempfile.TemporaryDirectory(prefix="vangnet-bench-") as passing:
        folder = Path(keep) if keep else Path(passing)
        server = LocalServer(folder / "data", distribution.select(distribution.EMBEDDED), durable=False)
        server.start()
        try:
            with point_at(server.url("postgres"), owner=True):
                fresh = not query("SELECT 1 FROM pg_database WHERE datname = 'bench'")
                if fresh:
                    query("CREATE DATABASE bench")
                query("ALTER SYSTEM SET shared_buffers = '2GB'")
                query("ALTER SYSTEM SET work_mem = '64MB'")
            server.stop()
            server.start()
            if fresh:
                build(server.url("bench"), records)
            else:
                migrate(server.url("bench"))
            with point_at(server.url("bench"), owner=False):
                yield server.url("bench")
        finally:
            server.stop()


def build(url: str, records: int) -> None:
    """Make the tables as the product does, and fill them."""
    from vangnet.config import database

    started = time.monotonic()
    with point_at(url, owner=True):
        database.migrate(url)
    with point_at(url, owner=True), with_defaults(FILLED), without_indexes(LARGE):
        for statement in WORLD.read_text().replace(":records", str(records)).split(";\n"):
            if statement.strip():
                begun = time.monotonic()
                query(statement)
                if time.monotonic() - begun > 10:
                    print(f"  {time.monotonic() - begun:.0f} s: {statement.strip()[:70]}", flush=True)
    print(f"built {records} cases in {time.monotonic() - started:.0f} s", flush=True)


def migrate(url: str) -> None:
    """Bring the tables of a country that was kept up to date."""
    from vangnet.config import database

    with point_at(url, owner=True):
        database.migrate(url)


@contextmanager
def with_defaults(tables: Sequence[str]) -> Iterator[None]:
    """Fill what the country does not name (a column that came later) with nothing at all, while it is built."""
    found = query(
        "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_name = ANY (%s) "
        "AND is_nullable = 'NO' AND column_default IS NULL",
        [list(tables)],
    )
    empty = {
        "boolean": "false",
        "character varying": "''",
        "text": "''",
        "smallint": "0",
        "integer": "0",
        "ARRAY": "'{}'",
    }
    named = [(table, column, empty[kind]) for table, column, kind in found if kind in empty]
    for table, column, value in named:
        query(f"ALTER TABLE {table} ALTER COLUMN {column} SET DEFAULT {value}")
    yield
    for table, column, _ in named:
        query(f"ALTER TABLE {table} ALTER COLUMN {column} DROP DEFAULT")


@contextmanager
def without_indexes(tables: Sequence[str]) -> Iterator[None]:
    """Take the indexes of these tables away while they are filled, and make the same ones afterwards: much faster."""
    again: list[str] = []
    for table in tables:
        for name, what in query(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'p' "
            "AND NOT EXISTS (SELECT 1 FROM pg_constraint f WHERE f.confrelid = %s::regclass)",
            [table, table],
        ):
            query(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
            again.append(f"ALTER TABLE {table} ADD CONSTRAINT {name} {what}")
        for name, what in query(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s "
            "AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = indexname)",
            [table],
        ):
            query(f"DROP INDEX {name}")
            again.append(what)
    yield
    query("SET maintenance_work_mem = '512MB'")
    for statement in again:
        query(statement)
    query("ANALYZE")


@contextmanager
def point_at(url: str, *, owner: bool) -> Iterator[None]:
    """Let the default connection be this one, as the owner of the tables or as the application."""
    from django.db import connection, connections

    from vangnet.config import database

    connection.close()
    connections.settings["default"].update(database.settings_for(url, owner=owner))
    connection.settings_dict.update(database.settings_for(url, owner=owner))
    try:
        yield
    finally:
        connection.close()


def query(statement: str, values: Any = None) -> list[Any]:
    """Send one statement."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return cursor.fetchall() if cursor.description else []


class Timed:
    """Notes each statement of a call with how long it took, seen from here."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, Any, float]] = []

    def __call__(self, execute: Callable[..., Any], sql: str, values: Any, many: bool, context: Any) -> Any:
        start = time.perf_counter()
        try:
            return execute(sql, values, many, context)
        finally:
            self.sent.append((sql, values, (time.perf_counter() - start) * 1000))

    def reads(self) -> list[tuple[str, Any, float]]:
        """Return the statements that read; naming the actor and writing the record are told apart."""
        return [
            one
            for one in self.sent
            if one[0].lstrip().startswith(("SELECT", "WITH")) and "set_config" not in one[0] and "INSERT" not in one[0]
        ]


def in_database(statements: Sequence[tuple[str, Any, float]]) -> float:
    """Return what the server says that these statements take as they were sent, in milliseconds, planning included.

    A fixed statement was prepared on this connection and is explained as such: the server plans it for as long as it does
    for a page. Every other statement is planned each time.
    """
    total = 0.0
    for sql, values, _ in statements:
        how, given = prepared(sql, values) if isinstance(sql, Fixed) else (sql, values)
        ((plan,),) = query(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {how}", given)
        total += plan[0]["Planning Time"] + plan[0]["Execution Time"]
    return total


def prepared(sql: Fixed, values: Any) -> tuple[str, list[Any]]:
    """Return how to run a fixed statement again that this connection has prepared, and the values in their order."""
    order: list[str] = []

    def place(match: re.Match[str]) -> str:
        name = match[1] or str(len(order))
        if name not in order:
            order.append(name)
        return f"${order.index(name) + 1}"

    text = re.sub(r"%(?:\((\w+)\))?s", place, sql).replace("%%", "%")
    ((name,),) = query("SELECT name FROM pg_prepared_statements WHERE statement = %s", [text])
    given = [values[key] for key in order] if isinstance(values, dict) else list(values)
    return f'EXECUTE "{name}" ({", ".join(["%s"] * len(given))})' if given else f'EXECUTE "{name}"', given


def asked_as(number: int, act: Callable[[Any], Any]) -> tuple[Any, Timed, float]:
    """Do something as a worker; return the answer, the statements, and what the database says of those that read."""
    from django.db import connection

    from vangnet.access.services import acting
    from vangnet.access.types import Actor

    actor = Actor(worker_id(number), UUID(int=1 << 96), "ZVH", "ZVH01", "procesregisseur")
    timed = Timed()
    with acting(actor, at=AT):
        with connection.execute_wrapper(timed):
            found = act(actor)
        return found, timed, in_database(timed.reads())


def lists(chance: random.Random) -> None:
    """Measure the first page of fifty, beside the join one would write without row security."""
    from vangnet.access import selectors as access
    from vangnet.cases import selectors as cases

    grants, rows, record, whole, join, counted = [], [], [], [], [], []
    numbers = [chance.randrange(6000) for _ in range(PAGES)]
    for number in numbers:
        page, timed, _ = asked_as(number, lambda actor: access.sights_page(actor=actor, at=AT))
        grants.append(in_database_as(number, timed))
        page, timed, spent = asked_as(number, lambda actor: cases.page(actor=actor, at=AT))
        if not page.rows or len({row.id for row in page.rows}) != min(50, len(page.rows)):
            sys.exit(f"worker {number} got {len(page.rows)} rows")
        rows.append(spent)
        whole.append(sum(taken for _, _, taken in timed.reads()))
        record.append(sum(taken for sql, _, taken in timed.sent if "INSERT" in sql))
        found, timed, _ = asked_as(number, lambda actor: access.count_sights(actor=actor))
        if found > access.COUNT_LIMIT + 1:
            sys.exit("counted on")
        counted.append(sum(taken for _, _, taken in timed.reads()))
    own = [
        processor_of(number, lambda actor: cases.page(actor=actor, at=AT)) for number in numbers[:8]
    ]  # fmt: skip
    for number in numbers[:40]:
        join.append(exists_join(number))
    say("page of 50 ids under grants, in the database", grants, "asked 1 / 2")
    say("page of 50 whole rows, all statements, in the database", rows, "asked 1 / 2")
    say("  the same, seen from the process (socket and fetching)", whole)
    say("  the line of the record beside it", record)
    say("  processor time of the database, the record included", own)
    say("count, never above 1,000", counted)
    say("EXISTS join without row security, in the database", join, "36 elsewhere")
    for name, ours in (("ids", grants), ("whole rows", rows)):
        print(f"{'':<58} {statistics.median(join) / statistics.median(ours):6.1f} times faster ({name}; aim 20)")


def processor_of(number: int, act: Callable[[Any], Any], times: int = 50) -> float:
    """Return the processor time of the database for one call, in milliseconds: whoever else is busy does not count."""

    from vangnet.access.services import acting
    from vangnet.access.types import Actor

    actor = Actor(worker_id(number), UUID(int=1 << 96), "ZVH", "ZVH01", "procesregisseur")
    with acting(actor, at=AT):
        ((backend,),) = query("SELECT pg_backend_pid()")
        before = used_by(backend)
        for _ in range(times):
            act(actor)
        return (used_by(backend) - before) * 1000 / times


def used_by(process: int) -> float:
    """Return the processor time of one process, in seconds."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def in_database_as(number: int, timed: Timed) -> float:
    """Return what the database says of statements, sent again by a worker."""
    from vangnet.access.services import acting
    from vangnet.access.types import Actor

    with acting(Actor(worker_id(number), UUID(int=1 << 96), "ZVH", "ZVH01", "procesregisseur"), at=AT):
        return in_database(timed.reads())


def exists_join(number: int) -> float:
    """Return the time of a sorted list of cases with `EXISTS` on the grants, as background work: no row security."""
    from vangnet.access.services import as_job, system_actor

    statement = """
SELECT c.id, c.number, c.contact_due_on, p.surname FROM cases_case c JOIN people_person p ON p.id = c.person_id
WHERE c.closed_on IS NULL AND EXISTS (SELECT 1 FROM access_grant g WHERE g.worker_id = %s AND g.case_id = c.id
  AND g.closed_at IS NULL AND (g.until IS NULL OR g.until > %s))
ORDER BY c.contact_due_on, c.id LIMIT 50"""
    with as_job(system_actor(reason="bench")):
        return in_database([(statement, [worker_id(number), AT], 0.0)])


def searches(chance: random.Random) -> None:
    """Measure search in names and texts, within what one may see."""
    from vangnet.cases.selectors.words import cases_with, words_of

    def rare(number: int) -> str:
        (row,) = query_as(number, "SELECT split_part(text, 'zaak', 2) FROM cases_entry LIMIT 1")
        return f"zaak{row[0]}"

    kinds: dict[str, Callable[[int], str]] = {
        "a word of one text": rare,
        "a word in one text of a hundred": lambda number: f"woord{chance.randrange(200, 400)}",
        "a word in nearly every text": lambda number: "woord0",
        "a name": lambda number: f"Achter{chance.randrange(50000)}",
        "two words": lambda number: f"woord{chance.randrange(60)} woord{chance.randrange(60)}",
        "a word that is nowhere": lambda number: "bestaatnergens",
    }
    for kind, word in kinds.items():
        spent, whole, hits = [], [], []
        for _ in range(SEARCHES):
            number = chance.randrange(6000)
            text = word(number)
            found, timed, _ = asked_as(number, lambda actor, text=text: cases_with(words=words_of(text), limit=20))
            whole.append(sum(taken for _, _, taken in timed.reads()))
            spent.append(in_database_as(number, timed))
            hits.append(len(found))
        say(f"search: {kind} ({statistics.mean(hits):.1f} found)", spent, "asked 10")
        text = word(7)
        own = [processor_of(nr, lambda _, text=text: cases_with(words=words_of(text), limit=20)) for nr in range(7, 12)]
        say("  of which processor time of the database", own)


def query_as(number: int, statement: str) -> list[Any]:
    """Send one statement as a worker, behind the wall."""
    from vangnet.access.services import acting
    from vangnet.access.types import Actor

    with acting(Actor(worker_id(number), UUID(int=1 << 96), "ZVH", "ZVH01", "procesregisseur"), at=AT):
        return query(statement)


def revoked(chance: random.Random) -> None:
    """Close one grant and ask again: it must be gone in the next query."""
    from vangnet.access import services
    from vangnet.cases import selectors as cases

    number = chance.randrange(6000)
    page, _, _ = asked_as(number, lambda actor: cases.page(actor=actor, at=AT))
    gone = page.rows[0].id
    job = services.system_actor(reason="bench")
    with services.as_job(job):
        services.close_grants(actor=job, at=AT, why="bench", case_id=gone, worker_id=worker_id(number))
    page, _, _ = asked_as(number, lambda actor: cases.page(actor=actor, at=AT))
    if gone in {row.id for row in page.rows}:
        sys.exit("a revoked grant is still seen")
    print("a revoked grant was gone in the next query", flush=True)


def closing(chance: random.Random, url: str) -> None:
    """Close ten thousand grants of one verdict in a process of its own, as the worker does, while people turn pages."""
    from vangnet.access import services
    from vangnet.access.types import Actor
    from vangnet.cases import selectors as cases

    def page() -> float:
        start = time.perf_counter()
        actor = Actor(worker_id(chance.randrange(6000)), UUID(int=1 << 96), "ZVH", "ZVH01", "procesregisseur")
        with services.acting(actor, at=AT):
            cases.page(actor=actor, at=AT)
        return (time.perf_counter() - start) * 1000

    command = [sys.executable, "-m", "tests.bench.bench_access", "--close", url]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as job:
        assert job.stdin is not None and job.stdout is not None
        job.stdout.readline()  # it is there; what it costs to start is not what is measured
        before = [page() for _ in range(PAGES)]
        job.stdin.write("now\n")
        job.stdin.flush()
        during = []
        while not select.select([job.stdout], [], [], 0)[0]:
            during.append(page())
        told = job.stdout.readline()
    after = [page() for _ in range(PAGES)]
    print(f"closed {told.strip()} in the background (asked 10,000 in 30 s)")
    say("page before", before)
    say("page while they close", during)
    say("page after", after)
    ratio = point(during, 0.95) / point(before + after, 0.95)
    print(f"{'':<58} p95 {ratio:.2f} times (asked 1.5)")


def close(url: str) -> None:
    """Close the grants, when told to; the other process measures."""
    from vangnet.access import services
    from vangnet.access.services.closing import close_grants_of
    from vangnet.access.types import Basis
    from vangnet.config import process

    process.give_way()
    with point_at(url, owner=False):
        query("SELECT 1")
        print("ready", flush=True)
        sys.stdin.readline()
        job = services.system_actor(reason="bench")
        start, number = time.perf_counter(), 0
        for basis in (UUID(int=(8 << 96) | (0x7000 << 64) | (0x8000 << 48) | n) for n in range(100)):
            if number >= 10_000:
                break
            number += close_grants_of(actor=job, at=AT, why="norm-ended", basis=Basis.VERDICT, basis_ids=[basis])
        print(f"{number} grants in {time.perf_counter() - start:.1f} s", flush=True)


def main() -> None:
    """Build the country, and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--keep", default="", help="folder in which the country stays, for a next run")
    parser.add_argument("--close", default="", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vangnet.config.settings.test")
    os.environ.setdefault("VANGNET_MODE", "test")
    django.setup()
    if asked.close:
        close(asked.close)
        return
    chance = random.Random(SEED)
    with country(asked.records, asked.keep) as url:
        print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores", flush=True)
        lists(chance)
        searches(chance)
        revoked(chance)
        closing(chance, url)
        print(f"load {os.getloadavg()[0]:.1f}", flush=True)


if __name__ == "__main__":
    main()
