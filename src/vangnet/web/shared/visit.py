"""Who comes to a screen, and when: the two things that every selector and service wants to know.

@visited
def case(request: HttpRequest, visit: Visit, case_id: UUID) -> HttpResponse:
    found = selectors.case(actor=visit.actor, case_id=case_id, at=visit.at)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse

from vangnet.access import selectors
from vangnet.access.services import acting
from vangnet.access.types import Actor
from vangnet.core.clock import Instant, now
from vangnet.core.errors import NotVisible
from vangnet.core.tracing import current_trace_id
from vangnet.web.shared.shell import Me

P = ParamSpec("P")

ME_KEY = "me"


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of one professional."""

    actor: Actor
    at: Instant


def visited(
    view: Callable[Concatenate[HttpRequest, Visit, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Give a view its visit, and let it run in one transaction in which the database knows who acts.

    What the view returns is whole when the transaction ends; an error undoes everything it wrote.
    """

    @wraps(view)
    def opened(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        visit = arrive(request)
        with acting(visit.actor):
            return view(request, visit, *args, **kwargs)

    return opened


def arrive(request: HttpRequest) -> Visit:
    """Return the visit of a signed-in professional, and let the frame of the page know their name.

    Raises:
        NotVisible: the account is closed or its worker has left.
    """
    account_id = request.user.pk
    if account_id is None:
        raise NotVisible
    actor = selectors.actor_of(account_id=account_id, trace_id=current_trace_id())
    request.me = _me(request, actor)  # type: ignore[attr-defined]  # read by the frame
    return Visit(actor, now())


def _me(request: HttpRequest, actor: Actor) -> Me:
    """Return how the frame names somebody; kept in the session, so that a page need not ask again."""
    kept = request.session.get(ME_KEY)
    if isinstance(kept, list) and kept[:1] == [str(actor.worker_id)]:
        return Me(kept[1], kept[2])
    worker = selectors.worker(worker_id=actor.worker_id)
    request.session[ME_KEY] = [str(worker.id), worker.name, worker.agency_name]
    return Me(worker.name, worker.agency_name)
