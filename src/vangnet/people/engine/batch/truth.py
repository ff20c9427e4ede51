"""Read which pairs are right, and count what a run made of them."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from vangnet.core.errors import InvalidInput
from vangnet.people.engine.batch.files import check_text, refuse
from vangnet.people.engine.batch.sql import number, rows, run

_CLUSTER_NAMES = frozenset(("cluster", "clusterid", "person", "personid", "entity", "entityid", "truth", "groundtruth"))
_VERDICT_NAMES = frozenset(("label", "match", "ismatch", "link", "islink", "same"))
_NO = frozenset(("0", "0.0", "false", "no", "nee", "n"))


@dataclass(frozen=True, slots=True)
class Quality:
    """How good a set of proposed pairs is, at one threshold in bits."""

    threshold: float
    proposed: int
    right: int
    true: int

    @property
    def precision(self) -> float:
        """Return which part of the proposed pairs is right; 1 when nothing was proposed."""
        return self.right / self.proposed if self.proposed else 1.0

    @property
    def recall(self) -> float:
        """Return which part of the true pairs was proposed; 1 when there are none."""
        return self.right / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall.

        >>> Quality(0.0, proposed=10, right=9, true=10).f1
        0.9
        """
        return 2 * self.right / (self.proposed + self.true) if self.proposed + self.true else 1.0


def read_truth(con: duckdb.DuckDBPyConnection, path: Path, *, linking: bool) -> int:
    """Make the table `truth` (`l`, `r`: rids with l below r) and return the number of true pairs.

    A truth file holds pairs (two columns of ids, left before right; a third column named `label` or `match` with 0 marks
    a pair that is not true), or one line a record with its id and a column named `cluster` or `person`. A first line
    without known ids is taken as column names.

    Args:
        con: holds `prepared`.
        path: CSV in UTF-8.
        linking: whether the two ids of a pair come from two files.

    Raises:
        InvalidInput: unreadable, fewer than two columns, or an id that is in none of the files.
    """
    encoding, _ = check_text(path)
    lines = _lines(path, encoding)
    if not lines or any(len(line) < 2 for line in lines):
        raise refuse(
            "truth-shape",
            f"Het bestand {path.name} heeft geen twee kolommen. Geef paren van ids, of per id een cluster.",
            f"The file {path.name} does not have two columns. Give pairs of ids, or a cluster for every id.",
        )
    known = _known_ids(con)
    header = [cell.strip().lower().replace("_", "") for cell in lines[0]]
    if any(name in _CLUSTER_NAMES for name in header):
        pairs = _from_clusters(lines[1:], header, known, path.name, linking=linking)
    else:
        body = lines if all(cell.strip() in known for cell in lines[0][:2]) else lines[1:]
        pairs = _from_pairs(body, header, known, path.name, linking=linking)
    unique = sorted({(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]})
    con.register(
        "truth_in",
        pa.table(
            {"l": pa.array([a for a, _ in unique], pa.int32()), "r": pa.array([b for _, b in unique], pa.int32())}
        ),
    )
    run(con, "CREATE OR REPLACE TABLE truth AS SELECT * FROM truth_in")
    con.unregister("truth_in")
    return len(unique)


def measure(con: duckdb.DuckDBPyConnection, table: str, thresholds: Sequence[float]) -> list[Quality]:
    """Return the quality at each threshold, in the order given.

    Args:
        con: holds `truth` and the table.
        table: pairs with `l`, `r`, `weight`.
        thresholds: weights in bits.
    """
    true = number(con, "SELECT count(*) FROM truth")
    result = []
    for threshold in thresholds:
        proposed, right = rows(
            con,
            f"SELECT count(*), count(truth.l) FROM {table} AS s LEFT JOIN truth ON s.l = truth.l AND s.r = truth.r "
            f"WHERE s.weight >= {threshold!r}",
        )[0]
        result.append(Quality(threshold, proposed, right, true))
    return result


def compared(con: duckdb.DuckDBPyConnection) -> int:
    """Return how many true pairs were compared at all."""
    return number(con, "SELECT count(*) FROM truth JOIN pairs USING (l, r)")


def _lines(path: Path, encoding: str) -> list[list[str]]:
    with path.open(encoding=encoding, errors="replace", newline="") as content:
        first = content.readline()
        content.seek(0)
        separator = max(",;\t|", key=first.count)
        return [line for line in csv.reader(content, delimiter=separator) if any(cell.strip() for cell in line)]


def _known_ids(con: duckdb.DuckDBPyConnection) -> dict[str, dict[int, int]]:
    """Return every id with, per side, its rid."""
    known: dict[str, dict[int, int]] = {}
    for name, side, rid in rows(con, "SELECT id, side, rid FROM prepared"):
        known.setdefault(name, {})[side] = rid
    return known


def _from_pairs(
    lines: list[list[str]], header: list[str], known: dict[str, dict[int, int]], name: str, *, linking: bool
) -> Iterator[tuple[int, int]]:
    verdict = next((place for place, cell in enumerate(header) if place >= 2 and cell in _VERDICT_NAMES), None)
    for line in lines:
        one, two = line[0].strip(), line[1].strip()
        for cell in (one, two):
            if cell not in known:
                raise _unknown(cell, name)
        if verdict is not None and len(line) > verdict and line[verdict].strip().lower() in _NO:
            continue
        if not linking:
            yield known[one][0], known[two][0]
        elif 0 in known[one] and 1 in known[two]:
            yield known[one][0], known[two][1]
        elif 1 in known[one] and 0 in known[two]:
            yield known[two][0], known[one][1]
        else:
            raise refuse(
                "truth-one-side",
                f"In {name} staat een paar waarvan beide ids uit hetzelfde bestand komen: {one} en {two}.",
                f"{name} holds a pair whose ids are both from one file: {one} and {two}.",
            )


def _from_clusters(
    lines: list[list[str]], header: list[str], known: dict[str, dict[int, int]], name: str, *, linking: bool
) -> Iterator[tuple[int, int]]:
    column = next(place for place, cell in enumerate(header) if cell in _CLUSTER_NAMES)
    identity = next(
        (place for place, cell in enumerate(header) if cell in ("id", "recid", "uniqueid", "recordid")),
        1 - min(column, 1),
    )
    groups: dict[str, list[tuple[int, int]]] = {}
    for line in lines:
        cell = line[identity].strip() if len(line) > identity else ""
        if cell not in known:
            raise _unknown(cell, name)
        groups.setdefault(line[column].strip(), []).extend(known[cell].items())
    for members in groups.values():
        for place, (side, rid) in enumerate(members):
            for other_side, other in members[:place]:
                if not linking or side != other_side:
                    yield rid, other


def _unknown(cell: str, name: str) -> InvalidInput:
    return refuse(
        "truth-unknown-id",
        f"In {name} staat het id {cell[:40]!r}, dat in geen van de bestanden voorkomt. Controleer de ids.",
        f"{name} holds the id {cell[:40]!r}, which is in none of the files. Check the ids.",
    )
