"""A worker with one job that tells when it starts and when it ends; run as a program by the test of the queue."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import django

django.setup()

from procrastinate.contrib.django import app  # noqa: E402

from vangnet.config import queue  # noqa: E402

queue.HEARTBEAT_SECONDS, queue.STALLED_SECONDS = 0.2, 1.0


@app.task(name="tests.tell")
def tell(file: str, hold: str) -> None:
    """Write down the start, wait as long as the file `hold` exists, write down the end."""
    with Path(file).open("a") as told:
        told.write(f"start {os.getpid()}\n")
    while Path(hold).exists():
        time.sleep(0.02)
    with Path(file).open("a") as told:
        told.write("end\n")


if __name__ == "__main__":
    queue.run_worker(until_empty=sys.argv[1] == "until-empty")
