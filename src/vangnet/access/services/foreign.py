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
from vangnet.audit.types import Outcome
from vangnet.core.clock import Instant

# Route of the screen that opens a case in an emergency.
EMERGENCY_ROUTE: Final = "noodtoegang"


def require_foreign(*, actor: Actor, action: str, kind: str, name: str, at: Instant) -> None:
    """Pass when no foreign decision point is set, or when it permits this at this moment; a refusal is recorded.

    It is not asked about an emergency: the way in, and reading the case for as long as the emergency lasts. A point that is
    down must not cost a life, and nobody switches this off; what opens is still what Vangnet itself permits (T3). Each time it was
    not asked stands in the record.

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
    if point is None:
        return
    if _in_emergency(actor=actor, action=action, kind=kind, name=name, at=at):
        _leave_line(actor, "access.foreign_not_asked", kind=kind, name=name, action=action, ground="T3", at=at)
        return
    ruling = point.rule(actor=actor, action=action, kind=kind, name=name, at=at)
    if ruling.permitted:
        return
    _leave_line(
        actor,
        "access.foreign_decision",
        kind=kind,
        name=name,
        action=action,
        ground=ruling.reason,
        at=at,
        outcome="refused",
    )
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


def _leave_line(
    actor: Actor, act: str, *, kind: str, name: str, action: str, ground: str, at: Instant, outcome: Outcome = "done"
) -> None:
    case_id = UUID(name) if kind == "case" else None
    with acting(actor):
        audit.record(
            actor=actor, at=at, act=act, case_id=case_id, object_kind=kind, object_id=case_id, outcome=outcome, ground=ground,
            details={"action": action},
        )  # fmt: skip
