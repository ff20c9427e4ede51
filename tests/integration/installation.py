"""An installation of its own in a folder of its own, with the commands as an operator runs them."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src"


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Installation:
    """A folder with an installation of its own, and a port for it."""

    data: Path
    port: int

    @property
    def environment(self) -> dict[str, str]:
        """Only what the command may know."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "VANGNET_POSTGRES") if name in os.environ}
        return kept | {"PYTHONPATH": str(SOURCE), "VANGNET_DATA": str(self.data), "VANGNET_SERVERS": "1"}

    def run(self, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        return subprocess.run(
            [sys.executable, "-m", "vangnet", *words],
            env=self.environment | variables,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def start(self, *words: str) -> subprocess.Popen[str]:
        """Start a command without terminal and without input."""
        return subprocess.Popen(
            [sys.executable, "-m", "vangnet", *words],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def ask(self, path: str) -> dict[str, object]:
        """Return what the running product answers a machine."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/{path}", timeout=10) as answer:
            return json.load(answer)

    def ready(self) -> bool:
        """Return whether it says that it can serve people."""
        try:
            return self.ask("gereed")["status"] == "goed"
        except OSError:
            return False

    def processes(self) -> set[int]:
        """Return the processes of this installation, by the folder that each of them carries in its environment."""
        mark = f"VANGNET_DATA={self.data}".encode()
        found = set()
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    described = (entry / "environ").read_bytes() + (entry / "cmdline").read_bytes()
                except OSError:
                    continue
                if mark in described or str(self.data / "postgres").encode() in described:
                    found.add(int(entry.name))
        return found

    def empty(self, within: float = 40) -> bool:
        """Return whether all its processes end in time."""
        end = time.monotonic() + within
        while self.processes() and time.monotonic() < end:
            time.sleep(0.1)
        return not self.processes()


def announced(process: subprocess.Popen[str]) -> str:
    """Return what it printed until it says how to stop."""
    assert process.stdout is not None
    said = []
    with process.stdout as output:
        for line in output:
            said.append(line)
            if line.startswith("Stoppen:"):
                return "".join(said)
    pytest.fail("".join(said))
