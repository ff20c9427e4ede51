"""Outreach care (*bemoeizorg*): keep somebody in view who asks for nothing, with a ground, a rhythm and an end."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from vangnet.access import selectors as access
from vangnet.access.services import require
from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.core.clock import Instant, local_day
from vangnet.core.errors import NotVisible
from vangnet.core.ids import new_id
from vangnet.core.versions import check_version
from vangnet.intake import rules
from vangnet.intake.errors import OutreachEnded, OutreachNotDecided, OutreachUnreadable
from vangnet.intake.models import Attempt, Outreach, Signal
from vangnet.intake.services.weighing import finish_by_act
from vangnet.intake.types import WeighingDecision


def keep_in_view(*, actor: Actor, signal_id: UUID, ground: str, owner_id: UUID, review_on: date, at: Instant) -> UUID:
    """Start outreach care from a signal that was weighed so; starting it twice is one.

    Args:
        ground: why somebody who asks for nothing is kept in view.
        owner_id: who tries; a colleague of the actor's own desk.
        review_on: day on which it is looked at again, within three months.

    Raises:
        NotVisible: the signal is not at the actor's desk, or the owner does not work there.
        OutreachNotDecided: the table did not decide so.
        OutreachUnreadable: something is missing.
    """
    signal = Signal.objects.filter(id=signal_id, desk_id=actor.agency_id).first()
    if signal is None:
        raise NotVisible
    require(actor, "intake.answer")
    if signal.decision != WeighingDecision.OUTREACH.value:
        raise OutreachNotDecided
    rules.check_outreach(ground=ground, review_on=review_on, day=local_day(at))
    if access.worker(worker_id=owner_id).agency_id != actor.agency_id:
        raise NotVisible
    row = Outreach(
        id=new_id(), region=signal.region, desk_id=actor.agency_id, signal=signal, ground=ground.strip(),
        owner_id=owner_id, opened_at=at, review_on=review_on,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return Outreach.objects.values_list("id", flat=True).get(signal=signal, ended_at=None)
    finish_by_act(actor=actor, signal_id=signal_id, decision=WeighingDecision.OUTREACH, at=at)
    _record(actor, row, at, "intake.keep_in_view", {"signal": str(signal_id), "owner": str(owner_id)})
    return row.id


def attempt(
    *, actor: Actor, outreach_id: UUID, way: str, reached: bool, text: str, idempotency_key: str, at: Instant
) -> None:
    """Keep that somebody tried to reach this person, and whether it worked; the same key twice is one.

    Raises:
        NotVisible: it is not at the actor's desk.
        OutreachEnded: it has ended.
        OutreachUnreadable: something is missing.
    """
    row = _open(actor, outreach_id)
    require(actor, "intake.answer")
    rules.check_attempt(way=way, text=text)
    made, created = Attempt.objects.get_or_create(
        outreach=row,
        idempotency_key=idempotency_key,
        defaults={
            "region": row.region, "at": at, "way": way, "reached": reached, "text": text.strip(),
            "made_by": actor.worker_id,
        },
    )  # fmt: skip
    if created:
        _record(actor, row, at, "intake.attempt", {"attempt": str(made.id), "reached": int(reached)})


def review(*, actor: Actor, outreach_id: UUID, version: int, review_on: date, at: Instant) -> None:
    """Decide to go on, until a next day on which it is looked at again.

    Raises:
        NotVisible: it is not at the actor's desk.
        OutreachEnded: it has ended.
        StaleVersion: somebody changed it.
        OutreachUnreadable: the day is too far off.
    """
    row = _open(actor, outreach_id)
    require(actor, "intake.answer")
    check_version(found=row.version, expected=version)
    rules.check_outreach(ground=row.ground, review_on=review_on, day=local_day(at))
    row.review_on, row.version = review_on, row.version + 1
    row.save(update_fields=["review_on", "version"])
    _record(actor, row, at, "intake.review", {"review_on": review_on.isoformat()})


def end_outreach(*, actor: Actor, outreach_id: UUID, version: int, why: str, at: Instant) -> None:
    """End outreach care, with the reason.

    Raises:
        NotVisible: it is not at the actor's desk.
        OutreachEnded: it has ended already.
        StaleVersion: somebody changed it.
        OutreachUnreadable: no reason was given.
    """
    row = _open(actor, outreach_id)
    require(actor, "intake.answer")
    check_version(found=row.version, expected=version)
    if not why.strip():
        raise OutreachUnreadable({"why": "Schrijf op waarom het stopt."})
    row.ended_at, row.ended_why, row.version = at, why.strip(), row.version + 1
    row.save(update_fields=["ended_at", "ended_why", "version"])
    _record(actor, row, at, "intake.end_outreach", {})


def _open(actor: Actor, outreach_id: UUID) -> Outreach:
    row = Outreach.objects.select_for_update().filter(id=outreach_id, desk_id=actor.agency_id).first()
    if row is None:
        raise NotVisible
    if row.ended_at is not None:
        raise OutreachEnded
    return row


def _record(actor: Actor, row: Outreach, at: Instant, act: str, details: dict[str, str | int | None]) -> None:
    audit.record(actor=actor, at=at, act=act, event=True, object_kind="outreach", object_id=row.id, details=details)
