"""By when the person whom a signal is about hears of it. Pure."""

from __future__ import annotations

from datetime import date

from vangnet.core.periods import months_later
from vangnet.intake.errors import PersonWordUnreadable
from vangnet.intake.rules import LONGEST_OUTREACH
from vangnet.intake.types import TEXT_LIMIT, PersonTold, WeighingDecision


def inform_on(decision: WeighingDecision, *, informed: bool, received: date, day: date) -> date | None:
    """Return the day by which the person hears that they were talked about; None when they know, or when nothing is kept.

    Args:
        received: day on which the signal came in.
        day: day of the decision.

    Law: AVG article 14(3)(a): within a month of getting the data; Bgs 1.3. Our reading: what is not taken up goes within its term.

    >>> said = {"informed": False, "received": date(2026, 10, 31), "day": date(2026, 11, 3)}
    >>> str(inform_on(WeighingDecision.LOCAL, **said)), inform_on(WeighingDecision.NOT_TAKEN_UP, **said)
    ('2026-11-30', None)
    """
    if informed or decision is WeighingDecision.NOT_TAKEN_UP:
        return None
    return max(day, months_later(received, 1))


def check_person_word(*, outcome: PersonTold, text: str, again_on: date | None, day: date) -> None:
    """Pass when it is written what the person was told, or why not, and for later when it is looked at again.

    Raises:
        PersonWordUnreadable: with every fault at once, by field.

    Law: AVG article 14(5)(b) and UAVG 41; Bgs 1.3: as soon as the reason is gone, they hear it.
    """
    faults = {}
    if not text.strip():
        faults["text"] = "Schrijf op wat je hebt verteld." if outcome is PersonTold.TOLD else "Schrijf op waarom niet."
    elif len(text) > TEXT_LIMIT:
        faults["text"] = f"De tekst is te lang: hoogstens {TEXT_LIMIT} tekens."
    if outcome is PersonTold.LATER and (again_on is None or not day < again_on <= day + LONGEST_OUTREACH):
        faults["again_on"] = "Kies een dag in de komende drie maanden."
    if faults:
        raise PersonWordUnreadable(faults)
