"""The request of a person: register it, keep a part back with a reason, and give the answer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from vangnet.core.strict_json import encoded
from vangnet.flow.insight import gather, looked_at
from vangnet.people import selectors as people
from vangnet.sharing.selectors.insight import insight_request, insights_of
from vangnet.sharing.services import insight as services
from vangnet.sharing.types import INSIGHT_GROUNDS
from vangnet.web.rights.paper import HEADINGS, answer_pdf
from vangnet.web.shared.acts import act_words
from vangnet.web.shared.fields import DayField, Form
from vangnet.web.shared.saving import SAVED, attempt, status_of
from vangnet.web.shared.typed import PlainText
from vangnet.web.shared.visit import Visit, visited

LINES = 100
NEEDED = {"required": gettext_lazy("Vul dit in.")}


class RequestForm(Form):
    """When the request came in, and how was seen whose it is."""

    received_on = DayField(
        label=gettext_lazy("Ontvangen op"), help_text=gettext_lazy("Bijvoorbeeld 27-11-2026"), error_messages=NEEDED
    )
    identified_how = PlainText(
        label=gettext_lazy("Hoe zag je dat het echt deze persoon is?"), max_length=200, error_messages=NEEDED
    )


class RestrictionForm(Form):
    """A part that a participant keeps back: which, who, on what ground, why, and when somebody looks again."""

    part = forms.ChoiceField(label=gettext_lazy("Welk deel"), choices=list(HEADINGS.items()), error_messages=NEEDED)
    participant = PlainText(label=gettext_lazy("Welke deelnemer vindt dit?"), max_length=120, error_messages=NEEDED)
    ground = forms.ChoiceField(
        label=gettext_lazy("Op welk artikel rust dit?"), choices=list(INSIGHT_GROUNDS.items()), error_messages=NEEDED
    )
    why = PlainText(label=gettext_lazy("Waarom?"), max_length=2_000, error_messages=NEEDED)
    review_on = DayField(label=gettext_lazy("Wanneer kijk je opnieuw?"), error_messages=NEEDED)


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def of_person(request: HttpRequest, visit: Visit, person_id: UUID) -> HttpResponse:
    """Show the requests of a person and who looked; register a new request."""
    form = RequestForm(request.POST if request.method == "POST" else None)
    status = status_of(form)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        status = attempt(
            form,
            lambda: services.register_insight(
                actor=visit.actor, person_id=person_id, received_on=said["received_on"],
                identified_how=said["identified_how"], at=visit.at,
            ),
        )  # fmt: skip
        if status == SAVED:
            messages.success(request, gettext("Het verzoek is vastgelegd."))
            return redirect("web:insight-of-person", person_id)
    looked = looked_at(actor=visit.actor, person_id=person_id, at=visit.at)
    context = {
        "at": visit.at,
        "form": form,
        "person": people.person(actor=visit.actor, person_id=person_id, at=visit.at),
        "requests": insights_of(actor=visit.actor, person_id=person_id),
        "looked": [row | {"gedaan": act_words(str(row["handeling"]))} for row in looked[:LINES]],
        "more": max(len(looked) - LINES, 0),
    }
    return render(request, "rights/person.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def one(request: HttpRequest, visit: Visit, request_id: UUID) -> HttpResponse:
    """Show one request, what is kept back from it, and the ways to answer; keep a part back."""
    found = insight_request(actor=visit.actor, request_id=request_id)
    form = RestrictionForm(request.POST if request.method == "POST" else None)
    status = status_of(form)
    if form.is_bound and form.is_valid():
        said: dict[str, Any] = form.cleaned_data
        status = attempt(
            form,
            lambda: services.restrict_insight(
                actor=visit.actor, request_id=request_id, part=said["part"], participant=said["participant"],
                ground=said["ground"], why=said["why"], review_on=said["review_on"], at=visit.at,
            ),
        )  # fmt: skip
        if status == SAVED:
            return redirect("web:insight", request_id)
    kept_back = [(HEADINGS[one.part.value], one) for one in found.restrictions]
    context = {"at": visit.at, "form": form, "found": found, "kept_back": kept_back}
    return render(request, "rights/request.html", context, status=status)


@require_POST
@visited
def answer(request: HttpRequest, visit: Visit, request_id: UUID) -> HttpResponse:
    """Gather the answer, give it as PDF or JSON, and keep that it was given."""
    gathered = gather(actor=visit.actor, request_id=request_id, at=visit.at)
    as_json = request.POST.get("form") == "json"
    content = encoded(gathered) if as_json else answer_pdf(gathered)
    services.close_insight(actor=visit.actor, request_id=request_id, answer=content, at=visit.at)
    kind, name = ("application/json", "inzage.json") if as_json else ("application/pdf", "inzage.pdf")
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response
