"""The way in without a framework: a decision point as a WSGI application."""

from __future__ import annotations

import http
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from vangnet.api.authzen.edge import handle_safely
from vangnet.api.authzen.service import DecisionPoint
from vangnet.api.authzen.types import Request
from vangnet.core import clock

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_CGI_NAMES = {"CONTENT_TYPE": "content-type", "CONTENT_LENGTH": "content-length"}


def application(point: DecisionPoint) -> Callable[[WSGIEnvironment, StartResponse], Iterable[bytes]]:
    """Return the WSGI application that answers for a decision point."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        request = _request(environ)
        response = handle_safely(point, request)
        reason = http.HTTPStatus(response.status).phrase
        length = {} if response.status == 204 else {"Content-Length": str(len(response.body))}
        start_response(f"{response.status} {reason}", list({**response.headers, **length}.items()))
        return [response.body]

    return answer


def _request(environ: WSGIEnvironment) -> Request:
    headers = {name[5:].replace("_", "-").lower(): value for name, value in environ.items() if name.startswith("HTTP_")}
    headers |= {name: environ[key] for key, name in _CGI_NAMES.items() if environ.get(key)}
    return Request(
        method=environ["REQUEST_METHOD"],
        path=environ.get("PATH_INFO") or "/",
        headers=headers,
        body=environ["wsgi.input"],
        origin=_origin(environ, headers),
        at=clock.now(),
    )


def _origin(environ: WSGIEnvironment, headers: Mapping[str, str]) -> str:
    host = headers.get("host") or f"{environ['SERVER_NAME']}:{environ['SERVER_PORT']}"
    return f"{environ['wsgi.url_scheme']}://{host}{environ.get('SCRIPT_NAME', '').rstrip('/')}"
