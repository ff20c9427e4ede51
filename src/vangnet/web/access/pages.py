"""Pages that everybody may read: help, accessibility, privacy."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from vangnet.core.errors import NotVisible
from vangnet.web.shared import shell, visit


def _frame(request: HttpRequest) -> str:
    """Return the frame for whoever reads: with menu for somebody signed in, bare for others."""
    if not request.user.is_authenticated:
        return "vangnet/bare.html"
    try:
        visit.arrive(request)
    except NotVisible:
        return "vangnet/bare.html"
    return "vangnet/base.html"


@login_not_required
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Show what to do when something is unclear, does not work, or is dangerous."""
    frame = _frame(request)
    known = shell.me(request) if request.user.is_authenticated else None
    return render(request, "access/help.html", {"frame": frame, "acts": known.acts if known else frozenset()})


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Show how Vangnet is made usable for everybody, and what to do when it is not."""
    return render(request, "access/accessibility.html", {"frame": _frame(request)})


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Show what Vangnet keeps about people, who sees it, and what somebody can ask."""
    return render(request, "access/privacy.html", {"frame": _frame(request)})
