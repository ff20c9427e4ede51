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
