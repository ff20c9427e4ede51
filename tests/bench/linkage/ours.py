"""Our engine on the same file, with the time of every step."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import duckdb

from vangnet.people.engine.batch.files import read_person_file
from vangnet.people.engine.batch.run import Outcome, link_tables
from vangnet.people.engine.model import Model, default_model


def link(con: duckdb.DuckDBPyConnection, folder: Path, model: Model | None = None) -> tuple[Outcome, dict[str, Any]]:
    """Link the file; return the outcome, and the seconds in total and by step. With a model, its numbers are reused."""
    steps: dict[str, float] = {}
    begun = last = time.perf_counter()
    cpu = time.process_time()
    name = "bestand openen"

    def progress(step: str) -> None:
        nonlocal last, name
        now = time.perf_counter()
        steps[name] = round(now - last, 2)
        last, name = now, step

    read_person_file(con, folder / "records.csv", "source")
    outcome = link_tables(con, ("source",), start=model or default_model(), reuse=model is not None, progress=progress)
    progress("klaar")
    return outcome, {"seconds": time.perf_counter() - begun, "cpu": time.process_time() - cpu, "steps": steps}
