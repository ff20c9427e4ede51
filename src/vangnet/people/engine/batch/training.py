"""Learn the numbers of a model from the records themselves, without anybody telling which pairs are right.

Chance agreement (u) comes from random pairs, through Splink. What remains is learned from the pairs that blocking brings
together, as a mixture of five kinds: one person, relatives or housemates, relatives named after each other, namesakes,
strangers. Two kinds, as is usual, would call a father and son at one address one person, because their surname, address and
telephone agree for one and the same reason; and so would two men from one village whose names agree for one reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import duckdb
import numpy as np
from numpy.typing import NDArray

from vangnet.people.engine.batch import splink_bridge
from vangnet.people.engine.batch.levels import levels_of
from vangnet.people.engine.batch.sql import number, rows, run
from vangnet.people.engine.batch.tables import count_values
from vangnet.people.engine.comparisons import COMPARISONS, FREQUENCY_COLUMNS
from vangnet.people.engine.model import ALTERNATIVES, Frequencies, LevelChances, Model, settle

# Records from which chance agreement is estimated: all their pairs are looked at.
CHANCE_RECORDS = 1_500
# Pairs from which the mixture is learned, at most.
LEARN_PAIRS = 1_500_000
# The kinds of pairs that are learned, and for how many pairs the shipped numbers count beside what the data say: a fixed
# number, so that few data lean on them, and a multiple of the pairs of that kind, so that a kind keeps its meaning.
_LEARNED = ("m", *ALTERNATIVES)
TRUST = {"m": (60.0, 0.1), "relatives": (300.0, 1.0), "named_after": (300.0, 3.0), "namesakes": (300.0, 1.0)}
# A birth date is what tells a father from the son who was named after him, and two namesakes apart. If data alone said how
# often it is wrong, those pairs would teach that it is wrong often. And namesakes agree on names only, by definition.
TRUST_MORE = {("m", "birth_date"): (60.0, 1.0)} | {
    ("namesakes", name): (300.0, 30.0) for name in ("birth_date", "sex", "address", "phone", "identifier")
}
# Relatives of one name are only assumed where there are relatives, and one in so many at most; otherwise a file without
# families but with wrong birth dates would seem full of them.
NAMED_AFTER_AT_MOST = 0.2
# The same for chance agreement, in random pairs.
TRUST_CHANCE = 20_000.0
# Records that the shipped frequencies of names and dates count for.
TRUST_FREQUENCIES = 1_000
# A stored model names only what at least so many people of a register share.
PEOPLE_A_VALUE = 10
_ITERATIONS, _ENOUGH = 300, 1e-5

Chances = dict[str, dict[str, LevelChances]]
Tables = list[NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Patterns:
    """Pairs counted by how they agree.

    Shape:
        levels: (patterns, comparisons), place of the level in its comparison, -1 when silent.
        bits: (patterns,), what common and rare values add to the weight.
        counts: (patterns,), pairs that look so.
    """

    levels: NDArray[np.int64]
    bits: NDArray[np.float64]
    counts: NDArray[np.float64]


def begin(con: duckdb.DuckDBPyConnection, start: Model, *, possible: int, records: int) -> Model:
    """Return where learning begins: how common values are and how often strangers agree, counted from these records.

    Args:
        con: holds `prepared`.
        start: the numbers to lean on where data are few.
        possible: pairs that exist, compared or not.
        records: number of records.
    """
    frequencies = {
        column: _blend(count_values(con, column), start.frequencies[column], records) for column in FREQUENCY_COLUMNS
    }
    chance = min(max(0.1 * records / possible, 1e-12), 0.1)
    return Model(
        chances=settle(_with_chance_agreement(con, start, records)),
        prior=chance,
        alternatives=dict.fromkeys(ALTERNATIVES, chance),
        frequencies=frequencies,
        threshold=0.0,
        certain=0.0,
    )


def learn(con: duckdb.DuckDBPyConnection, start: Model, begun: Model, *, possible: int) -> Model:
    """Return a model learned from how the pairs of this run agree.

    Learning leaves chance agreement and frequencies as `begin` counted them. So the looks, which hold only those two, stay
    right, and each pair is looked at once: for learning and for weighing.

    Args:
        con: holds `looks`, made with the numbers that learning begins with.
        start: the numbers to lean on where data are few.
        begun: what `begin` returned.
        possible: pairs that exist, compared or not.
    """
    share = min(1.0, LEARN_PAIRS / max(number(con, "SELECT count(*) FROM looks"), 1))
    return fit(count_patterns(con, share), begun, start, possible=possible * share)


def count_register(con: duckdb.DuckDBPyConnection, start: Model, *, records: int) -> Model:
    """Return the numbers of `start` with what is common among the people of a register: values, and chance agreement.

    A register holds nearly everybody once, so it cannot teach how the records of one person differ: relatives would pass for
    one person. Those numbers, and the chances that a weight begins with, stay those of `start`.

    Args:
        con: holds `prepared`, one record a person.
        start: the numbers to begin with.
        records: number of records.
    """
    frequencies = {
        column: _blend(count_values(con, column, listed_from=PEOPLE_A_VALUE), start.frequencies[column], records)
        for column in FREQUENCY_COLUMNS
    }
    chances = settle(_with_chance_agreement(con, start, records))
    return replace(start, chances=chances, frequencies=frequencies, trained={"from": "register", "records": records})


def count_patterns(con: duckdb.DuckDBPyConnection, share: float) -> Patterns:
    """Return how the pairs in `looks` agree, over a share of them that the pair itself decides (so it repeats exactly)."""
    some = f"WHERE hash(l, r) % 1000000 < {int(share * 1e6)}" if share < 1 else ""
    found = np.array(
        rows(con, f"SELECT look, round(bits), count(*) FROM looks {some} GROUP BY ALL ORDER BY ALL"), dtype=np.float64
    ).reshape(-1, 3)
    return Patterns(levels_of(found[:, 0].astype(np.int64)), found[:, 1], found[:, 2])


def fit(patterns: Patterns, begin: Model, start: Model, *, possible: float) -> Model:
    """Return the model after expectation and maximisation over the three kinds of pairs.

    Args:
        patterns: the pairs that blocking brought together.
        begin: chance agreement and frequencies of these data, and where the search begins.
        start: the shipped numbers, that count as a few pairs of each kind.
        possible: all pairs, of which those that blocking passed by are taken as strangers.

    Source: Dempster, Laird and Rubin (1977); the third class and the use of all possible pairs are our own.
    """
    kinds = {kind: _matrix(begin, kind) for kind in _LEARNED}
    lean = {kind: _matrix(start, kind) for kind in _LEARNED}
    chance = _matrix(begin, "u")
    sizes = {"m": begin.prior, **begin.alternatives}
    for _ in range(_ITERATIONS):
        shares = _shares(patterns, kinds, chance, sizes)
        weights = {kind: patterns.counts * shares[kind] for kind in _LEARNED}
        updated = {kind: _updated(patterns, weights[kind], lean[kind], kind) for kind in _LEARNED}
        moved = max(float(np.abs(a - b).max()) for a, b in zip(updated["m"], kinds["m"], strict=True))
        kinds = updated
        sizes = {kind: min(float((weights[kind].sum() + 1e-3) / possible), 0.2) for kind in _LEARNED}
        sizes["named_after"] = min(sizes["named_after"], NAMED_AFTER_AT_MOST * sizes["relatives"])
        if moved < _ENOUGH:
            break
    chances: Chances = {
        comparison.name: {
            level.code: LevelChances(u=float(chance[i][j]), **{kind: float(kinds[kind][i][j]) for kind in _LEARNED})
            for j, level in enumerate(comparison.levels)
        }
        for i, comparison in enumerate(COMPARISONS)
    }
    alternatives = {kind: sizes[kind] for kind in ALTERNATIVES}
    return Model(settle(chances), sizes["m"], alternatives, begin.frequencies, 0.0, 0.0)


def _shares(
    patterns: Patterns, kinds: Mapping[str, Tables], chance: Tables, sizes: Mapping[str, float]
) -> dict[str, NDArray[np.float64]]:
    """Return per pattern the chance of each kind that is learned; what is left are strangers."""
    tables = {**kinds, "u": chance}
    logs = {kind: np.full(len(patterns.counts), np.log(max(sizes.get(kind, 0.0), 1e-300))) for kind in tables}
    logs["u"] = np.full(len(patterns.counts), np.log(1 - sum(sizes.values())))
    for place, levels in enumerate(patterns.levels.T):
        seen = levels >= 0
        for kind, table in tables.items():
            logs[kind][seen] += np.log(table[place][levels[seen]])
    for kind in ("u", *(kind for kind, rare_counts in ALTERNATIVES.items() if not rare_counts)):
        logs[kind] -= patterns.bits * np.log(2)  # a rare value is telling against these
    most = np.max(list(logs.values()), axis=0)
    odds = {kind: np.exp(values - most) for kind, values in logs.items()}
    total = np.sum(list(odds.values()), axis=0)
    return {kind: odds[kind] / total for kind in kinds}


def _updated(patterns: Patterns, weights: NDArray[np.float64], lean: Tables, kind: str) -> Tables:
    """Return the level chances of one kind of pair: what was seen, and the shipped numbers as so many pairs more."""
    result = []
    for place, levels in enumerate(patterns.levels.T):
        fixed, share = TRUST_MORE.get((kind, COMPARISONS[place].name), TRUST[kind])
        shipped = fixed + share * float(weights.sum())
        seen = levels >= 0
        counted = np.bincount(levels[seen], weights=weights[seen], minlength=len(lean[place])) + shipped * lean[place]
        result.append(counted / counted.sum())
    return result


def _matrix(model: Model, kind: str) -> Tables:
    """Return the chances of one kind per comparison, in the order of the levels."""
    return [
        np.array([getattr(model.chances[c.name][level.code], kind) for level in c.levels], dtype=np.float64)
        for c in COMPARISONS
    ]


def _with_chance_agreement(con: duckdb.DuckDBPyConnection, start: Model, records: int) -> Chances:
    """Return the starting chances with u as these data show it, leaning on the shipped u where pairs are few."""
    run(
        con,
        f"CREATE OR REPLACE TABLE chance_sample AS SELECT * FROM prepared ORDER BY hash(side, id), side, id LIMIT {CHANCE_RECORDS}",
    )
    seen: Mapping[str, Mapping[str, float]] = {}
    if records > 1:
        seen = splink_bridge.chance_agreement(con, "chance_sample")
    size = min(records, CHANCE_RECORDS)
    pairs = size * (size - 1) / 2
    result: Chances = {}
    for comparison in COMPARISONS:
        shipped = start.chances[comparison.name]
        found = seen.get(comparison.name, {})
        weight = pairs if found else 0.0
        mixed = {
            code: (found.get(code, 0.0) * weight + shipped[code].u * TRUST_CHANCE) / (weight + TRUST_CHANCE)
            for code in shipped
        }
        result[comparison.name] = {
            code: replace(shipped[code], u=mixed[code] / sum(mixed.values())) for code in shipped
        }
    return result


def _blend(seen: Frequencies, shipped: Frequencies, records: int) -> Frequencies:
    """Return the frequencies of these data, with the shipped ones counting as a thousand records more.

    A file of ten people would otherwise call every name a common one.
    """
    mine = records / (records + TRUST_FREQUENCIES)
    values = seen.common if records >= 20 * TRUST_FREQUENCIES else {**shipped.common, **seen.common}
    return Frequencies(
        {value: mine * seen.of(value) + (1 - mine) * shipped.of(value) for value in values}
        if records > 200
        else dict(shipped.common),
        mine * seen.other + (1 - mine) * shipped.other if records > 200 else shipped.other,
    )
