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
from vangnet.intake.types.tables import BoardView
from vangnet.web.intake import tables
from vangnet.web.intake.forms import WEIGHING_NAMES, WeighingForm
from vangnet.web.intake.rows import hint_facts, row_of
from vangnet.web.intake.signal import earlier_rows
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
    sitting = tables.sitting_of(request, visit)
    team = tables.team_of(visit)
    start = {"version": found.version, "owner": str(visit.actor.worker_id)}
    start |= {"participants": sitting.participants} if sitting else {}
    form = WeighingForm(request.POST or None, colleagues=team, initial=start)
    status, changed = status_of(form), False
    if form.is_bound and status is HTTPStatus.OK:
        try:
            status = attempt(form, lambda: _weigh(visit, found, form, sitting), names=WEIGHING_NAMES)
        except StaleVersion:
            # A weighing is written once: what others changed is the signal itself, shown anew beside the typed text.
            status, changed = HTTPStatus.CONFLICT, True
            typed = request.POST.copy()
            typed["version"] = str(found.version)
            form = WeighingForm(typed, colleagues=team)
        if status is SAVED:
            messages.success(request, gettext("Opgeslagen. Het signaal is gewogen."))
            return redirect("web:board", sitting.id) if sitting else redirect("web:signal", signal_id)
    names = access.municipality_names(codes=[found.municipality])
    content = {
        "at": visit.at,
        "signal": found,
        "row": row_of(found, names.get(found.municipality, found.municipality)),
        "hint": hint_facts(found.hint),
        "earlier": earlier_rows(visit, found),
        "form": form,
        "changed": changed,
        "sitting": sitting,
        "place": tables.place_of(sitting, signal_id),
    }
    return render(request, "intake/weigh.html", content, status=status)


def _weigh(visit: Visit, found: SignalView, form: WeighingForm, sitting: BoardView | None) -> None:
    data = form.cleaned_data
    journey.weigh(
        actor=visit.actor, signal_id=found.id, version=data["version"], participants=data["participants"],
        findings=form.findings(), decision=form.decided(), reason=data["reason"], person_informed=data["informed"] == "yes",
        not_informed_why=data["not_informed_why"], follow_up=form.follow_up(),
        board_id=sitting.id if sitting else None, at=visit.at,
    )  # fmt: skip
