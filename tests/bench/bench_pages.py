"""How fast the pages are that people work with all day, through the server of the product, over loopback.

`make bench-pages` (SCALE=1 for the whole country). Signed in as a process director of the made-up country, who sees what their grants
let them see. Every figure comes from one run; what is compared is asked in turns. Users click without thinking: each asks again as
soon as the answer is there. Load generator, server and PostgreSQL share the processors of this machine. Prints figures; ends
non-zero only when an answer was wrong.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence

import psycopg
from tests.bench.loopback import Visitor, visit_while
from tests.bench.pages_run import CASE_LINK, WHO, Measured, Side, listed, served, side_by_side, sign_in
from tests.bench.tenfold import TIMES, tenfold

from vangnet.cli.product import Product, open_product

USERS = (1, 20)
ROUNDS = 8
READING = 2.0  # seconds that somebody looks at a page before the next, in the run beside an import
SILENT = {"X-Bench-No-Logs": "1"}


def run(product: Product, *, requests: int, ten: bool) -> int:
    """Measure all pages and print them; return how many answers were wrong."""
    database = product.server.pid if product.server else None
    copy = tenfold(product.environment.owner_url) if ten else ""
    with served(product) as (port, pid):
        visitor = sign_in(port)
        ids = listed(visitor)
        bare = f"/kaal?ids={','.join(ids)}"
        wrong = check(visitor, ids, bare)
        pages = {
            "Vandaag": ["/vandaag"], "Casussen": ["/casussen"], "Casus": [f"/casussen/{one}" for one in ids[:20]],
            "kaal": [bare],
        }  # fmt: skip
        show_queries(visitor, pages)
        sides = [Side(name, visitor, paths) for name, paths in pages.items()]
        for users in USERS:
            count = requests * (1 if users == 1 else 4)
            found = side_by_side(
                sides, users=users, requests=count, rounds=ROUNDS, servers=[pid] * 4, database=database
            )
            show(sides, found, users)
            wrong += [line for measured in found for line in measured.load.wrong]
        show_logs(visitor, pages, requests=requests, pid=pid, database=database)
        if copy:
            show_tenfold(product, copy, visitor, requests=requests, pid=pid, database=database)
        wrong += show_import(visitor, [path for name in ("Vandaag", "Casussen", "Casus") for path in pages[name]])
    for line in wrong[:10]:
        print("wrong:", line)
    return len(wrong)


def show_queries(visitor: Visitor, pages: dict[str, list[str]]) -> None:
    """Print how large a page is and how many queries it asks (asked: at most 25)."""
    for name, paths in pages.items():
        asked = visitor.ask(paths[0], headers={"X-Bench-Count": "1"})
        queries = asked.headers["x-bench-queries"] if name != "kaal" else "2"
        print(f"{name:<9} {len(asked.text.encode()) / 1024:6.1f} kB  {queries:>3} queries")


def show(sides: Sequence[Side], found: Sequence[Measured], users: int) -> None:
    """Print one number of users: times at the server and at the visitor, and our list beside the bare page."""
    print(f"\n{users} at once: times in ms at the server (work) and at the visitor (waiting in line included)")
    print(f"{'':<9} {'p50':>16} {'p95':>16} {'req/s':>7} {'CPU ms: server':>15} {'database':>9}")
    for side, got in zip(sides, found, strict=True):
        middle, most = (
            f"{got.load.percentile(share, at_server=True):6.1f} {got.load.percentile(share):8.1f}"
            for share in (0.5, 0.95)
        )
        print(
            f"{side.name:<9} {middle:>16} {most:>16} {got.per_second:>7.1f} {got.server_ms:>15.2f} {got.database_ms:>9.2f}"
        )
    ours, bare = found[1], found[-1]
    print(
        f"Casussen beside the bare page: {ours.per_second / bare.per_second:.2f} times its requests a second,"
        f" {ours.server_ms / bare.server_ms:.2f} times its server CPU, {ours.cpu_ms / bare.cpu_ms:.2f} times with the database's"
    )


def show_logs(visitor: Visitor, pages: dict[str, list[str]], *, requests: int, pid: int, database: int | None) -> None:
    """Print what the record and the processing log cost of a page, by leaving them out in turns (asked: at most 25 %)."""
    print("\nthe logs, of a page's time at the server, one user (a read makes no decision record)")
    for name in ("Vandaag", "Casussen", "Casus"):
        sides = [Side(name, visitor, pages[name]), Side(name, visitor, pages[name], SILENT)]
        kept, left = side_by_side(
            sides, users=1, requests=requests, rounds=ROUNDS, servers=[pid] * 2, database=database
        )
        times = [one.load.percentile(0.5, at_server=True) for one in (kept, left)]
        print(
            f"{name:<9} {times[0]:.1f} ms with, {times[1]:.1f} without: {1 - times[1] / times[0]:.0%} of the time,"
            f" {1 - left.cpu_ms / kept.cpu_ms:.0%} of the CPU"
        )


def show_tenfold(
    product: Product, url: str, visitor: Visitor, *, requests: int, pid: int, database: int | None
) -> None:
    """Print what the first page of Casussen costs with ten times the cases, in all and of this worker (asked: 1.5 times)."""
    with served(product, url=url) as (port, other):
        sides = [Side("once", visitor, ["/casussen"]), Side("tenfold", sign_in(port), ["/casussen"])]
        once, ten = side_by_side(
            sides, users=1, requests=requests, rounds=ROUNDS, servers=[pid, other], database=database
        )
    times = [one.load.percentile(0.5, at_server=True) for one in (once, ten)]
    print(
        f"\nCasussen with {TIMES} times the cases: {times[1]:.1f} beside {times[0]:.1f} ms, {times[1] / times[0]:.2f} times;"
        f" CPU {ten.cpu_ms:.2f} beside {once.cpu_ms:.2f} ms, {ten.cpu_ms / once.cpu_ms:.2f} times"
    )


def show_import(visitor: Visitor, paths: Sequence[str]) -> list[str]:
    """Print how pages fare while a day's 500 signals are taken in and matched (asked: p95 within 1.5 times); return faults."""
    print(f"\n20 people who look at a page for some {READING:.0f} seconds, alone and beside an import")
    clock = subprocess.Popen(["sleep", "20"])
    alone = visit_while(visitor, paths, users=20, busy=lambda: clock.poll() is None, pause=READING)
    job = subprocess.Popen([sys.executable, "-m", "tests.bench.day_of_signals"])
    beside = visit_while(visitor, paths, users=20, busy=lambda: job.poll() is None, pause=READING)
    before, during = alone.percentile(0.95), beside.percentile(0.95)
    print(f"  p95 at the visitor {before:.1f} ms alone, {during:.1f} ms during: {during / before:.2f} times")
    return [*alone.wrong, *beside.wrong, *(["the import went wrong"] if job.returncode else [])]


def check(visitor: Visitor, ids: list[str], bare: str) -> list[str]:
    """Return what is wrong with the answers: each page must show what it is about."""
    wrong = []
    today = visitor.ask("/vandaag")
    if today.status != 200 or WHO.split()[0] not in today.text:
        wrong.append("Vandaag does not know who is there")
    if not ids:
        wrong.append("Casussen shows no case")
    if set(CASE_LINK.findall(visitor.ask(bare).text)) != set(ids):
        wrong.append("the bare page shows other rows")
    for one in ids[:20]:
        page = visitor.ask(f"/casussen/{one}")
        if page.status != 200 or one not in page.text:
            wrong.append(f"Casus {one}: {page.status}")
    nobody = Visitor(visitor.port).ask(f"/casussen/{ids[0]}") if ids else None
    if nobody is not None and nobody.status == 200:
        wrong.append("a case shows to nobody in particular")
    return wrong


def main() -> None:
    """Load a country when there is none, serve it, measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=float(os.environ.get("SCALE") or 0.02))
    parser.add_argument("--requests", type=int, default=200, help="by one person; twenty ask four times as many")
    parser.add_argument("--no-ten", action="store_true", help="leave out the copy with ten times the cases")
    wanted = parser.parse_args()
    os.environ["VANGNET_MODE"] = "demo"
    os.environ.setdefault("VANGNET_DATA", f"var/bench-{wanted.scale:g}")
    with open_product(alone=True, behind=True) as product:
        from django.db import connections

        from vangnet.access import selectors as access
        from vangnet.config import database

        database.migrate(product.environment.owner_url)
        if not access.any_account():
            command = [sys.executable, "-m", "vangnet", "seed", "--scale", str(wanted.scale)]
            subprocess.run(command, check=True)
        connections.close_all()
        with psycopg.connect(product.environment.owner_url, autocommit=True) as link:
            link.execute("VACUUM ANALYZE")
        print(f"scale {wanted.scale:g}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} before the run")
        wrong = run(product, requests=wanted.requests, ten=not wanted.no_ten)
        print(f"load {os.getloadavg()[0]:.1f} after the run")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
