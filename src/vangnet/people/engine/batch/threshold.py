"""Choose, without labels, from which weight a pair is proposed."""

from __future__ import annotations

import duckdb

from vangnet.people.engine.batch.sql import rows
from vangnet.people.engine.score import probability_of

# Weight from which a pair is certain enough to be proposed first: odds of 64 to 1.
CERTAIN = 6.0
_STEP = 0.25
# The more records, the more must agree before a pair stands out, and what agrees is never quite independent (names and towns
# go together). Weights then promise too much. Measured on made-up files: nothing at ten thousand records, one bit at a hundred
# thousand, two at a million; the threshold is raised by so much.
_FREE_BITS, _MARGIN = 12.5, 0.35


def choose(con: duckdb.DuckDBPyConnection, table: str, prior_weight: float) -> float:
    """Return the threshold, in bits, with the highest expected F1, raised in large files.

    A weight gives a chance, so that every threshold has an expected number of right, wrong and missed links.

    Args:
        con: holds the table.
        table: scored pairs with `weight`.
        prior_weight: the starting weight of any pair, in bits; the larger the file, the lower.
    """
    counted = rows(
        con,
        f"SELECT floor(weight / {_STEP}) * {_STEP} AS low, count(*), avg(weight) FROM {table} GROUP BY 1 ORDER BY 1 DESC",
    )
    return choose_from([(float(low), int(n), float(mean)) for low, n, mean in counted]) + margin(prior_weight)


def margin(prior_weight: float) -> float:
    """Return by how many bits the threshold is raised.

    >>> margin(-10.0), round(margin(-19.1), 2)
    (0.0, 2.31)
    """
    return max(0.0, _MARGIN * (-prior_weight - _FREE_BITS))


def choose_from(steps: list[tuple[float, int, float]]) -> float:
    """Return the threshold from (lowest weight, pairs, mean weight), heaviest first.

    Where no pair lies between two thresholds, the one nearest to even odds is taken.

    >>> choose_from([(20.0, 100, 20.1), (0.5, 10, 0.6), (-9.0, 1000, -8.9)])
    0.0
    >>> choose_from([(4.0, 10, 4.1), (0.0, 100_000, 0.1)])
    0.0
    """
    total = sum(pairs * probability_of(mean) for _, pairs, mean in steps)
    best, threshold, floor = -1.0, 0.0, 0.0
    right = proposed = 0.0
    for place, (low, pairs, mean) in enumerate(steps):
        right += pairs * probability_of(mean)
        proposed += pairs
        expected = 2 * right / (proposed + total)
        if expected > best:
            best, threshold = expected, low
            floor = steps[place + 1][0] + _STEP if place + 1 < len(steps) else -1000.0
    return min(threshold, max(0.0, floor))
