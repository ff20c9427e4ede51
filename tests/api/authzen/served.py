"""A real `vangnet authzen serve` in a process of its own, and plain HTTP to talk to it."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import subprocess
import sys
import urllib.parse
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True, slots=True)
class Served:
    """A decision point that answers at an address."""

    url: str
    process: subprocess.Popen[str]

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(urllib.parse.urlsplit(self.url).netloc, timeout=10)

    def send(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Reply:
        with contextlib.closing(self.connect()) as connection:
            return exchange(connection, method, path, body, headers)

    def post(self, path: str, question: object, **headers: str) -> Reply:
        return self.send("POST", path, json.dumps(question).encode(), {**JSON, **headers})


def exchange(
    connection: http.client.HTTPConnection,
    method: str,
    path: str,
    body: Any = None,
    headers: Mapping[str, str] | None = None,
) -> Reply:
    """Send one request over a connection that may be used again."""
    connection.request(method, path, body, dict(headers or {}))
    response = connection.getresponse()
    return Reply(response.status, {name.lower(): value for name, value in response.getheaders()}, response.read())


def start(*arguments: str) -> subprocess.Popen[str]:
    """Start `vangnet authzen serve` with an environment in which no product could run."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "HOME") if name in os.environ}
    environment = {**kept, "PYTHONPATH": str(ROOT / "src"), "DATABASE_URL": "postgresql://nowhere.invalid/none"}
    return subprocess.Popen(
        [sys.executable, "-m", "vangnet", "authzen", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )


@contextlib.contextmanager
def serving(rules: Path, *more: str) -> Iterator[Served]:
    """Serve these rules on a free port until the block ends."""
    process = start("serve", "--rules", str(rules), "--port", "0", "--json", *more)
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        if not line:
            _, said = process.communicate(timeout=10)
            raise AssertionError(f"did not start: {said}")
        yield Served(json.loads(line)["address"], process)
    finally:
        process.terminate()
        try:
            process.communicate(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate(timeout=15)
