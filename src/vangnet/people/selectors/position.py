"""How somebody stands to a person, as the law asks it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q

from vangnet.access import services as grants
from vangnet.people.models import Relation
from vangnet.people.rules.describing import FAMILY
from vangnet.people.selectors.clusters import whole
from vangnet.people.selectors.describing import relation_view
from vangnet.people.types import RelationKind


def position(*, person_id: UUID, other: UUID, on: date) -> str:
    """Return the position of `other` in the circle of a person on a day, as a code of the law's vocabulary.

    A relation that either of them has with the other counts, over all records of both; what ended before the day does not. It
    answers with a code only, so it may look past what the actor sees.

    Returns:
        `notified_person`, `family`, `direct_contact`, or `other` when nothing is known: closed by default.

    Law: Wgs article 2.30(1)(b); Bgs article 2.19.
    """
    themselves = whole(person_id)
    if other in themselves:
        return "notified_person"
    others = whole(other)
    with grants.as_enforcer():
        rows = Relation.objects.filter(
            Q(person_id__in=themselves, other_id__in=others) | Q(person_id__in=others, other_id__in=themselves)
        )
        kinds = {RelationKind(row.kind) for row in rows if relation_view(row).runs_on(on)}
    if kinds & FAMILY:
        return "family"
    return "direct_contact" if kinds else "other"


def position_in_relation(*, person_id: UUID, relation_id: UUID, on: date) -> str:
    """Return the position of whoever a relation of a person names, as a code of the law's vocabulary.

    Who is only a name in the circle stands as that relation says; who is known as a person, as everything that is known of them.

    Returns:
        As `position`; `other` when the relation is gone, ended, or somebody else's: closed by default.

    Law: Wgs article 2.30(1)(b); Bgs article 2.19.
    """
    with grants.as_enforcer():
        row = Relation.objects.filter(id=relation_id, person_id__in=whole(person_id)).first()
    if row is None:
        return "other"
    if row.other_id is not None:
        return position(person_id=person_id, other=row.other_id, on=on)
    if not relation_view(row).runs_on(on):
        return "other"
    return "family" if RelationKind(row.kind) in FAMILY else "direct_contact"
