"""Pure decisions about the review queue: how much is asked, of whom, and what two records have in common. Never a ranking."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Final
from uuid import UUID

from vangnet.people.engine.records import Prepared

# Own setting. Whoever resembles more people than this has a record that says too little; the rest is counted and not asked.
PAIRS_A_PERSON: Final = 5
PAIRS_A_SIGNAL: Final = 5
SIGNALS_A_PERSON: Final = 20
# Bits by which the likeliest must outweigh the last that may be asked about, when there are more: where all weigh the same,
# the record is a placeholder. Little is enough: with an address and a telephone beside a name, relatives explain most of the rest.
STANDS_OUT: Final = 0.5
ANSWER_WITHIN: Final = timedelta(days=7)
ASK_AGAIN_AFTER: Final = timedelta(days=7)
REASON_LIMIT: Final = 2_000


class PairAnswer(StrEnum):
    """What a reviewer says."""

    SAME = "same"
    DIFFERENT = "different"
    LATER = "later"


class Agreement(StrEnum):
    """How a field of two records compares."""

    SAME = "same"
    DIFFERENT = "different"
    ONE_SIDE = "one-side"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class FoundPair:
    """Two persons that the engine proposes, lowest id first, with the weight in bits."""

    person: UUID
    other: UUID
    weight: float


def capped(pairs: Iterable[FoundPair], *, asked: Mapping[UUID, int]) -> tuple[list[FoundPair], int]:
    """Return the pairs to ask about, and how many were left out because a person resembles too many others.

    Args:
        pairs: the heaviest first, so that what is left out is what says least.
        asked: how many questions about each person wait already.

    >>> one, two, three = (UUID(int=n) for n in (1, 2, 3))
    >>> kept, left = capped([FoundPair(one, two, 9.0), FoundPair(one, three, 8.0)], asked={one: PAIRS_A_PERSON - 1})
    >>> len(kept), left
    (1, 1)
    """
    count, kept, left = Counter(asked), [], 0
    for pair in pairs:
        if max(count[pair.person], count[pair.other]) >= PAIRS_A_PERSON:
            left += 1
            continue
        count.update((pair.person, pair.other))
        kept.append(pair)
    return kept, left


# Field of the screen -> parts of the prepared record that must agree.
COMPARED: Final[dict[str, tuple[str, ...]]] = {
    "given_names": ("given",),
    "surname": ("surname",),
    "birth": ("birth",),
    "sex": ("sex",),
    "address": ("address",),
    "city": ("city",),
    "phone": ("phone",),
}


def agreement(one: Prepared, other: Prepared, field: str) -> Agreement:
    """Return how a field of two records compares, as the engine reads it: "van der Berg" and "vd Berg" are the same."""
    left, right = ([getattr(record, part) for part in COMPARED[field]] for record in (one, other))
    if not any(left) and not any(right):
        return Agreement.NEITHER
    if not any(left) or not any(right):
        return Agreement.ONE_SIDE
    return Agreement.SAME if left == right else Agreement.DIFFERENT


def numbers_agree(one: Sequence[bytes], other: Sequence[bytes]) -> Agreement:
    """Return how the BSNs of two persons compare, by their keyed hashes; the numbers themselves are never shown."""
    if not one and not other:
        return Agreement.NEITHER
    if not one or not other:
        return Agreement.ONE_SIDE
    return Agreement.SAME if set(one) & set(other) else Agreement.DIFFERENT


def fingerprint(known: Sequence[Prepared]) -> str:
    """Return a text that changes when anything compared about either of the two changes.

    Args:
        known: both sides, at every place they are known at.
    """
    return sha256(repr(known).encode()).hexdigest()[:16]
