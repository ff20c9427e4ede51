"""What stands in the way of sharing: record it, or record that it was found otherwise."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from vangnet.core.errors import NotVisible
from vangnet.sharing import selectors, services
from vangnet.sharing.types import QuestionView
from vangnet.web.shared.parts import Link
from vangnet.web.shared.saving import SAVED, attempt, status_of
from vangnet.web.shared.visit import Visit, visited
from vangnet.web.sharing.asking import trail
from vangnet.web.sharing.case import head
from vangnet.web.sharing.kept_forms import FindingForm


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def finding(request: HttpRequest, visit: Visit, question_id: UUID) -> HttpResponse:
    """Record what stands in the way of sharing an item of one's own question, or what was found instead."""
    found = selectors.question(actor=visit.actor, question_id=question_id, at=visit.at)
    if found.asked_by != visit.actor.worker_id:
        raise NotVisible
    case = head(visit, found.case_id)
    standing = selectors.standing_findings(actor=visit.actor, question_id=question_id, at=visit.at)
    form = FindingForm(request.POST or None, items=[one.item for one in found.verdicts], standing=standing)
    status = status_of(form)
    if form.is_bound and status == 200:
        asked: list[QuestionView] = []
        name, value, item_id = form.found()
        status = attempt(
            form,
            lambda: asked.append(
                services.record_finding(
                    actor=visit.actor,
                    question_id=question_id,
                    item_id=item_id,
                    name=name,
                    value=value,
                    why=form.cleaned_data["why"],
                    at=visit.at,
                    key=form.cleaned_data["key"],
                )
            ),
        )
        if status is SAVED:
            messages.success(request, gettext("Opgeslagen. Vangnet heeft opnieuw gekeken."))
            return redirect("web:share-verdict", asked[0].id)
    content = {
        "at": visit.at,
        "head": case,
        "trail": [*trail(case), Link(gettext("Mag ik dit delen?"), reverse("web:share-verdict", args=[question_id]))],
        "form": form,
        "title": gettext("Leg vast wat delen tegenhoudt"),
        "lead": gettext(
            "Wat je hier vastlegt, blijft staan. Het kan later alleen door een nieuwe bevinding worden vervangen, met een reden."
        ),
        "button": gettext("Leg vast en kijk opnieuw"),
        "back": reverse("web:share-verdict", args=[question_id]),
    }
    return render(request, "sharing/form.html", content, status=status)
