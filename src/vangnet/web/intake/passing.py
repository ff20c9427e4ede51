"""Passing a signal on to another desk, and answering when another desk asks: it passes only with a yes."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from vangnet.access.services import require
from vangnet.core.errors import InvalidInput, NotVisible
from vangnet.intake import selectors as intake
from vangnet.intake import services as intake_services
from vangnet.web.intake.follow_up_forms import AnswerOfferForm, OfferForm
from vangnet.web.intake.rows import rows_of
from vangnet.web.shared.saving import SAVED, attempt, status_of
from vangnet.web.shared.visit import Visit, visited


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def offer(request: HttpRequest, visit: Visit, signal_id: UUID) -> HttpResponse:
    """Ask another desk to take a signal."""
    require(visit.actor, "intake.weigh")
    found = intake.signal(actor=visit.actor, signal_id=signal_id, at=visit.at)
    desks = intake.other_desks(actor=visit.actor)
    form = OfferForm(request.POST or None, desks=desks, initial={"version": found.version})
    status = status_of(form)
    if form.is_bound and status is HTTPStatus.OK:
        data = form.cleaned_data
        status = attempt(
            form,
            lambda: intake_services.offer(
                actor=visit.actor, signal_id=signal_id, version=data["version"], agency_id=UUID(data["desk"]),
                reason=data["reason"], at=visit.at,
            ),
        )  # fmt: skip
        if status is SAVED:
            messages.success(request, gettext("Opgeslagen. Tot zij ja zeggen, blijven jullie het antwoord schuldig."))
            return redirect("web:signal", signal_id)
    content = {"form": form, "signal": found, "row": rows_of([found])[0], "at": visit.at}
    return render(request, "intake/offer.html", content, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def answer_offer(request: HttpRequest, visit: Visit, signal_id: UUID) -> HttpResponse:
    """Say yes or no to a signal that another desk offers."""
    require(visit.actor, "intake.weigh")
    found = intake.signal(actor=visit.actor, signal_id=signal_id, at=visit.at, also_offered=True)
    if found.offered_to != visit.actor.agency_id:
        raise NotVisible
    form = AnswerOfferForm(request.POST or None, initial={"version": found.version})
    status = status_of(form)
    if form.is_bound and status is HTTPStatus.OK:
        taken = form.cleaned_data["answer"] == "yes"
        status = attempt(form, lambda: _answer(visit, signal_id, form))
        if status is SAVED:
            said = (
                gettext("Opgeslagen. Het signaal ligt nu bij jullie.")
                if taken
                else gettext("Opgeslagen. Zij horen het.")
            )
            messages.success(request, said)
            return redirect("web:signal", signal_id) if taken else redirect("web:signals")
    content = {"form": form, "signal": found, "row": rows_of([found])[0], "at": visit.at}
    return render(request, "intake/answer_offer.html", content, status=status)


@require_POST
@visited
def take_back(request: HttpRequest, visit: Visit, signal_id: UUID) -> HttpResponse:
    """Stop asking another desk, or let go of its no."""
    try:
        version = int(request.POST.get("version", ""))
    except ValueError as error:
        raise InvalidInput(
            "version-unreadable",
            nl="Deze pagina is te oud. Open haar opnieuw.",
            en="This page is too old. Open it again.",
        ) from error
    intake_services.take_back(actor=visit.actor, signal_id=signal_id, version=version, at=visit.at)
    messages.success(request, gettext("Opgeslagen. Jullie houden dit signaal."))
    return redirect("web:signal", signal_id)


def _answer(visit: Visit, signal_id: UUID, form: AnswerOfferForm) -> None:
    data = form.cleaned_data
    if data["answer"] == "yes":
        intake_services.accept(actor=visit.actor, signal_id=signal_id, version=data["version"], at=visit.at)
    else:
        intake_services.decline(
            actor=visit.actor, signal_id=signal_id, version=data["version"], reason=data["reason"], at=visit.at
        )
