"""Our engine on the same file, with the time of every step."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import duckdb

from vangnet.people.engine.batch.files import read_person_file
from vangnet.people.engine.batch.run import STEPS, Outcome, link_tables
from vangnet.people.engine.model import Model, default_model


def link(con: duckdb.DuckDBPyConnection, folder: Path, model: Model | None = None) -> tuple[Outcome, dict[str, Any]]:
    """Link the file; return the outcome, and the seconds in total, from cleaned columns on, and by step.

    With a model, its numbers are reused.
    """
    steps: dict[str, float] = {}
    begun = last = cleaned = time.perf_counter()
    cpu = cleaned_cpu = time.process_time()
    name = "bestand openen"

    def progress(step: str) -> None:
        nonlocal last, name, cleaned, cleaned_cpu
        now = time.perf_counter()
        steps[name] = round(now - last, 2)
        last, name = now, step
        if step == STEPS[1]:
            cleaned, cleaned_cpu = now, time.process_time()

    read_person_file(con, folder / "records.csv", "source")
    outcome = link_tables(con, ("source",), start=model or default_model(), reuse=model is not None, progress=progress)
    progress("klaar")
    ended, ended_cpu = time.perf_counter(), time.process_time()
    return outcome, {
        "seconds": ended - begun,
        "cpu": ended_cpu - cpu,
        "seconds_from_columns": ended - cleaned,
        "cpu_from_columns": ended_cpu - cleaned_cpu,
        "steps": steps,
    }
