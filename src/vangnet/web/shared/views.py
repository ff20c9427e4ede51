"""The switches that every page has, and the sheet with all parts of a page."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from vangnet.access.services import choose_language
from vangnet.core.clock import now
from vangnet.web.shared import middleware, shell, showcase
from vangnet.web.shared.visit import arrive


def back(request: HttpRequest) -> HttpResponseRedirect:
    """Return to the page a switch was pressed on; never to another site."""
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(target if safe and target.startswith("/") else "/")


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Choose the language of the screens: for this session, and for the account of whoever is signed in."""
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        request.session[middleware.LANGUAGE_KEY] = chosen
        if request.user.is_authenticated:
            visit = arrive(request)
            choose_language(actor=visit.actor, language=chosen, at=visit.at)
    return back(request)


@login_not_required
@require_POST
def screen(request: HttpRequest) -> HttpResponse:
    """Say that others look along, or that they no longer do."""
    request.session[middleware.SHARED_KEY] = request.POST.get("shared") == "1"
    return back(request)


@require_POST
def awake(request: HttpRequest) -> HttpResponse:
    """Say that I am still here, so that the session goes on."""
    request.session.modified = True
    return HttpResponse(status=204)


@login_not_required
@require_safe
def parts(request: HttpRequest) -> HttpResponse:
    """Show every part of a page on one sheet; only in the demo."""
    if not getattr(settings, "DEMO_SIGN_IN", False):
        raise Http404
    if shell.me(request) is None:
        request.me = showcase.ME  # type: ignore[attr-defined]  # the frame, too, is a part to look at
    return render(request, "vangnet/parts_sheet.html", showcase.content(now()))
