"""Puts the API together: who calls, in which transaction, with which headers, and how a refusal looks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path, re_path
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from vangnet.api.problems import CONTENT_TYPE, problem, refused
from vangnet.api.v1 import cases, elsewhere, intake, people
from vangnet.api.v1.caller import BearerToken
from vangnet.core.errors import VangnetError

VERSION = "1.0.0"
_log = structlog.stdlib.get_logger("vangnet.api")

api = NinjaAPI(
    title="Vangnet",
    version=VERSION,
    description="Signalen aanleveren en lezen; casussen en plannen lezen. Elke aanroep heeft een bekende afzender.",
    urls_namespace="api-v1",
    docs_url=None,
    openapi_url=None,
    auth=BearerToken(),
    openapi_extra={
        "info": {
            "contact": {"name": "Vangnet", "email": "api@vangnet.example", "url": "https://vangnet.example/api"},
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        }
    },
)
api.add_router("/signalen", intake.router)
api.add_router("/navragen", elsewhere.router)
api.add_router("/personen", people.router)
api.add_router("/casussen", cases.router)

HEADERS = {
    "API-Version": VERSION,
    "Cache-Control": "no-store",
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


@api.exception_handler(VangnetError)
def _refused(request: HttpRequest, error: VangnetError) -> HttpResponse:
    return refused(request, error)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    faults = {".".join(str(part) for part in fault["loc"][1:]): str(fault["msg"]) for fault in error.errors}
    return problem(status=400, code="invalid", detail="Niet alle velden kloppen. Zie invalidParams.", invalid=faults)


@api.exception_handler(AuthenticationError)
def _nobody(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return problem(status=401, code="no-token", detail="Vraag een token aan op /api/oauth/token en stuur het mee.")


@api.exception_handler(HttpError)
def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(status=error.status_code, code="unreadable", detail="De inhoud is geen leesbare JSON.")


@api.exception_handler(Exception)
def _broken(request: HttpRequest, error: Exception) -> HttpResponse:
    _log.exception("api failed")
    return problem(
        status=500, code="broken", detail="Er ging iets mis. Er is niets opgeslagen. Probeer het later opnieuw."
    )


def openapi(request: HttpRequest) -> HttpResponse:
    """Return the description of the API; public, and readable from any page."""
    response = JsonResponse(api.get_openapi_schema(path_prefix="/api/v1/"), json_dumps_params={"ensure_ascii": False})
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def nothing_here(request: HttpRequest) -> HttpResponse:
    """Answer an address that does not exist like one that may not be seen."""
    return problem(status=404, code="not-visible", detail="Dit bestaat niet, of je mag het niet zien.")


def dressed(view: Callable[..., Any]) -> Callable[..., HttpResponse]:
    """Return the view with the headers of each answer, errors in one shape, and no login page in its way."""

    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response: HttpResponse = view(request, *args, **kwargs)
        if response.status_code >= 400 and response.headers.get("Content-Type") != CONTENT_TYPE:
            detail = "Kijk in /api/v1/openapi.json welke aanroepen er zijn."
            response = problem(status=response.status_code, code="refused", detail=detail)
        for name, value in HEADERS.items():
            response.headers[name] = value
        return response

    answer.csrf_exempt = True  # type: ignore[attr-defined]
    answer.login_required = False  # type: ignore[attr-defined]
    return answer


def addresses() -> list[URLPattern]:
    """Return every address below `/api/v1/`."""
    patterns: list[URLPattern] = [path("openapi.json", dressed(openapi), name="openapi")]
    for pattern in api.urls[0]:
        if isinstance(pattern, URLPattern):
            patterns.append(URLPattern(pattern.pattern, dressed(pattern.callback), pattern.default_args, pattern.name))
    patterns.append(re_path(r"^.*$", dressed(nothing_here)))
    return patterns
