"""What others shared with me, for as long as I may see it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from vangnet.sharing import selectors, services
from vangnet.web.cases.documents import as_download
from vangnet.web.shared.visit import Visit, visited
from vangnet.web.sharing import words


@require_safe
@visited
def received(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the items that were shared with me, newest first, with what I may do with them."""
    rows = [
        (
            one,
            words.say("categories", one.category),
            words.say("purposes", one.purpose),
            [words.say("duties", duty) for duty in one.duties],
        )
        for one in selectors.received_items(actor=visit.actor, at=visit.at)
    ]
    wrong = [
        (one, words.say("categories", one.category))
        for one in selectors.received_corrections(actor=visit.actor, at=visit.at)
    ]
    return render(request, "access/received.html", {"rows": rows, "wrong": wrong, "at": visit.at})


@require_POST
@visited
def acknowledge(request: HttpRequest, visit: Visit, disclosed_id: UUID) -> HttpResponse:
    """Say, as who received it, that one knows of a correction."""
    services.acknowledge_correction(actor=visit.actor, disclosed_id=disclosed_id, seen_from="", at=visit.at)
    messages.success(request, gettext("Bevestigd. Gebruik vanaf nu wat er verbeterd is."))
    return redirect("web:received")


@require_safe
@visited
def document(request: HttpRequest, visit: Visit, disclosed_id: UUID) -> HttpResponse:
    """Hand over a document that was shared with me, as a file."""
    return as_download(selectors.received_document(actor=visit.actor, disclosed_id=disclosed_id, at=visit.at))
