"""Weigh one pair of records in plain Python, with the same weights as the batch. Pure; for the single incoming signal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log2
from typing import NamedTuple

from vangnet.people.engine.comparisons import COMPARISONS, Comparison, Level
from vangnet.people.engine.model import ALTERNATIVES, Frequencies, Model
from vangnet.people.engine.predicates import Cells, compiled
from vangnet.people.engine.records import PREPARED_COLUMNS, Prepared, cells_of


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
    column: int
    frequencies: Frequencies | None
    log_u: float
    weight: float
    alternatives: tuple[float, ...]
    may_share: bool


class Look(NamedTuple):
    """What all levels of a pair weigh together, before rare values are counted; kept, because many pairs look alike.

    Args:
        one_person: in bits.
        fixed: log2-odds of the alternatives for which rarity does not count; `rare`: of those for which it does.
        rows: the levels by whose values rarity is told.
    """

    one_person: float
    fixed: tuple[float, ...]
    rare: tuple[float, ...]
    rows: tuple[Row, ...]
    finding: str | None


_NOTHING = (0.0,) * len(ALTERNATIVES)


def _levels_body() -> str:
    """Return the lines that find the level of every comparison: its place, -1 when there is nothing to compare."""
    lines = []
    for place, comparison in enumerate(COMPARISONS):
        lines.append(f"    if {comparison.silent.python}: p{place} = -1")
        lines += [
            f"    elif {level.when.python}: p{place} = {number}"
            for number, level in enumerate(comparison.levels)
            if level.when
        ]
        lines.append(f"    else: p{place} = {len(comparison.levels) - 1}")
    return "\n".join([*lines, f"    return ({', '.join(f'p{place}' for place in range(len(COMPARISONS)))})"])


levels_of: Callable[[Cells, Cells], tuple[int, ...]] = compiled("levels", _levels_body())


class Scorer:
    """Weighs pairs with one model. Make it once and keep it: the weights are laid out for speed."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self._priors = tuple(model.alternative_prior(kind) for kind in ALTERNATIVES)
        self._rows = [[self._row(comparison, level) for level in comparison.levels] for comparison in COMPARISONS]
        self._looks: dict[tuple[int, ...], Look] = {}

    def _row(self, comparison: Comparison, level: Level) -> Row:
        chances = self.model.chances[comparison.name][level.code]
        return Row(
            level=level,
            column=PREPARED_COLUMNS.index(level.frequency) if level.frequency else -1,
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
        return self.score_cells(cells_of(left), cells_of(right))

    def score_cells(self, left: Cells, right: Cells) -> Scored:
        """Return the weight of a pair given as cells in the order of `PREPARED_COLUMNS` (`records.unpack`)."""
        levels = levels_of(left, right)
        look = self._looks.get(levels)
        if look is None:
            look = self._looks[levels] = self._look(levels)
        rarity = sum([_rarity(row, left, right) for row in look.rows])
        alternatives = log2_sum(0.0, *look.fixed, *[bits + rarity for bits in look.rare])
        return Scored(look.one_person + rarity - alternatives, alternatives, look.finding)

    def steps(self, left: Prepared, right: Prepared) -> list[Step]:
        """Return what every comparison says about the pair, in the order of the comparisons."""
        one, two = cells_of(left), cells_of(right)
        steps = []
        for comparison, rows, place in zip(COMPARISONS, self._rows, levels_of(one, two), strict=True):
            if place < 0:
                steps.append(Step(comparison, None, 0.0, 0.0, _NOTHING))
                continue
            row = rows[place]
            rarity = _rarity(row, one, two) if row.frequencies else 0.0
            steps.append(Step(comparison, row.level, row.weight, rarity, row.alternatives))
        return steps

    def rank(self, record: Prepared, candidates: Sequence[Prepared]) -> list[tuple[int, Scored]]:
        """Return the candidates as (place in the sequence, score), the heaviest first; ties keep their order.

        A candidate with a finding comes behind all others, so that nobody is proposed by a shared number alone.
        """
        scored = [(place, self.score(record, candidate)) for place, candidate in enumerate(candidates)]
        return sorted(scored, key=lambda item: (item[1].finding is not None, -item[1].weight))

    def _look(self, levels: tuple[int, ...]) -> Look:
        held = [rows[place] for rows, place in zip(self._rows, levels, strict=True) if place >= 0]
        others = [prior + sum(row.alternatives[kind] for row in held) for kind, prior in enumerate(self._priors)]
        counts = list(ALTERNATIVES.values())
        return Look(
            one_person=self.model.prior_weight + sum(row.weight for row in held),
            fixed=tuple(bits for bits, rare in zip(others, counts, strict=True) if not rare),
            rare=tuple(bits for bits, rare in zip(others, counts, strict=True) if rare),
            rows=tuple(row for row in held if row.frequencies),
            finding="identifier-shared" if sum(row.may_share for row in held) == len(SHARED_NUMBER) else None,
        )


def _rarity(row: Row, left: Cells, right: Cells) -> float:
    """Return how much more (rare value) or less (common value) agreement on this value says, in bits."""
    assert row.frequencies is not None
    return row.log_u - log2(max(row.frequencies.of(left[row.column]), row.frequencies.of(right[row.column])))


def score(model: Model, left: Prepared, right: Prepared) -> Scored:
    """Return the weight of one pair; for many pairs with one model, keep a `Scorer`."""
    return Scorer(model).score(left, right)
