"""Weigh one pair of records in plain Python, with the same weights as the batch. Pure; for the single incoming signal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log2

from vangnet.people.engine.comparisons import COMPARISONS, Comparison, Level
from vangnet.people.engine.model import ALTERNATIVES, LevelChances, Model
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


def finding_in(steps: Iterable[Step]) -> str | None:
    """Return `identifier-shared` when the number agrees and both given name and birth date do not; else None."""
    levels = {step.comparison.name: step.level.code if step.level else None for step in steps}
    shared = all(levels[name] in codes for name, codes in SHARED_NUMBER.items())
    return "identifier-shared" if shared else None


# A level with its test, its chance agreement, its weight, and its weights for the alternatives: laid out for speed.
Row = tuple[Level, Test | None, float, float, tuple[float, ...]]
_SILENT = tuple(0.0 for _ in ALTERNATIVES)


def _row(level: Level, chances: LevelChances) -> Row:
    others = tuple(chances.alternative(kind) for kind in ALTERNATIVES)
    return level, level.when.test if level.when else None, chances.u, chances.weight, others


class Scorer:
    """Weighs pairs with one model. Make it once and keep it: the weights are laid out for speed."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self._plan: list[tuple[Comparison, Test, list[Row]]] = [
            (
                comparison,
                comparison.silent.test,
                [_row(level, model.chances[comparison.name][level.code]) for level in comparison.levels],
            )
            for comparison in COMPARISONS
        ]

    def steps(self, left: Prepared, right: Prepared) -> list[Step]:
        """Return what every comparison says about the pair, in the order of the comparisons."""
        return [self._step(*row, left, right) for row in self._plan]

    def score(self, left: Prepared, right: Prepared) -> Scored:
        """Return the weight of the pair. It does not matter which record is left.

        Args:
            left: a prepared record.
            right: another prepared record.
        """
        return self.total(self.steps(left, right))

    def total(self, steps: Iterable[Step]) -> Scored:
        """Return the weight that these steps make together, less what relatives or namesakes would explain as well.

        Source: Fellegi and Sunter (1969) for the sum; the further kinds of pairs are ours: the odds are "one person"
        against "strangers, relatives or namesakes". A rare shared value is as telling for relatives as for one person,
        but namesakes share common names, so the frequency counts for the former only.
        """
        steps = list(steps)
        rarity = sum(step.frequency_weight for step in steps)
        weight = self.model.prior_weight + sum(step.weight for step in steps) + rarity
        others = [
            self.model.alternative_prior(kind) + sum(step.alternatives[place] for step in steps) + rarity * rare_counts
            for place, (kind, rare_counts) in enumerate(ALTERNATIVES.items())
        ]
        alternatives = log2_sum(0.0, *others)
        return Scored(weight=weight - alternatives, alternatives=alternatives, finding=finding_in(steps))

    def rank(self, record: Prepared, candidates: Sequence[Prepared]) -> list[tuple[int, Scored]]:
        """Return the candidates as (place in the sequence, score), the heaviest first; ties keep their order.

        A candidate with a finding comes behind all others, so that nobody is proposed by a shared number alone.
        """
        scored = [(place, self.score(record, candidate)) for place, candidate in enumerate(candidates)]
        return sorted(scored, key=lambda item: (item[1].finding is not None, -item[1].weight))

    def _step(
        self,
        comparison: Comparison,
        silent: Test,
        levels: list[Row],
        left: Prepared,
        right: Prepared,
    ) -> Step:
        if silent(left, right):
            return Step(comparison, None, 0.0, 0.0, _SILENT)
        for level, test, usual, weight, others in levels:
            if test is None or test(left, right):
                rare = self._frequency_weight(usual, level, left, right)
                return Step(comparison, level, weight, rare, others)
        raise AssertionError("the last level of a comparison always holds")

    def _frequency_weight(self, usual: float, level: Level, left: Prepared, right: Prepared) -> float:
        """Return how much more (rare value) or less (common value) agreement on this value says, in bits."""
        if level.frequency is None:
            return 0.0
        frequencies = self.model.frequencies[level.frequency]
        most = max(
            frequencies.of(getattr(left, level.frequency)),
            frequencies.of(getattr(right, level.frequency)),
        )
        return log2(usual) - log2(most)


def score(model: Model, left: Prepared, right: Prepared) -> Scored:
    """Return the weight of one pair; for many pairs with one model, keep a `Scorer`."""
    return Scorer(model).score(left, right)
