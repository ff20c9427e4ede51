"""Norms compiled for speed: which rows match is a handful of set intersections on bits, and so is the state of a row.

A *signal* is an integer with two bits a fact: the lower half says "recorded true", the upper half "recorded false".
Neither bit set means unknown. Names that come first in the alphabet have the higher bits, so that of two missing sets
of equal size the alphabetically first is the larger integer.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from vangnet.law.types import Norm, Party
from vangnet.law.vocabulary import Vocabulary


class Signals:
    """Bits of every fact and derived fact of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        names = sorted([*vocabulary.facts, *vocabulary.derived_facts], reverse=True)
        self.width = len(names)
        self.names = tuple(names)
        self.true: dict[str, int] = {name: 1 << place for place, name in enumerate(names)}
        self.false: dict[str, int] = {name: 1 << (place + self.width) for place, name in enumerate(names)}
        # A derived fact is always known: false to begin with, and `flip` turns it to true.
        self.nothing_derived = _union(self.false[name] for name in vocabulary.derived_facts)
        self.flip = {name: self.true[name] | self.false[name] for name in vocabulary.derived_facts}
        self._decoded: dict[int, tuple[str, ...]] = {0: ()}

    def any_true(self, names: Iterable[str]) -> int:
        """Return the bits "recorded true" of these facts together."""
        return _union(self.true[name] for name in names)

    def any_false(self, names: Iterable[str]) -> int:
        """Return the bits "recorded false" of these facts together."""
        return _union(self.false[name] for name in names)

    def token(self, token: str) -> int:
        """Return the bits of which any one makes this token true: `fact`, `!fact` or alternatives `a|b`."""
        return _union(self.false[one[1:]] if one[0] == "!" else self.true[one] for one in token.split("|"))

    def decode(self, mask: int) -> tuple[str, ...]:
        """Return the names in a set of "true" bits, in alphabetical order."""
        names = self._decoded.get(mask)
        if names is None:
            names = tuple(sorted(name for name, bit in self.true.items() if mask & bit))
            if len(self._decoded) < _REMEMBERED:
                self._decoded[mask] = names
        return names


_REMEMBERED = 20_000  # entries a cache may hold; beyond it the answer is worked out again, never wrong


def _union(masks: Iterable[int]) -> int:
    total = 0
    for mask in masks:
        total |= mask
    return total


class Grant(NamedTuple):
    """A power or key row.

    Args:
        kill: any of these signals makes it dead.
        need, human: all of these must be true.
        either: alternatives `a|b`, each as the signals (true, false) of its facts; one of them must be true.
    """

    bit: int
    kill: int
    need: int
    human: int
    either: tuple[tuple[tuple[int, int], ...], ...]
    is_power: bool
    is_key: bool


class Bar(NamedTuple):
    """A prohibition row: applies when each of `need` and one of every `either` is signalled, and nothing of `unless`."""

    bit: int
    need: int
    either: tuple[int, ...]
    unless: int


class Weight(NamedTuple):
    """What a set of rows brings together: norm ids, row ids, duties, and the highest form of its powers and keys."""

    ids: tuple[str, ...]
    rows: tuple[str, ...]
    duties: tuple[str, ...]
    oblige: bool
    power_form: str
    key_form: str


@dataclass(slots=True)
class Plan:
    """The matched rows of a question, split by what they do. `triggers`: signals that can set off a conditional bar."""

    grants: tuple[Grant, ...]
    verified: int
    always: int
    bars: tuple[Bar, ...]
    triggers: int
    weights: dict[int, Weight] = field(default_factory=dict)


class Compiled:
    """The index over one norm set. Built once; afterwards only its caches grow, within a bound."""

    def __init__(self, norms: Sequence[Norm], vocabulary: Vocabulary) -> None:
        self.signals = Signals(vocabulary)
        self._norms = norms
        self.givers = self._rows_by_party([norm.givers for norm in norms], vocabulary)
        self.receivers = self._rows_by_party([norm.receivers for norm in norms], vocabulary)
        self.categories = self._rows_by_code("categories", vocabulary.categories)
        self.phases = self._rows_by_code("phases", vocabulary.phases)
        self.circles = self._rows_by_code("circle", vocabulary.subject_circles)
        self.purposes = self._rows_by_code("purposes", vocabulary.purposes)
        # "Any purpose" reaches beyond the closed list only when it forbids.
        self.purposes["other"] &= ~_union(1 << place for place, norm in enumerate(norms) if not norm.is_prohibition)
        self.parties_of: dict[str, tuple[int, int]] = {}
        self._grants = {1 << place: self._grant(1 << place, norm) for place, norm in enumerate(norms) if _carries(norm)}
        self._bars = {
            1 << place: self._bar(1 << place, norm) for place, norm in enumerate(norms) if norm.is_prohibition
        }
        self._verified = _union(1 << place for place, norm in enumerate(norms) if norm.verified)
        self.rows_of: dict[str, int] = {}
        for place, norm in enumerate(norms):
            self.rows_of[norm.key] = self.rows_of.get(norm.key, 0) | 1 << place
        self._starts = sorted(_change_days(norms))
        self._in_force = [self._rows_in_force(day) for day in [date.min, *self._starts]]
        self._plans: dict[int, Plan] = {}

    def in_force(self, on: date) -> int:
        """Return the rows in force on the day."""
        return self._in_force[bisect_right(self._starts, on)]

    def plan(self, matched: int) -> Plan:
        """Return the compiled form of this set of matched rows."""
        plan = self._plans.get(matched)
        if plan is None:
            plan = self._make_plan(matched)
            if len(self._plans) < _REMEMBERED:
                self._plans[matched] = plan
        return plan

    def weight(self, plan: Plan, rows: int) -> Weight:
        """Return what these rows of the plan bring together."""
        weight = plan.weights.get(rows)
        if weight is None:
            weight = self._weigh([norm for place, norm in enumerate(self._norms) if rows >> place & 1])
            if len(plan.weights) < _REMEMBERED:
                plan.weights[rows] = weight
        return weight

    @staticmethod
    def _rows_by_party(lists: Sequence[tuple[str, ...]], vocabulary: Vocabulary) -> dict[Party, int]:
        """Return, for every organisation and role, the rows whose list names it: by both, by one, or as ANY."""
        named: dict[str, int] = {}
        for place, parties in enumerate(lists):
            for one in parties:
                named[one] = named.get(one, 0) | 1 << place
        return {
            Party(org, role): _union(named.get(name, 0) for name in ("ANY", f"ANY:{role}", org, f"{org}:{role}"))
            for org in vocabulary.org_types
            for role in vocabulary.roles
        }

    def _rows_by_code(self, column: str, codes: Mapping[str, object]) -> dict[str, int]:
        return {
            code: _union(
                1 << place
                for place, norm in enumerate(self._norms)
                if code in getattr(norm, column) or "ANY" in getattr(norm, column)
            )
            for code in codes
        }

    def _rows_in_force(self, day: date) -> int:
        return _union(1 << place for place, norm in enumerate(self._norms) if norm.in_force(day))

    def _grant(self, bit: int, norm: Norm) -> Grant:
        signals = self.signals
        single = [token for token in norm.facts_required if "|" not in token]
        either = [token.split("|") for token in norm.facts_required if "|" in token]
        return Grant(
            bit=bit,
            kill=signals.any_true(norm.excluded_by) | signals.any_false(single) | signals.any_false(norm.human_facts),
            need=signals.any_true(single),
            human=signals.any_true(norm.human_facts),
            either=tuple(tuple((signals.true[name], signals.false[name]) for name in names) for names in either),
            is_power=norm.is_power,
            is_key=norm.is_key,
        )

    def _bar(self, bit: int, norm: Norm) -> Bar:
        tokens = [self.signals.token(token) for token in norm.facts_required]
        return Bar(
            bit=bit,
            need=_union(mask for mask in tokens if mask.bit_count() == 1),
            either=tuple(mask for mask in tokens if mask.bit_count() > 1),
            unless=self.signals.any_true(norm.excluded_by),
        )

    def _make_plan(self, matched: int) -> Plan:
        bars = [bar for bit, bar in self._bars.items() if bit & matched]
        always = [bar for bar in bars if not (bar.need or bar.either or bar.unless)]
        # A bar without a trigger but with an exception applies until the exception is recorded: look at it each time.
        conditional = [bar for bar in bars if bar.need or bar.either or bar.unless]
        triggers = _union(bar.need | _union(bar.either) for bar in conditional)
        if any(not (bar.need or bar.either) for bar in conditional):
            triggers = -1
        return Plan(
            grants=tuple(grant for bit, grant in self._grants.items() if bit & matched),
            verified=self._verified & matched,
            always=_union(bar.bit for bar in always),
            bars=tuple(conditional),
            triggers=triggers,
        )

    @staticmethod
    def _weigh(norms: Sequence[Norm]) -> Weight:
        return Weight(
            ids=tuple(sorted({norm.key for norm in norms})),
            rows=tuple(sorted({norm.id for norm in norms})),
            duties=tuple(sorted({duty for norm in norms for duty in (*norm.duties, *norm.sticky_conditions)})),
            oblige=any("oblige" in norm.effect for norm in norms),
            power_form=max((norm.highest_output_form for norm in norms if norm.is_power), default="O0"),
            key_form=max((norm.highest_output_form for norm in norms if norm.is_key), default="O0"),
        )


def _carries(norm: Norm) -> bool:
    return norm.is_power or norm.is_key


def _change_days(norms: Sequence[Norm]) -> set[date]:
    """Return the days on which the set of rows in force changes."""
    days = {norm.valid_from for norm in norms if norm.valid_from}
    return days | {
        norm.valid_until + timedelta(days=1) for norm in norms if norm.valid_until and norm.valid_until < date.max
    }
