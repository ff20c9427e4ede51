"""Somebody who came in by a password alone first sets up a second factor."""

from __future__ import annotations

from collections.abc import Callable

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

Respond = Callable[[HttpRequest], HttpResponseBase]
SEEN = "second_factor"


def require_second_factor(respond: Respond) -> Respond:
    """Middleware: send whoever lacks a second factor to the page that sets one up, and nowhere else."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if settings.SECOND_FACTOR_REQUIRED and request.user.is_authenticated and not _has_factor(request):
            allowed = (reverse("mfa_index"), reverse("account_logout"), reverse("account_reauthenticate"))
            if not request.path.startswith((*allowed, settings.STATIC_URL, reverse("web:language"))):
                return redirect("mfa_index")
        return respond(request)

    return middleware


def _has_factor(request: HttpRequest) -> bool:
    """Return whether this session is backed by more than a password; asked once, then remembered in the session."""
    if request.session.get(SEEN):
        return True
    records = get_authentication_records(request, request.user)
    by_organisation = any(record.get("method") == "socialaccount" for record in records)
    if by_organisation or is_mfa_enabled(request.user):
        request.session[SEEN] = True
        return True
    return False
