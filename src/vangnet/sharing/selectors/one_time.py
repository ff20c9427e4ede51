"""Invitations to look once that were given and not used yet; never the link or the code, which nobody keeps."""

from __future__ import annotations

from uuid import UUID

from vangnet.access import selectors as access
from vangnet.access.types import Actor
from vangnet.core.clock import Instant
from vangnet.sharing.models import OneTimeView
from vangnet.sharing.types.received import OpenInvite


def open_invites(*, actor: Actor, case_id: UUID, at: Instant) -> list[OpenInvite]:
    """Return the invitations of a case in sight that still work, oldest first.

    Raises:
        NotVisible: the case is not in sight.
    """
    access.sight(actor=actor, case_id=case_id, at=at)
    rows = OneTimeView.objects.filter(case_id=case_id, viewed_at=None, closed_at=None, until__gt=at)
    return [
        OpenInvite(row.id, row.disclosed_id, row.for_name, row.opened_at, row.until)
        for row in rows.order_by("opened_at", "id")
    ]
