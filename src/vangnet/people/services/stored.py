"""Read one signal that is only stored, on a ground of AVG article 18(2): its desk asks, the contact point decides, and it ends."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from vangnet.access import services as grants
from vangnet.access.services import require
from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.core.clock import Instant
from vangnet.core.errors import NotVisible
from vangnet.core.versions import check_version
from vangnet.people.errors import OpeningDecided
from vangnet.people.models import StoredOpening
from vangnet.people.rules import stored as rules
from vangnet.people.selectors.beside import persons_beside
from vangnet.people.selectors.stored import ASK, DECIDE, opening_view, stored_signal_ids
from vangnet.people.types.stored import OpeningView


def ask_opening(*, actor: Actor, signal_id: UUID, ground: str, why: str, days: int, at: Instant) -> OpeningView:
    """Ask to read one signal that the actor's desk only stores; nothing opens by asking. A second time is the same question.

    Args:
        ground: one of `OpeningGround`.
        days: for how long, from when it is allowed.

    Raises:
        NoMandate: the actor does not answer for signals.
        NotVisible: the desk has no such signal that is only stored.
        OpeningUnreadable: ground, reason or days are missing.

    Law: AVG article 18(2).
    """
    require(actor, ASK)
    if signal_id not in stored_signal_ids(desk_id=actor.agency_id, at=at):
        raise NotVisible
    rules.check_asking(ground=ground, why=why, days=days)
    with transaction.atomic():
        row, made = StoredOpening.objects.get_or_create(
            signal_id=signal_id, desk_id=actor.agency_id, granted=None,
            defaults={
                "region": actor.region, "ground": ground, "why": why.strip(), "days": days, "asked_by": actor.worker_id,
                "asked_at": at,
            },
        )  # fmt: skip
        if made:
            _leave_line(actor, "people.ask_opening", row, at)
    return opening_view(row)


def decide_opening(
    *, actor: Actor, opening_id: UUID, version: int, granted: bool, why: str, at: Instant
) -> OpeningView:
    """Let a desk read one signal for the days it asked, or not; a no to what is open ends it at once.

    Raises:
        NoMandate: the actor is not the contact point.
        NotVisible: absent, or of another region.
        StaleVersion: somebody changed it.
        OpeningDecided: it is over, was refused, or is open already.
        OpeningBySecondPerson: the actor asked it.
        OpeningUnreadable: no reason.

    Law: AVG article 18(2).
    """
    require(actor, DECIDE)
    with grants.as_enforcer():
        row = StoredOpening.objects.select_for_update().filter(id=opening_id, region=actor.region).first()
        if row is None:
            raise NotVisible
        check_version(found=row.version, expected=version)
        running = opening_view(row).open_at(at)
        if row.granted is not None and (granted or not running):
            raise OpeningDecided
        rules.check_deciding(asked_by=row.asked_by, decider=actor.worker_id, why=why)
        row.until = at if running else rules.open_until(days=row.days, at=at) if granted else None
        row.granted = granted or running
        row.decided_by, row.decided_at = actor.worker_id, at
        row.decided_why, row.version = f"{row.decided_why}\n{why.strip()}".strip(), row.version + 1
        row.save(update_fields=["granted", "decided_by", "decided_at", "decided_why", "until", "version"])
        _leave_line(actor, "people.decide_opening", row, at, granted=granted)
    return opening_view(row)


def _leave_line(actor: Actor, act: str, row: StoredOpening, at: Instant, *, granted: bool | None = None) -> None:
    audit.record(
        actor=actor, at=at, act=act, event=True, subject_id=persons_beside([row.signal_id]).get(row.signal_id),
        object_kind="signal", object_id=row.signal_id, ground=f"avg-18-2-{row.ground}",
        details={"opening": str(row.id)} | ({} if granted is None else {"granted": int(granted)}),
    )  # fmt: skip
