"""A third without an account looks at one item, once; and the form with which a director invites them."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from vangnet.core.clock import now
from vangnet.core.tracing import current_trace_id
from vangnet.sharing.services import one_time
from vangnet.sharing.types.received import OneTimeInvite
from vangnet.web.shared import example_days, faults, fields
from vangnet.web.shared.limits import too_often
from vangnet.web.shared.parts import Link
from vangnet.web.shared.saving import SAVED, attempt, status_of
from vangnet.web.shared.visit import Visit, visited
from vangnet.web.sharing import words


class CodeForm(fields.Form):
    """The six digits that were told apart."""

    code = forms.CharField(
        label=gettext_lazy("Code van zes cijfers"),
        help_text=gettext_lazy("Die kreeg je apart, bijvoorbeeld aan de telefoon."),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={"required": gettext_lazy("Vul de code in.")},
    )


class InviteForm(fields.Form):
    """Who may look, why they are needed, and for how long the link waits."""

    for_name = forms.CharField(
        label=gettext_lazy("Wie mag dit zien?"),
        help_text=gettext_lazy("Naam en organisatie."),
        max_length=120,
        error_messages={"required": gettext_lazy("Schrijf op wie dit mag zien, en van welke organisatie.")},
    )
    expertise = forms.CharField(
        label=gettext_lazy("Welke deskundigheid is nodig, en vanuit welke taak?"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Schrijf op welke deskundigheid nodig is, en vanuit welke taak.")},
    )
    declared_on = fields.DayField(
        label=gettext_lazy("Wanneer tekende deze persoon de geheimhoudingsverklaring?"),
        help_text=example_days.BEFORE,
    )
    hours = forms.TypedChoiceField(
        label=gettext_lazy("Hoe lang mag de link wachten?"),
        coerce=int,
        choices=[(4, gettext_lazy("4 uur")), (24, gettext_lazy("1 dag")), (72, gettext_lazy("3 dagen"))],
    )


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def look(request: HttpRequest, link: str) -> HttpResponse:
    """Ask for the code, and show the item once. Whatever is wrong reads the same."""
    form, at = CodeForm(request.POST or None), now()
    if form.is_bound and form.is_valid():
        if too_often(request, at=at, what="one-time"):
            return faults.show(request, faults.page_for(request, HTTPStatus.TOO_MANY_REQUESTS, code="too-often"))
        found = one_time.look(link=link, code=form.cleaned_data["code"], trace_id=current_trace_id(), at=at)
        if found is None:
            return render(request, "access/one_time_gone.html", {}, status=HTTPStatus.NOT_FOUND)
        content = {
            "found": found,
            "category": words.say("categories", found.category),
            "purpose": words.say("purposes", found.purpose),
            "duties": [words.say("duties", duty) for duty in found.duties],
        }
        return render(request, "access/one_time.html", content)
    return render(request, "access/one_time_code.html", {"form": form}, status=status_of(form))


@require_POST
@visited
def withdraw(request: HttpRequest, visit: Visit, view_id: UUID) -> HttpResponse:
    """Take an invitation back; one that was used or over stays as it was."""
    case_id = one_time.withdraw(actor=visit.actor, view_id=view_id, at=visit.at)
    messages.success(request, gettext("De link werkt niet meer."))
    return redirect("web:case-disclosures", case_id)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@visited
def invite(request: HttpRequest, visit: Visit, disclosed_id: UUID) -> HttpResponse:
    """Invite a third to look once; link and code are shown on this page and never again."""
    case_id = one_time.check_inviting(actor=visit.actor, disclosed_id=disclosed_id, at=visit.at)
    back = Link(gettext("Gedeeld"), reverse("web:case-disclosures", args=[case_id]))
    form = InviteForm(request.POST or None, initial={"hours": 24})
    status = status_of(form)
    if form.is_bound and status is HTTPStatus.OK:
        made: list[OneTimeInvite] = []
        status = attempt(form, lambda: made.append(_invite(visit, disclosed_id, form)))
        if status is SAVED:
            link = request.build_absolute_uri(reverse("web:one-time", args=[made[0].link]))
            content = {
                "made": made[0], "link": link, "at": visit.at, "who": form.cleaned_data["for_name"], "trail": [back],
            }  # fmt: skip
            return render(request, "access/one_time_made.html", content)
    return render(
        request, "access/one_time_invite.html", {"form": form, "at": visit.at, "trail": [back]}, status=status
    )


def _invite(visit: Visit, disclosed_id: UUID, form: InviteForm) -> OneTimeInvite:
    said = form.cleaned_data
    return one_time.invite(
        actor=visit.actor,
        disclosed_id=disclosed_id,
        for_name=said["for_name"],
        expertise=said["expertise"],
        declared_on=said["declared_on"],
        hours=said["hours"],
        key=said["key"],
        at=visit.at,
    )
