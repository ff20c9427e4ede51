"""Outreach: who asks for nothing is kept in view after the table decided so, with tries, a day to look again and an end."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Model

from vangnet.access.models import Worker
from vangnet.cli.country.chance import Chance
from vangnet.cli.country.texts import pool
from vangnet.core.clock import Instant, local_day
from vangnet.core.workdays import add_workdays
from vangnet.intake.models import Attempt, Outreach, Signal
from vangnet.intake.rules import ATTEMPT_WAYS
from vangnet.intake.types import WeighingDecision

_LONGEST, _TRIES = timedelta(days=85), 4


def kept_in_view(signal: Signal, by: Worker, *, at: Instant, cutoff: Instant) -> list[Model]:
    """Return the outreach that a decision asked for, as it stands at the cutoff; nothing for another decision.

    The luck is that of the signal itself, so that it changes nobody else's.

    Args:
        by: who decided, and tries.
        at: when it was decided.
        cutoff: moment at which the history ends.
    """
    if signal.decision != WeighingDecision.OUTREACH.value:
        return []
    chance, texts = Chance(0, "outreach", signal.id.hex), pool("signals")["outreach"]
    opened = chance.moment(add_workdays(local_day(at), chance.between(1, 3)), first=9, last=16)
    if opened >= cutoff:
        return []
    row = Outreach(
        id=chance.new_id(opened), region=signal.region, desk_id=signal.desk_id, signal=signal, owner_id=by.id,
        ground=chance.pick(texts["grounds"]), opened_at=opened, review_on=local_day(opened) + timedelta(days=42),
    )  # fmt: skip
    rows: list[Model] = [row]
    tried, until = opened, min(cutoff, opened + _LONGEST)
    for nr in range(_TRIES):
        tried = chance.moment(add_workdays(local_day(tried), chance.between(3, 12)), first=9, last=16)
        if tried >= until:
            break
        reached, way = nr > 0 and chance.hit(0.5), chance.pick(ATTEMPT_WAYS)
        rows.append(
            Attempt(
                id=chance.new_id(tried), region=signal.region, outreach=row, at=tried, way=way,
                reached=reached, text=chance.pick(texts["reached" if reached else "missed"][way]), made_by=by.id,
                idempotency_key=f"{signal.id.hex}{nr}",
            )
        )  # fmt: skip
    if opened + _LONGEST < cutoff:
        row.ended_at, row.ended_why = tried if tried < cutoff else cutoff, chance.pick(texts["ended"])
    elif row.review_on < local_day(cutoff):
        row.review_on = add_workdays(local_day(cutoff), chance.between(0, 15))
    return rows
