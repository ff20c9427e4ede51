"""Tell the reporter what was decided, and let go of what was not taken up."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from vangnet.access.services import require
from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.core.clock import Instant, local_day
from vangnet.core.errors import NotVisible
from vangnet.intake import rules
from vangnet.intake.errors import NotWeighedYet
from vangnet.intake.models import Attempt, Feedback, Outreach, Signal, Weighing, WeighingCriterion
from vangnet.intake.types import SignalState, ToldBy

BATCH = 500


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
        audit.record(
            actor=actor, at=at, act="intake.tell_reporter", event=True, object_kind="feedback", object_id=told.id,
            details={"way": way.value, "signal": str(row.id)},
        )  # fmt: skip


def destroy_due(*, actor: Actor, at: Instant, limit: int = BATCH) -> int:
    """Make the signals whose term has come unreadable for good; what counts in figures stays. Background work only.

    Law: Bgs 1.16(1)(b): what is not taken up is destroyed or made anonymous.

    Returns:
        How many signals were emptied.
    """
    with transaction.atomic():
        rows = Signal.objects.select_for_update(skip_locked=True).filter(destroy_on__lte=local_day(at))
        ids = list(rows.order_by("destroy_on", "id").values_list("id", flat=True)[:limit])
        Signal.objects.filter(id__in=ids).update(
            text="", place="", postcode="", reporter_name="", reporter_contact="", reported_by=None, hint={}, triage={},
            offered_why="", destroy_on=None, label="",
        )  # fmt: skip
        Feedback.objects.filter(signal_id__in=ids).update(text="")
        weighings = Weighing.objects.filter(signal_id__in=ids)
        WeighingCriterion.objects.filter(weighing__in=weighings).update(reason="")
        weighings.update(participants="", reason="", not_informed_why="")
        Attempt.objects.filter(outreach__signal_id__in=ids).update(text="")
        Outreach.objects.filter(signal_id__in=ids).update(ground="", ended_why="")
        for signal_id in ids:
            audit.record(
                actor=actor, at=at, act="intake.destroy", event=True, object_kind="signal", object_id=signal_id
            )
    return len(ids)
