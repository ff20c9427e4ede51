"""Write what a run proposes: pairs, and persons as clusters of records."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable
from io import StringIO
from pathlib import Path

import duckdb

from vangnet.core.errors import InvalidInput
from vangnet.people.engine.batch.sql import rows
from vangnet.people.engine.clusters import cluster
from vangnet.people.engine.score import probability_of

# Part of the pairs between two clusters that must be linked before they are joined.
COHESION = 0.5


def write_pairs(con: duckdb.DuckDBPyConnection, path: Path, threshold: float) -> int:
    """Write the proposed pairs, the heaviest first, and return how many.

    Shape:
        left_id, right_id, weight (bits), probability (0 to 1).

    Raises:
        InvalidInput: the file cannot be written.
    """
    found = rows(
        con,
        "SELECT a.id, b.id, s.weight FROM scored s JOIN prepared a ON a.rid = s.l JOIN prepared b ON b.rid = s.r "
        f"WHERE s.weight >= {threshold!r} ORDER BY s.weight DESC, s.l, s.r",
    )
    lines = ((left, right, f"{weight:.6f}", f"{probability_of(weight):.6f}") for left, right, weight in found)
    write_csv(path, ("left_id", "right_id", "weight", "probability"), lines)
    return len(found)


def make_clusters(con: duckdb.DuckDBPyConnection, threshold: float) -> dict[int, int]:
    """Return rid to cluster (the lowest rid in it) for all records that are linked to another."""
    links = rows(con, f"SELECT l, r, weight FROM scored WHERE weight >= {threshold!r} ORDER BY l, r")
    groups: list[frozenset[int]] = cluster(
        ((int(one), int(two), float(weight)) for one, two, weight in links), cohesion=COHESION
    )
    return {rid: min(group) for group in groups for rid in group}


def write_clusters(con: duckdb.DuckDBPyConnection, path: Path, of: dict[int, int]) -> None:
    """Write every record with its cluster; a record that was linked to nobody is a cluster of its own."""
    records = rows(con, "SELECT rid, side, id FROM prepared ORDER BY rid")
    write_csv(path, ("side", "id", "cluster"), ((side, name, of.get(rid, rid)) for rid, side, name in records))


def write_csv(path: Path, header: tuple[str, ...], lines: Iterable[tuple[object, ...]]) -> None:
    """Write a CSV file whole or not at all."""
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows(lines)
    write_text(path, text.getvalue())


def write_text(path: Path, text: str) -> None:
    """Write a file whole or not at all.

    Raises:
        InvalidInput: the file cannot be written.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_text(text, encoding="utf-8", newline="")
        part.replace(path)
    except OSError as error:
        raise InvalidInput(
            "linkage-out",
            nl=f"Het bestand {path.name} kan niet worden geschreven. Controleer de map en de rechten.",
            en=f"The file {path.name} cannot be written. Check the folder and its rights.",
        ) from error
