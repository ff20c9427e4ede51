"""Who asks: every screen about people runs as its actor, in one transaction that the database knows the actor of.

A view without `signed_in` has no actor, and the database shows it nothing: closed by default.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

from vangnet.access import selectors as access
from vangnet.access.services import acting
from vangnet.access.types import Actor, WorkerView
from vangnet.core.clock import Instant, now
from vangnet.core.errors import NotVisible
from vangnet.core.tracing import current_trace_id
from vangnet.web.shared.roles import role_words
from vangnet.web.shared.shell import Me

P = ParamSpec("P")


class Seat(HttpRequest):
    """A request of somebody who is signed in.

    Args:
        actor: who asks, for which organisation.
        at: the moment of the request; every word about time on the page counts from it.
        colleague: the same person as others see them.
        me: what the frame of the page shows.
    """

    actor: Actor
    at: Instant
    colleague: WorkerView
    me: Me


View = Callable[Concatenate[Seat, P], HttpResponse]


def signed_in(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Run a view as the actor behind the sign-in, in one transaction.

    What the view writes is kept when it answers, whatever the answer; an error undoes all of it, and
    `web.shared.middleware.Refusals` turns an error of Vangnet into its page. The view answers with a finished page,
    never a lazy one: outside the transaction nothing about people can be read.

    Args:
        view: takes a `Seat`.
    """

    @wraps(view)
    def run(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        account_id = getattr(request.user, "pk", None)
        try:
            if not isinstance(account_id, UUID):
                raise NotVisible
            actor, colleague = access.seat_of(account_id=account_id, trace_id=current_trace_id())
        except NotVisible:
            # Signed in, but no longer (or not yet) somebody who works here: start over at the door.
            logout(request)
            return redirect_to_login(request.get_full_path())
        seat = _seated(request, actor, colleague)
        with acting(actor):
            return view(seat, *args, **kwargs)

    return run


def _seated(request: HttpRequest, actor: Actor, colleague: WorkerView) -> Seat:
    request.actor, request.colleague, request.at = actor, colleague, now()  # type: ignore[attr-defined]
    request.me = Me(colleague.name, f"{role_words(colleague.role)}, {colleague.agency_name}")  # type: ignore[attr-defined]
    return request  # type: ignore[return-value]
