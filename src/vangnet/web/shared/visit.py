"""Who comes to a screen, and when: the two things that every selector and service wants to know.

@visited
def case(request: HttpRequest, visit: Visit, case_id: UUID) -> HttpResponse:
    found = selectors.case(actor=visit.actor, case_id=case_id, at=visit.at)

A view without `visited` has no actor, and the database shows it nothing: closed by default.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

from vangnet.access import selectors
from vangnet.access.services import acting
from vangnet.access.services.foreign import require_foreign
from vangnet.access.types import Actor, WorkerView
from vangnet.core.clock import Instant, now
from vangnet.core.errors import NotVisible
from vangnet.core.tracing import current_trace_id
from vangnet.web.shared.shell import named

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of one professional.

    Args:
        actor: who asks, for which organisation.
        at: the moment of the request; every word about time on the page counts from it.
        worker: the same person as colleagues know them.
    """

    actor: Actor
    at: Instant
    worker: WorkerView


def visited(
    view: Callable[Concatenate[HttpRequest, Visit, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Give a view its visit, and let it run in one transaction in which the database knows who acts.

    What the view returns is whole when the transaction ends; an error undoes everything it wrote.
    """

    @wraps(view)
    def opened(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            visit = arrive(request)
        except NotVisible:
            # Signed in, but no longer (or not yet) somebody who works here: start over at the door.
            logout(request)
            return redirect_to_login(request.get_full_path())
        case = kwargs.get("case_id")
        require_foreign(
            actor=visit.actor,
            action="read" if request.method in {"GET", "HEAD"} else "write",
            kind="case" if case else "screen",
            name=str(case or getattr(request.resolver_match, "route", "")),
            at=visit.at,
        )
        with acting(visit.actor):
            return view(request, visit, *args, **kwargs)

    return opened


def arrive(request: HttpRequest) -> Visit:
    """Return the visit of a signed-in professional, and let the frame of the page know their name.

    Raises:
        NotVisible: nobody is signed in, the account is closed or its worker has left.
    """
    actor, worker = selectors.seat_of(account=request.user, trace_id=current_trace_id())
    request.actor = actor  # type: ignore[attr-defined]  # read by the log: ids of worker and organisation
    request.me = named(worker)  # type: ignore[attr-defined]  # read by the frame
    return Visit(actor, now(), worker)
