"""One definition, two ways to run it: what the batch prepares, blocks and weighs equals what plain Python does for one pair."""

import random
from dataclasses import astuple

import duckdb
import pytest
from tests.bench.dutch_errors.records import COLUMNS, records

from vangnet.people.engine.batch import blocking, run, splink_bridge, tables
from vangnet.people.engine.batch.sql import rows
from vangnet.people.engine.comparisons import COMPARISONS
from vangnet.people.engine.keys import KEYS, key_texts
from vangnet.people.engine.model import default_model, from_json
from vangnet.people.engine.records import PREPARED_COLUMNS, RAW_COLUMNS, Prepared, prepare
from vangnet.people.engine.score import Scorer

ODD = [
    {"given_name": "J.P.M.", "surname": "van der " + "Aa" * 150, "birth_date": "00-00-1800", "postcode": "1234ab"},
    {"given_name": "محمد", "surname": "Мария-中文", "birth_date": "31-12-2199", "city": "'s-Gravenhage", "phone": "06"},
    {"given_name": "O'Neil; DROP", "surname": '\'t Hart "x"', "street": "Dorpsstr. 12b", "city": "Den Haag"},
    {"given_name": "onbekend", "surname": "NN", "birth_date": "onbekend", "identifier": "000000000"},
    {"given_name": "Dr. Jan", "surname": "de", "house_number": "0", "street": "Dam", "city": "Adam"},
    {},
]


@pytest.fixture(scope="module")
def raw():
    chance = random.Random(7)
    made = [dict(zip(COLUMNS, record.row, strict=True)) for record in records(11, 2000)]
    for row in made[:300]:  # any cell may be missing
        row[chance.choice(RAW_COLUMNS)] = ""
    return [{column: row.get(column) or None for column in RAW_COLUMNS} for row in [*made, *ODD]]


@pytest.fixture(scope="module")
def con(raw):
    con = duckdb.connect()
    con.execute(f"CREATE TABLE source (id VARCHAR, place INTEGER, {', '.join(f'{c} VARCHAR' for c in RAW_COLUMNS)})")
    con.executemany(
        f"INSERT INTO source VALUES ({', '.join('?' * (2 + len(RAW_COLUMNS)))})",
        [(str(place), place, *(row[column] for column in RAW_COLUMNS)) for place, row in enumerate(raw)],
    )
    tables.prepare_table(con, ["source"])
    return con


def prepared_of(con) -> list[Prepared]:
    return [Prepared(*row) for row in rows(con, f"SELECT {', '.join(PREPARED_COLUMNS)} FROM prepared ORDER BY rid")]


def test_the_batch_prepares_a_record_as_python_does(con, raw):
    for row, batch in zip(raw, prepared_of(con), strict=True):
        assert astuple(prepare(row)) == astuple(batch), row


def test_the_batch_makes_the_same_keys(con):
    records = prepared_of(con)
    for key in KEYS:
        batch = [text for (text,) in rows(con, f"SELECT {key.sql} FROM prepared ORDER BY rid")]
        assert batch == [key.text(record) for record in records], key.family
    assert sum(len(key_texts(record)) for record in records) > 10 * len(records)


def test_every_level_holds_in_sql_exactly_when_it_holds_in_python(con):
    records = prepared_of(con)
    chance = random.Random(3)
    pairs = [(chance.randrange(len(records)), chance.randrange(len(records))) for _ in range(2000)]
    blocking.block(con, linking=False)
    pairs += rows(con, "SELECT l, r FROM pairs ORDER BY l, r LIMIT 8000")
    con.register("asked", duckdb.sql("SELECT 1").arrow() if not pairs else _arrow(pairs))
    for comparison in COMPARISONS:
        for name, predicate in [("silent", comparison.silent)] + [
            (x.code, x.when) for x in comparison.levels if x.when
        ]:
            answers = rows(
                con,
                f"SELECT coalesce({predicate.sql}, false) FROM (SELECT n, {_sided('a', 'l')}, {_sided('b', 'r')} FROM asked "
                "JOIN prepared a ON a.rid = asked.l JOIN prepared b ON b.rid = asked.r) ORDER BY n",
            )
            expected = [predicate.test(records[left], records[right]) for left, right in pairs]
            assert [bool(answer) for (answer,) in answers] == expected, (comparison.name, name)


def _arrow(pairs):
    import pyarrow as pa

    return pa.table({"n": range(len(pairs)), "l": [a for a, _ in pairs], "r": [b for _, b in pairs]})


def _sided(table, side):
    return ", ".join(f"{table}.{column} AS {column}_{side}" for column in PREPARED_COLUMNS)


@pytest.fixture(scope="module")
def outcome(con):
    return run.link_tables(con, ("source",), start=default_model())


def scored(con):
    return rows(con, "SELECT l, r, weight FROM scored ORDER BY l, r")


def test_the_weight_of_one_pair_equals_the_batch(con, outcome):
    scorer = Scorer(from_json(outcome.model.to_json()))
    records = prepared_of(con)
    assert len(scored(con)) > 1000
    for left, right, weight in scored(con):
        assert scorer.score(records[left], records[right]).weight == pytest.approx(weight, abs=1e-6)
        assert scorer.score(records[right], records[left]).weight == pytest.approx(weight, abs=1e-6)


def test_the_weight_equals_what_splink_makes_of_it(con, outcome):
    table = splink_bridge.score_pairs(con, outcome.model, pairs="pairs", at_least=run.KEEP_FROM, detailed=True)
    splinks = rows(
        con,
        f"SELECT rid_l, rid_r, match_weight - {splink_bridge.alternatives_sql(outcome.model)} FROM {table} t "
        "ANTI JOIN findings f ON f.l = t.rid_l AND f.r = t.rid_r ORDER BY 1, 2",
    )
    assert [row[:2] for row in splinks] == [row[:2] for row in scored(con)]
    assert [row[2] for row in splinks] == pytest.approx([row[2] for row in scored(con)], abs=1e-9)


def test_a_stored_model_gives_the_same_weights_again(con, outcome):
    before = scored(con)
    again = run.link_tables(con, ("source",), start=from_json(outcome.model.to_json()), reuse=True)
    assert again.model == outcome.model and not again.learned
    assert scored(con) == before


def test_running_again_changes_nothing(con, outcome):
    before = scored(con)
    assert run.link_tables(con, ("source",), start=default_model()) == outcome
    assert scored(con) == before


def test_the_level_is_read_back_from_the_weight(con):
    model = default_model()
    tables.add_frequencies(con, dict(model.frequencies))
    table = splink_bridge.score_pairs(con, model, pairs="pairs", at_least=None, detailed=True)
    records = prepared_of(con)
    scorer = Scorer(model)
    places = ", ".join(splink_bridge.level_place_sql(model, comparison.name) for comparison in COMPARISONS)
    for left, right, *found in rows(con, f"SELECT rid_l, rid_r, {places} FROM {table} LIMIT 3000"):
        steps = scorer.steps(records[left], records[right])
        assert found == [step.comparison.levels.index(step.level) if step.level else -1 for step in steps]
