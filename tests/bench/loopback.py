"""Ask a server on this machine for pages, as one person or as many at once, and see what each answer cost."""

from __future__ import annotations

import http.client
import os
import threading
import time
from collections.abc import Iterable, Sequence
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
    """A run: how long each request took (seconds), how long the run took, and the answers that were wrong."""

    taken: Sequence[float]
    wall: float
    wrong: Sequence[str]

    def percentile(self, share: float) -> float:
        """Return the time within which this share of the requests was answered, in milliseconds."""
        ordered = sorted(self.taken)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000


def visit(visitor: Visitor, paths: Sequence[str], *, users: int, requests: int) -> Load:
    """Let `users` ask for `paths` in turn until `requests` were answered."""
    left = iter(range(requests))
    lock, taken, wrong = threading.Lock(), [], []

    def work() -> None:
        mine = visitor.again()
        while True:
            with lock:
                number = next(left, None)
            if number is None:
                return
            answer = mine.ask(paths[number % len(paths)])
            with lock:
                taken.append(answer.seconds)
                if answer.status != 200:
                    wrong.append(f"{paths[number % len(paths)]}: {answer.status}")

    started = time.perf_counter()
    threads = [threading.Thread(target=work) for _ in range(users)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Load(taken, time.perf_counter() - started, wrong)


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
