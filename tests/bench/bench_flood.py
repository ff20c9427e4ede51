"""What a flood of signals and persons with one placeholder name does to matching and to the queue "Wie is wie".

`make bench-flood` (SIGNALS=50000). The tables and the services are the product's own, on the embedded server. First one real
person of that name is at the desk and the signals come in, by the same service as behind every channel; then as many persons of
that name are loaded, half of them in another region, and signals, the nightly search and the question between regions are done
again. Ends non-zero when more was compared or asked than the bounds say.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from tests.bench.bench_access import point_at, query, say
from tests.bench.bench_lookup import setup

AT = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
NAME = {"given_names": "Jan", "prefix": "de", "surname": "Vries", "birth_date": "1970-01-01"}
PROGRESS = 2_500
UNKNOWN = {"given_names": "NN", "prefix": "", "surname": "Onbekend", "birth_date": "1900-01-01"}


@contextmanager
def own_database() -> Iterator[str]:
    """Start the embedded server with the product's tables in it, and nothing else."""
    from vangnet.config import database
    from vangnet.connections.postgres import distribution
    from vangnet.connections.postgres.server import LocalServer

    with tempfile.TemporaryDirectory(prefix="vangnet-flood-") as folder:
        server = LocalServer(Path(folder) / "data", distribution.select(distribution.EMBEDDED), durable=False)
        server.start()
        try:
            with point_at(server.url("postgres"), owner=True):
                query("CREATE DATABASE flood")
            database.migrate(server.url("flood"))
            yield server.url("flood")
        finally:
            server.stop()


def signals(actor: Any, count: int, hint: dict[str, str], prefix: str) -> list[UUID]:
    """Keep signals as they lie at the desk after they came in; they are matched apart."""
    from vangnet.intake.models import Signal

    rows = [
        Signal(
            region=actor.region, desk_id=actor.agency_id, municipality="GM0193", channel="file", idempotency_key=f"{prefix}{nr}",
            kind="E33", text="Man roept op straat.", hint=hint, received_at=AT, answer_due=AT + timedelta(days=3), state="received",
        )
        for nr in range(count)
    ]  # fmt: skip
    return [row.id for row in Signal.objects.bulk_create(rows, batch_size=5_000)]


def persons(desks: list[Any], count: int) -> None:
    """Load persons of the placeholder name, by turns at each desk, and make them findable."""
    from vangnet.people import services
    from vangnet.people.models import Person, Residence

    rows = [
        Person(
            region=desks[nr % 2].region, desk_id=desks[nr % 2].agency_id, given_names="Jan", prefix="de", surname="Vries",
            birth_year=1970, birth_month=1, birth_day=1, registered_at=AT,
        )
        for nr in range(count)
    ]  # fmt: skip
    for start in range(0, count, 5_000):
        page = Person.objects.bulk_create(rows[start : start + 5_000])
        Residence.objects.bulk_create(
            Residence(region=row.region, person=row, kind="stay", municipality="GM0193", since=AT.date())
            for row in page
        )
    begun, after = time.perf_counter(), None
    while True:
        done = services.index_many(after=after)
        after = done.last
        if after is None:
            break
    print(f"{count} persons of one name made findable in {time.perf_counter() - begun:.1f} s", flush=True)


def match(title: str, ids: list[UUID]) -> int:
    """Match each signal as the worker does, and print what it cost; return the most persons compared for one."""
    from vangnet.access.services import as_job, system_actor
    from vangnet.people.services import matching

    actor = system_actor(reason="bench")
    times, most, asked, over = [], 0, 0, 0
    begun, cpu = time.perf_counter(), time.process_time()
    for nr, signal_id in enumerate(ids):
        if nr and nr % PROGRESS == 0:
            print(
                f"  {nr} after {time.perf_counter() - begun:.0f} s; at most {most} compared, {asked} questions",
                flush=True,
            )
        started = time.perf_counter()
        with as_job(actor):
            found = matching.match_signal(actor=actor, signal_id=signal_id, at=AT)
        times.append((time.perf_counter() - started) * 1000)
        assert found is not None
        most, asked, over = max(most, found.looked_at), asked + found.asked, over + found.passed_over
    tenth = max(len(times) // 10, 1)
    first, last = sum(times[:tenth]) / tenth, sum(times[-tenth:]) / tenth
    print(
        f"{title}: {len(ids)} signals in {time.perf_counter() - begun:.0f} s (CPU {time.process_time() - cpu:.0f} s, load "
        f"{os.getloadavg()[0]:.1f}); at most {most} compared a signal, {asked} questions, {over} passed over; "
        f"the last tenth {last / first:.2f} times the first",
        flush=True,
    )
    say("  one signal", times)
    return most


def timed(title: str, work: Callable[[], Any]) -> Any:
    """Do something once and print how long it took."""
    begun = time.perf_counter()
    found = work()
    print(f"{title}: {(time.perf_counter() - begun) * 1000:.0f} ms", flush=True)
    return found


def flood(count: int, people: int) -> int:
    """Run the flood; return how many bounds were broken."""
    from tests.country import made_up_country

    from vangnet.access.services import acting, as_job, system_actor
    from vangnet.intake.types import PersonHint
    from vangnet.people import rules, selectors, services
    from vangnet.people.engine.batch.blocking import COMPARE_ALL_BELOW
    from vangnet.people.models import CandidatePair
    from vangnet.people.rules import review as bounds
    from vangnet.people.selectors.elsewhere import identity_of_hint, known_elsewhere
    from vangnet.people.services import searching
    from vangnet.people.types import NewPerson, PartialDate

    country, job, broken = made_up_country(), system_actor(reason="bench"), []
    director = country.director
    with acting(director):
        real = NewPerson(surname="Vries", prefix="de", given_names="Jan", birth=PartialDate(1970, 1, 1))
        services.register(actor=director, person=real, at=AT)
    with as_job(job):
        ids = signals(director, count // 2, NAME, "a") + signals(director, count // 2, UNKNOWN, "b")
    most = match("one person of that name at the desk", ids)
    with as_job(job):
        waiting = CandidatePair.objects.count()
    broken += [waiting > bounds.SIGNALS_A_PERSON, most > rules.CANDIDATES_AT_MOST]

    with as_job(job):
        persons([director, country.stranger], people)
        query_ids = signals(director, min(count, 2_000), NAME, "c")
    most = match(f"with {people} persons of that name", query_ids)
    with as_job(job):
        broken.append(CandidatePair.objects.count() > waiting + bounds.SIGNALS_A_PERSON)
    hint = PersonHint(**NAME)
    with acting(director):
        timed(
            "candidates at the screen of a signal",
            lambda: selectors.candidates(actor=director, hint=hint, at=AT),
        )
        timed("known in another region?", lambda: known_elsewhere(identity=identity_of_hint(hint=hint), region="ZVH04"))
    for region in ("ZVH04", "ZVH05"):
        with as_job(job):
            found = timed(
                f"the nightly search in {region}", partial(searching.find_pairs, actor=job, region=region, at=AT)
            )
        print(f"  {found.counts}", flush=True)
        broken.append(found.counts["compared"] > max(20 * found.counts["records"], COMPARE_ALL_BELOW))
    with as_job(job):
        after = CandidatePair.objects.count()
    broken += [after > waiting + people * bounds.PAIRS_A_PERSON / 2, most > rules.CANDIDATES_AT_MOST]
    print(
        f"questions that wait in the end: {after}; peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB"
    )
    return sum(broken)


def main() -> int:
    """Flood, print, and say whether the bounds held."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--signals", type=int, default=50_000)
    parser.add_argument("--persons", type=int, help="as many as signals when left out")
    wanted = parser.parse_args()
    setup()
    with own_database() as url, point_at(url, owner=False):
        broken = flood(wanted.signals, wanted.persons or wanted.signals)
    print("bounds held" if not broken else f"{broken} bounds were broken")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
