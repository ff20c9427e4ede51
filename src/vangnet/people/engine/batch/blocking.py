"""Which pairs are compared at all: records that share a key, hot keys left out, nothing grows without bound."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import numpy as np
from numpy.typing import NDArray

from vangnet.people.engine.batch.sql import number, rows, run
from vangnet.people.engine.keys import KEYS, Key

# Below this number of possible pairs everything is compared with everything.
COMPARE_ALL_BELOW = 300_000
# Pairs that the keys may bring together for each record, doubles included; about twice what is left without doubles. From so
# many records on it is less: the last third of the pairs would cost a third of the time and find one true pair in a thousand.
PAIRS_A_RECORD, PAIRS_A_RECORD_OF_MANY, MANY = 24, 16, 200_000
# By how much the limits of all keys are widened together, the widest first.
ROOMS = (32.0, 16.0, 8.0, 4.0, 2.0, 1.4, 1.0, 0.7, 0.5, 0.3)
# The recipes of one family can meet each other, so they share a table.
FAMILIES: tuple[tuple[Key, ...], ...] = tuple(
    tuple(key for key in KEYS if key.family == family) for family in dict.fromkeys(key.family for key in KEYS)
)


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
    size = "sqrt(2.0 * count(*) FILTER (side = 0) * count(*) FILTER (side = 1))" if linking else "count(*)"
    keys = sum(_make_keys(con, place, size) for place in range(len(FAMILIES)))
    room = _room(con, total)
    met, hot = np.zeros(total, dtype=bool), np.zeros(total, dtype=bool)
    hot_keys = sum(_drop_hot(con, place, room, met, hot) for place in range(len(FAMILIES)))
    # One bigint a pair: dropping doubles is half the work of blocking, and twice as fast on one number as on two.
    meetings = " UNION ALL ".join(
        f"SELECT (a.rid::BIGINT << 32) | b.rid AS pair FROM cool_{place} a JOIN cool_{place} b ON a.key = b.key AND {across}"
        for place in range(len(FAMILIES))
    )
    run(
        con,
        "CREATE OR REPLACE TABLE pairs AS SELECT (pair >> 32)::INTEGER AS l, (pair & 4294967295)::INTEGER AS r "
        f"FROM (SELECT DISTINCT pair FROM ({meetings})) ORDER BY pair",
    )
    for place in range(len(FAMILIES)):
        run(con, f"DROP TABLE cool_{place}")
    return Blocked(number(con, "SELECT count(*) FROM pairs"), possible, keys, hot_keys, int((hot & ~met).sum()))


def _make_keys(con: duckdb.DuckDBPyConnection, place: int, size: str) -> int:
    """Make `keys_<family>` (`rid`, `side`, `key`) and `sizes_<family>` (of keys that two can share); return how many keys."""
    selects = " UNION ".join(
        f"SELECT rid, side, hash({', '.join(part.sql for part in key.parts)}) AS key FROM prepared WHERE "
        + " AND ".join(f"({part.sql}) IS NOT NULL" for part in key.parts)
        for key in FAMILIES[place]
    )
    run(con, f"CREATE OR REPLACE TABLE keys_{place} AS {selects}")
    run(
        con,
        f"CREATE OR REPLACE TABLE sizes_{place} AS SELECT key, {size} AS size FROM keys_{place} GROUP BY key HAVING {size} > 1",
    )
    return number(con, f"SELECT count(*) FROM keys_{place}")


def _drop_hot(
    con: duckdb.DuckDBPyConnection, place: int, room: float, met: NDArray[np.bool_], hot: NDArray[np.bool_]
) -> int:
    """Make `cool_<family>` out of the keys that bring records together and are not hot; return how many were hot.

    Args:
        con: holds the tables of `_make_keys`, that are dropped here.
        place: of the family.
        room: how much wider its limit is.
        met: by rid; set for records that share a key that is not hot.
        hot: by rid; set for records that share a hot key.
    """
    limit = FAMILIES[place][0].most * room
    run(
        con,
        f"CREATE OR REPLACE TABLE cool_{place} AS SELECT * FROM keys_{place} "
        f"SEMI JOIN (SELECT key FROM sizes_{place} WHERE size <= {limit}) USING (key)",
    )
    met[_rids(con, f"SELECT rid FROM cool_{place}")] = True
    too_full = f"SELECT key FROM sizes_{place} WHERE size > {limit}"
    count = number(con, f"SELECT count(*) FROM ({too_full})")
    if count:
        hot[_rids(con, f"SELECT rid FROM keys_{place} SEMI JOIN ({too_full}) USING (key)")] = True
    run(con, f"DROP TABLE keys_{place}")
    run(con, f"DROP TABLE sizes_{place}")
    return count


def _rids(con: duckdb.DuckDBPyConnection, sql: str) -> NDArray[np.int32]:
    found: NDArray[np.int32] = con.execute(sql).fetchnumpy()["rid"]
    return found


def _room(con: duckdb.DuckDBPyConnection, records: int) -> float:
    """Return by how much all limits may be widened (or must be narrowed) to stay within the candidates a record.

    Small files can afford keys that would be hot in a large one.
    """
    counted = " UNION ALL ".join(
        f"SELECT size, {recipes[0].most} AS most, count(*) AS keys FROM sizes_{place} GROUP BY size"
        for place, recipes in enumerate(FAMILIES)
    )
    sums = ", ".join(f"sum(keys * size * (size - 1) / 2) FILTER (size <= most * {room})" for room in ROOMS)
    pairs = rows(con, f"SELECT {sums} FROM ({counted})")[0]
    room_for = PAIRS_A_RECORD if records < MANY else PAIRS_A_RECORD_OF_MANY
    fitting = [room for room, count in zip(ROOMS, pairs, strict=True) if (count or 0) <= records * room_for]
    return fitting[0] if fitting else ROOMS[-1]
