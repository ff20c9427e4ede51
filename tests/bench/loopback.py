"""Ask a server on this machine for pages, as one person or as many at once, and see what each answer cost."""

from __future__ import annotations

import http.client
import itertools
import os
import random
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

_TICK = os.sysconf("SC_CLK_TCK")


@dataclass(slots=True)
class Visitor:
    """One browser: a connection that stays open, and its cookies."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    link: http.client.HTTPConnection | None = None

    def ask(self, path: str, *, form: dict[str, str] | None = None, headers: dict[str, str] | None = None) -> Answer:
        """Ask for a page, or send a form; redirects are not followed."""
        if self.link is None:
            self.link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())} | (headers or {})
        body = urlencode(form).encode() if form is not None else None
        if body is not None:
            sent |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://127.0.0.1:{self.port}"}
        started = time.perf_counter()
        self.link.request("POST" if body is not None else "GET", path, body=body, headers=sent)
        response = self.link.getresponse()
        content = response.read()
        took = time.perf_counter() - started
        for name, value in response.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        return Answer(
            response.status,
            content.decode(errors="replace"),
            {name.lower(): value for name, value in response.getheaders()},
            took,
        )

    def again(self) -> Visitor:
        """Return another browser with the same cookies."""
        return Visitor(self.port, dict(self.cookies))


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back (names of headers in lower case), and in how many seconds."""

    status: int
    text: str
    headers: dict[str, str]
    seconds: float


@dataclass(frozen=True, slots=True)
class Load:
    """A run: how long each request took (seconds), how long the run took, and the answers that were wrong.

    Args:
        taken: as the visitor saw it, from asking to the last byte, waiting in line included.
        worked: as the server says it (`X-Bench-Ms`), from taking it up to having it whole, in seconds.
    """

    taken: Sequence[float]
    wall: float
    wrong: Sequence[str]
    worked: Sequence[float] = ()

    def percentile(self, share: float, *, at_server: bool = False) -> float:
        """Return the time within which this share of the requests was answered, in milliseconds."""
        ordered = sorted(self.worked if at_server else self.taken)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000 if ordered else 0.0

    def __add__(self, other: Load) -> Load:
        """Return two runs as one."""
        return Load(
            [*self.taken, *other.taken],
            self.wall + other.wall,
            [*self.wrong, *other.wrong],
            [*self.worked, *other.worked],
        )


def visit(
    visitor: Visitor, paths: Sequence[str], *, users: int, requests: int, headers: dict[str, str] | None = None
) -> Load:
    """Let `users` ask for `paths` in turn, each again as soon as it has its answer, until `requests` were answered."""
    left = iter(range(requests))
    return _visit(visitor, paths, users=users, more=lambda: next(left, None), headers=headers)


def visit_while(visitor: Visitor, paths: Sequence[str], *, users: int, busy: Callable[[], bool], pause: float) -> Load:
    """Let `users` ask for `paths` in turn for as long as something is busy, reading each page for `pause` seconds."""
    numbers = itertools.count()
    return _visit(visitor, paths, users=users, more=lambda: next(numbers) if busy() else None, pause=pause)


def _visit(
    visitor: Visitor, paths: Sequence[str], *, users: int, more: Callable[[], int | None],
    headers: dict[str, str] | None = None, pause: float = 0.0,
) -> Load:  # fmt: skip
    lock, taken, wrong, worked = threading.Lock(), [], [], []

    def work() -> None:
        mine = visitor.again()
        while True:
            with lock:
                number = more()
            if number is None:
                return
            answer = mine.ask(paths[number % len(paths)], headers=headers)
            with lock:
                taken.append(answer.seconds)
                worked.append(float(answer.headers.get("x-bench-ms", 0)) / 1000)
                if answer.status != 200:
                    wrong.append(f"{paths[number % len(paths)]}: {answer.status}")
            if pause:
                time.sleep(pause * random.uniform(0.5, 1.5))

    started = time.perf_counter()
    threads = [threading.Thread(target=work) for _ in range(users)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Load(taken, time.perf_counter() - started, wrong, worked)


def cpu_seconds(roots: Iterable[int]) -> float:
    """Return the processor time that these processes and everything under them have used."""
    parents: dict[int, list[int]] = {}
    used: dict[int, float] = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        pid = int(entry.name)
        parents.setdefault(int(fields[1]), []).append(pid)
        used[pid] = (int(fields[11]) + int(fields[12])) / _TICK
    todo, total = list(roots), 0.0
    while todo:
        pid = todo.pop()
        total += used.get(pid, 0.0)
        todo += parents.get(pid, [])
    return total
