"""Requests to partners: ask with a day, keep the answer, or the weighty reasons against it."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from vangnet.access import selectors as access
from vangnet.core.clock import local_day
from vangnet.core.errors import StaleVersion
from vangnet.core.workdays import add_workdays
from vangnet.sharing import selectors, services
from vangnet.sharing.types import RequestState
from vangnet.web.shared.saving import SAVED, attempt, status_of
from vangnet.web.shared.visit import Visit, visited
from vangnet.web.sharing import words
from vangnet.web.sharing.asking import trail
from vangnet.web.sharing.case import head
from vangnet.web.sharing.kept_forms import ReplyForm, RequestForm

# A week is what partners usually agree on; the asker can choose another day.
USUAL = timedelta(days=7)


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def new(request: HttpRequest, visit: Visit, case_id: UUID) -> HttpResponse:
    """Ask a partner for information."""
    case = head(visit, case_id)
    people = selectors.participants(actor=visit.actor, case_id=case_id, at=visit.at)
    first = {"due_on": add_workdays(local_day(visit.at) + USUAL, 0), "purpose": "zvh_case"}
    form = RequestForm(request.POST or None, people=people, initial=first)
    status = status_of(form)
    if form.is_bound and status == 200:
        data = form.cleaned_data
        status = attempt(
            form,
            lambda: services.request_information(
                actor=visit.actor,
                case_id=case_id,
                to=form.receiver(),
                question=data["question"],
                category=data["category"],
                purpose=data["purpose"],
                due_on=data["due_on"],
                at=visit.at,
                key=data["key"],
            ),
        )
        if status is SAVED:
            messages.success(request, gettext("Opgeslagen. Je ziet hier wanneer het antwoord er moet zijn."))
            return redirect("web:case-sharing", case_id)
    content = {
        "at": visit.at,
        "head": case,
        "trail": trail(case),
        "form": form,
        "title": gettext("Vraag informatie aan een partner"),
        "lead": gettext(
            "Een partner geeft antwoord, of schrijft op welke zwaarwegende reden er is om dat niet te doen."
        ),
        "button": gettext("Stel de vraag"),
        "back": reverse("web:case-sharing", args=[case_id]),
    }
    return render(request, "sharing/form.html", content, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def asked(request: HttpRequest, visit: Visit, request_id: UUID) -> HttpResponse:
    """Show a request, and let whoever may, answer it or say why not."""
    found = selectors.request(actor=visit.actor, request_id=request_id, at=visit.at)
    case = head(visit, found.case_id)
    form = ReplyForm(request.POST or None, initial={"version": found.version})
    status, changed = status_of(form), False
    if form.is_bound and status == 200:
        data = form.cleaned_data
        try:
            status = attempt(
                form,
                lambda: services.answer_request(
                    actor=visit.actor,
                    request_id=request_id,
                    version=data["version"],
                    refused=data["kind"] == "refuse",
                    text=data["answer"],
                    at=visit.at,
                ),
            )
        except StaleVersion:
            status, changed = HTTPStatus.CONFLICT, True
            typed = request.POST.copy()
            typed["version"] = str(found.version)
            form = ReplyForm(typed)
        if status is SAVED:
            messages.success(request, gettext("Opgeslagen bij het verzoek."))
            return redirect("web:case-sharing", found.case_id)
    ids = [one for one in (found.asked_by, found.closed_by) if one is not None]
    content = {
        "at": visit.at,
        "head": case,
        "trail": trail(case),
        "asked": found,
        "open": found.state is RequestState.ASKED,
        "may_answer": selectors.may_answer(actor=visit.actor, asked=found, at=visit.at),
        "refused": found.state is RequestState.REFUSED,
        "org": words.say("receivers", found.to_org_type),
        "purpose": words.say("purposes", found.purpose),
        "category": words.say("categories", found.category),
        "workers": access.workers(worker_ids=ids),
        "form": form,
        "changed": changed,
    }
    return render(request, "sharing/request.html", content, status=status)
