"""Weigh pairs on Spark, when one machine's memory is too small: the same comparisons and numbers, in Splink's Spark backend.

The levels are written once, in SQL that DuckDB speaks. Four of its functions Spark does not have under that name; they are
registered here, so that not one condition is written twice. pyspark is no part of the product: `requirements/spark.txt`.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pyarrow as pa
from rapidfuzz.distance import DamerauLevenshtein, Hamming, JaroWinkler

from vangnet.people.engine.batch import splink_bridge
from vangnet.people.engine.model import Model


def weigh_on_spark(spark: Any, model: Model, *, records: str, pairs: str, at_least: float) -> Any:
    """Return a Spark table of `l`, `r` and `weight`, after relatives and namesakes were counted, as `weigh.weigh_pairs` makes.

    Args:
        spark: the session.
        model: the numbers.
        records: name of a view with the columns of `records` in the batch: `rid`, the prepared columns, `tf_<column>`.
        pairs: name of a view with `l` and `r`.
        at_least: pairs that weigh less, relatives not yet counted, are left out.
    """
    backend = import_module("splink.backends.spark")
    splink = import_module("splink")
    register_functions(spark)
    api = backend.SparkAPI(spark_session=spark, break_lineage_method="persist")
    linker = splink.Linker(
        # The frequencies come in as tables of their own, below: twice under one name is one time too many for Spark.
        api.register(spark.table(records).drop(*(f"tf_{column}" for column in model.frequencies))),
        splink_bridge.settings(model, detailed=True),
        log_level=None,
        validate_settings=False,
    )
    for column in model.frequencies:
        known = spark.table(records).select(column, f"tf_{column}").where(f"{column} IS NOT NULL").distinct()
        linker.table_management.register_term_frequency_lookup(api.register(known), column)
    blocked = spark.table(pairs).selectExpr("l AS join_key_l", "r AS join_key_r", "'0' AS match_key")
    linker.table_management.register_blocked_pairs_for_predict(api.register(blocked))
    predicted = linker.inference.predict(threshold_match_weight=at_least, warning_mode="never")
    found = predicted.as_spark_dataframe()
    return found.selectExpr(
        "rid_l AS l", "rid_r AS r", f"match_weight - {splink_bridge.alternatives_sql(model)} AS weight"
    )


def register_functions(spark: Any) -> None:
    """Give Spark the functions that the conditions call, under the names they call them by."""
    types = import_module("pyspark.sql.types")
    spark.udf.register("jaro_winkler_similarity", _similarity, types.DoubleType())
    spark.udf.register("damerau_levenshtein", _edits, types.IntegerType())
    spark.udf.register("hamming", _places, types.IntegerType())
    spark.udf.register("starts_with", _starts, types.BooleanType())


def to_spark(spark: Any, name: str, table: pa.Table) -> None:
    """Make a view of a table in memory; for tests and small runs."""
    spark.createDataFrame(table.to_pandas()).createOrReplaceTempView(name)


def _similarity(one: str | None, two: str | None) -> float | None:
    return None if one is None or two is None else JaroWinkler.similarity(one, two)


def _edits(one: str | None, two: str | None) -> int | None:
    return None if one is None or two is None else DamerauLevenshtein.distance(one, two)


def _places(one: str | None, two: str | None) -> int | None:
    return None if one is None or two is None or len(one) != len(two) else Hamming.distance(one, two)


def _starts(one: str | None, two: str | None) -> bool | None:
    return None if one is None or two is None else one.startswith(two)
