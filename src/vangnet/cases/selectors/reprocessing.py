"""Closed cases that are used again, and cases that are kept longer: who ordered it, and whether every supplier agreed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from vangnet.access import selectors as access
from vangnet.access import services as grants
from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.cases.models import Case, Reprocessing, SupplierAnswer
from vangnet.cases.types import ReprocessingGround, ReprocessingView, SupplierView
from vangnet.core.clock import Instant
from vangnet.core.errors import NotVisible


def reprocessing(*, actor: Actor, reprocessing_id: UUID, at: Instant) -> ReprocessingView:
    """Return one order, for the organisation that gave it and for those that supplied data; and record the read.

    Raises:
        NotVisible: absent, or of others.
    """
    row = _mine(actor).filter(id=reprocessing_id).first()
    if row is None:
        raise NotVisible
    audit.record(
        actor=actor, at=at, act="cases.read_reprocessing", case_id=row.case_id, object_kind="reprocessing", object_id=row.id,
        fields=["why"],
    )  # fmt: skip
    return _views([row])[0]


def reprocessings(*, actor: Actor, limit: int = 50) -> list[ReprocessingView]:
    """Return the orders of the actor's organisation and those that wait for its answer, newest first."""
    return _views(list(_mine(actor).order_by("-ordered_at", "-id")[:limit]))


def allowed(*, ids: Iterable[UUID], day: date) -> set[UUID]:
    """Return which of these orders let somebody see a closed case on a day. Background work only."""
    rows = Reprocessing.objects.filter(id__in=set(ids), allowed_at__isnull=False, until__gte=day)
    return set(rows.values_list("id", flat=True))


def _mine(actor: Actor) -> QuerySet[Reprocessing]:
    supplied = SupplierAnswer.objects.filter(agency_id=actor.agency_id).values("reprocessing_id")
    return Reprocessing.objects.filter(Q(agency_id=actor.agency_id) | Q(id__in=supplied))


def _views(rows: Sequence[Reprocessing]) -> list[ReprocessingView]:
    answers: dict[UUID, list[SupplierAnswer]] = {}
    for answer in SupplierAnswer.objects.filter(reprocessing__in=rows).order_by("id"):
        answers.setdefault(answer.reprocessing_id, []).append(answer)
    names = {a.agency_id: access.agency(agency_id=a.agency_id).name for found in answers.values() for a in found}
    with grants.as_enforcer():
        numbers = dict(Case.objects.filter(id__in=[row.case_id for row in rows]).values_list("id", "number"))
    return [
        ReprocessingView(
            id=row.id, case_id=row.case_id, number=numbers[row.case_id], ground=ReprocessingGround(row.ground),
            ordered_for=row.ordered_for, why=row.why, until=row.until, keeps=row.keeps, ordered_by=row.ordered_by,
            ordered_at=row.ordered_at, allowed_at=row.allowed_at, refused_at=row.refused_at,
            suppliers=tuple(
                SupplierView(a.agency_id, names[a.agency_id], a.agrees, a.said_by) for a in answers.get(row.id, [])
            ),
        )
        for row in rows
    ]  # fmt: skip
