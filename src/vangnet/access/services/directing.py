"""Who may direct a case: a function alone is not enough, one must stand in the case, and can give nobody more than one sees."""

from __future__ import annotations

from uuid import UUID

from vangnet.access import rules, selectors
from vangnet.access.errors import MayorIsNotCollege, NoContentFunction, NoMandate
from vangnet.access.selectors.restrictions import own_categories
from vangnet.access.services import require
from vangnet.access.types import Actor, Relation, WorkerView
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
    if actor.is_system:
        return
    seen = selectors.sight(actor=actor, case_id=case_id, at=at)
    # Under a restriction nobody sees what their role brings, and whoever gets a role does not either.
    within = own_categories(actor=actor, case_id=case_id, at=at) if seen.restricted else seen.categories
    if categories & ~within:
        raise NoMandate(act)


def require_fit(worker: WorkerView, *, holder: WorkerView | None = None) -> None:
    """Pass when somebody may have a role in a case, or stand in for who holds it.

    Args:
        worker: who gets the role, or is asked as deputy.
        holder: for whom they stand in.

    Raises:
        NoContentFunction: the function never sees a case.
        MayorIsNotCollege: the one is of the mayor, the other of the college.
    """
    if not rules.sees_content(role=worker.role, agency_kind=worker.agency_kind):
        raise NoContentFunction
    if holder is not None and not rules.may_stand_in(kind=worker.agency_kind, holder_kind=holder.agency_kind):
        raise MayorIsNotCollege
