"""One shape of error for our own API: problem+json, all validation faults together, nothing about persons.

Source: NLGov REST API Design Rules; RFC 9457.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse

from vangnet.core.errors import VangnetError

CONTENT_TYPE = "application/problem+json"
_TITLES = {
    400: "De vraag klopt niet",
    401: "Meld je eerst aan",
    403: "Dit mag niet",
    404: "Niet gevonden",
    405: "Deze methode bestaat hier niet",
    409: "Botst met de stand van zaken",
    413: "De vraag is te groot",
    415: "Dit soort inhoud wordt niet gelezen",
    429: "Te veel vragen",
    500: "Er ging iets mis",
    503: "Even niet bereikbaar",
}


def problem(*, status: int, code: str, detail: str, invalid: Mapping[str, str] | None = None) -> HttpResponse:
    """Return a problem document.

    Args:
        status: HTTP status.
        code: stable, kebab-case.
        detail: what happened and what can be done, in plain Dutch, without personal data.
        invalid: field to message, for input that can be mended.
    """
    body: dict[str, object] = {
        "type": f"urn:vangnet:problem:{code}",
        "title": _TITLES.get(status, "Er ging iets mis"),
        "status": status,
        "code": code,
        "detail": detail,
    }
    if invalid:
        body["invalidParams"] = [{"name": name, "reason": reason} for name, reason in sorted(invalid.items())]
    response = HttpResponse(json.dumps(body, ensure_ascii=False), status=status, content_type=CONTENT_TYPE)
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="vangnet"'
    return response


def refused(request: HttpRequest, error: VangnetError) -> HttpResponse:
    """Return the problem document of one of our own errors."""
    return problem(status=error.status, code=error.code, detail=error.nl, invalid=error.fields)
