"""The small language in which a comparison level is written once, and runs in SQL and in Python alike. Pure.

A predicate asks something of a pair of records, left and right. Missing values never satisfy a predicate, in either
form. `tests/oracles/test_engine_agreement.py` proves that both forms give the same answer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from rapidfuzz.distance import DamerauLevenshtein, Hamming, JaroWinkler

from vangnet.people.engine.records import PREPARED_COLUMNS, Prepared, cells_of

Test = Callable[[Prepared, Prepared], bool]
Cells = tuple[str | None, ...]

# What the Python form may call; both forms name the columns `<column>_l` and `<column>_r`.
CALLS = {
    "distance": DamerauLevenshtein.distance,
    "hamming": Hamming.distance,
    "similarity": JaroWinkler.similarity,
}
UNPACK = "\n".join(
    f"    ({', '.join(f'{column}_{side}' for column in PREPARED_COLUMNS)}) = {name}"
    for side, name in (("l", "left"), ("r", "right"))
)


def compiled(name: str, body: str) -> Callable[[Cells, Cells], Any]:
    """Return a function of two records (their cells in the order of `PREPARED_COLUMNS`) out of lines of Python.

    Every candidate of every signal goes through it: one compiled function is three times as fast as a chain of small ones.
    The lines come from the predicates of this module, never from data.
    """
    names: dict[str, Any] = dict(CALLS)
    exec(f"def {name}(left, right):\n{UNPACK}\n{body}", names)  # noqa: S102 (text of this package only)
    made: Callable[[Cells, Cells], Any] = names[name]
    return made


@dataclass(frozen=True)
class Predicate:
    """One question about a pair, as SQL and as a Python expression over `<column>_l` and `<column>_r`."""

    sql: str
    python: str

    @cached_property
    def test(self) -> Test:
        """Return the question as a function of two records."""
        ask = compiled("ask", f"    return {self.python}")
        return lambda one, two: bool(ask(cells_of(one), cells_of(two)))


def same(column: str, other: str | None = None) -> Predicate:
    """Return: the left column equals the right one (or the `other` column of the right record)."""
    left, right = f"{column}_l", f"{other or column}_r"
    return Predicate(f"{left} = {right}", f"({left} is not None and {left} == {right})")


def missing(column: str) -> Predicate:
    """Return: one of the two, or both, have nothing in this column."""
    return Predicate(f"({column}_l IS NULL OR {column}_r IS NULL)", f"({column}_l is None or {column}_r is None)")


def similar(column: str, at_least: float, other: str | None = None) -> Predicate:
    """Return: Jaro-Winkler similarity of the two values is at least this (0 to 1)."""
    left, right = f"{column}_l", f"{other or column}_r"
    return Predicate(
        f"jaro_winkler_similarity({left}, {right}) >= {at_least}",
        f"({left} is not None and {right} is not None and similarity({left}, {right}) >= {at_least})",
    )


def edits(column: str, at_most: int, *, from_length: int = 1, screen: float = 0.0) -> Predicate:
    """Return: at most so many letters inserted, dropped, replaced or swapped with a neighbour (Damerau-Levenshtein).

    Args:
        column: the column to compare.
        at_most: the number of edits.
        from_length: both values must have at least this many letters, so that short values are not all alike.
        screen: look only when the Jaro-Winkler similarity is at least this; ten times cheaper than counting edits.
    """
    left, right = f"{column}_l", f"{column}_r"
    sql = [f"length({left}) >= {from_length}", f"length({right}) >= {from_length}"] * (from_length > 1)
    sql.append(f"abs(length({left}) - length({right})) <= {at_most}")
    sql += [f"jaro_winkler_similarity({left}, {right}) >= {screen}"] * (screen > 0)
    sql.append(f"damerau_levenshtein({left}, {right}) <= {at_most}")
    python = [f"{left} is not None and {right} is not None"]
    python += [f"len({left}) >= {from_length} and len({right}) >= {from_length}"] * (from_length > 1)
    python.append(f"-{at_most} <= len({left}) - len({right}) <= {at_most}")
    python += [f"similarity({left}, {right}) >= {screen}"] * (screen > 0)
    python.append(f"distance({left}, {right}, score_cutoff={at_most}) <= {at_most}")
    return Predicate("(" + " AND ".join(sql) + ")", "(" + " and ".join(python) + ")")


def digits_differ(column: str, at_most: int) -> Predicate:
    """Return: two values of equal length differ at so many places at most (Hamming)."""
    left, right = f"{column}_l", f"{column}_r"
    return Predicate(
        f"(length({left}) = length({right}) AND hamming({left}, {right}) <= {at_most})",
        f"({left} is not None and {right} is not None and len({left}) == len({right}) "
        f"and hamming({left}, {right}) <= {at_most})",
    )


def either_starts_with(column: str, *, from_length: int) -> Predicate:
    """Return: one value is the beginning of the other, and the shorter has at least so many letters."""
    left, right = f"{column}_l", f"{column}_r"
    return Predicate(
        f"(length({left}) >= {from_length} AND length({right}) >= {from_length} AND "
        f"(starts_with({left}, {right}) OR starts_with({right}, {left})))",
        f"({left} is not None and {right} is not None and len({left}) >= {from_length} and len({right}) >= {from_length} "
        f"and ({left}.startswith({right}) or {right}.startswith({left})))",
    )


def years_apart(at_most: int) -> Predicate:
    """Return: the birth years differ by at most so much."""
    return Predicate(
        f"abs(CAST(birth_year_l AS INTEGER) - CAST(birth_year_r AS INTEGER)) <= {at_most}",
        "(birth_year_l is not None and birth_year_r is not None "
        f"and -{at_most} <= int(birth_year_l) - int(birth_year_r) <= {at_most})",
    )


def part_of_date_unknown() -> Predicate:
    """Return: one of the two dates has no day and month, or the filler that stands for it (1 January, 1 July)."""
    listed = "('0000', '0101', '0701')"
    return Predicate(
        f"(substr(birth_l, 5) IN {listed} OR substr(birth_r, 5) IN {listed} "
        "OR substr(birth_l, 7) = '00' OR substr(birth_r, 7) = '00')",
        f"(birth_l is not None and birth_r is not None and (birth_l[4:] in {listed} or birth_r[4:] in {listed} "
        "or birth_l[6:] == '00' or birth_r[6:] == '00'))",
    )


def same_slice(column: str, start: int, length: int) -> Predicate:
    """Return: the same letters at this place (`start` counts from 0)."""
    left, right = f"{column}_l", f"{column}_r"
    part = f"[{start}:{start + length}]"
    return Predicate(
        f"substr({left}, {start + 1}, {length}) = substr({right}, {start + 1}, {length})",
        f"({left} is not None and {right} is not None and {left}{part} == {right}{part})",
    )


def all_of(*parts: Predicate) -> Predicate:
    """Return: every part holds."""
    return Predicate(
        "(" + " AND ".join(part.sql for part in parts) + ")", "(" + " and ".join(part.python for part in parts) + ")"
    )


def any_of(*parts: Predicate) -> Predicate:
    """Return: at least one part holds; a part with a missing value counts as not."""
    return Predicate(
        "(" + " OR ".join(part.sql for part in parts) + ")", "(" + " or ".join(part.python for part in parts) + ")"
    )
