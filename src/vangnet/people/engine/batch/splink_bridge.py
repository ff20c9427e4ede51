"""Our comparisons and numbers in Splink's words: settings, the estimate of chance agreement, and the scoring of pairs."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Mapping, Sequence
from typing import Any

import duckdb
from splink import DuckDBAPI, Linker, SettingsCreator

from vangnet.people.engine.batch.sql import run
from vangnet.people.engine.comparisons import COMPARISONS
from vangnet.people.engine.model import ALTERNATIVES, LevelChances, Model

logging.getLogger("splink").setLevel(logging.ERROR)


def settings(model: Model | None, *, detailed: bool) -> SettingsCreator:
    """Return Splink's settings.

    Args:
        model: the numbers to score with; None when chance agreement is still to be estimated.
        detailed: keep, per comparison, which level held and what it weighed.
    """
    comparisons: list[Any] = []
    for comparison in COMPARISONS:
        levels: list[dict[str, Any]] = [
            {"sql_condition": comparison.silent.sql, "label_for_charts": "silent", "is_null_level": True}
        ]
        for level in comparison.levels:
            row: dict[str, Any] = {
                "sql_condition": level.when.sql if level.when else "ELSE",
                "label_for_charts": level.code,
            }
            if model is not None:
                chances = model.chances[comparison.name][level.code]
                row |= {"m_probability": chances.m, "u_probability": chances.u}
                if level.frequency:
                    row |= {"tf_adjustment_column": level.frequency, "disable_tf_exact_match_detection": True}
            levels.append(row)
        comparisons.append({"output_column_name": comparison.name, "comparison_levels": levels})
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="rid",
        comparisons=comparisons,
        probability_two_random_records_match=model.prior if model else 0.0001,
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=detailed,
    )


def chance_agreement(con: duckdb.DuckDBPyConnection, table: str) -> dict[str, dict[str, float]]:
    """Return per comparison and level how often two random records agree so, over all pairs of a sample.

    Args:
        con: holds the table.
        table: a sample of prepared records, already drawn so that it repeats exactly.

    Returns:
        Comparison name to level code to chance; a level that was never seen is left out.
    """
    linker = _linker(con, table, settings(None, detailed=False))
    linker.training.estimate_u_using_random_sampling(max_pairs=1e12, num_chunks=1, min_count_per_level=None)
    found: dict[str, dict[str, float]] = {}
    for comparison in linker.misc.save_model_to_json()["comparisons"]:
        levels = comparison["comparison_levels"]
        found[comparison["output_column_name"]] = {
            level["label_for_charts"]: float(level["u_probability"]) for level in levels if "u_probability" in level
        }
    return found


def score_pairs(
    con: duckdb.DuckDBPyConnection, model: Model, *, pairs: str, at_least: float | None, detailed: bool
) -> str:
    """Score pairs with Splink and return the name of the table it made.

    Args:
        con: holds `records` and the table of pairs (`l`, `r`).
        model: the numbers.
        pairs: table of the pairs to score.
        at_least: leave out pairs of which Splink's weight is lower (relatives not yet counted).
        detailed: with the level (`gamma_*`) and the weight of every comparison.
    """
    run(
        con, f"CREATE OR REPLACE VIEW blocked AS SELECT l AS join_key_l, r AS join_key_r, '0' AS match_key FROM {pairs}"
    )
    linker = _linker(con, "records", settings(model, detailed=detailed))
    for column in model.frequencies:
        run(
            con,
            f"CREATE OR REPLACE TABLE tf_known_{column} AS SELECT DISTINCT {column}, tf_{column} FROM records WHERE false",
        )
        linker.table_management.register_term_frequency_lookup(_register(linker, f"tf_known_{column}"), column)
    linker.table_management.register_blocked_pairs_for_predict(_register(linker, "blocked"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        predicted = linker.inference.predict(threshold_match_weight=at_least, warning_mode="never")
    return str(predicted.physical_name)


def _register(linker: Linker, table: str) -> Any:
    return linker._db_api.register(table)


def _linker(con: duckdb.DuckDBPyConnection, table: str, wanted: SettingsCreator) -> Linker:
    api = DuckDBAPI(con)
    return Linker(api.register(table), wanted, log_level=None, validate_settings=False)


def places(name: str, codes: Sequence[str]) -> list[int]:
    """Return the places of levels in their comparison; 0 is the first."""
    comparison = next(item for item in COMPARISONS if item.name == name)
    return [place for place, level in enumerate(comparison.levels) if level.code in codes]


def level_place_sql(model: Model, name: str) -> str:
    """Return SQL for the place of the level that held (0 is the first), -1 when silent, over a detailed table.

    Splink keeps the level itself only together with all columns of both records; the weight tells it as well, because
    `model.settle` gave every level of a comparison a weight of its own.
    """
    chances = model.chances[name]
    comparison = next(item for item in COMPARISONS if item.name == name)
    whens = " ".join(
        f"WHEN {chances[level.code].weight!r} THEN {place}" for place, level in enumerate(comparison.levels)
    )
    return f"CASE mw_{name} {whens} ELSE -1 END"


def frequency_bits_sql() -> str:
    """Return SQL for what common and rare values added to the weight, over a detailed table."""
    named = [c.name for c in COMPARISONS if any(level.frequency for level in c.levels)]
    return " + ".join(f"mw_tf_adj_{name}" for name in named)


def alternatives_sql(model: Model) -> str:
    """Return SQL for log2 of "strangers or any alternative" against "strangers" alone, over a detailed table."""
    odds = ["1"]
    for kind, rare_counts in ALTERNATIVES.items():
        terms = [repr(model.alternative_prior(kind))] + [frequency_bits_sql()] * rare_counts
        for comparison in COMPARISONS:
            chances: Mapping[str, LevelChances] = model.chances[comparison.name]
            whens = " ".join(
                f"WHEN {chances[level.code].weight!r} THEN {chances[level.code].alternative(kind)!r}"
                for level in comparison.levels
            )
            terms.append(f"CASE mw_{comparison.name} {whens} ELSE 0.0 END")
        # Bits stay far below what a double can hold, so the sum needs no care.
        odds.append(f"pow(2.0, CAST({' + '.join(terms)} AS DOUBLE))")
    return f"log2({' + '.join(odds)})"
