"""Count how good proposed pairs are: pairwise, clustered, by kind of error and by origin of the name."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from math import comb

import duckdb

from vangnet.people.engine.batch.output import COHESION
from vangnet.people.engine.batch.sql import number, rows, run
from vangnet.people.engine.clusters import cluster


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1 over pairs of records."""

    precision: float
    recall: float
    f1: float


def score(right: int, proposed: int, true: int) -> Score:
    """Return the three figures from counts of pairs."""
    return Score(right / max(proposed, 1), right / max(true, 1), 2 * right / max(proposed + true, 1))


def read_truth(con: duckdb.DuckDBPyConnection, folder: str) -> int:
    """Make `truth` (l, r, origin, kinds) and `person_of` (rid, cluster); return the number of true pairs."""
    run(
        con,
        "CREATE OR REPLACE TABLE person_of AS SELECT p.rid, t.cluster, t.origin, t.kinds FROM read_csv(?, all_varchar=true) t "
        "JOIN prepared p ON p.id = t.id",
        [f"{folder}/truth.csv"],
    )
    run(
        con,
        "CREATE OR REPLACE TABLE truth AS SELECT a.rid AS l, b.rid AS r, a.origin, "
        "list_distinct(string_split(coalesce(a.kinds, '') || ';' || coalesce(b.kinds, ''), ';')) AS kinds "
        "FROM person_of a JOIN person_of b ON a.cluster = b.cluster AND a.rid < b.rid",
    )
    return number(con, "SELECT count(*) FROM truth")


def pairwise(con: duckdb.DuckDBPyConnection, table: str, threshold: float) -> Score:
    """Return the figures of the pairs in a table at a threshold in bits."""
    proposed, right = rows(
        con,
        f"SELECT count(*), count(t.l) FROM {table} s LEFT JOIN truth t ON s.l = t.l AND s.r = t.r WHERE s.weight >= {threshold}",
    )[0]
    return score(right, proposed, number(con, "SELECT count(*) FROM truth"))


def best(con: duckdb.DuckDBPyConnection, table: str) -> tuple[float, Score]:
    """Return the threshold that the truth itself would choose, and the figures there."""
    found = [(bits / 2, pairwise(con, table, bits / 2)) for bits in range(-12, 41)]
    return max(found, key=lambda item: item[1].f1)


def clustered(con: duckdb.DuckDBPyConnection, table: str, threshold: float) -> Score:
    """Return the figures of all pairs that lie in one cluster once the links are followed."""
    links = [
        (int(a), int(b), float(w))
        for a, b, w in rows(con, f"SELECT l, r, weight FROM {table} WHERE weight >= {threshold}")
    ]
    person = dict(rows(con, "SELECT rid, cluster FROM person_of"))
    proposed = right = 0
    for group in cluster(links, cohesion=COHESION):
        proposed += comb(len(group), 2)
        right += sum(comb(count, 2) for count in Counter(person[rid] for rid in group).values())
    return score(right, proposed, number(con, "SELECT count(*) FROM truth"))


def recall_by(con: duckdb.DuckDBPyConnection, what: str, threshold: float) -> list[tuple[str, int, float, float]]:
    """Return (kind or origin, true pairs, part that was compared, part that was proposed), the worst first."""
    source = (
        "SELECT l, r, unnest(kinds) AS name FROM truth" if what == "kinds" else "SELECT l, r, origin AS name FROM truth"
    )
    return [
        (str(name or "zonder fout"), int(n), float(compared), float(found))
        for name, n, compared, found in rows(
            con,
            "SELECT t.name, count(*), avg(CASE WHEN p.l IS NULL THEN 0 ELSE 1 END), "
            f"avg(CASE WHEN s.weight >= {threshold} THEN 1 ELSE 0 END) AS found FROM ({source}) t "
            "LEFT JOIN pairs p ON p.l = t.l AND p.r = t.r LEFT JOIN scored s ON s.l = t.l AND s.r = t.r GROUP BY 1 ORDER BY found",
        )
    ]


def as_row(found: Score) -> dict[str, float]:
    """Return the figures rounded for printing."""
    return {name: round(value, 4) for name, value in asdict(found).items()}
