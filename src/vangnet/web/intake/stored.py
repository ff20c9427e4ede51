"""Signals that the desk only stores because of a restriction: when they came in, and asking to read one on a ground of the law."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from vangnet.access.services import require
from vangnet.core.errors import NotVisible
from vangnet.people.selectors.stored import ASK, openings_running, stored_signals
from vangnet.people.services.stored import ask_opening
from vangnet.people.types.stored import OPEN_DAYS
from vangnet.web.shared.fields import Form
from vangnet.web.shared.restricted import OPENING_GROUNDS
from vangnet.web.shared.saving import SAVED, attempt, status_of
from vangnet.web.shared.typed import LongText
from vangnet.web.shared.visit import Visit, visited

NEEDED = {"required": gettext_lazy("Vul dit in.")}


class AskOpeningForm(Form):
    """On which ground one signal that is only stored may be read, why, and for how long."""

    ground = forms.ChoiceField(
        label=gettext_lazy("Waarom mag je deze melding toch lezen?"), widget=forms.RadioSelect,
        choices=[(ground.value, said) for ground, said in OPENING_GROUNDS.items()], error_messages=NEEDED,
    )  # fmt: skip
    why = LongText(
        label=gettext_lazy("Wat is er nu aan de hand?"), rows=3, max_length=2_000, error_messages=NEEDED,
        help_text=gettext_lazy("Zo dat het contactpunt kan beslissen. Bij toestemming: wie vroeg het, wanneer en hoe."),
    )  # fmt: skip
    days = forms.IntegerField(
        label=gettext_lazy("Hoeveel dagen heb je nodig?"), min_value=1, max_value=OPEN_DAYS, initial=3,
        help_text=gettext_lazy("Daarna wordt de melding weer alleen bewaard. Hooguit 14 dagen."), error_messages=NEEDED,
    )  # fmt: skip


@require_safe
@visited
def stored(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show which signals the desk only stores, what was asked about them, and which may be read for now."""
    require(visit.actor, ASK)
    content = {
        "at": visit.at,
        "rows": [
            {
                "one": one,
                "asks": OPENING_GROUNDS[one.opening.ground] if one.opening else "",
                "may_ask": _may_ask(one.opening),
            }
            for one in stored_signals(actor=visit.actor, at=visit.at)
        ],
        "running": openings_running(actor=visit.actor, at=visit.at),
    }
    return render(request, "intake/stored.html", content)


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def ask(request: HttpRequest, visit: Visit, signal_id: UUID) -> HttpResponse:
    """Ask the contact point to let the desk read one signal that is only stored."""
    require(visit.actor, ASK)
    found = next((one for one in stored_signals(actor=visit.actor, at=visit.at) if one.signal_id == signal_id), None)
    if found is None:
        raise NotVisible
    form = AskOpeningForm(request.POST if request.method == "POST" else None)
    status = status_of(form)
    if form.is_bound and status is HTTPStatus.OK:
        said = form.cleaned_data
        status = attempt(
            form,
            lambda: ask_opening(
                actor=visit.actor, signal_id=signal_id, ground=said["ground"], why=said["why"], days=said["days"],
                at=visit.at,
            ),
        )  # fmt: skip
        if status is SAVED:
            messages.success(request, gettext("Gevraagd aan het contactpunt. Dat beslist binnen een werkdag."))
            return redirect("web:signals-stored")
    return render(request, "intake/ask_opening.html", {"at": visit.at, "found": found, "form": form}, status=status)


def _may_ask(opening: object) -> bool:
    return opening is None or getattr(opening, "granted", None) is not None
