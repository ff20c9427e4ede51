"""One click in as a made-up person. These views have an address in the demo only, and answer this machine only."""

from __future__ import annotations

from ipaddress import ip_address
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from vangnet.access import selectors as access
from vangnet.web.shared.roles import role_words


@login_not_required
@never_cache
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Show the made-up people."""
    _refuse_others(request)
    people = [(person, role_words(person.role)) for person in access.demo_people()]
    return render(request, "account/demo.html", {"people": people, "next": _safe(request, request.GET.get("next"))})


@login_not_required
@sensitive_post_parameters()
@require_POST
def enter(request: HttpRequest) -> HttpResponse:
    """Sign in as one of them, in a new session."""
    _refuse_others(request)
    try:
        account = access.demo_account(account_id=UUID(request.POST.get("account", "")))
    except ValueError:
        account = None
    if account is None:
        raise Http404
    login(request, account, backend=settings.AUTHENTICATION_BACKENDS[0])
    UserSession.objects.create_from_request(request)  # so that "Waar ben ik ingelogd?" shows this one too
    return HttpResponseRedirect(_safe(request, request.POST.get("next")))


def _refuse_others(request: HttpRequest) -> None:
    """Answer only a browser on this machine, as if the page did not exist for others."""
    try:
        here = ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        here = False
    forwarded = any(name in request.headers for name in ("X-Forwarded-For", "Forwarded", "X-Real-Ip"))
    if not here or forwarded:
        raise Http404


def _safe(request: HttpRequest, wanted: str | None) -> str:
    """Return the address to go to: on this site, or the front page."""
    here = {request.get_host()}
    return wanted if wanted and url_has_allowed_host_and_scheme(wanted, here) else settings.LOGIN_REDIRECT_URL
