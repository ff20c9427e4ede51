"""Telling the reporter what was decided, and what I reported myself."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from vangnet.access.services import require
from vangnet.intake import selectors as intake
from vangnet.intake import services as intake_services
from vangnet.intake.errors import NotWeighedYet
from vangnet.intake.types import PersonTold, ToldBy
from vangnet.web.intake import labels
from vangnet.web.intake.follow_up_forms import FeedbackForm, PersonWordForm
from vangnet.web.intake.rows import rows_of
from vangnet.web.shared.saving import SAVED, attempt, status_of
from vangnet.web.shared.visit import Visit, visited


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def tell(request: HttpRequest, visit: Visit, signal_id: UUID) -> HttpResponse:
    """Keep what the reporter was told."""
    require(visit.actor, "intake.answer")
    found = intake.signal(actor=visit.actor, signal_id=signal_id, at=visit.at)
    if found.decision is None:
        raise NotWeighedYet
    form = FeedbackForm(request.POST or None, initial={"text": str(labels.FEEDBACK[found.decision])})
    status = status_of(form)
    if form.is_bound and status is HTTPStatus.OK:
        data = form.cleaned_data
        status = attempt(
            form,
            lambda: intake_services.tell_reporter(
                actor=visit.actor, signal_id=signal_id, way=ToldBy(data["way"]), text=data["text"],
                idempotency_key=str(data["key"]), at=visit.at,
            ),
        )  # fmt: skip
        if status is SAVED:
            messages.success(request, gettext("Opgeslagen. De melder weet het."))
            return redirect("web:signal", signal_id)
    content = {"form": form, "signal": found, "row": rows_of([found])[0], "at": visit.at}
    return render(request, "intake/tell.html", content, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def tell_person(request: HttpRequest, visit: Visit, signal_id: UUID) -> HttpResponse:
    """Keep what the person whom a signal is about was told, or why not yet."""
    require(visit.actor, "intake.answer")
    found = intake.signal(actor=visit.actor, signal_id=signal_id, at=visit.at)
    if found.decision is None:
        raise NotWeighedYet
    form = PersonWordForm(request.POST or None)
    status = status_of(form)
    if form.is_bound and status is HTTPStatus.OK:
        data = form.cleaned_data
        status = attempt(
            form,
            lambda: intake_services.tell_person(
                actor=visit.actor, signal_id=signal_id, outcome=PersonTold(data["outcome"]), text=data["text"],
                again_on=data["again_on"], idempotency_key=str(data["key"]), at=visit.at,
            ),
        )  # fmt: skip
        if status is SAVED:
            messages.success(request, gettext("Opgeslagen."))
            return redirect("web:signal", signal_id)
    weighing = intake.weighing(actor=visit.actor, signal_id=signal_id)
    content = {"form": form, "signal": found, "weighing": weighing, "row": rows_of([found])[0], "at": visit.at}
    return render(request, "intake/tell_person.html", content, status=status)


@require_safe
@visited
def reported(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show what I reported, and what I was told about it."""
    found = intake.reported(actor=visit.actor, at=visit.at)
    rows = zip(rows_of([view for view, _ in found]), (told for _, told in found), strict=True)
    return render(request, "intake/reported.html", {"rows": list(rows), "at": visit.at})
