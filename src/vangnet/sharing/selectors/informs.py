"""Who has to be told what, and what is late."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Count

from vangnet.access import selectors as access
from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.core.clock import Instant
from vangnet.core.errors import NotVisible
from vangnet.core.statements import Fixed, ids_text
from vangnet.sharing.models import InformDuty
from vangnet.sharing.types import InformKind, InformView

_OWED = Fixed("""
SELECT i.id, i.case_id, i.kind, i.owner_id, coalesce(q.receiver_name, ''), i.due_on, i.told_on, i.postponed_by, i.ground,
  i.review_on, i.version
FROM sharing_informduty i
LEFT JOIN sharing_disclosure d ON d.id = i.disclosure_id LEFT JOIN sharing_question q ON q.id = d.question_id
WHERE i.case_id = ANY(%(cases)s::uuid[]) AND i.told_on IS NULL AND i.next_on <= %(until)s
ORDER BY i.next_on, i.id LIMIT %(limit)s
""")


def inform(*, actor: Actor, inform_id: UUID, at: Instant) -> InformView:
    """Return one duty to tell somebody, and record the read.

    Raises:
        NotVisible: absent, or its case is not in sight.
    """
    row = InformDuty.objects.filter(id=inform_id).select_related("disclosure__question").first()
    if row is None:
        raise NotVisible
    sight = access.sight(actor=actor, case_id=row.case_id, at=at)
    audit.record(
        actor=actor, at=at, act="sharing.read_inform", case_id=row.case_id, subject_id=sight.subject_id, object_kind="inform_duty",
        object_id=row.id, fields=["name", "shared", "ground"],
    )  # fmt: skip
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
    with connection.cursor() as cursor:
        cursor.execute(_OWED, {"cases": ids_text(case_ids), "until": until, "limit": limit})
        return [InformView(row[0], row[1], InformKind(row[2]), *row[3:]) for row in cursor.fetchall()]


def count_late_informs(*, region: str, day: date) -> int:
    """Return how many duties to tell somebody are late in a region. Background work only."""
    return sum(late_informs(region=region, day=day).values())


def late_informs(*, region: str, day: date) -> dict[InformKind, int]:
    """Return how many duties to tell somebody are late in a region, by kind. Background work only."""
    rows = InformDuty.objects.filter(region=region, told_on=None, next_on__lt=day)
    found = dict(rows.order_by().values_list("kind").annotate(number=Count("id")))
    return {kind: found.get(kind.value, 0) for kind in InformKind}
