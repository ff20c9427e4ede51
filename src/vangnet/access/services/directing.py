"""Who may direct a case: a function alone is not enough, one must stand in the case, and can give nobody more than one sees."""

from __future__ import annotations

from uuid import UUID

from vangnet.access import selectors
from vangnet.access.errors import NoMandate
from vangnet.access.services import require
from vangnet.access.types import Actor, Relation
from vangnet.core.clock import Instant


def require_in_case(actor: Actor, act: str, *, case_id: UUID, at: Instant) -> None:
    """Pass when the actor's function may do `act` and the actor stands in the case: by a role, as deputy or as its team.

    Whoever sees a case only because something was shared, or for the hours of an emergency, directs nothing in it.

    Raises:
        NotVisible: the case is not in sight.
        NoMandate: the function may not, or the actor only looks in.
    """
    require(actor, act)
    if actor.is_system:
        return
    if selectors.sight(actor=actor, case_id=case_id, at=at).relation is Relation.OTHER:
        raise NoMandate(act)


def require_within_own_sight(actor: Actor, act: str, *, case_id: UUID, categories: int, at: Instant) -> None:
    """Pass when the actor sees everything that somebody else is about to be shown by a role.

    Args:
        categories: bit mask of what the role brings.

    Raises:
        NotVisible: the case is not in sight.
        NoMandate: the role brings more than the actor sees.
    """
    if not actor.is_system and categories & ~selectors.sight(actor=actor, case_id=case_id, at=at).categories:
        raise NoMandate(act)
