"""When one signal that is only stored may be asked for, for how long, and who decides."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from vangnet.core.clock import Instant
from vangnet.people.errors import OpeningBySecondPerson, OpeningUnreadable
from vangnet.people.types.stored import OPEN_DAYS, OpeningGround

_WORDS: Final = 10


def check_asking(*, ground: str, why: str, days: int) -> None:
    """Pass when somebody says on which ground one signal may be read, why, and for how long.

    Raises:
        OpeningUnreadable: with every fault at once, by field.

    Law: AVG article 18(2): consent, a legal claim, the rights of somebody else, or a weighty public interest.

    >>> check_asking(ground="protect", why="De buren worden bedreigd.", days=3)
    """
    faults: dict[str, str] = {}
    if ground not in set(OpeningGround):
        faults["ground"] = "Kies waarom dit toch gelezen mag worden."
    if len(why.strip()) < _WORDS:
        faults["why"] = "Schrijf op waarom dit nu nodig is."
    if not 1 <= days <= OPEN_DAYS:
        faults["days"] = f"Kies 1 tot {OPEN_DAYS} dagen."
    if faults:
        raise OpeningUnreadable(faults)


def check_deciding(*, asked_by: UUID, decider: UUID, why: str) -> None:
    """Pass when a second person decides, and says why.

    Raises:
        OpeningBySecondPerson: who asked does not decide.
        OpeningUnreadable: no reason.
    """
    if asked_by == decider:
        raise OpeningBySecondPerson
    if not why.strip():
        raise OpeningUnreadable({"why": "Schrijf op waarom."})


def open_until(*, days: int, at: Instant) -> Instant:
    """Return until when a signal is open that is opened at a moment."""
    return at + timedelta(days=days)
