"""Weigh one pair of records in plain Python, with the same weights as the batch. Pure; for the single incoming signal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log2
from typing import NamedTuple

from vangnet.people.engine.comparisons import COMPARISONS, Comparison, Level
from vangnet.people.engine.model import ALTERNATIVES, Frequencies, Model
from vangnet.people.engine.predicates import Test
from vangnet.people.engine.records import Prepared


@dataclass(frozen=True, slots=True)
class Step:
    """What one comparison said about a pair; `level` None means there was nothing to compare.

    Args:
        weight: for "one person" against "strangers", in bits.
        frequency_weight: what the rarity of the shared value adds, in bits.
        alternatives: for each of `ALTERNATIVES` against "strangers", in bits.
    """

    comparison: Comparison
    level: Level | None
    weight: float
    frequency_weight: float
    alternatives: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Scored:
    """A weighed pair.

    Args:
        weight: what speaks for "one person" against everything else, in bits.
        alternatives: how much of it was taken off because relatives or namesakes would explain the agreement too.
        finding: why this pair must be looked into and never proposed, whatever it weighs; mostly None.
    """

    weight: float
    alternatives: float
    finding: str | None = None

    @property
    def probability(self) -> float:
        """Return the chance that the two records are one person, if the model is right."""
        return probability_of(self.weight)


def probability_of(weight: float) -> float:
    """Return the chance that goes with a weight in bits.

    >>> probability_of(0.0), round(probability_of(10), 4), probability_of(-2000)
    (0.5, 0.999, 0.0)
    """
    return 1 / (1 + 2.0**-weight) if weight > -1000 else 0.0


def log2_sum(*bits: float) -> float:
    """Return log2 of the sum of 2^bits, without overflow.

    >>> log2_sum(0.0, 0.0), log2_sum(0.0, 5000.0)
    (1.0, 5000.0)
    """
    most = max(bits)
    return most + log2(sum(2.0 ** (one - most) for one in bits))


# One number with two names and two birth dates: somebody's number was used for another. By comparison, the levels at which.
SHARED_NUMBER = {
    "identifier": ("same",),
    "birth_date": ("different", "year", "near"),
    "given_name": ("different", "letter", "alike"),
}


class Row(NamedTuple):
    """A level of the plan, with what it weighs: laid out for speed. `log_u` is log2 of its chance agreement."""

    level: Level
    test: Test | None
    frequencies: Frequencies | None
    log_u: float
    weight: float
    alternatives: tuple[float, ...]
    may_share: bool


_NOTHING = (0.0,) * len(ALTERNATIVES)


class Scorer:
    """Weighs pairs with one model. Make it once and keep it: the weights are laid out for speed."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self._priors = tuple(model.alternative_prior(kind) for kind in ALTERNATIVES)
        self._prior = model.prior_weight
        self._plan: list[tuple[Comparison, Test, list[Row]]] = [
            (comparison, comparison.silent.test, [self._row(comparison, level) for level in comparison.levels])
            for comparison in COMPARISONS
        ]

    def _row(self, comparison: Comparison, level: Level) -> Row:
        chances = self.model.chances[comparison.name][level.code]
        return Row(
            level=level,
            test=level.when.test if level.when else None,
            frequencies=self.model.frequencies[level.frequency] if level.frequency else None,
            log_u=log2(chances.u),
            weight=chances.weight,
            alternatives=tuple(chances.alternative(kind) for kind in ALTERNATIVES),
            may_share=level.code in SHARED_NUMBER.get(comparison.name, ()),
        )

    def score(self, left: Prepared, right: Prepared) -> Scored:
        """Return the weight of the pair. It does not matter which record is left.

        Args:
            left: a prepared record.
            right: another prepared record.

        Source: Fellegi and Sunter (1969) for the sum; the further kinds of pairs are ours: the odds are "one person"
        against "strangers, relatives or namesakes". A rare shared value is as telling for relatives as for one person,
        but namesakes share common names, so the frequency counts for the former only.
        """
        return self._total(self._found(left, right))

    def steps(self, left: Prepared, right: Prepared) -> list[Step]:
        """Return what every comparison says about the pair, in the order of the comparisons."""
        return [
            Step(comparison, None, 0.0, 0.0, _NOTHING)
            if row is None
            else Step(comparison, row.level, row.weight, rarity, row.alternatives)
            for (comparison, _, _), (row, rarity) in zip(self._plan, self._found(left, right), strict=True)
        ]

    def rank(self, record: Prepared, candidates: Sequence[Prepared]) -> list[tuple[int, Scored]]:
        """Return the candidates as (place in the sequence, score), the heaviest first; ties keep their order.

        A candidate with a finding comes behind all others, so that nobody is proposed by a shared number alone.
        """
        scored = [(place, self.score(record, candidate)) for place, candidate in enumerate(candidates)]
        return sorted(scored, key=lambda item: (item[1].finding is not None, -item[1].weight))

    def _found(self, left: Prepared, right: Prepared) -> list[tuple[Row | None, float]]:
        """Return, per comparison, the level that holds (None: nothing to compare) and what rarity adds, in bits."""
        found: list[tuple[Row | None, float]] = []
        for _, silent, rows in self._plan:
            if silent(left, right):
                found.append((None, 0.0))
                continue
            for row in rows:
                if row.test is None or row.test(left, right):
                    found.append((row, _rarity(row, left, right) if row.frequencies else 0.0))
                    break
        return found

    def _total(self, found: list[tuple[Row | None, float]]) -> Scored:
        weight, rarity = self._prior, 0.0
        others = list(self._priors)
        sharing = 0
        for row, rare in found:
            if row is None:
                continue
            weight += row.weight
            rarity += rare
            sharing += row.may_share
            for place, bits in enumerate(row.alternatives):
                others[place] += bits
        alternatives = log2_sum(
            0.0, *[bits + rarity * counts for bits, counts in zip(others, ALTERNATIVES.values(), strict=True)]
        )
        finding = "identifier-shared" if sharing == len(SHARED_NUMBER) else None
        return Scored(weight + rarity - alternatives, alternatives, finding)


def _rarity(row: Row, left: Prepared, right: Prepared) -> float:
    """Return how much more (rare value) or less (common value) agreement on this value says, in bits."""
    assert row.frequencies is not None and row.level.frequency is not None
    one = row.frequencies.of(getattr(left, row.level.frequency))
    two = row.frequencies.of(getattr(right, row.level.frequency))
    return row.log_u - log2(max(one, two))


def score(model: Model, left: Prepared, right: Prepared) -> Scored:
    """Return the weight of one pair; for many pairs with one model, keep a `Scorer`."""
    return Scorer(model).score(left, right)
