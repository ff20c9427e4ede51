"""Who is kept out of a case; for who directs it, and for nobody else."""

from __future__ import annotations

from uuid import UUID

from vangnet.access.models import Lockout
from vangnet.access.services import as_enforcer
from vangnet.access.services.directing import require_in_case
from vangnet.access.types import Actor, LockoutView
from vangnet.audit import services as audit
from vangnet.core.clock import Instant


def locked_out_of_case(*, actor: Actor, case_id: UUID, at: Instant) -> list[LockoutView]:
    """Return who is kept out of a case that the actor directs, and record the read.

    Raises:
        NotVisible: the case is not in sight.
        NoMandate: the actor does not direct it.
    """
    require_in_case(actor, "access.lock_out", case_id=case_id, at=at)
    with as_enforcer():
        rows = list(Lockout.objects.filter(case_id=case_id, lifted_at=None).order_by("since", "id"))
    audit.record(
        actor=actor, at=at, act="access.read_lockouts", case_id=case_id, object_kind="lockout",
        details={"rows": len(rows)},
    )  # fmt: skip
    return [LockoutView(row.worker_id, row.reason, row.since) for row in rows]


def shut_to(*, worker_id: UUID) -> set[UUID]:
    """Return the cases that a worker is kept out of, whoever asks; numbers only, for what may only narrow."""
    with as_enforcer():
        return set(Lockout.objects.filter(worker_id=worker_id, lifted_at=None).values_list("case_id", flat=True))
