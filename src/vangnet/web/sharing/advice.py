"""The desk of the privacy adviser: questions of professionals without the person, and the answer that stays with them."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from vangnet.access import selectors as access
from vangnet.access.services import require
from vangnet.core.errors import StaleVersion
from vangnet.sharing import selectors, services
from vangnet.sharing.types import AdviceFinding, AdviceView
from vangnet.web.shared.saving import SAVED, attempt, status_of
from vangnet.web.shared.visit import Visit, visited
from vangnet.web.sharing import words
from vangnet.web.sharing.forms import AdviceForm
from vangnet.web.sharing.page import unique


@require_safe
@visited
def desk(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the questions that wait for an adviser, longest waiting first, and those last answered."""
    waiting = selectors.advices(actor=visit.actor, at=visit.at)
    answered = selectors.advices(actor=visit.actor, at=visit.at, answered=True, limit=20)
    content = {
        "at": visit.at,
        "waiting": [(one, _words(one)) for one in waiting],
        "answered": [(one, _words(one)) for one in answered],
        "workers": access.workers(worker_ids=[one.asked_by for one in (*waiting, *answered)]),
    }
    return render(request, "sharing/advices.html", content)


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def advice(request: HttpRequest, visit: Visit, advice_id: UUID) -> HttpResponse:
    """Show one question to an adviser, and keep the answer."""
    require(visit.actor, "sharing.advise")
    found = selectors.advice(actor=visit.actor, advice_id=advice_id, at=visit.at)
    form = AdviceForm(request.POST or None, initial={"version": found.version})
    status, changed = status_of(form), False
    if form.is_bound and status == 200:
        data = form.cleaned_data
        try:
            status = attempt(
                form,
                lambda: services.answer_adviser(
                    actor=visit.actor,
                    advice_id=advice_id,
                    version=data["version"],
                    finding=AdviceFinding(data["finding"]),
                    answer=data["answer"],
                    at=visit.at,
                ),
            )
        except StaleVersion:
            status, changed = HTTPStatus.CONFLICT, True
            typed = request.POST.copy()
            typed["version"] = str(found.version)
            form = AdviceForm(typed)
        if status is SAVED:
            messages.success(request, gettext("Je antwoord staat bij de vraag."))
            return redirect("web:advices")
    content = {
        "at": visit.at,
        "advice": found,
        "words": _words(found),
        "frames": [
            (words.say("categories", frame.category), _outcome(frame.outcome), [_fact(name) for name in frame.missing])
            for frame in found.frames
        ],
        "cites": unique(cite for frame in found.frames for cite in frame.cites),
        "asker": access.workers(worker_ids=[found.asked_by]).get(found.asked_by),
        "form": form,
        "changed": changed,
    }
    return render(request, "sharing/advice.html", content, status=status)


def _words(found: AdviceView) -> dict[str, str]:
    return {
        "giver": words.say("receivers", found.giver_org),
        "to": words.say("receivers", found.receiver_org),
        "role": words.say("roles", found.receiver_role),
        "purpose": words.say("purposes", found.purpose),
        "about": ", ".join(dict.fromkeys(words.say("categories", frame.category) for frame in found.frames)),
    }


def _outcome(outcome: str) -> str:
    said = {
        "ALLOW": gettext("Ja"),
        "ALLOW_DUTY": gettext("Ja, en het moet"),
        "CONDITIONAL": gettext("Ja, als er meer is vastgelegd"),
        "HUMAN": gettext("Een mens beslist"),
        "DENY": gettext("Nee"),
    }
    return said[outcome]


def _fact(name: str) -> str:
    return words.fact_question(name).text
