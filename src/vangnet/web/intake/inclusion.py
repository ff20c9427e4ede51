"""The inclusion table: criteria of the region, title now and ever, a vote per partner where the region votes, the result."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from vangnet.access.services import require
from vangnet.core.clock import local_day
from vangnet.flow import journey
from vangnet.intake import selectors as intake
from vangnet.intake.errors import InclusionNotAsked
from vangnet.intake.types import WeighingDecision
from vangnet.intake.types.tables import FINAL_RESULTS
from vangnet.web.intake import tables
from vangnet.web.intake.rows import hint_facts, rows_of
from vangnet.web.intake.said import said_of
from vangnet.web.intake.signal import earlier_rows
from vangnet.web.intake.table_forms import InclusionForm
from vangnet.web.shared.saving import SAVED, attempt, status_of
from vangnet.web.shared.visit import Visit, visited


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def include(request: HttpRequest, visit: Visit, signal_id: UUID) -> HttpResponse:
    """Keep what the inclusion table found and decided."""
    require(visit.actor, "intake.include")
    found = intake.signal(actor=visit.actor, signal_id=signal_id, at=visit.at)
    before = intake.inclusions(actor=visit.actor, signal_id=signal_id)
    if found.decision is not WeighingDecision.INCLUSION_TABLE or any(one.result in FINAL_RESULTS for one in before):
        raise InclusionNotAsked
    rules = intake.inclusion_rules(region=found.region, day=local_day(visit.at))
    sitting = tables.sitting_of(request, visit)
    start = {"participants": sitting.participants} if sitting else {}
    own = intake.own_votes(board_id=sitting.id, signal_id=signal_id) if sitting else {}
    form = InclusionForm(request.POST or None, rules=rules, own=own, initial=start)
    status = status_of(form)
    if form.is_bound and status is HTTPStatus.OK:
        status = attempt(
            form,
            lambda: journey.include(
                actor=visit.actor, signal_id=signal_id, at=visit.at,
                inclusion=replace(form.inclusion(), board_id=sitting.id if sitting else None),
            ),
            names=form.places(),
        )  # fmt: skip
        if status is SAVED:
            messages.success(request, gettext("Opgeslagen. De inclusietafel heeft besloten."))
            return redirect("web:board", sitting.id) if sitting else redirect("web:signal", signal_id)
    content = {
        "at": visit.at,
        "signal": found,
        "row": rows_of([found])[0],
        "hint": hint_facts(found.hint),
        "earlier": earlier_rows(visit, found),
        "before": said_of(before, rules),
        "form": form,
        "rules": rules,
        "sitting": sitting,
        "place": tables.place_of(sitting, signal_id),
    }
    return render(request, "intake/include.html", content, status=status)
