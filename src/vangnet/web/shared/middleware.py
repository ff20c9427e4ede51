"""What holds for every page: its language, its shared screen, that no browser keeps it, and how a refusal looks."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import resolve_url
from django.utils import translation

from vangnet.core.errors import VangnetError
from vangnet.web.shared import faults, screen

Next = Callable[[HttpRequest], HttpResponseBase]

LANGUAGE_KEY = "language"
SHARED_KEY = "screen_shared"


class Language:
    """Speak the language of the account or the session; Dutch for everybody who chose nothing.

    The browser's own wish is not followed: a shared computer would decide what a colleague reads.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer in the chosen language."""
        chosen = request.session.get(LANGUAGE_KEY) or getattr(getattr(request, "user", None), "language", None)
        known = dict(settings.LANGUAGES)
        spoken = chosen if chosen in known else settings.LANGUAGE_CODE
        with translation.override(spoken):
            request.LANGUAGE_CODE = spoken
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", spoken)
        return response


class SharedScreen:
    """Hide names and facts for as long as this session says that others look along."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with names shown or hidden."""
        with screen.shared_screen(bool(request.session.get(SHARED_KEY, False))):
            return self.get_response(request)


class PrivatePages:
    """Let no browser or proxy keep a page, and switch off what a page never needs from a device.

    An answer that says itself how long it may be kept, as files with style do, is left as it is.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and say that it is not to be kept."""
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store, private")
        policy = getattr(settings, "PERMISSIONS_POLICY", "")
        if policy:
            response.headers.setdefault("Permissions-Policy", policy)
        return response


class Refusals:
    """Turn an error of Vangnet into its page: what happened, what you can do, and never more than you may know."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer; errors come by `process_exception`. A part of a page is never sent to the door in its place."""
        response = self.get_response(request)
        sent = response.headers.get("Location", "").partition("?")[0] if response.status_code == 302 else ""
        if sent and sent == resolve_url(settings.LOGIN_URL) and faults.partial(request):
            return faults.signed_out(request)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Return the page for an error of ours; leave every other error to Django's own handling."""
        return faults.respond(request, exception) if isinstance(exception, VangnetError) else None
