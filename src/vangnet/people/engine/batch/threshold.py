"""Choose, without labels, from which weight a pair is proposed, and from which it is proposed first."""

from __future__ import annotations

import duckdb

from vangnet.people.engine.batch.sql import rows
from vangnet.people.engine.score import probability_of

# Precision that the class "certain enough to propose first" must have, with some room.
CERTAIN_PRECISION = 0.985
_STEP = 0.25


def choose(con: duckdb.DuckDBPyConnection, table: str) -> tuple[float, float]:
    """Return the threshold with the highest expected F1, and the weight above which pairs are expected to be right.

    A weight gives a chance, so that every threshold has an expected number of right, wrong and missed links.

    Args:
        con: holds the table.
        table: scored pairs with `weight`.

    Returns:
        Threshold and certain weight, in bits.
    """
    counted = rows(
        con,
        f"SELECT floor(weight / {_STEP}) * {_STEP} AS low, count(*), avg(weight) FROM {table} GROUP BY 1 ORDER BY 1 DESC",
    )
    return choose_from([(float(low), int(n), float(mean)) for low, n, mean in counted])


def choose_from(steps: list[tuple[float, int, float]]) -> tuple[float, float]:
    """Return threshold and certain weight from (lowest weight, pairs, mean weight), heaviest first.

    >>> choose_from([(20.0, 100, 20.1), (0.5, 10, 0.6), (-9.0, 1000, -8.9)])
    (0.5, 20.0)
    """
    total = sum(pairs * probability_of(mean) for _, pairs, mean in steps)
    best, threshold, certain = -1.0, 0.0, None
    right = proposed = 0.0
    for low, pairs, mean in steps:
        chance = probability_of(mean)
        right += pairs * chance
        proposed += pairs
        f1 = 2 * right / (proposed + total) if total > 0 else 0.0
        if f1 > best and chance >= 0.2:
            best, threshold = f1, low
        if chance >= CERTAIN_PRECISION:
            certain = low
    return threshold, max(threshold, certain if certain is not None else 6.0)
