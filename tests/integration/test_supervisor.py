"""The keeper starts a fallen part again, gives up on one that keeps falling, and leaves nothing running."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from vangnet.cli.supervisor import FALLS, Kept, Supervisor
from vangnet.core.errors import Unavailable

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@pytest.fixture(autouse=True)
def _own_signals() -> Iterator[None]:
    """Begin as from a terminal, also when the whole suite runs under nohup; put back what signals did before."""
    before = {number: signal.signal(number, signal.SIG_DFL) for number in SIGNALS}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def part(code: str) -> Kept:
    return Kept("proef", [sys.executable, "-c", code], dict(os.environ))


def keep(*parts: Kept, said: list[str], stop: signal.Signals | None = None, after: float = 0.5) -> None:
    """Run a keeper; send it `stop` after a while."""

    def start() -> None:
        if stop is not None:
            threading.Timer(after, os.kill, (os.getpid(), stop)).start()

    Supervisor(parts, server=None, say=said.append).run(on_start=start)


SLEEP = "import time; time.sleep(60)"


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_ends_all(number: signal.Signals) -> None:
    parts = [part(SLEEP), part(SLEEP)]
    keep(*parts, said=[], stop=number)
    assert all(each.process is not None and each.process.poll() is not None for each in parts)


def test_under_nohup_a_closed_terminal_means_nothing() -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    one = part(SLEEP)
    start = time.monotonic()
    threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGHUP)).start()
    keep(one, said=[], stop=signal.SIGTERM, after=0.8)
    assert time.monotonic() - start > 0.7


def test_a_part_that_falls_is_started_again(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    code = f"import pathlib, time; p = pathlib.Path({str(mark)!r}); first = not p.exists(); p.touch(); first or {SLEEP[13:]}"
    said: list[str] = []
    one = part(f"import time\n{code}")
    keep(one, said=said, stop=signal.SIGTERM, after=2)
    assert said == ["Het onderdeel proef viel om en wordt opnieuw gestart."]
    assert len(one.falls) == 1


def test_a_part_that_keeps_falling_ends_all() -> None:
    falling, other = part("raise SystemExit(3)"), part(SLEEP)
    said: list[str] = []
    with pytest.raises(Unavailable, match="keeps-falling"):
        keep(falling, other, said=said)
    assert len(said) == FALLS - 1
    assert other.process is not None
    assert other.process.poll() is not None


def test_a_part_that_will_not_stop_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vangnet.cli.supervisor.STOP_SECONDS", 0.3)
    deaf = part(f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {SLEEP}")
    keep(deaf, said=[], stop=signal.SIGTERM, after=1)
    assert deaf.process is not None
    assert deaf.process.returncode == -signal.SIGKILL
