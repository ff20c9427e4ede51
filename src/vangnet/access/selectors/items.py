"""Grants on one item: what somebody received, and which of them are open."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from vangnet.access.models import Grant, ItemGrant, Lockout
from vangnet.access.selectors.between_regions import locked_out_of
from vangnet.access.types import Actor, Basis, ItemGrantView
from vangnet.core.clock import Instant


def mine(*, actor: Actor, at: Instant, limit: int = 100) -> list[ItemGrantView]:
    """Return the items that the actor was let see and still may, newest first; none of a case they are locked out of."""
    rows = ItemGrant.objects.filter(worker_id=actor.worker_id, closed_at=None, until__gt=at)
    found = [item_grant_view(row) for row in rows.order_by("-opened_at", "-id")[:limit]]
    locked = locked_out_of(worker_id=actor.worker_id, case_ids=[grant.case_id for grant in found])
    return [grant for grant in found if grant.case_id not in locked]


def locked_out(grants: Collection[ItemGrantView]) -> set[UUID]:
    """Return which of these grants are of somebody who is locked out of that case. Background work only."""
    rows = Lockout.objects.filter(case_id__in={grant.case_id for grant in grants}, lifted_at=None)
    pairs = set(rows.values_list("worker_id", "case_id"))
    return {grant.id for grant in grants if (grant.worker_id, grant.case_id) in pairs}


def open_items(*, case_id: UUID | None = None, after: UUID | None = None, limit: int = 1_000) -> list[ItemGrantView]:
    """Return open grants on items in order of their id, of one case or of all. Background work only.

    Args:
        after: id of the last grant of the page before.
    """
    rows = ItemGrant.objects.filter(closed_at=None)
    if case_id is not None:
        rows = rows.filter(case_id=case_id)
    if after is not None:
        rows = rows.filter(id__gt=after)
    return [item_grant_view(row) for row in rows.order_by("id")[:limit]]


def verdicts_in_use() -> set[UUID]:
    """Return the verdicts on which an open grant rests, on an item or on a case. Background work only."""
    items = ItemGrant.objects.filter(closed_at=None).values_list("verdict_id", flat=True).distinct()
    cases = (
        Grant.objects.filter(closed_at=None, basis=Basis.VERDICT.value).values_list("basis_id", flat=True).distinct()
    )
    return {*items, *cases}


def item_grant_view(row: ItemGrant) -> ItemGrantView:
    """Return the frozen view of a grant on an item."""
    return ItemGrantView(
        id=row.id,
        worker_id=row.worker_id,
        case_id=row.case_id,
        subject_id=row.subject_id,
        item_kind=row.item_kind,
        item_id=row.item_id,
        form=row.form,
        disclosed_id=row.disclosed_id,
        verdict_id=row.verdict_id,
        opened_at=row.opened_at,
        until=row.until,
    )
