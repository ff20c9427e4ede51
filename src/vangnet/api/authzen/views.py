"""The way in through Django: takes the request apart, asks the decision point, puts the response together."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from vangnet.api.authzen.edge import handle_safely
from vangnet.api.authzen.service import DecisionPoint
from vangnet.api.authzen.types import Request
from vangnet.core import clock


def view(point: Callable[[], DecisionPoint]) -> Callable[[HttpRequest], HttpResponse]:
    """Return the view for every AuthZEN path.

    Systems call it with their own credentials and never with a browser's session, so there is no cross-site token.

    Args:
        point: gives the decision point; called at each request, so that wiring may wait until the apps are ready.
    """

    @csrf_exempt
    @login_not_required
    def answer(request: HttpRequest, **_: object) -> HttpResponse:
        response = handle_safely(point(), _freed(request))
        return HttpResponse(response.body, status=response.status, headers=dict(response.headers))

    return answer


def _freed(request: HttpRequest) -> Request:
    return Request(
        method=request.method or "",
        path=request.path_info,
        headers={name.lower(): value for name, value in request.headers.items()},
        body=request,
        origin=f"{request.scheme}://{request.get_host()}{request.path.removesuffix(request.path_info)}",
        at=clock.now(),
    )
