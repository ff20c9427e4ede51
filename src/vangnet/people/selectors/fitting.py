"""Both sides of a question at the places that fit best: people are reported, and registered, where they no longer stay."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from vangnet.core.errors import NotVisible
from vangnet.intake.types import PersonHint
from vangnet.people.engine.model import Model, from_json
from vangnet.people.engine.records import Prepared
from vangnet.people.engine.score import Scorer
from vangnet.people.models import CandidatePair, LinkageModel, Person, Residence
from vangnet.people.rules import review as rules
from vangnet.people.selectors import hint_record
from vangnet.people.selectors.matching import prepared


@dataclass(frozen=True, slots=True)
class Fit:
    """Two sides as they weigh most, left first.

    Args:
        places: where each of the two persons was compared; None for a signal, and for somebody without a known place.
        fingerprint: changes when anything that is known of either side changes, the places that fit less included.
    """

    left: Prepared
    right: Prepared
    places: dict[UUID, Residence | None]
    fingerprint: str


def fit(row: CandidatePair, *, hint: PersonHint | None) -> Fit:
    """Return both sides of a question at the two known places that fit best, as the search weighed them.

    Args:
        hint: what the reporter said, when the left side is a signal.

    Raises:
        NotVisible: one of the two persons is not in sight.
    """
    ids = [one for one in (row.other_id, row.person_id) if one is not None]
    persons = {one.id: one for one in Person.objects.filter(id__in=ids)}
    if any(one not in persons for one in ids):
        raise NotVisible
    stays: dict[UUID, list[Residence | None]] = {}
    # Where somebody stays now comes first: of places that fit equally well, that one is shown.
    for stay in Residence.objects.filter(person_id__in=ids).order_by("kind", "-until", "-since", "id"):
        stays.setdefault(stay.person_id, []).append(stay)
    for known in stays.values():
        known.sort(key=lambda stay: not (stay is not None and stay.kind == "stay" and stay.until is None))
    right = _at_places(persons[row.person_id], stays)
    other = row.other_id
    left: Sequence[tuple[Prepared, Residence | None]] = (
        [(hint_record(hint or PersonHint()), None)] if other is None else _at_places(persons[other], stays)
    )
    score = Scorer(model_of(row.model_id)).score
    pairs = [(one, two) for one in left for two in right]
    best = max(pairs, key=lambda pair: score(pair[0][0], pair[1][0]).weight)
    places = {row.person_id: best[1][1]} | ({other: best[0][1]} if other is not None else {})
    known_of = tuple(record for record, _ in (*left, *right))
    return Fit(best[0][0], best[1][0], places, rules.fingerprint(known_of))


def _at_places(row: Person, stays: dict[UUID, list[Residence | None]]) -> Sequence[tuple[Prepared, Residence | None]]:
    return [(prepared(row, stay), stay) for stay in stays.get(row.id, [None])]


@functools.lru_cache(maxsize=8)
def model_of(model_id: str) -> Model:
    """Return a stored model; its content never changes, so it is read once."""
    return from_json(LinkageModel.objects.values_list("content", flat=True).get(id=model_id))
