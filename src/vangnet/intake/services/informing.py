"""Let the person whom a signal is about hear of it, as long as no case does."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from vangnet.access.services import require
from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.core.clock import Instant, local_day
from vangnet.core.errors import NotVisible
from vangnet.core.ids import new_id
from vangnet.intake.errors import AlreadyDone
from vangnet.intake.models import PersonWord, Signal
from vangnet.intake.rules.informing import check_person_word
from vangnet.intake.types import PersonTold


def tell_person(
    *,
    actor: Actor,
    signal_id: UUID,
    outcome: PersonTold,
    text: str,
    again_on: date | None = None,
    idempotency_key: str,
    at: Instant,
) -> None:
    """Keep that the person was told, that it is looked at again on a day, or why it is not done; the same key twice is once.

    Args:
        text: what they were told and how, or why not.
        again_on: for later, the day on which somebody looks again.

    Raises:
        NotVisible: the signal is not at the actor's desk.
        AlreadyDone: nobody has to be told, or no longer.
        PersonWordUnreadable: see `rules.informing.check_person_word`.

    Law: AVG article 14; Bgs 1.1 and 1.3.
    """
    row = Signal.objects.select_for_update().filter(id=signal_id, desk_id=actor.agency_id, emptied_at=None).first()
    if row is None:
        raise NotVisible
    require(actor, "intake.answer")
    if PersonWord.objects.filter(signal=row, idempotency_key=idempotency_key).exists():
        return
    if row.inform_on is None:
        raise AlreadyDone
    check_person_word(outcome=outcome, text=text, again_on=again_on, day=local_day(at))
    later = again_on if outcome is PersonTold.LATER else None
    PersonWord.objects.create(
        id=new_id(), region=row.region, signal=row, at=at, outcome=outcome.value, text=text.strip(), again_on=later,
        said_by=actor.worker_id, idempotency_key=idempotency_key,
    )  # fmt: skip
    row.inform_on = later
    if outcome is PersonTold.TOLD:
        row.informed_at = at
    row.save(update_fields=["inform_on", "informed_at"])
    audit.record(
        actor=actor, at=at, act="intake.tell_person", event=True, object_kind="signal", object_id=signal_id,
        details={"outcome": outcome.value},
    )  # fmt: skip


def leave_informing_to_case(*, actor: Actor, signal_id: UUID) -> None:
    """Stop owing it here: from the day a case opens, telling the person is owed there. Part of opening a case."""
    Signal.objects.filter(id=signal_id, desk_id=actor.agency_id).update(inform_on=None, inform_owner=None)
