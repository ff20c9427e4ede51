"""Serve the product over loopback, come in, and ask for pages: alone, with twenty at once, and two things side by side."""

from __future__ import annotations

import os
import re
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from tests.bench.loopback import Load, Visitor, cpu_seconds, visit

from vangnet.cli.product import Product
from vangnet.cli.serve import server_command

WHO = "Anouk van der Verzin"
CASE_LINK = re.compile(r'href="/casussen/([0-9a-f-]{36})"')


@dataclass(frozen=True, slots=True)
class Side:
    """What is asked: by whom, which pages in turn, with which headers."""

    name: str
    visitor: Visitor
    paths: Sequence[str]
    headers: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """One side under one number of users.

    Args:
        per_second: answers a second, the median of the rounds.
        server_ms: processor time of the server a request, the median of the rounds; `database_ms` of PostgreSQL.
    """

    load: Load
    per_second: float
    server_ms: float
    database_ms: float

    @property
    def cpu_ms(self) -> float:
        """Return the processor time of server and database together, a request."""
        return self.server_ms + self.database_ms


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def served(product: Product, *, url: str = "") -> Iterator[tuple[int, int]]:
    """Run the product's server while the block runs; yield its port and process id.

    Args:
        url: another database than the product's own.
    """
    environment, port = product.environment, free_port()
    command = server_command(environment, "127.0.0.1", port, application="tests.bench.pages_app:application")
    variables = {
        **os.environ, "VANGNET_MODE": environment.mode, "VANGNET_POOL": str(environment.threads),
        "DJANGO_SETTINGS_MODULE": "tests.bench.pages_settings", "VANGNET_LOG_LEVEL": "ERROR",
        **({"DATABASE_URL": url} if url else {}),
    }  # fmt: skip
    server = subprocess.Popen(command, env=variables)
    try:
        _await(port, server)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait(20)


def _await(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if server.poll() is not None:
            sys.exit("the server fell")
        try:
            if Visitor(port).ask("/gezondheid").status == 200:
                return
        except OSError:
            time.sleep(0.1)
    sys.exit("the server did not answer within 60 seconds")


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


def listed(visitor: Visitor) -> list[str]:
    """Return the ids of the cases on the first page of Casussen."""
    return list(dict.fromkeys(CASE_LINK.findall(visitor.ask("/casussen").text)))


def side_by_side(
    sides: Sequence[Side], *, users: int, requests: int, rounds: int, servers: Sequence[int], database: int | None
) -> list[Measured]:
    """Measure several sides in turns, so that what else the machine does falls on all of them alike.

    Args:
        requests: by each side, in all rounds together.
        servers: process id of the server of each side.
        database: process id of PostgreSQL, when it is ours.
    """
    for side in sides:
        visit(side.visitor, side.paths, users=users, requests=max(20, users * 2))
    found: list[list[tuple[Load, float, float]]] = [[] for _ in sides]
    for turn in range(rounds):
        for at in sorted(range(len(sides)), reverse=bool(turn % 2)):
            pids = [servers[at], *([database] if database else [])]
            before = [cpu_seconds([pid]) for pid in pids]
            side, count = sides[at], max(1, requests // rounds)
            headers = dict(side.headers) if side.headers else None
            load = visit(side.visitor, side.paths, users=users, requests=count, headers=headers)
            spent = [(cpu_seconds([pid]) - was) * 1000 / count for pid, was in zip(pids, before, strict=True)]
            found[at].append((load, spent[0], spent[1] if database else 0.0))
    return [_summed(turns) for turns in found]


def _summed(turns: Sequence[tuple[Load, float, float]]) -> Measured:
    whole = turns[0][0]
    for load, _, _ in turns[1:]:
        whole += load
    return Measured(
        whole,
        statistics.median(len(load.taken) / load.wall for load, _, _ in turns),
        statistics.median(server for _, server, _ in turns),
        statistics.median(database for _, _, database in turns),
    )
