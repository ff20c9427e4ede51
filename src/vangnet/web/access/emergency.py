"""Break-glass: open a case in an emergency, with a reason the director reads at once; and look at it afterwards."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods

from vangnet.access import selectors as access
from vangnet.access.services import emergency as services
from vangnet.access.services import require
from vangnet.access.types import EmergencyView
from vangnet.cases import selectors as cases
from vangnet.core.errors import NotVisible
from vangnet.flow import journey
from vangnet.web.shared import words
from vangnet.web.shared.fields import Form
from vangnet.web.shared.saving import SAVED, attempt, status_of
from vangnet.web.shared.visit import Visit, visited


class EmergencyForm(Form):
    """Which case, why, for how long."""

    number = forms.CharField(
        label=gettext_lazy("Nummer van de casus"),
        help_text=gettext_lazy("Bijvoorbeeld 2026-0481"),
        max_length=20,
        error_messages={"required": gettext_lazy("Vul het nummer van de casus in.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Wat is er nu aan de hand?"),
        help_text=gettext_lazy("De procesregisseur leest dit meteen."),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Schrijf op wat er nu aan de hand is.")},
    )
    hours = forms.TypedChoiceField(
        label=gettext_lazy("Hoe lang heb je het nodig?"),
        coerce=int,
        choices=[(1, gettext_lazy("1 uur")), (2, gettext_lazy("2 uur")), (3, gettext_lazy("3 uur"))],
    )

    vital_interest = forms.BooleanField(
        label=gettext_lazy("Iemands leven of gezondheid loopt nu gevaar"),
        error_messages={"required": gettext_lazy("Dit kan alleen als iemands leven of gezondheid nu gevaar loopt.")},
    )
    cannot_decide = forms.BooleanField(
        label=gettext_lazy(
            "De persoon kan nu niet zelf beslissen, en wie dat voor hem of haar doet is niet te bereiken"
        ),
        error_messages={"required": gettext_lazy("Kan de persoon nu zelf beslissen? Vraag dan toestemming.")},
    )


class ReviewForm(Form):
    """What the second person found."""

    finding = forms.CharField(
        label=gettext_lazy("Wat heb je nagegaan?"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Schrijf op wat je hebt nagegaan.")},
    )
    justified = forms.TypedChoiceField(
        label=gettext_lazy("Was dit een noodgeval?"),
        coerce=lambda said: said == "ja",
        choices=[("", gettext_lazy("Kies")), ("ja", gettext_lazy("Ja")), ("nee", gettext_lazy("Nee, sluit meteen"))],
        error_messages={"required": gettext_lazy("Kies ja of nee.")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def open_case(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Open a case in an emergency; a number nobody knows reads the same as one of another region."""
    require(visit.actor, "access.emergency")
    form = EmergencyForm(request.POST or None)
    status = status_of(form)
    if form.is_bound and status is HTTPStatus.OK:
        opened: list[EmergencyView] = []
        try:
            status = attempt(form, lambda: opened.append(_open(visit, form)))
        except NotVisible:
            form.add_error("number", gettext("Met dit nummer is hier geen casus. Bel de meldkamer of de crisisdienst."))
            status = HTTPStatus.UNPROCESSABLE_ENTITY
        if status is SAVED:
            until = words.time_words(opened[0].until)
            messages.success(
                request,
                gettext("De casus is tot %(time)s voor je open. De procesregisseur ziet dit.") % {"time": until},
            )
            return redirect("web:case", opened[0].case_id)
    return render(request, "access/emergency.html", {"form": form, "at": visit.at}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def review(request: HttpRequest, visit: Visit, emergency_id: UUID) -> HttpResponse:
    """Look at an emergency as a second person."""
    require(visit.actor, "access.review")
    found = access.emergency(actor=visit.actor, emergency_id=emergency_id, at=visit.at)
    form = ReviewForm(request.POST or None)
    status = status_of(form)
    if form.is_bound and status is HTTPStatus.OK:
        status = attempt(form, lambda: _review(visit, found, form))
        if status is SAVED:
            messages.success(request, gettext("Opgeslagen. Dit is nagekeken."))
            return redirect("web:today")
    content = {
        "form": form,
        "found": found,
        "who": access.worker(worker_id=found.worker_id),
        "name": cases.brief(case_ids=[found.case_id]).get(found.case_id, ("", ""))[0],
        "at": visit.at,
    }
    return render(request, "access/emergency_review.html", content, status=status)


def _open(visit: Visit, form: EmergencyForm) -> EmergencyView:
    data = form.cleaned_data
    return journey.open_in_emergency(
        actor=visit.actor, number=data["number"], reason=data["reason"], hours=data["hours"],
        vital_interest=data["vital_interest"], cannot_decide=data["cannot_decide"], at=visit.at, key=data["key"],
    )  # fmt: skip


def _review(visit: Visit, found: EmergencyView, form: ReviewForm) -> None:
    data = form.cleaned_data
    services.review(
        actor=visit.actor, emergency_id=found.id, justified=data["justified"], finding=data["finding"], at=visit.at
    )
