"""At which desk somebody reads."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from vangnet.access import selectors as access
from vangnet.access.types import Actor

NO_DESK: Final = UUID(int=0)


def read_desk(actor: Actor) -> UUID:
    """Return the desk whose signals the actor reads; none for a function that reads no content, such as an auditor's."""
    return actor.agency_id if access.may(actor=actor, act="intake.read") else NO_DESK
