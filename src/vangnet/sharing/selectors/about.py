"""About whom an item is: what people said of it, and what that is in the circle of the person of the case."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from vangnet.access import services as grants
from vangnet.people.selectors.position import position_in_relation
from vangnet.sharing.models import ItemAbout
from vangnet.sharing.types import ABOUT_OTHERS, About, Whom


def about_item(*, case_id: UUID, item_id: UUID) -> About | None:
    """Return about whom an item is, as was said last; None when nobody said."""
    with grants.as_enforcer():
        row = ItemAbout.objects.filter(case_id=case_id, item_id=item_id).order_by("-said_at", "-id").first()
    return About(Whom(row.whom), row.relation_id) if row is not None else None


def circle_of_item(*, case_id: UUID, person_id: UUID, item_id: UUID, category: str, on: date) -> str:
    """Return the position of whom an item is about, as a code of the law's vocabulary; of today, not of when it was said.

    An item lies in the case of a person and is about that person, until somebody says otherwise; what is about others by its
    category is about nobody whom the law lets in, until somebody says who.

    Law: Wgs article 2.30(1)(b); Bgs article 2.19; H07.
    """
    about = about_item(case_id=case_id, item_id=item_id)
    if about is None:
        return "other" if category in ABOUT_OTHERS else "notified_person"
    if about.whom is Whom.PERSON:
        return "notified_person"
    if about.relation_id is None:
        return "other"
    return position_in_relation(person_id=person_id, relation_id=about.relation_id, on=on)
