"""How each pair agrees, in one narrow pass: per pair one number for all levels together, and what rare values add.

Splink says the same of a pair (`splink_bridge`, and `tests/oracles/test_engine_agreement.py` proves it), but writes every
column of both records and every weight for each pair. Millions of pairs look alike: they are weighed once for each way to
look (`weigh`), not once for each pair.
"""

from __future__ import annotations

import re
from math import log2

import duckdb
import numpy as np
from numpy.typing import NDArray

from vangnet.people.engine.batch.sql import run
from vangnet.people.engine.comparisons import COMPARISONS, FREQUENCY_COLUMNS, Comparison
from vangnet.people.engine.model import Model

# A look is one number: in base (levels + 1), the place of the level of each comparison, where 0 stands for silent.
_BASES = tuple(len(comparison.levels) + 1 for comparison in COMPARISONS)
_SIDED = re.compile(r"\b(\w+)_[lr]\b")


def make_looks(con: duckdb.DuckDBPyConnection, model: Model, *, pairs: str, table: str) -> None:
    """Make a table of how the pairs agree.

    Args:
        con: holds `records` (with `rare_<column>`, see `tables.add_frequencies`) and the pairs (`l`, `r`).
        model: gives chance agreement, that the rarity of a value is held against.
        pairs: table of the pairs.
        table: the table to make.

    Shape:
        l, r; look: see `levels_of`; bits: what common and rare values add to the weight.
    """
    needed = {name for comparison in COMPARISONS for sql in _conditions(comparison) for name in _SIDED.findall(sql)}
    columns = [*sorted(needed), *(f"rare_{column}" for column in FREQUENCY_COLUMNS)]
    sided = ", ".join(f"a.{name} AS {name}_l, b.{name} AS {name}_r" for name in columns)
    places = ", ".join(f"{_place(comparison)} AS p_{comparison.name}" for comparison in COMPARISONS)
    rare = ", ".join(f"least(rare_{c}_l, rare_{c}_r) AS rare_{c}" for c in FREQUENCY_COLUMNS)
    # Each pair has both its records, so LEFT JOIN finds the same. For an inner join on numbers without gaps DuckDB hands on
    # places instead of cells, and each condition fetches its cells again from all over memory: a third more CPU.
    run(
        con,
        f"CREATE OR REPLACE TABLE {table} AS SELECT l, r, CAST({_look()} AS INTEGER) AS look, {_bits(model)} AS bits FROM "
        f"(SELECT l, r, {places}, {rare} FROM (SELECT p.l AS l, p.r AS r, {sided} FROM {pairs} p "
        "LEFT JOIN records a ON a.rid = p.l LEFT JOIN records b ON b.rid = p.r))",
    )


def levels_of(looks: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the levels behind looks.

    Shape:
        looks: (n,). Result: (n, comparisons), place of the level in its comparison, -1 when silent.
    """
    result = np.empty((len(looks), len(_BASES)), dtype=np.int64)
    for place, base in enumerate(_BASES):
        looks, result[:, place] = looks // base, looks % base - 1
    return result


def _conditions(comparison: Comparison) -> list[str]:
    return [comparison.silent.sql, *(level.when.sql for level in comparison.levels if level.when)]


def _place(comparison: Comparison) -> str:
    """Return SQL for 0 when silent, else the place of the level counted from 1."""
    whens = " ".join(
        f"WHEN {level.when.sql} THEN {place}" for place, level in enumerate(comparison.levels, 1) if level.when
    )
    return f"CAST(CASE WHEN {comparison.silent.sql} THEN 0 {whens} ELSE {len(comparison.levels)} END AS INTEGER)"


def _look() -> str:
    terms, times = [], 1
    for comparison, base in zip(COMPARISONS, _BASES, strict=True):
        terms.append(f"p_{comparison.name} * {times}")
        times *= base
    return " + ".join(terms)


def _bits(model: Model) -> str:
    terms = []
    for comparison in COMPARISONS:
        whens = " ".join(
            f"WHEN {place} THEN {log2(model.chances[comparison.name][level.code].u)!r} + rare_{level.frequency}"
            for place, level in enumerate(comparison.levels, 1)
            if level.frequency
        )
        if whens:
            terms.append(f"CASE p_{comparison.name} {whens} ELSE 0.0 END")
    return f"CAST({' + '.join(terms)} AS DOUBLE)"
