"""What could be reached: a classifier taught with the true answers of other seeds, on the pairs that our blocking finds."""

from __future__ import annotations

from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier

from vangnet.people.engine.batch import splink_bridge
from vangnet.people.engine.batch.run import KEEP_FROM
from vangnet.people.engine.batch.sql import run
from vangnet.people.engine.comparisons import COMPARISONS
from vangnet.people.engine.model import Model


def features(con: duckdb.DuckDBPyConnection, model: Model) -> tuple[NDArray[np.float64], NDArray[np.float64], Any]:
    """Return features, answers and (l, r) of every pair that our engine kept, over `pairs`, `records` and `truth`."""
    table = splink_bridge.score_pairs(con, model, pairs="pairs", at_least=KEEP_FROM, detailed=True)
    rare = [c.name for c in COMPARISONS if any(level.frequency for level in c.levels)]
    picked = [f"{splink_bridge.level_place_sql(model, c.name)} AS p_{c.name}" for c in COMPARISONS]
    picked += [f"mw_tf_adj_{name}" for name in rare]
    picked += [f"{splink_bridge.alternatives_sql(model)} AS alternatives", "match_weight"]
    extra = (
        "jaro_winkler_similarity(a.given, b.given) AS jw_given, jaro_winkler_similarity(a.surname, b.surname) AS jw_surname, "
        "jaro_winkler_similarity(a.street, b.street) AS jw_street, abs(try_cast(a.birth_year AS INTEGER) - "
        "try_cast(b.birth_year AS INTEGER)) AS years, damerau_levenshtein(a.birth, b.birth) AS birth_edits, "
        "CASE WHEN a.birth_day = '0101' OR b.birth_day = '0101' THEN 1 ELSE 0 END AS new_year, "
        "CASE a.sex WHEN 'm' THEN 1 WHEN 'v' THEN 0 END AS sex_l"
    )
    found = con.execute(
        f"SELECT s.rid_l AS l, s.rid_r AS r, CASE WHEN t.l IS NULL THEN 0 ELSE 1 END AS answer, {', '.join(picked)}, {extra} "
        f"FROM {table} s JOIN prepared a ON a.rid = s.rid_l JOIN prepared b ON b.rid = s.rid_r "
        "LEFT JOIN truth t ON t.l = s.rid_l AND t.r = s.rid_r"
    ).to_arrow_table()
    run(con, f"DROP TABLE {table}")
    names = [name for name in found.column_names if name not in ("l", "r", "answer")]
    matrix = np.column_stack([found[name].cast(pa.float64()).to_numpy(zero_copy_only=False) for name in names])
    return matrix, found["answer"].to_numpy(), found.select(["l", "r"])


def teach(matrix: NDArray[np.float64], answers: NDArray[np.float64]) -> HistGradientBoostingClassifier:
    """Return a classifier that has seen the answers."""
    taught = HistGradientBoostingClassifier(
        max_iter=400, learning_rate=0.08, max_leaf_nodes=63, min_samples_leaf=40, random_state=1
    )
    taught.fit(matrix, answers)
    return taught


def apply(
    con: duckdb.DuckDBPyConnection, taught: HistGradientBoostingClassifier, matrix: NDArray[np.float64], ids: Any
) -> None:
    """Make `ceiling_scored` (l, r, weight in bits) from what the classifier thinks."""
    chance = np.clip(taught.predict_proba(matrix)[:, 1], 1e-9, 1 - 1e-9)
    con.register("ceiling_in", ids.append_column("weight", pa.array(np.log2(chance / (1 - chance)))))
    run(con, "CREATE OR REPLACE TABLE ceiling_scored AS SELECT * FROM ceiling_in")
    con.unregister("ceiling_in")
