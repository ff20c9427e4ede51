"""What the stage needs from outside: somebody else's decision point, when this installation is pointed at one."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from vangnet.access.types import Actor
from vangnet.core.clock import Instant


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the decision point said.

    Args:
        permitted: true only for a clear yes.
        reason: stable code, such as `foreign-deny`, `foreign-down` or `foreign-slow`.
        answered: whether it said no itself; false when nothing usable came back.
    """

    permitted: bool
    reason: str
    answered: bool


class DecisionPoint(Protocol):
    """Says whether somebody may do something; never raises, and everything but a clear yes is a no."""

    def rule(self, *, actor: Actor, action: str, kind: str, name: str, at: Instant) -> Ruling:
        """Return the ruling on `action` (`read` or `write`) by the actor on a resource of this kind with this name."""
        ...


@functools.cache
def decision_point() -> DecisionPoint | None:
    """Return the decision point of somebody else that must also permit; None when the setting names none."""
    made: DecisionPoint | None = import_string(settings.DECISION_POINT)()
    return made
