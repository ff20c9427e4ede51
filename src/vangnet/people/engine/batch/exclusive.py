"""When a file holds everybody once, a record can be one person in it at most: what the other candidates say counts too.

A pair that looks weak by itself is likely when nobody else comes near, and unlikely when somebody fits better. Whether a
file holds everybody once is read from the pairs themselves: in a file with doubles, many sure links come in twos.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import numpy as np

from vangnet.people.engine.batch.sql import rows, run

# Share of linked records that may have two sure partners in a file that we still call free of doubles.
DOUBLES_ALLOWED = 0.02
# Weight from which a link is sure enough to count for that.
SURE = 6.0
# No file is so complete that a record is certain to be in it.
MOST_PRESENT = 0.995
_ITERATIONS, _ENOUGH = 100, 1e-5


@dataclass(frozen=True, slots=True)
class Sides:
    """What was found for a link of two files: which of them hold everybody once."""

    left_once: bool
    right_once: bool


def weigh_candidates_together(con: duckdb.DuckDBPyConnection) -> Sides:
    """Adjust `scored.weight` for what the other candidates of the same records weigh; `evidence` keeps the old weight.

    For a record whose partner can be in the other file once at most, the chances of its candidates and of "nobody" add
    up to one. With odds o of each candidate (two to the power of its weight) and p the share of records that have a
    partner at all, the odds of a candidate become o / (1 - p + the odds of the other candidates).

    Args:
        con: holds `scored` and `prepared`, of a link between two files.

    Returns:
        Which files turned out to hold everybody once.
    """
    run(con, "ALTER TABLE scored ADD COLUMN evidence DOUBLE")
    run(con, "UPDATE scored SET evidence = weight")
    sizes = dict(rows(con, "SELECT side, count(*) FROM prepared GROUP BY side"))
    expected = float(rows(con, "SELECT coalesce(sum(1 / (1 + pow(2.0, -weight))), 0) FROM scored")[0][0])
    right_once, left_once = (_partners_are_single(con, column) for column in ("l", "r"))
    terms = []
    if right_once:
        terms.append(_rivals("l", _present(con, "l", min(expected / sizes[0], MOST_PRESENT), sizes[0])))
    if left_once:
        terms.append(_rivals("r", _present(con, "r", min(expected / sizes[1], MOST_PRESENT), sizes[1])))
    if terms:
        rival = terms[0] if len(terms) == 1 else f"greatest({terms[0]}, {terms[1]})"
        run(
            con,
            "CREATE OR REPLACE TABLE scored AS SELECT l, r, evidence, evidence - log2(rival) AS weight "
            f"FROM (SELECT *, {rival} AS rival FROM (SELECT *, pow(2.0, least(evidence, 60)) AS odds FROM scored))",
        )
    return Sides(left_once=left_once, right_once=right_once)


def _partners_are_single(con: duckdb.DuckDBPyConnection, column: str) -> bool:
    """Return whether hardly any linked record of this column has two sure partners."""
    linked, double = rows(
        con,
        f"SELECT count(*), count(*) FILTER (n > 1) FROM (SELECT count(*) AS n FROM scored WHERE weight >= {SURE} "
        f"GROUP BY {column})",
    )[0]
    return bool(linked > 0 and double <= DOUBLES_ALLOWED * linked)


def _present(con: duckdb.DuckDBPyConnection, column: str, share: float, records: int) -> float:
    """Return which share of the records of this column has a partner, from the share that pairs one by one promise.

    A record whose candidates come to odds o has a partner with chance o / (1 - p + o); p is the mean of that over all
    records. Where nearly everybody has a partner, a weak candidate without a rival is mostly the right one.

    Source: expectation and maximisation (Dempster, Laird and Rubin 1977), over the one number p.
    """
    found = rows(con, f"SELECT sum(pow(2.0, least(weight, 60))) FROM scored GROUP BY {column} ORDER BY 1")
    odds = np.array([row[0] for row in found], dtype=np.float64)
    for _ in range(_ITERATIONS):
        before, share = share, min(float((odds / (1 - share + odds)).sum()) / records, MOST_PRESENT)
        if abs(share - before) < _ENOUGH:
            break
    return share


def _rivals(column: str, present: float) -> str:
    """Return SQL for the odds of "nobody" and of the other candidates of the same record together."""
    return f"({1 - present!r} + greatest(sum(odds) OVER (PARTITION BY {column}) - odds, 0))"
