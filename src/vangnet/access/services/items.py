"""Let somebody see one item that was shared with them, and end that."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from vangnet.access.models import ItemGrant, Lockout
from vangnet.access.services import as_enforcer, sees_content
from vangnet.access.types import INVITED_READER, PUBLIC_AGENCY, Actor
from vangnet.audit import services as audit
from vangnet.audit.types import Line
from vangnet.core.clock import Instant


def open_item_grant(
    *,
    actor: Actor,
    at: Instant,
    worker_id: UUID,
    region: str,
    case_id: UUID,
    subject_id: UUID,
    item_kind: str,
    item_id: UUID,
    form: str,
    disclosed_id: UUID,
    verdict_id: UUID,
    until: Instant,
) -> bool:
    """Let a worker see one item; not when they are locked out of its case, or their function sees none. Twice is one grant.

    Args:
        actor: who disclosed it.
        form: output form, `O0` to `O5`.
        until: moment it ends by itself.

    Returns:
        Whether it was opened.
    """
    if worker_id != INVITED_READER and not sees_content(worker_id):
        return False
    with as_enforcer():
        if Lockout.objects.filter(worker_id=worker_id, case_id=case_id, lifted_at=None).exists():
            return False
        row, created = ItemGrant.objects.get_or_create(
            disclosed_id=disclosed_id,
            closed_at=None,
            defaults={
                "region": region, "worker_id": worker_id, "case_id": case_id, "subject_id": subject_id,
                "item_kind": item_kind, "item_id": item_id, "form": form, "verdict_id": verdict_id, "opened_at": at,
                "until": until,
            },
        )  # fmt: skip
    if created:
        audit.record(
            actor=actor, at=at, act="access.open_item_grant", case_id=case_id, subject_id=subject_id,
            object_kind="item_grant", object_id=row.id, ground="verdict",
            details={"worker": str(worker_id), "verdict": str(verdict_id)},
        )  # fmt: skip
    return created


def close_item_grants(
    *,
    actor: Actor,
    at: Instant,
    why: str,
    ids: Sequence[UUID] | None = None,
    case_id: UUID | None = None,
    worker_id: UUID | None = None,
    verdict_ids: Sequence[UUID] | None = None,
) -> int:
    """Close the open grants on items that match all that is given; nothing given closes nothing.

    Args:
        why: code such as `norm-ended`, kept with the grant.

    Returns:
        How many were closed.
    """
    wanted = {"id__in": ids, "case_id": case_id, "worker_id": worker_id, "verdict_id__in": verdict_ids}
    wanted = {key: value for key, value in wanted.items() if value is not None}
    if not wanted:
        return 0
    with as_enforcer():
        rows = list(ItemGrant.objects.select_for_update().filter(closed_at=None, **wanted).order_by("id"))
        ItemGrant.objects.filter(id__in=[row.id for row in rows]).update(closed_at=at, closed_why=why)
    if rows:
        lines = [
            Line(row.id, row.case_id, row.subject_id, "verdict", {"why": why, "worker": str(row.worker_id)})
            for row in rows
        ]
        audit.record_lines(actor=actor, at=at, act="access.close_item_grant", object_kind="item_grant", lines=lines)
    return len(rows)


def close_ended_items(*, actor: Actor, at: Instant, limit: int = 1_000) -> int:
    """Close the grants on items whose end has come; background work calls this each minute."""
    ids = list(ItemGrant.objects.filter(closed_at=None, until__lte=at).values_list("id", flat=True)[:limit])
    return close_item_grants(actor=actor, at=at, why="ended", ids=ids)


def invited_reader(*, trace_id: str = "") -> Actor:
    """Return the actor of a one-time view: somebody without an account, to whom the database shows nothing at all."""
    return Actor(
        worker_id=INVITED_READER,
        agency_id=PUBLIC_AGENCY,
        agency_kind="",
        region="NL",
        role="invited",
        trace_id=trace_id,
    )
