"""The small language in which a comparison level is written once, and runs in SQL and in Python alike. Pure.

A predicate asks something of a pair of records, left and right. Missing values never satisfy a predicate, in either
form. `tests/oracles/test_engine_agreement.py` proves that both forms give the same answer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter

from rapidfuzz.distance import DamerauLevenshtein, Hamming, JaroWinkler

from vangnet.people.engine.records import Prepared

Test = Callable[[Prepared, Prepared], bool]


@dataclass(frozen=True, slots=True)
class Predicate:
    """One question about a pair, as SQL over `<column>_l` and `<column>_r`, and as a Python function."""

    sql: str
    test: Test


def same(column: str, other: str | None = None) -> Predicate:
    """Return: the left column equals the right one (or the `other` column of the right record)."""
    left, right = attrgetter(column), attrgetter(other or column)

    def test(one: Prepared, two: Prepared) -> bool:
        value = left(one)
        return value is not None and value == right(two)

    return Predicate(f"{column}_l = {other or column}_r", test)


def missing(column: str) -> Predicate:
    """Return: one of the two, or both, have nothing in this column."""
    get = attrgetter(column)
    return Predicate(
        f"({column}_l IS NULL OR {column}_r IS NULL)", lambda one, two: get(one) is None or get(two) is None
    )


def similar(column: str, at_least: float, other: str | None = None) -> Predicate:
    """Return: Jaro-Winkler similarity of the two values is at least this (0 to 1)."""
    left, right = attrgetter(column), attrgetter(other or column)
    similarity = JaroWinkler.similarity

    def test(one: Prepared, two: Prepared) -> bool:
        a, b = left(one), right(two)
        return a is not None and b is not None and similarity(a, b) >= at_least

    return Predicate(f"jaro_winkler_similarity({column}_l, {other or column}_r) >= {at_least}", test)


def edits(column: str, at_most: int, *, from_length: int = 1, screen: float = 0.0) -> Predicate:
    """Return: at most so many letters inserted, dropped, replaced or swapped with a neighbour (Damerau-Levenshtein).

    Args:
        column: the column to compare.
        at_most: the number of edits.
        from_length: both values must have at least this many letters, so that short values are not all alike.
        screen: look only when the Jaro-Winkler similarity is at least this; ten times cheaper than counting edits.
    """
    get = attrgetter(column)
    distance, similarity = DamerauLevenshtein.distance, JaroWinkler.similarity

    def test(one: Prepared, two: Prepared) -> bool:
        a, b = get(one), get(two)
        if a is None or b is None or len(a) < from_length or len(b) < from_length or abs(len(a) - len(b)) > at_most:
            return False
        return similarity(a, b) >= screen and distance(a, b, score_cutoff=at_most) <= at_most

    conditions = [f"length({column}_l) >= {from_length}", f"length({column}_r) >= {from_length}"] * (from_length > 1)
    conditions.append(f"abs(length({column}_l) - length({column}_r)) <= {at_most}")
    conditions += [f"jaro_winkler_similarity({column}_l, {column}_r) >= {screen}"] * (screen > 0)
    conditions.append(f"damerau_levenshtein({column}_l, {column}_r) <= {at_most}")
    return Predicate("(" + " AND ".join(conditions) + ")", test)


def digits_differ(column: str, at_most: int) -> Predicate:
    """Return: two values of equal length differ at so many places at most (Hamming)."""
    get = attrgetter(column)
    distance = Hamming.distance

    def test(one: Prepared, two: Prepared) -> bool:
        a, b = get(one), get(two)
        return a is not None and b is not None and len(a) == len(b) and distance(a, b) <= at_most

    return Predicate(
        f"(length({column}_l) = length({column}_r) AND hamming({column}_l, {column}_r) <= {at_most})", test
    )


def either_starts_with(column: str, *, from_length: int) -> Predicate:
    """Return: one value is the beginning of the other, and the shorter has at least so many letters."""
    get = attrgetter(column)

    def test(one: Prepared, two: Prepared) -> bool:
        a, b = get(one), get(two)
        if a is None or b is None or min(len(a), len(b)) < from_length:
            return False
        return bool(a.startswith(b) or b.startswith(a))

    return Predicate(
        f"(length({column}_l) >= {from_length} AND length({column}_r) >= {from_length} AND "
        f"(starts_with({column}_l, {column}_r) OR starts_with({column}_r, {column}_l)))",
        test,
    )


def years_apart(at_most: int) -> Predicate:
    """Return: the birth years differ by at most so much."""

    def test(one: Prepared, two: Prepared) -> bool:
        a, b = one.birth_year, two.birth_year
        return a is not None and b is not None and abs(int(a) - int(b)) <= at_most

    return Predicate(f"abs(CAST(birth_year_l AS INTEGER) - CAST(birth_year_r AS INTEGER)) <= {at_most}", test)


def part_of_date_unknown() -> Predicate:
    """Return: one of the two dates has no day and month, or the filler that stands for it (1 January, 1 July)."""
    filler = ("0000", "0101", "0701")

    def test(one: Prepared, two: Prepared) -> bool:
        a, b = one.birth, two.birth
        return (
            a is not None and b is not None and (a[4:] in filler or b[4:] in filler or a[6:] == "00" or b[6:] == "00")
        )

    listed = ", ".join(f"'{value}'" for value in filler)
    return Predicate(
        f"(substr(birth_l, 5) IN ({listed}) OR substr(birth_r, 5) IN ({listed}) "
        "OR substr(birth_l, 7) = '00' OR substr(birth_r, 7) = '00')",
        test,
    )


def same_slice(column: str, start: int, length: int) -> Predicate:
    """Return: the same letters at this place (`start` counts from 0)."""
    get = attrgetter(column)

    def test(one: Prepared, two: Prepared) -> bool:
        a, b = get(one), get(two)
        return a is not None and b is not None and a[start : start + length] == b[start : start + length]

    return Predicate(f"substr({column}_l, {start + 1}, {length}) = substr({column}_r, {start + 1}, {length})", test)


def all_of(*parts: Predicate) -> Predicate:
    """Return: every part holds."""
    first, second, *rest = (part.test for part in parts)

    def test(one: Prepared, two: Prepared) -> bool:
        if not first(one, two) or not second(one, two):
            return False
        # A plain loop: this runs for every candidate of every signal, and a generator costs three times as much.
        for check in rest:  # noqa: SIM110
            if not check(one, two):
                return False
        return True

    return Predicate("(" + " AND ".join(part.sql for part in parts) + ")", test)


def any_of(*parts: Predicate) -> Predicate:
    """Return: at least one part holds; a part with a missing value counts as not."""
    first, second, *rest = (part.test for part in parts)

    def test(one: Prepared, two: Prepared) -> bool:
        if first(one, two) or second(one, two):
            return True
        for check in rest:  # noqa: SIM110
            if check(one, two):
                return True
        return False

    return Predicate("(" + " OR ".join(part.sql for part in parts) + ")", test)
