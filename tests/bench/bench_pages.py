"""How fast the pages are that people work with all day, through the server of the product, over loopback.

`make bench-pages` (SCALE=1 for the whole country). Signed in as a process director of the made-up country, who sees what their grants
let them see. Each page is asked by one person and by twenty at once. Beside it stands a bare Django page with the same fifty
rows, on the same server: no session, no rights, no record. Prints figures; ends non-zero only when an answer was wrong.
"""

from __future__ import annotations

import argparse
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from tests.bench.loopback import Load, Visitor, cpu_seconds, visit

from vangnet.cli.product import Product, open_product

WHO = "Anouk van der Verzin"
USERS = (1, 20)
CASE_LINK = re.compile(r'href="/casussen/([0-9a-f-]{36})"')


@dataclass(frozen=True, slots=True)
class Measured:
    """One page under one number of users."""

    page: str
    users: int
    load: Load
    server_ms: float
    database_ms: float

    @property
    def per_second(self) -> float:
        """Return how many were answered in a second."""
        return len(self.load.taken) / self.load.wall


@contextmanager
def served(product: Product, port: int) -> Iterator[int]:
    """Run the product's server on a port while the block runs; yield its process id."""
    environment = product.environment
    command = [
        *(sys.executable, "-m", "granian", "tests.bench.pages_app:application", "--interface", "wsgi"),
        *("--host", "127.0.0.1", "--port", str(port), "--workers", str(environment.servers)),
        *("--blocking-threads", str(environment.threads), "--backlog", "1024"),
        *("--backpressure", str(environment.threads * 16), "--no-ws", "--log-level", "error"),
    ]
    variables = {
        **os.environ, "VANGNET_MODE": environment.mode, "VANGNET_POOL": str(environment.threads),
        "DJANGO_SETTINGS_MODULE": "tests.bench.pages_settings", "VANGNET_LOG_LEVEL": "ERROR",
    }  # fmt: skip
    server = subprocess.Popen(command, env=variables)
    try:
        _await(port, server)
        yield server.pid
    finally:
        server.terminate()
        server.wait(20)


def _await(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if server.poll() is not None:
            sys.exit("the server fell")
        try:
            if Visitor(port).ask("/gezondheid").status == 200:
                return
        except OSError:
            time.sleep(0.1)
    sys.exit("the server did not answer within 30 seconds")


def sign_in(port: int) -> Visitor:
    """Go in by the door of the demo, as a person does."""
    visitor = Visitor(port)
    door = visitor.ask("/account/demo").text
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', door)
    account = re.search(r'value="([0-9a-f-]{36})"[^>]*>[^<]*<span class="vh"> ' + WHO, door)
    if token is None or account is None:
        sys.exit(f"{WHO} does not stand at the door of the demo")
    entered = visitor.ask(
        "/account/demo/binnen", form={"csrfmiddlewaretoken": token[1], "account": account[1], "next": "/"}
    )
    if entered.status != 302:
        sys.exit(f"the door answered {entered.status}")
    return visitor


def measure(
    page: str, visitor: Visitor, paths: Sequence[str], *, users: int, requests: int, pids: dict[str, int]
) -> Measured:
    """Ask for a page many times; a short run first warms what may be warm."""
    visit(visitor, paths, users=users, requests=max(20, users * 2))
    before = {name: cpu_seconds([pid]) for name, pid in pids.items()}
    load = visit(visitor, paths, users=users, requests=requests)
    spent = {name: (cpu_seconds([pid]) - before[name]) * 1000 / requests for name, pid in pids.items()}
    return Measured(page, users, load, spent["server"], spent.get("database", 0.0))


def run(product: Product, *, requests: int) -> int:
    """Measure all pages and print them; return how many answers were wrong."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with served(product, port) as pid:
        pids = {"server": pid} | ({"database": product.server.pid} if product.server else {})
        visitor = sign_in(port)
        listed = visitor.ask("/casussen").text
        ids = list(dict.fromkeys(CASE_LINK.findall(listed)))
        bare = f"/kaal?ids={','.join(ids)}"
        wrong = check(visitor, ids, bare)
        pages = {
            "Vandaag": ["/vandaag"], "Casussen": ["/casussen"], "Casus": [f"/casussen/{one}" for one in ids[:20]],
            "kaal": [bare],
        }  # fmt: skip
        for name, paths in pages.items():
            asked = visitor.ask(paths[0], headers={"X-Bench-Count": "1"})
            queries = asked.headers.get("x-bench-queries", "2")
            print(f"{name:<9} {len(asked.text.encode()) / 1024:6.1f} kB  {queries:>3} queries")
        print(
            f"\n{'page':<9} {'users':>5} {'p50 ms':>8} {'p95 ms':>8} {'req/s':>8} {'server CPU ms':>14} {'database CPU ms':>16}"
        )
        found: dict[tuple[str, int], Measured] = {}
        for users in USERS:
            for name, paths in pages.items():
                count = requests * (1 if users == 1 else 4)
                got = measure(name, visitor, paths, users=users, requests=count, pids=pids)
                found[name, users] = got
                wrong += got.load.wrong
                print(
                    f"{name:<9} {users:>5} {got.load.percentile(0.5):>8.1f} {got.load.percentile(0.95):>8.1f} {got.per_second:>8.1f} "
                    f"{got.server_ms:>14.2f} {got.database_ms:>16.2f}"
                )
    for users in USERS:
        ours, plain = found["Casussen", users], found["kaal", users]
        print(
            f"\nCasussen against the bare page, {users} users: {ours.per_second / plain.per_second:.2f} times the requests per "
            f"second, {ours.server_ms / plain.server_ms:.2f} times the server CPU per request"
        )
    for line in wrong[:10]:
        print("wrong:", line)
    return len(wrong)


def check(visitor: Visitor, ids: list[str], bare: str) -> list[str]:
    """Return what is wrong with the answers: each page must show what it is about."""
    wrong = []
    today = visitor.ask("/vandaag")
    if today.status != 200 or WHO.split()[0] not in today.text:
        wrong.append("Vandaag does not know who is there")
    if not ids:
        wrong.append("Casussen shows no case")
    if CASE_LINK.findall(visitor.ask(bare).text) and set(CASE_LINK.findall(visitor.ask(bare).text)) != set(ids):
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
    parser.add_argument("--requests", type=int, default=100, help="by one person; twenty ask four times as many")
    wanted = parser.parse_args()
    os.environ["VANGNET_MODE"] = "demo"
    os.environ.setdefault("VANGNET_DATA", f"var/bench-{wanted.scale:g}")
    with open_product(alone=True, behind=True) as product:
        from vangnet.access import selectors as access
        from vangnet.config import database

        database.migrate(product.environment.owner_url)
        if not access.any_account():
            command = [sys.executable, "-m", "vangnet", "seed", "--scale", str(wanted.scale)]
            subprocess.run(command, check=True)
        wrong = run(product, requests=wanted.requests)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
