"""Who has to be told what, and what is late."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Count

from vangnet.access import selectors as access
from vangnet.access.types import Actor
from vangnet.core.clock import Instant
from vangnet.core.errors import NotVisible
from vangnet.sharing.models import InformDuty
from vangnet.sharing.types import InformKind, InformView


def inform(*, actor: Actor, inform_id: UUID, at: Instant) -> InformView:
    """Return one duty to tell somebody.

    Raises:
        NotVisible: absent, or its case is not in sight.
    """
    row = InformDuty.objects.filter(id=inform_id).select_related("disclosure__question").first()
    if row is None:
        raise NotVisible
    access.sight(actor=actor, case_id=row.case_id, at=at)
    return inform_view(row)


def inform_view(row: InformDuty) -> InformView:
    """Return the frozen view of a duty to tell somebody."""
    return InformView(
        id=row.id,
        case_id=row.case_id,
        kind=InformKind(row.kind),
        owner_id=row.owner_id,
        about=row.disclosure.question.receiver_name if row.disclosure is not None else "",
        due_on=row.due_on,
        told_on=row.told_on,
        postponed_by=row.postponed_by,
        ground=row.ground,
        review_on=row.review_on,
        version=row.version,
    )


def owed_informs(*, case_ids: Sequence[UUID], until: date, limit: int = 200) -> list[InformView]:
    """Return what must be told, or looked at again, by a day; the caller sees these cases."""
    rows = InformDuty.objects.filter(case_id__in=set(case_ids), told_on=None, next_on__lte=until)
    return [inform_view(row) for row in rows.select_related("disclosure__question").order_by("next_on", "id")[:limit]]


def count_late_informs(*, region: str, day: date) -> int:
    """Return how many duties to tell somebody are late in a region. Background work only."""
    return sum(late_informs(region=region, day=day).values())


def late_informs(*, region: str, day: date) -> dict[InformKind, int]:
    """Return how many duties to tell somebody are late in a region, by kind. Background work only."""
    rows = InformDuty.objects.filter(region=region, told_on=None, next_on__lt=day)
    found = dict(rows.order_by().values_list("kind").annotate(number=Count("id")))
    return {kind: found.get(kind.value, 0) for kind in InformKind}
