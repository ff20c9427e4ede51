"""Weigh the pairs of a run: once for each way in which pairs agree, then what rare values add for each pair."""

from __future__ import annotations

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from vangnet.people.engine.batch.levels import levels_of
from vangnet.people.engine.batch.sql import rows, run
from vangnet.people.engine.comparisons import COMPARISONS
from vangnet.people.engine.model import ALTERNATIVES, Model
from vangnet.people.engine.score import SHARED_NUMBER


def weigh_pairs(con: duckdb.DuckDBPyConnection, model: Model, *, at_least: float) -> None:
    """Make `scored` (`l`, `r`, `weight`): every pair heavy enough to matter, after relatives and namesakes were counted.

    Pairs that share a number but neither name nor birth date go to `findings` (`l`, `r`): they are never proposed.

    Args:
        con: holds `looks` of the pairs (`levels.make_looks`), that are dropped here.
        model: the numbers.
        at_least: pairs that weigh less, relatives not yet counted, are left out.
    """
    found = np.array(rows(con, "SELECT DISTINCT look FROM looks ORDER BY look"), dtype=np.int64).reshape(-1)
    con.register("looks_in", _weights(model, found))
    run(con, "CREATE OR REPLACE TABLE look_weights AS SELECT * FROM looks_in")
    con.unregister("looks_in")
    others = " + ".join(
        f"pow(2.0, {kind} + bits)" if rare_counts else f"pow(2.0, {kind})" for kind, rare_counts in ALTERNATIVES.items()
    )
    run(
        con,
        f"CREATE OR REPLACE TABLE weighed AS SELECT l, r, one_person + bits - log2(1 + {others}) AS weight, shared "
        f"FROM looks JOIN look_weights USING (look) WHERE one_person + bits >= {at_least!r}",
    )
    run(con, "DROP TABLE looks")
    run(con, "DROP TABLE look_weights")
    run(con, "CREATE OR REPLACE TABLE scored AS SELECT l, r, weight FROM weighed WHERE NOT shared")
    run(con, "CREATE OR REPLACE TABLE findings AS SELECT l, r FROM weighed WHERE shared")
    run(con, "DROP TABLE weighed")


def _weights(model: Model, looks: NDArray[np.int64]) -> pa.Table:
    """Return per look what it weighs before rare values are counted, for one person and for each alternative, in bits."""
    levels = levels_of(looks)
    one_person = np.full(len(looks), model.prior_weight)
    others = {kind: np.full(len(looks), model.alternative_prior(kind)) for kind in ALTERNATIVES}
    shared = np.ones(len(looks), dtype=bool)
    for place, comparison in enumerate(COMPARISONS):
        chances = [model.chances[comparison.name][level.code] for level in comparison.levels]
        # The last entry is what silence (place -1) weighs.
        one_person += np.array([*(level.weight for level in chances), 0.0])[levels[:, place]]
        for kind, bits in others.items():
            bits += np.array([*(level.alternative(kind) for level in chances), 0.0])[levels[:, place]]
        if comparison.name in SHARED_NUMBER:
            may = [level.code in SHARED_NUMBER[comparison.name] for level in comparison.levels]
            shared &= np.array([*may, False])[levels[:, place]]
    return pa.table({"look": looks.astype(np.int32), "one_person": one_person, "shared": shared, **others})
