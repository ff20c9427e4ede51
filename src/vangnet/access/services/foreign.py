"""A further restriction: what Vangnet permits, a foreign decision point must permit too. It can never permit more."""

from __future__ import annotations

from vangnet.access.errors import DecisionPointAway, ForeignDeny
from vangnet.access.ports import decision_point
from vangnet.access.services import acting
from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.core.clock import Instant


def require_foreign(*, actor: Actor, action: str, kind: str, name: str, at: Instant) -> None:
    """Pass when no foreign decision point is set, or when it permits this at this moment; a refusal is recorded.

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
    ruling = point.rule(actor=actor, action=action, kind=kind, name=name, at=at)
    if ruling.permitted:
        return
    with acting(actor):
        audit.record(
            actor=actor, at=at, act="access.foreign_decision", object_kind=kind, outcome="refused", ground=ruling.reason,
            details={"action": action},
        )  # fmt: skip
    raise ForeignDeny if ruling.answered else DecisionPointAway
