"""The commands as an operator meets them: one clear line when it cannot, everything stopped when it stops."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.integration.installation import Installation, announced, free_port

DEMO = ("demo", "--scale", "0.001", "--port")
pytestmark = pytest.mark.skipif(bool(os.environ.get("DATABASE_URL")), reason="is about the database of our own")


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    made = Installation(tmp_path_factory.mktemp("installatie") / "var", free_port())
    yield made
    for pid in made.processes():
        os.kill(pid, signal.SIGKILL)


def until(true: Callable[[], bool], seconds: float = 60) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "did not happen in time"
        time.sleep(0.1)


def one_line(done: subprocess.CompletedProcess[str]) -> str:
    """Return the one line of a refusal."""
    assert done.returncode == 1, done.stderr
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    return lines[0]


def test_the_demo_lives_and_ends_as_one(installation: Installation) -> None:
    demo = installation.start(*DEMO, str(installation.port))
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


def test_a_part_that_falls_comes_back_by_itself(installation: Installation) -> None:
    demo = installation.start(*DEMO, str(installation.port))
    announced(demo)
    pid_file = installation.data / "postgres" / "postmaster.pid"
    fallen = int(pid_file.read_text().splitlines()[0])
    os.kill(fallen, signal.SIGKILL)
    until(lambda: pid_file.exists() and int(pid_file.read_text().splitlines()[0]) != fallen)
    until(lambda: installation.ready())
    demo.send_signal(signal.SIGTERM)
    assert demo.wait(40) == 0
    assert installation.empty()


def test_a_hard_stop_leaves_nothing_behind_and_the_next_start_is_quick(installation: Installation) -> None:
    demo = installation.start(*DEMO, str(installation.port))
    announced(demo)
    demo.kill()
    assert demo.wait() == -signal.SIGKILL
    assert installation.empty(within=15)

    start = time.monotonic()
    again = installation.start(*DEMO, str(installation.port))
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
    said = one_line(fresh.run("serve", "--port", str(free_port())))
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
    assert "Gebruik:" in done.stdout
