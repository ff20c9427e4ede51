"""Luck that comes out the same every time: drawn from the seed and a name, never from the machine."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import TypeVar
from uuid import UUID

from vangnet.core.clock import AMSTERDAM, Instant
from vangnet.core.clock import start_of as start_of
from vangnet.core.workdays import is_workday

T = TypeVar("T")
_WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")


class Chance:
    """A stream of draws of its own, so that more of one thing never changes another.

    Args:
        seed: number of the country.
        path: name of what is drawn, such as `("ZVH04", "cases")`.

    >>> Chance(1, "a").between(1, 6) == Chance(1, "a").between(1, 6)
    True
    """

    def __init__(self, seed: int, *path: str) -> None:
        self._random = Random("/".join((str(seed), *path)))  # noqa: S311 - made-up people, not secrets

    def share(self) -> float:
        """Return a number from 0 up to 1."""
        return self._random.random()

    def hit(self, probability: float) -> bool:
        """Return True with this probability."""
        return self._random.random() < probability

    def between(self, low: int, high: int) -> int:
        """Return a whole number from `low` up to and including `high`."""
        return low + int(self._random.random() * (high - low + 1))

    def pick(self, pool: Sequence[T]) -> T:
        """Return one of the pool."""
        return pool[int(self._random.random() * len(pool))]

    def some(self, pool: Sequence[T], count: int) -> list[T]:
        """Return `count` different ones of the pool, in random order; all of it when there are fewer."""
        left = list(pool)
        return [left.pop(int(self._random.random() * len(left))) for _ in range(min(count, len(left)))]

    def weighted(self, weights: dict[T, float]) -> T:
        """Return one of the keys, in proportion to its weight."""
        point = self._random.random() * sum(weights.values())
        for key, weight in weights.items():
            point -= weight
            if point < 0:
                return key
        return next(reversed(weights))

    def new_id(self, at: Instant) -> UUID:
        """Return a version 7 UUID for a moment; the rest of its bits are drawn.

        Source: RFC 9562 section 5.7.
        """
        ms = int(at.timestamp() * 1000)
        rand = self._random.getrandbits(74)
        value = (ms & 0xFFFF_FFFF_FFFF) << 80 | 0x7 << 76 | (rand >> 62) << 64 | 0b10 << 62 | rand & (1 << 62) - 1
        return UUID(int=value)

    def moment(self, day: date, *, first: int = 8, last: int = 17, step: int = 1) -> Instant:
        """Return a moment on a day in the Netherlands, between two hours; `step` 15 gives whole quarters."""
        minutes = self.between(first * 60 // step, last * 60 // step - 1) * step
        local = datetime.combine(day, time(minutes // 60, minutes % 60), AMSTERDAM)
        return local.astimezone(UTC)


def days_before(day: date, count: int) -> date:
    """Return the day that lies `count` days before another."""
    return day - timedelta(days=count)


def workday_before(day: date, *, not_before: date | None = None) -> date:
    """Return the day itself when people work on it, else the working day before; never before a given day.

    >>> workday_before(date(2026, 11, 22)), workday_before(date(2026, 11, 22), not_before=date(2026, 11, 21))
    (datetime.date(2026, 11, 20), datetime.date(2026, 11, 21))
    """
    found = day
    while not is_workday(found):
        found -= timedelta(days=1)
    return max(found, not_before) if not_before else found


def fitting_day(due: int, *, day: date, text: str) -> int:
    """Return in how many days something is due: on the weekday its text names, else on a working day.

    Args:
        due: as drawn; what is late or due today stays so.

    >>> fitting_day(1, day=date(2026, 11, 20), text="Belt op zondag"), fitting_day(1, day=date(2026, 11, 20), text="Bel")
    (2, 3)
    """
    if due < 1:
        return due
    named = next((number for number, name in enumerate(_WEEKDAYS) if name in text.lower()), None)
    fits = is_workday if named is None else (lambda wanted: wanted.weekday() == named)
    while not fits(day + timedelta(days=due)):
        due += 1
    return due


def allot(total: int, weights: Sequence[float], *, floors: Sequence[int] = ()) -> list[int]:
    """Share a whole number out by weight; the parts add up to it exactly.

    Args:
        total: what is shared out.
        weights: one for each part.
        floors: the least each part gets, as far as the total reaches.

    >>> allot(10, [1, 1, 2]), allot(4, [1, 9], floors=[3, 0])
    ([3, 2, 5], [3, 1])
    """
    parts = [0] * len(weights)
    left = total
    for index, floor in enumerate(floors):
        parts[index] = min(floor, left)
        left -= parts[index]
    whole = sum(weights) or 1
    exact = [max(0.0, total * weight / whole - part) for weight, part in zip(weights, parts, strict=True)]
    scale = left / (sum(exact) or 1)
    wanted = [value * scale for value in exact]
    given = [int(value) for value in wanted]
    order = sorted(range(len(weights)), key=lambda i: (given[i] - wanted[i], i))
    for index in order[: left - sum(given)]:
        given[index] += 1
    return [part + more for part, more in zip(parts, given, strict=True)]
