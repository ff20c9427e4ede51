"""Let a late answer, telling or word to the person climb by itself, and keep who took it up.

No content climbs: only where it lies and how late it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time
from itertools import takewhile
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from vangnet.access import selectors as access
from vangnet.access.services import require
from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.core.clock import AMSTERDAM, Instant, local_day
from vangnet.core.errors import NotVisible
from vangnet.core.ids import new_id
from vangnet.core.workdays import is_workday
from vangnet.intake.errors import AlreadyDone, FollowUpUnreadable
from vangnet.intake.models import Escalation, Signal
from vangnet.intake.rules.climbing import climbs_at
from vangnet.intake.selectors import conventions
from vangnet.intake.types import TEXT_LIMIT, SignalState
from vangnet.intake.types.conventions import Climb, EscalationLevel
from vangnet.intake.types.tables import Late

BATCH = 500
# What is owed on a day is owed until the end of the working day.
END_OF_DAY: Final = time(17, 0)


def escalate_due(*, actor: Actor, at: Instant, limit: int = BATCH) -> int:
    """Let the signals past their moment climb to the levels they have reached, each level once. Background work only.

    That is the moment of the answer, after it the moment by which the reporter had to hear of it, and the day by which the person
    had to. Word to the person that was put off and is late again climbs again.
    Nothing climbs on a day on which nobody works.

    Returns:
        How many steps were climbed; at least `limit` means that more may wait.
    """
    _end_said(at)
    if not is_workday(local_day(at)):
        return 0
    climbed = 0
    houses = {desk.region: desk.id for desk in reversed(access.desks()) if desk.kind == "ZVH"}
    with transaction.atomic():
        for what, due in _DUE.items():
            late = _late(what, at)
            for region in sorted(set(late.values_list("region", flat=True).order_by().distinct())):
                for level in conventions.escalation_levels(region=region, day=local_day(at)):
                    there = Escalation.objects.filter(signal=OuterRef("pk"), what=what.value, level=level.level)
                    if what is Late.PERSON:  # put off is let go, and what is late again climbs again
                        there = there.filter(ended_at=None)
                    waiting = late.filter(region=region).exclude(Exists(there))
                    oldest = waiting.select_for_update(of=("self",), skip_locked=True).order_by(due, "id")
                    climbed += _climb(actor, oldest[:limit], what, level, houses.get(region), at)
    return climbed


_DUE: Final = {Late.ANSWER: "answer_due", Late.TELLING: "tell_due", Late.PERSON: "inform_on"}


def _due(row: Signal, what: Late) -> Instant:
    """Return the moment by which it was owed; of a day, the end of it."""
    if what is Late.PERSON and row.inform_on:
        return datetime.combine(row.inform_on, END_OF_DAY, AMSTERDAM).astimezone(UTC)
    due: Instant = getattr(row, _DUE[what])
    return due


def _end_said(at: Instant) -> None:
    """Let go of what climbed once the person was told, it was put off, or it is owed in a case."""
    late = _late(Late.PERSON, at).values("id")
    Escalation.objects.filter(what=Late.PERSON.value, ended_at=None).exclude(signal__in=late).update(ended_at=at)


def _late(what: Late, at: Instant) -> QuerySet[Signal]:
    if what is Late.TELLING:
        return Signal.objects.filter(tell_due__lte=at, told_at=None, emptied_at=None)
    if what is Late.PERSON:
        return Signal.objects.filter(inform_on__lt=local_day(at), emptied_at=None)
    return Signal.objects.filter(answer_due__lte=at).exclude(state=SignalState.ANSWERED.value)


def _climb(
    actor: Actor, oldest: Iterable[Signal], what: Late, level: EscalationLevel, house: UUID | None, at: Instant
) -> int:
    """Let signals climb to a level, the longest late first; the first whose time has not come ends it."""
    climbed = 0
    for row in takewhile(lambda row: climbs_at(_due(row, what), level) <= at, oldest):
        to = row.desk_id if level.to is Climb.DESK else house
        made = Escalation.objects.create(
            id=new_id(), region=row.region, signal=row, desk_id=row.desk_id, what=what.value, level=level.level, at=at,
            to_agency=to or row.desk_id, to_role=level.role, municipality=row.municipality, kind=row.kind,
            answer_due=_due(row, what),
        )  # fmt: skip
        audit.record(
            actor=actor, at=at, act="intake.escalate", event=True, object_kind="signal", object_id=row.id,
            details={"what": what.value, "level": level.level, "to": str(made.to_agency), "role": level.role},
        )  # fmt: skip
        climbed += 1
    return climbed


def take_escalation(*, actor: Actor, escalation_id: UUID, text: str, at: Instant) -> None:
    """Keep that somebody to whom a late answer climbed took it up, and what they agreed with the desk.

    The desk still owes the answer; this says who sees to it that it comes.

    Raises:
        NotVisible: it did not climb to the actor's organisation and function.
        AlreadyDone: a colleague took it up.
        FollowUpUnreadable: nothing was written.
    """
    row = Escalation.objects.select_for_update().filter(
        id=escalation_id, to_agency=actor.agency_id, to_role=actor.role, ended_at=None
    ).first()  # fmt: skip
    if row is None:
        raise NotVisible
    require(actor, "intake.escalated")
    if row.taken_at is not None:
        raise AlreadyDone
    if not text.strip() or len(text) > TEXT_LIMIT:
        raise FollowUpUnreadable({"text": "Schrijf op wat je met het meldpunt hebt afgesproken."})
    row.taken_by, row.taken_at, row.taken_text = actor.worker_id, at, text.strip()
    row.save(update_fields=["taken_by", "taken_at", "taken_text"])
    audit.record(
        actor=actor, at=at, act="intake.take_escalation", event=True, object_kind="signal", object_id=row.signal_id,
        details={"level": row.level},
    )  # fmt: skip


def end_escalations(*, actor: Actor, signal_id: UUID, what: Late, at: Instant) -> None:
    """Take a signal that was answered, or of which the reporter was told, out of the lists it climbed to. Background work only."""
    Escalation.objects.filter(signal_id=signal_id, what=what.value, ended_at=None).update(ended_at=at)
