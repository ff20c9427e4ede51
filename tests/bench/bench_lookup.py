"""How fast and how right one incoming record is laid beside a register of persons in PostgreSQL.

`make bench-lookup` (PERSONS=1000000, KEEP=folder to build the register once). The tables, the statement, the scoring and the
selector are the product's own, on the embedded server. The register holds one record of every person; the questions are other
records of the same people, as another office wrote them, without a number; and records of people who are not there. Beside it,
in the same run: Splink's `predict_between` for one record, and the nearest neighbour by trigrams (`pg_trgm`, GiST).
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import django
from tests.bench.bench_access import point_at, query, say, without_indexes
from tests.bench.dutch_errors.country import population
from tests.bench.dutch_errors.records import COLUMNS, write

AT = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
SEED = 20261127
LARGE = ("people_matchkey", "people_matchrecord")
ASKED_P50, ASKED_P95, ASKED_FIRST, ASKED_ANSWERED = 0.6, 3.0, 0.90, 0.03
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Questions:
    """Records to lay beside the register: of people who are there, with their number; and of people who are not."""

    present: list[tuple[int, Row]]
    absent: list[Row]


def person_id(number: int) -> UUID:
    """Return the id of a made-up person."""
    return UUID(int=(3 << 96) | (0x7000 << 64) | (0x8000 << 48) | number)


def made_up(persons: int, questions: int) -> Iterator[tuple[int, Row, Row | None]]:
    """Yield number, record in the register, and for some the record of another office."""
    chance = random.Random(SEED)
    asked = set(random.Random(SEED + 1).sample(range(persons), questions))
    for number, someone in enumerate(islice(population(chance), persons)):
        here = _row(chance, someone, number)
        yield number, here, _row(chance, someone, number) if number in asked else None


def _row(chance: random.Random, someone: Any, number: int) -> Row:
    row = dict(zip(COLUMNS, write(chance, someone, number).row, strict=True))
    return row | {"identifier": ""}


def strangers(count: int) -> list[Row]:
    """Return records of people who are not in the register."""
    chance = random.Random(SEED + 2)
    return [_row(chance, someone, number) for number, someone in enumerate(islice(population(chance), count))]


def build(url: str, persons: int, questions: int, folder: Path) -> Questions:
    """Make the tables as the product does and fill them; the records are also written for Splink."""
    import csv

    import psycopg

    from vangnet.config import database
    from vangnet.people.engine.keys import hash_key, keys
    from vangnet.people.engine.records import pack, prepare

    started = time.monotonic()
    present: list[tuple[int, Row]] = []
    with point_at(url, owner=True):
        database.migrate(url)
        query("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        query("CREATE TABLE IF NOT EXISTS bench_said (person_id uuid, said text)")
    with (
        point_at(url, owner=True),
        without_indexes(LARGE),
        psycopg.connect(url) as link,
        (folder / "register.csv").open("w", newline="") as content,
    ):
        lines = csv.DictWriter(content, COLUMNS)
        lines.writeheader()
        people = made_up(persons, questions)
        while page := list(islice(people, 50_000)):
            found_by: list[tuple[str, int, UUID]] = []
            kept: list[tuple[str, UUID, int, str]] = []
            said: list[tuple[UUID, str]] = []
            for number, row, other in page:
                record = prepare(row)
                packed, who = pack(record), person_id(number)
                kept.append(("ZVH04", who, hash_key(packed), packed))
                found_by += [("ZVH04", key, who) for key in dict.fromkeys(keys(record))]
                said.append((who, spoken(row)))
                lines.writerow(row)
                if other is not None:
                    present.append((number, other))
            for table, columns, rows in (
                ("people_matchkey", "region, key, person_id", found_by),
                ("people_matchrecord", "region, person_id, digest, packed", kept),
                ("bench_said", "person_id, said", said),
            ):
                with link.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                    for line in rows:
                        copy.write_row(line)
        link.commit()
    with point_at(url, owner=True):
        query("CREATE INDEX ON bench_said USING gist (said gist_trgm_ops)")
        for table in (*LARGE, "bench_said"):
            query(f"VACUUM ANALYZE {table}")
    print(f"built a register of {persons} persons in {time.monotonic() - started:.0f} s", flush=True)
    (folder / f"questions-{questions}.json").write_text(json.dumps(present))
    return Questions(present, strangers(questions))


def kept_questions(persons: int, questions: int, folder: Path) -> Questions:
    """Return the questions that go with a register that was kept; made once more when they were not kept with it."""
    kept = folder / f"questions-{questions}.json"
    if not kept.exists():
        there = [(number, other) for number, _, other in made_up(persons, questions) if other is not None]
        kept.write_text(json.dumps(there))
    return Questions([(number, other) for number, other in json.loads(kept.read_text())], strangers(questions))


def spoken(row: Row) -> str:
    """Return a record as one line of text, for the search by trigrams."""
    return " ".join(
        row[name] for name in ("given_name", "prefix", "surname", "birth_date", "postcode", "city") if row[name]
    )


@contextmanager
def register(persons: int, questions: int, keep: str) -> Iterator[tuple[str, Questions, Path]]:
    """Start the server and point the product at it; build the register when it is not there."""
    from vangnet.config import database
    from vangnet.connections.postgres import distribution
    from vangnet.connections.postgres.server import LocalServer

    with tempfile.TemporaryDirectory(prefix="vangnet-bench-") as passing:
        folder = Path(keep) if keep else Path(passing)
        folder.mkdir(parents=True, exist_ok=True)
        server = LocalServer(folder / "data", distribution.select(distribution.EMBEDDED), durable=False)
        server.start()
        try:
            with point_at(server.url("postgres"), owner=True):
                fresh = not query("SELECT 1 FROM pg_database WHERE datname = 'lookup'")
                if fresh:
                    query("CREATE DATABASE lookup")
                query("ALTER SYSTEM SET shared_buffers = '2GB'")
            server.stop()
            server.start()
            url = server.url("lookup")
            if fresh:
                asked = build(url, persons, questions, folder)
            else:
                database.migrate(url)
                asked = kept_questions(persons, questions, folder)
            yield url, asked, folder
        finally:
            server.stop()


def cpu_of_server() -> float:
    """Return the CPU seconds that the server has spent on this connection, in steps of a hundredth."""
    [(pid,)] = query("SELECT pg_backend_pid()")
    used = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13]
    return sum(map(int, used)) / os.sysconf("SC_CLK_TCK")


def cost(rows: Sequence[Row]) -> None:
    """Print the CPU time of a question, here and in the server: what it takes where nobody else works, without waiting."""
    here, there = time.process_time(), cpu_of_server()
    for row in rows:
        look_up(row)
    mine, theirs = (
        (after - before) * 1000 / len(rows) for after, before in ((time.process_time(), here), (cpu_of_server(), there))
    )
    print(
        f"CPU of one question: {mine:.3f} ms here, {theirs:.3f} ms in the server, together {mine + theirs:.3f} ms",
        flush=True,
    )


def look_up(row: Row) -> tuple[float, Any]:
    """Lay one record beside the register, from its cells to the weighed candidates; return the milliseconds and the answer."""
    from vangnet.people.engine.records import prepare
    from vangnet.people.selectors.matching import match

    begun = time.perf_counter()
    found = match(prepare(row))
    return (time.perf_counter() - begun) * 1000, found


def learn() -> None:
    """Let the product count what is common in the register, and weigh with it from then on."""
    from django.db import transaction

    from vangnet.access.services import as_job, system_actor
    from vangnet.people.services import learning

    begun, cpu = time.perf_counter(), time.process_time()
    actor = system_actor(reason="bench")
    with as_job(actor), transaction.atomic():
        learned = learning.learn_model(actor=actor, at=AT)
    print(
        f"learned from the register in {time.perf_counter() - begun:.0f} s (CPU {time.process_time() - cpu:.0f} s): {learned}",
        flush=True,
    )


def accuracy(asked: Questions, model: str) -> None:
    """Print how often the right person comes first, and how often somebody who is not there is answered, with a model."""
    from vangnet.people import rules
    from vangnet.people.types import Likeness

    times: list[float] = []
    first = among = shown = answered = sure = sure_right = 0
    for number, row in asked.present:
        took, answer = look_up(row)
        times.append(took)
        ids = [one.person_id for one in answer.found]
        likely = [(one, rules.likeness(one.weight, answer.persons)) for one in answer.found]
        sure += sum(how is Likeness.FIRST for _, how in likely)
        sure_right += any(how is Likeness.FIRST and one.person_id == person_id(number) for one, how in likely)
        first += ids[:1] == [person_id(number)]
        among += person_id(number) in ids
        shown += any(
            one.person_id == person_id(number) and rules.likeness(one.weight, answer.persons) for one in answer.found
        )
    absent: list[float] = []
    for row in asked.absent:
        took, answer = look_up(row)
        absent.append(took)
        likely = [(one, rules.likeness(one.weight, answer.persons)) for one in answer.found]
        answered += any(how is not None for _, how in likely)
        sure += sum(how is Likeness.FIRST for _, how in likely)
    n, m = len(asked.present), len(asked.absent)
    print(f"-- with {model}; load {os.getloadavg()[0]:.1f}")
    say("one record, key to weighed candidates", [*times, *absent], f"asked {ASKED_P50} and {ASKED_P95}")
    print(
        f"right person first {first / n:.4f} (asked {ASKED_FIRST}), among those looked at {among / n:.4f}, proposed {shown / n:.4f}"
    )
    print(
        f"people who are not there, answered {answered / m:.4f} (asked at most {ASKED_ANSWERED}); shown first as certain: "
        f"{sure}, right {sure_right / max(sure, 1):.4f} (asked 0.98)",
        flush=True,
    )


def selector(asked: Questions) -> None:
    """Print what the whole selector costs: change of role, sight, and the line in the record."""
    from tests.country import made_up_country

    from vangnet.access.services import acting
    from vangnet.intake.types import PersonHint
    from vangnet.people import selectors

    country = made_up_country()
    times = []
    for _, row in asked.present[:500]:
        hint = PersonHint(
            given_names=row["given_name"], prefix=row["prefix"], surname=row["surname"], birth_date=row["birth_date"],
            sex=row["sex"], street=row["street"], house_number=row["house_number"], postcode=row["postcode"],
            city=row["city"], phone=row["phone"],
        )  # fmt: skip
        with acting(country.director):
            begun = time.perf_counter()
            selectors.candidates(actor=country.director, hint=hint, at=AT)
            times.append((time.perf_counter() - begun) * 1000)
    say("the whole selector, with sight and the record", times)


def trigrams(asked: Questions, count: int) -> list[float]:
    """Return the milliseconds of the nearest neighbour by trigrams, in the same server."""
    times = []
    for _, row in asked.present[:count]:
        begun = time.perf_counter()
        query("SELECT person_id FROM bench_said ORDER BY said <-> %s LIMIT 1", [spoken(row)])
        times.append((time.perf_counter() - begun) * 1000)
    return times


def splink(asked: Questions, folder: Path, count: int) -> list[float]:
    """Return the milliseconds of Splink's `predict_between` for one record against the same register."""
    import pyarrow as pa
    from splink import DuckDBAPI, Linker
    from tests.bench.linkage import plain

    from vangnet.people.engine.batch.sql import connect, run

    con = connect()
    con.register("cleaned", plain.clean(folder, "register.csv"))
    run(con, "CREATE TABLE people AS SELECT CAST(row_number() OVER () - 1 AS INTEGER) AS rid, * FROM cleaned")
    api = DuckDBAPI(con)
    people = api.register("people")
    linker = Linker(people, plain.settings(), log_level=40)
    for column in ("given_name", "surname", "postcode", "city"):
        linker.table_management.compute_tf_table(column)
    times = []
    for place, (_, row) in enumerate(asked.present[:count]):
        one = {name: [plain.cell(name, row[name])] for name in plain.COLUMNS}
        table = pa.table(
            {"rid": pa.array([10_000_000 + place], pa.int32()), "id": [str(place)]}
            | {k: pa.array(v, pa.string()) for k, v in one.items()}
        )
        con.register(f"one_{place}", table)
        mine = api.register(f"one_{place}")
        begun = time.perf_counter()
        linker.inference.predict_between(mine, people, warning_mode="never").as_record_list()
        times.append((time.perf_counter() - begun) * 1000)
    return times


def _ask_apart(url: str, rows: Sequence[Row], results: Any) -> None:
    setup()
    with point_at(url, owner=True):
        for row in rows[:50]:
            look_up(row)
        results.put([look_up(row)[0] for row in rows])


def _write_apart(url: str, begin: int, stop: Event) -> None:
    """Keep registering people until told to stop: their keys and record, each in a transaction of its own."""
    setup()
    from django.db import transaction

    from vangnet.people.models import Person
    from vangnet.people.services.finding import keep, ready

    chance = random.Random(begin)
    with point_at(url, owner=True):
        for someone in population(chance):
            row = _row(chance, someone, 0)
            person = Person(
                id=uuid4(), region="ZVH04", given_names=row["given_name"], surname=row["surname"], phone=row["phone"]
            )
            with transaction.atomic():
                keep([ready(person, None)])
            if stop.is_set():
                return


def at_once(url: str, asked: Questions, users: int, *, writing: bool) -> None:
    """Print the times with many connections at once, with writes going on or not."""
    context = multiprocessing.get_context("spawn")
    results, stop = context.Queue(), context.Event()
    rows = [row for _, row in asked.present]
    share = max(100, len(rows) // users)
    writer = context.Process(target=_write_apart, args=(url, 7, stop)) if writing else None
    if writer:
        writer.start()
    askers = [
        context.Process(target=_ask_apart, args=(url, rows[n * share : (n + 1) * share] or rows[:share], results))
        for n in range(users)
    ]
    for asker in askers:
        asker.start()
    times = [took for _ in askers for took in results.get(timeout=600)]
    for asker in askers:
        asker.join()
    stop.set()
    if writer:
        writer.join()
    say(f"{users} connections at once" + (", with writes going on" if writing else ""), times)


def setup() -> None:
    """Make the product's settings and models usable."""
    os.environ.setdefault("VANGNET_MODE", "test")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vangnet.config.settings.test")
    os.environ.setdefault("DATABASE_URL", "postgresql:///nowhere")
    django.setup()


def main() -> int:
    """Build, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, default=1_000_000)
    parser.add_argument("--questions", type=int, default=2_000)
    parser.add_argument("--keep", default="")
    wanted = parser.parse_args()
    setup()
    from django.db import transaction

    with register(wanted.persons, wanted.questions, wanted.keep) as (url, asked, folder):
        print(f"{wanted.persons} persons, {wanted.questions} questions of each kind; load {os.getloadavg()[0]:.1f}")
        with point_at(url, owner=True):
            query("UPDATE people_linkagemodel SET in_use_from = NULL")
            accuracy(asked, "the shipped model")
            learn()
            for _, row in asked.present[:200]:
                look_up(row)
            cost([row for _, row in asked.present])
            ours = sorted(look_up(row)[0] for _, row in asked.present)
            middle = ours[len(ours) // 2]
            accuracy(asked, "the model learned from the register")
            near = trigrams(asked, 20)
            say(
                "nearest neighbour by trigrams (pg_trgm)",
                near,
                f"{sorted(near)[len(near) // 2] / middle:.0f} times ours (aim 200)",
            )
            with transaction.atomic():  # the made-up country leaves nothing behind in a register that is kept
                selector(asked)
                transaction.set_rollback(True)
        for writing in (False, True):
            at_once(url, asked, 8, writing=writing)
        theirs = splink(asked, folder, 8)
        say(
            "Splink's predict_between, one record",
            theirs,
            f"{sorted(theirs)[len(theirs) // 2] / middle:.0f} times ours (aim 200)",
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
