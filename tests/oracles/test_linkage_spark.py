"""Splink's Spark backend, in local mode on a small set, weighs as the batch on one machine does."""

import os
import shutil
import sys
from pathlib import Path

import pytest
from tests.bench.dutch_errors.records import COLUMNS, records

import vangnet
from vangnet.people.engine.batch import run, tables
from vangnet.people.engine.batch.spark import to_spark, weigh_on_spark
from vangnet.people.engine.batch.sql import connect, rows
from vangnet.people.engine.comparisons import FREQUENCY_COLUMNS
from vangnet.people.engine.model import default_model
from vangnet.people.engine.records import PREPARED_COLUMNS, RAW_COLUMNS

sql = pytest.importorskip(
    "pyspark.sql", reason="pyspark is no part of the product: pip install -r requirements/spark.txt"
)


@pytest.fixture(scope="module")
def spark():
    if shutil.which("java") is None:
        pytest.skip("Spark needs java on this machine")
    # The workers are programs of their own: they need the same Python and the same source.
    os.environ |= {"PYSPARK_PYTHON": sys.executable, "PYTHONPATH": str(Path(vangnet.__file__).parents[1])}
    session = (
        sql.SparkSession.builder.master("local[1]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.driver.memory", "1g")
        .config("spark.sql.legacy.createEmptyCollectionUsingStringType", "true")
        .getOrCreate()
    )
    yield session
    session.stop()


@pytest.mark.slow
def test_spark_weighs_as_one_machine_does(spark):
    con = connect()
    con.execute(f"CREATE TABLE source (id VARCHAR, place INTEGER, {', '.join(f'{c} VARCHAR' for c in RAW_COLUMNS)})")
    for place, record in enumerate(records(5, 250)):
        row = dict(zip(COLUMNS, record.row, strict=True))
        con.execute(
            f"INSERT INTO source VALUES ({', '.join('?' * (2 + len(RAW_COLUMNS)))})",
            [str(place), place, *(row[column] or None for column in RAW_COLUMNS)],
        )
    model = default_model()
    run.link_tables(con, ("source",), start=model, reuse=True, at=0.0)
    expected = {(left, right): weight for left, right, weight in rows(con, "SELECT l, r, weight FROM scored")}
    tables.add_frequencies(con, dict(model.frequencies))
    columns = ", ".join(["rid", *PREPARED_COLUMNS, *(f"tf_{column}" for column in FREQUENCY_COLUMNS)])
    to_spark(spark, "records", con.execute(f"SELECT {columns} FROM records").to_arrow_table())
    to_spark(spark, "pairs", con.execute("SELECT l, r FROM pairs").to_arrow_table())

    found = weigh_on_spark(spark, model, records="records", pairs="pairs", at_least=run.KEEP_FROM).collect()

    assert len(expected) > 50
    assert {(row.l, row.r): row.weight for row in found} == pytest.approx(expected, abs=1e-6)
