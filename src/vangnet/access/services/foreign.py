"""A further restriction: what Vangnet permits, a foreign decision point must permit too. It can never permit more."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from vangnet.access.errors import DecisionPointAway, ForeignDeny
from vangnet.access.models import Emergency
from vangnet.access.ports import decision_point
from vangnet.access.services import acting
from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.core.clock import Instant

# Route of the screen that opens a case in an emergency.
EMERGENCY_ROUTE: Final = "noodtoegang"


def require_foreign(*, actor: Actor, action: str, kind: str, name: str, at: Instant) -> None:
    """Pass when no foreign decision point is set, or when it permits this at this moment; a refusal is recorded.

    It is not asked about an emergency: the way in, and reading the case for as long as the emergency lasts. A point that is
    down must not cost a life, and nobody switches this off; what opens is still what Vangnet itself permits (T3).

    Asked once for each visit, before anything is read. Call it outside a transaction: the line of a refusal stays.

    Args:
        action: `read` or `write`.
        kind: `case`, or `screen` for what is about no single case.
        name: id of the case, or the route.

    Raises:
        ForeignDeny: it says no.
        DecisionPointAway: it is down, slow or unclear, which counts as no.
    """
    point = decision_point()
    if point is None or _in_emergency(actor=actor, action=action, kind=kind, name=name, at=at):
        return
    ruling = point.rule(actor=actor, action=action, kind=kind, name=name, at=at)
    if ruling.permitted:
        return
    with acting(actor):
        audit.record(
            actor=actor, at=at, act="access.foreign_decision", object_kind=kind, outcome="refused", ground=ruling.reason,
            details={"action": action},
        )  # fmt: skip
    raise ForeignDeny if ruling.answered else DecisionPointAway


def _in_emergency(*, actor: Actor, action: str, kind: str, name: str, at: Instant) -> bool:
    """Return whether this is the way into an emergency, or reading a case that the actor opened in one that still lasts."""
    if kind == "screen":
        return name == EMERGENCY_ROUTE
    if kind != "case" or action != "read":
        return False
    with acting(actor, at=at):
        rows = Emergency.objects.filter(worker_id=actor.worker_id, case_id=UUID(name), opened_at__lte=at, until__gt=at)
        return rows.exclude(justified=False).exists()
