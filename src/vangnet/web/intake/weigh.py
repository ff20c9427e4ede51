"""The weighing: four criteria, who sat at the table, what they decided, and whether the person knows."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from vangnet.access import selectors as access
from vangnet.access.services import require
from vangnet.core.errors import StaleVersion
from vangnet.flow import journey
from vangnet.intake import selectors as intake
from vangnet.intake.errors import AlreadyAnswered
from vangnet.intake.types import SignalState, SignalView
from vangnet.people import selectors as people
from vangnet.web.intake.forms import WEIGHING_NAMES, WeighingForm
from vangnet.web.intake.rows import SignalRow, hint_facts, row_of, rows_of
from vangnet.web.shared.saving import SAVED, attempt, status_of
from vangnet.web.shared.visit import Visit, visited


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def weigh(request: HttpRequest, visit: Visit, signal_id: UUID) -> HttpResponse:
    """Show the board for one signal, and keep what the table found and decided."""
    require(visit.actor, "intake.weigh")
    found = intake.signal(actor=visit.actor, signal_id=signal_id, at=visit.at)
    if found.state is SignalState.ANSWERED:
        raise AlreadyAnswered
    form = WeighingForm(request.POST or None, initial={"version": found.version})
    status, changed = status_of(form), False
    if form.is_bound and status is HTTPStatus.OK:
        try:
            status = attempt(form, lambda: _weigh(visit, found, form), names=WEIGHING_NAMES)
        except StaleVersion:
            # A weighing is written once: what others changed is the signal itself, shown anew beside the typed text.
            status, changed = HTTPStatus.CONFLICT, True
            typed = request.POST.copy()
            typed["version"] = str(found.version)
            form = WeighingForm(typed)
        if status is SAVED:
            messages.success(request, gettext("Opgeslagen. Het signaal is gewogen."))
            return redirect("web:signal", signal_id)
    names = access.municipality_names(codes=[found.municipality])
    content = {
        "at": visit.at,
        "signal": found,
        "row": row_of(found, names.get(found.municipality, found.municipality)),
        "hint": hint_facts(found.hint),
        "earlier": _earlier(visit, found),
        "form": form,
        "changed": changed,
    }
    return render(request, "intake/weigh.html", content, status=status)


def _weigh(visit: Visit, found: SignalView, form: WeighingForm) -> None:
    data = form.cleaned_data
    journey.weigh(
        actor=visit.actor, signal_id=found.id, version=data["version"], participants=data["participants"],
        findings=form.findings(), decision=form.decided(), reason=data["reason"], person_informed=data["informed"] == "yes",
        not_informed_why=data["not_informed_why"], at=visit.at,
    )  # fmt: skip


def _earlier(visit: Visit, found: SignalView) -> list[SignalRow]:
    link = people.links_of_signals(signal_ids=[found.id]).get(found.id)
    if link is None:
        return []
    ids = [other.signal_id for other in people.signals_of(person_id=link.person_id) if other.signal_id != found.id]
    return rows_of(intake.signals(actor=visit.actor, signal_ids=ids, at=visit.at))
