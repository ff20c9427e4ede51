"""When a late answer climbs. Pure."""

from __future__ import annotations

from datetime import datetime

from vangnet.core.clock import AMSTERDAM, Instant
from vangnet.core.workdays import add_workdays
from vangnet.intake.types.conventions import EscalationLevel


def climbs_at(answer_due: Instant, level: EscalationLevel) -> Instant:
    """Return the moment at which a signal without an answer climbs to a level: some working days later, the same hour.

    >>> from datetime import UTC
    >>> from vangnet.intake.types.conventions import Climb
    >>> friday = datetime(2026, 11, 27, 16, 0, tzinfo=UTC)
    >>> [climbs_at(friday, EscalationLevel(1, days, Climb.ZVH, "manager")).day for days in (0, 1, 2)]
    [27, 30, 1]
    """
    if level.after_workdays == 0:
        return answer_due
    local = answer_due.astimezone(AMSTERDAM)
    day = add_workdays(local.date(), level.after_workdays)
    return datetime.combine(day, local.time(), AMSTERDAM).astimezone(answer_due.tzinfo)
