"""Take a signal away from somebody it was not about."""

from __future__ import annotations

from uuid import UUID

from vangnet.access.services import require
from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.core.clock import Instant
from vangnet.core.errors import NotVisible
from vangnet.people.errors import LinkNeedsReason
from vangnet.people.models import SignalLink


def unlink_signal(*, actor: Actor, signal_id: UUID, reason: str, at: Instant) -> UUID:
    """Take a signal away from the person it was laid beside; who laid it there, and why, stays known.

    Nothing else moves: cases stay with that person, and the signal can be laid beside somebody else.

    Returns:
        The id of the person it lay beside.

    Raises:
        NotVisible: the link is not in sight, or there is none.
        NoMandate: the actor may not lay signals beside persons.
        LinkNeedsReason: no reason was given.
    """
    link = SignalLink.objects.select_for_update().filter(signal_id=signal_id, undone_at=None).first()
    if link is None:
        raise NotVisible
    require(actor, "people.link")
    if not reason.strip():
        raise LinkNeedsReason
    link.undone_at, link.undone_by, link.undone_why = at, actor.worker_id, reason.strip()
    link.save(update_fields=["undone_at", "undone_by", "undone_why"])
    audit.record(
        actor=actor, at=at, act="people.unlink_signal", event=True, subject_id=link.person_id, object_kind="signal",
        object_id=signal_id,
    )  # fmt: skip
    return link.person_id
