"""A worker dies during a job: the job is put back and runs again, once."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from tests.conftest import Database

from vangnet.config import queue

ROOT = Path(__file__).resolve().parents[2]


def worker(own: Database, how: str) -> subprocess.Popen[bytes]:
    """Start a worker of its own on the test's database."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.integration.jobs", how],
        cwd=ROOT,
        env=os.environ
        | {
            "DATABASE_URL": own.url,
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
            "DJANGO_SETTINGS_MODULE": "vangnet.config.settings.test",
            "VANGNET_MODE": "test",
        },
    )


def until(true: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "did not happen in time"
        time.sleep(0.05)


def states(task: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text FROM procrastinate_jobs WHERE task_name = %s ORDER BY id", [task])
        return [status for (status,) in cursor.fetchall()]


def test_the_job_of_a_dead_worker_runs_again_once(own_database: Database, tmp_path: Path) -> None:
    told, hold = tmp_path / "told", tmp_path / "hold"
    told.touch()
    hold.touch()
    app.configure_task("tests.tell", allow_unknown=True).defer(file=str(told), hold=str(hold))

    first = worker(own_database, "forever")
    until(lambda: "start" in told.read_text())
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert states("tests.tell") == ["doing"]
    hold.unlink()

    time.sleep(1.2)  # longer than the test's silence after which a worker counts as dead
    with contextlib.suppress(AlreadyEnqueued):  # the first worker may have planned it by the clock
        queue.put_back_stalled.defer(timestamp=0)
    for _ in range(2):
        assert worker(own_database, "until-empty").wait(30) == 0

    lines = told.read_text().splitlines()
    assert [line.split()[0] for line in lines] == ["start", "start", "end"]
    assert lines[0] != lines[1], "another worker did it"
    assert states("tests.tell") == ["succeeded"]


def test_a_job_that_fails_is_kept_for_somebody_to_look_at(own_database: Database, tmp_path: Path) -> None:
    app.configure_task("tests.tell", allow_unknown=True).defer(file=str(tmp_path), hold="")
    assert worker(own_database, "until-empty").wait(30) == 0
    assert states("tests.tell") == ["failed"]


@pytest.mark.django_db
def test_a_job_and_its_data_commit_together() -> None:
    from django.db import transaction

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        queue.put_back_stalled.defer(timestamp=0)
        raise ZeroDivisionError
    assert states("queue.put_back_stalled") == []


def test_the_work_of_the_flow_is_known_to_the_worker() -> None:
    app.perform_import_paths()
    assert {"flow.react", "audit.seal", "access.sum_up", "queue.put_back_stalled"} <= set(app.tasks)
