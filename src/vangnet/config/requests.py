"""Around every request: one trace, and one line in the log."""

from __future__ import annotations

import time
from collections.abc import Callable
from ipaddress import ip_address
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse
from opentelemetry.trace import SpanKind

from vangnet.access.types import Actor
from vangnet.config import tracing

Respond = Callable[[HttpRequest], HttpResponse]
_log = structlog.stdlib.get_logger("vangnet.request")
QUIET_ROUTES = frozenset({"gezondheid", "gereed"})


def record_requests(respond: Respond) -> Respond:
    """Middleware: open a trace and write one line per request, with the route and never the path."""

    def middleware(request: HttpRequest) -> HttpResponse:
        start = time.perf_counter()
        carrier = {name: request.headers[name] for name in ("traceparent", "tracestate") if name in request.headers}
        with tracing.span("request", kind=SpanKind.SERVER, carrier=carrier, place=_place(request)) as span:
            response = respond(request)
            route = _route(request)
            span.update_name(f"{request.method} {route}")
            span.set_attributes({"http.route": route, "http.response.status_code": response.status_code})
            if route not in QUIET_ROUTES or response.status_code >= 500:
                _log.info(
                    "request",
                    method=request.method,
                    route=route,
                    status=response.status_code,
                    duration_ms=round((time.perf_counter() - start) * 1000, 1),
                    **_who(request),
                )
        return response

    return middleware


def _place(request: HttpRequest) -> str:
    """Return the network address a request comes from, for the record (BIO 8.15, NEN 7513); nothing for this machine itself."""
    try:
        address = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return ""
    return "" if address.is_loopback else str(address)


def _route(request: HttpRequest) -> str:
    match: Any = request.resolver_match
    return match.route if match is not None else "unknown"


def _who(request: HttpRequest) -> dict[str, str]:
    """Return the ids of the worker and the organisation that asked; nothing when nobody was known."""
    actor = getattr(request, "actor", None) or getattr(request, "auth", None)
    return {"worker_id": str(actor.worker_id), "agency_id": str(actor.agency_id)} if isinstance(actor, Actor) else {}
