"""Which pairs are compared at all: records that share a key, hot keys left out, nothing grows without bound."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from vangnet.people.engine.batch.sql import number, rows, run
from vangnet.people.engine.keys import KEYS

# Below this number of possible pairs everything is compared with everything.
COMPARE_ALL_BELOW = 300_000
# Pairs that the keys may bring together for each record, doubles included; about twice what is left without doubles.
PAIRS_A_RECORD = 24
# By how much the limits of all keys are widened together, the widest first.
ROOMS = (32.0, 16.0, 8.0, 4.0, 2.0, 1.4, 1.0, 0.7, 0.5, 0.3)


@dataclass(frozen=True, slots=True)
class Blocked:
    """What blocking did.

    Args:
        pairs: pairs to compare.
        possible: pairs that exist.
        keys: keys that all records carry together.
        hot_keys: keys that too many records share, so that they bring nobody together.
        hot_records: records that have hot keys only, and so meet nobody.
    """

    pairs: int
    possible: int
    keys: int
    hot_keys: int
    hot_records: int


def block(con: duckdb.DuckDBPyConnection, *, linking: bool) -> Blocked:
    """Make the table `pairs` (`l`, `r`: rids with l below r) and return what was done.

    Args:
        con: holds `prepared`.
        linking: True when only pairs between the two sides count.
    """
    across = "a.side < b.side" if linking else "a.rid < b.rid"
    sizes = dict(rows(con, "SELECT side, count(*) FROM prepared GROUP BY side"))
    total = sum(sizes.values())
    possible = sizes.get(0, 0) * sizes.get(1, 0) if linking else total * (total - 1) // 2
    if possible <= COMPARE_ALL_BELOW:
        run(
            con,
            f"CREATE OR REPLACE TABLE pairs AS SELECT a.rid AS l, b.rid AS r FROM prepared a JOIN prepared b ON {across}",
        )
        return Blocked(possible, possible, 0, 0, 0)
    keys = _make_keys(con)
    hot_keys, hot_records = _drop_hot(con, total, linking=linking)
    run(
        con,
        "CREATE OR REPLACE TABLE pairs AS SELECT DISTINCT a.rid AS l, b.rid AS r FROM cool_keys a JOIN cool_keys b "
        f"ON a.key = b.key AND {across}",
    )
    run(con, "DROP TABLE block_keys")
    run(con, "DROP TABLE cool_keys")
    return Blocked(number(con, "SELECT count(*) FROM pairs"), possible, keys, hot_keys, hot_records)


def _make_keys(con: duckdb.DuckDBPyConnection) -> int:
    """Make `block_keys`: the hash of every key of every record, and how many records may share it."""
    selects = [
        f"SELECT rid, side, hash({key.sql}) AS key, {key.most} AS most FROM prepared WHERE ({key.sql}) IS NOT NULL"
        for key in KEYS
    ]
    run(con, f"CREATE OR REPLACE TABLE block_keys AS {' UNION ALL '.join(selects)}")
    return number(con, "SELECT count(*) FROM block_keys")


def _drop_hot(con: duckdb.DuckDBPyConnection, records: int, *, linking: bool) -> tuple[int, int]:
    """Make `cool_keys` out of the keys that can bring records together and are not hot; return what was hot."""
    # Linking: a key is worth nothing when it occurs on one side only, and as costly as the product of both sides.
    useful = "count(DISTINCT side) = 2" if linking else "count(*) > 1"
    size = "sqrt(2.0 * sum(1 - side) * sum(side))" if linking else "count(*)"
    run(
        con,
        f"CREATE OR REPLACE TABLE key_sizes AS SELECT key, {size} AS size, max(most) AS most FROM block_keys "
        f"GROUP BY key HAVING {useful}",
    )
    room = _room(con, records)
    run(
        con,
        "CREATE OR REPLACE TABLE cool_keys AS SELECT DISTINCT rid, side, block_keys.key FROM block_keys "
        f"JOIN key_sizes USING (key) WHERE size <= key_sizes.most * {room}",
    )
    hot_keys = number(con, f"SELECT count(*) FROM key_sizes WHERE size > most * {room}")
    hot_records = number(
        con,
        f"SELECT count(DISTINCT rid) FROM block_keys JOIN key_sizes USING (key) WHERE size > key_sizes.most * {room} "
        "AND rid NOT IN (SELECT rid FROM cool_keys)",
    )
    run(con, "DROP TABLE key_sizes")
    return hot_keys, hot_records


def _room(con: duckdb.DuckDBPyConnection, records: int) -> float:
    """Return by how much all limits may be widened (or must be narrowed) to stay within the candidates a record.

    Small files can afford keys that would be hot in a large one.
    """
    sums = ", ".join(f"sum(size * (size - 1) / 2) FILTER (size <= most * {room})" for room in ROOMS)
    pairs = rows(con, f"SELECT {sums} FROM key_sizes")[0]
    fitting = [room for room, count in zip(ROOMS, pairs, strict=True) if (count or 0) <= records * PAIRS_A_RECORD]
    return fitting[0] if fitting else ROOMS[-1]
