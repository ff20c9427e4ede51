"""The commands as an operator meets them: one clear line when it cannot, everything stopped when it stops."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src"
pytestmark = pytest.mark.skipif(bool(os.environ.get("DATABASE_URL")), reason="is about the database of our own")


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


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    made = Installation(tmp_path_factory.mktemp("installatie") / "var", port)
    yield made
    for pid in made.processes():
        os.kill(pid, signal.SIGKILL)


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


def one_line(done: subprocess.CompletedProcess[str]) -> str:
    """Return the one line of a refusal."""
    assert done.returncode == 1, done.stderr
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    return lines[0]


def test_the_demo_lives_and_ends_as_one(installation: Installation) -> None:
    demo = installation.start("demo", "--port", str(installation.port))
    assert f"http://127.0.0.1:{installation.port}/" in announced(demo)
    assert installation.ask("gezondheid") == {"status": "goed"}

    assert "draait al" in one_line(installation.run("demo", "--port", "1"))
    assert "al in gebruik" in one_line(installation.run("demo", "--port", str(installation.port)))
    check = installation.run("check", "--json")
    assert check.returncode == 0, check.stdout + check.stderr
    assert json.loads(check.stdout)["goed"] is True

    assert len(installation.processes()) > 4
    demo.send_signal(signal.SIGTERM)
    assert demo.wait(40) == 0
    assert installation.empty()


def test_a_hard_stop_leaves_nothing_behind_and_the_next_start_is_quick(installation: Installation) -> None:
    demo = installation.start("demo", "--port", str(installation.port))
    announced(demo)
    demo.kill()
    assert demo.wait() == -signal.SIGKILL
    assert installation.empty(within=15)

    start = time.monotonic()
    again = installation.start("demo", "--port", str(installation.port))
    announced(again)
    took = time.monotonic() - start
    again.send_signal(signal.SIGINT)
    assert again.wait(40) == 0
    assert installation.empty()
    assert took < 30, "10 seconds on a quiet machine"


def test_backup_and_restore(installation: Installation, tmp_path: Path) -> None:
    assert installation.run("migrate").returncode == 0
    file = tmp_path / "kopie"
    made = installation.run("backup", str(file))
    assert made.returncode == 0, made.stderr
    assert "niet leeg" in one_line(installation.run("restore", str(file)))
    back = installation.run("restore", str(file), "--replace")
    assert back.returncode == 0, back.stderr
    assert "Auditspoor:" in back.stdout


def test_a_database_that_is_behind_is_not_served(tmp_path: Path) -> None:
    fresh = Installation(tmp_path / "var", 1)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    said = one_line(fresh.run("serve", "--port", str(port)))
    assert "vangnet migrate" in said


@pytest.mark.parametrize(
    ("words", "variables", "expected"),
    [
        (("demo",), {"VANGNET_DISK_MINIMUM_MB": "999999"}, "schijf"),
        (("check",), {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/x", "VANGNET_MODE": "demo"}, "antwoordt niet"),
    ],
)
def test_what_is_missing_is_one_line(
    tmp_path: Path, words: tuple[str, ...], variables: dict[str, str], expected: str
) -> None:
    said = one_line(Installation(tmp_path / "var", 1).run(*words, **variables))
    assert expected in said


@pytest.mark.parametrize("command", ["backup", "check", "demo", "migrate", "restore", "serve", "worker"])
def test_every_command_helps(command: str, tmp_path: Path) -> None:
    done = Installation(tmp_path / "var", 1).run(command, "--help")
    assert done.returncode == 0
    assert "Usage:" in done.stdout
