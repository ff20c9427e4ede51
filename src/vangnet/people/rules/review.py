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
# Own setting. Whoever resembles so many others, none of them more than the rest, is one of a crowd of namesakes.
CROWD: Final = 2 * PAIRS_A_PERSON
# Parts of the prepared record by which two in a crowd can be told from the others in it.
TOLD_BY: Final = ("given", "surname", "birth", "address", "phone", "identifier")
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
    """Two persons that the engine proposes, lowest id first, with the weight in bits and the parts that are equal (`TOLD_BY`)."""

    person: UUID
    other: UUID
    weight: float
    equal: frozenset[str] = frozenset()


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


def crowds(pairs: Sequence[FoundPair]) -> tuple[list[FoundPair], list[frozenset[UUID]]]:
    """Return the pairs that stand out, and the crowds: people who resemble so many so much alike that asking makes no sense.

    Of somebody who resembles many, only the pairs count that outweigh the others, or that are equal in something that few of
    them share: an address beside a name hardly adds weight, because relatives explain it too, but it is more than the name. The
    rest says no more than a name that many carry, or one that stands in for an unknown name. Those who then hang together are
    one finding, and no questions.

    Args:
        pairs: the heaviest first.

    >>> ids = [UUID(int=n) for n in range(CROWD + 2)]
    >>> alike = [FoundPair(one, two, 9.0) for one in ids for two in ids if one < two]
    >>> kept, found = crowds([FoundPair(ids[0], UUID(int=99), 20.0), *alike])
    >>> len(kept), [len(crowd) for crowd in found]
    (1, [12])
    >>> kept, found = crowds([*alike[:20], FoundPair(ids[3], ids[9], 9.0, frozenset(("phone",))), *alike[20:]])
    >>> [pair.equal for pair in kept], [len(crowd) for crowd in found]
    ([frozenset({'phone'})], [12])
    """
    weights: dict[UUID, list[float]] = {}
    shared: Counter[tuple[UUID, str]] = Counter()
    for pair in pairs:
        for one in (pair.person, pair.other):
            weights.setdefault(one, []).append(pair.weight)
            shared.update((one, part) for part in pair.equal)
    # The last pair that may be asked about must be outweighed, as for a signal.
    least = {one: found[PAIRS_A_PERSON] + STANDS_OUT for one, found in weights.items() if len(found) >= CROWD}
    kept: list[FoundPair] = []
    group: dict[UUID, UUID] = {}
    for pair in pairs:
        both = (pair.person, pair.other)
        if all(pair.weight >= least.get(one, pair.weight) for one in both) or any(
            all(shared[one, part] <= PAIRS_A_PERSON for one in both) for part in pair.equal
        ):
            kept.append(pair)
        else:
            _join(group, pair.person, pair.other)
    found: dict[UUID, set[UUID]] = {}
    for one in group:
        found.setdefault(_head(group, one), set()).add(one)
    return kept, sorted((frozenset(crowd) for crowd in found.values()), key=lambda crowd: (-len(crowd), min(crowd)))


def _head(group: dict[UUID, UUID], one: UUID) -> UUID:
    """Return who stands for the group of somebody; the way there is made shorter on the way."""
    while group[one] != one:
        group[one] = group[group[one]]
        one = group[one]
    return one


def _join(group: dict[UUID, UUID], one: UUID, other: UUID) -> None:
    left, right = (_head(group, group.setdefault(who, who)) for who in (one, other))
    group[max(left, right)] = min(left, right)


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
