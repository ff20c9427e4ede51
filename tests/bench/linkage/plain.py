"""Plain Splink 5 with the recipe of its documentation: cleaned columns, library comparisons, usual blocking, EM twice."""

from __future__ import annotations

import csv
import time
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from vangnet.people.engine.batch.sql import number, run
from vangnet.people.engine.dates import read_birth_date
from vangnet.people.engine.places import read_phone

COLUMNS = (
    "given_name",
    "surname",
    "birth_date",
    "sex",
    "street",
    "house_number",
    "postcode",
    "city",
    "phone",
    "identifier",
)


def clean(folder: Path, name: str = "records.csv") -> pa.Table:
    """Return the records with what anybody would clean first: case, spaces, one way to write dates and telephones."""
    columns: dict[str, list[str | None]] = {name: [] for name in ("id", *COLUMNS)}
    with (folder / name).open(newline="") as content:
        for row in csv.DictReader(content):
            columns["id"].append(row["id"])
            for column in COLUMNS:
                columns[column].append(cell(column, row[column]))
    return pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()})


def cell(name: str, text: str) -> str | None:
    """Return one cell as anybody would clean it."""
    if name == "birth_date":
        found = read_birth_date(text)
        return f"{found.year:04d}-{found.month:02d}-{found.day:02d}" if found and found.month and found.day else None
    if name == "phone":
        return read_phone(text)
    text = text.strip().lower()
    return (text.replace(" ", "") if name == "postcode" else text) or None


def settings() -> SettingsCreator:
    """Return the recipe."""
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="rid",
        comparisons=[
            cl.NameComparison("given_name").configure(term_frequency_adjustments=True),
            cl.NameComparison("surname").configure(term_frequency_adjustments=True),
            cl.DateOfBirthComparison("birth_date", input_is_string=True),
            cl.ExactMatch("sex"),
            cl.LevenshteinAtThresholds("postcode", [1]).configure(term_frequency_adjustments=True),
            cl.JaroWinklerAtThresholds("street", [0.9]),
            cl.ExactMatch("house_number"),
            cl.ExactMatch("city").configure(term_frequency_adjustments=True),
            cl.LevenshteinAtThresholds("phone", [1]),
            cl.LevenshteinAtThresholds("identifier", [1]),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("given_name", "surname"),
            block_on("surname", "birth_date"),
            block_on("given_name", "birth_date"),
            block_on("postcode", "birth_date"),
            block_on("postcode", "surname"),
            block_on("phone"),
            block_on("identifier"),
        ],
        retain_matching_columns=False,
    )


def link(con: duckdb.DuckDBPyConnection, folder: Path) -> dict[str, Any]:
    """Make `pairs` and `scored` (l, r, weight) and `prepared` (rid, id); return counts, the seconds of Splink itself, of cleaning."""
    opened, opened_cpu = time.perf_counter(), time.process_time()
    con.register("cleaned", clean(folder))
    run(
        con, "CREATE OR REPLACE TABLE people AS SELECT CAST(row_number() OVER () - 1 AS INTEGER) AS rid, * FROM cleaned"
    )
    run(con, "CREATE OR REPLACE TABLE prepared AS SELECT rid, id FROM people")
    begun, cpu = time.perf_counter(), time.process_time()
    cleaning, cleaning_cpu = begun - opened, cpu - opened_cpu
    api = DuckDBAPI(con)
    linker = Linker(api.register("people"), settings(), log_level=40)
    sure = [block_on("given_name", "surname", "birth_date"), block_on("identifier"), block_on("phone", "birth_date")]
    linker.training.estimate_probability_two_random_records_match(sure, recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("given_name", "surname"), max_pairs=2e6)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("birth_date"), max_pairs=2e6)
    learned, learned_cpu = time.perf_counter() - begun, time.process_time() - cpu
    predicted = linker.inference.predict(threshold_match_weight=-12)
    seconds, cpu = time.perf_counter() - begun, time.process_time() - cpu
    run(
        con,
        f"CREATE OR REPLACE TABLE scored AS SELECT least(rid_l, rid_r) AS l, greatest(rid_l, rid_r) AS r, match_weight AS weight "
        f"FROM {predicted.physical_name}",
    )
    run(con, "CREATE OR REPLACE TABLE pairs AS SELECT l, r FROM scored")
    return {
        "seconds": seconds,
        "cpu": cpu,
        "seconds_stored": seconds - learned,
        "cpu_stored": cpu - learned_cpu,
        "seconds_from_file": seconds + cleaning,
        "cpu_from_file": cpu + cleaning_cpu,
        "seconds_stored_from_file": seconds - learned + cleaning,
        "cpu_stored_from_file": cpu - learned_cpu + cleaning_cpu,
        "pairs_kept": number(con, "SELECT count(*) FROM pairs"),
    }
