"""Tell the reporter what was decided."""

from __future__ import annotations

from uuid import UUID

from vangnet.access.services import require
from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.core.clock import Instant
from vangnet.core.errors import NotVisible
from vangnet.intake import rules
from vangnet.intake.errors import NotWeighedYet
from vangnet.intake.models import Feedback, Signal
from vangnet.intake.services.weighing import finish_by_act
from vangnet.intake.types import SignalState, ToldBy, WeighingDecision


def tell_reporter(*, actor: Actor, signal_id: UUID, way: ToldBy, text: str, idempotency_key: str, at: Instant) -> None:
    """Keep what a reporter was told, or why nobody could be told; the same key twice is told once.

    A colleague who reported reads the text in their own list; so it holds no more than a reporter may know.

    Raises:
        NotVisible: the signal is not at the actor's desk.
        NotWeighedYet: nothing was decided yet.
        FeedbackUnreadable: nothing was written.
    """
    row = Signal.objects.select_for_update().filter(id=signal_id, desk_id=actor.agency_id).first()
    if row is None:
        raise NotVisible
    require(actor, "intake.answer")
    if row.state != SignalState.ANSWERED.value:
        raise NotWeighedYet
    rules.check_feedback(way=way, text=text)
    told, created = Feedback.objects.get_or_create(
        signal=row,
        idempotency_key=idempotency_key,
        defaults={
            "region": row.region, "at": at, "way": way.value, "text": text.strip(), "told_by": actor.worker_id,
        },
    )  # fmt: skip
    if created:
        row.told_at = row.told_at or at
        row.save(update_fields=["told_at"])
        finish_by_act(actor=actor, signal_id=row.id, decision=WeighingDecision.ADVICE, at=at)
        audit.record(
            actor=actor, at=at, act="intake.tell_reporter", event=True, object_kind="feedback", object_id=told.id,
            details={"way": way.value, "signal": str(row.id)},
        )  # fmt: skip
