"""A restriction in force: look whether it is still needed, or lift it once the person was told."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from vangnet.access import selectors as access
from vangnet.access.selectors.restrictions import of_request
from vangnet.access.services.restricting import lift_restriction, review_restriction
from vangnet.core.errors import NotVisible, StaleVersion
from vangnet.people.selectors.stored import openings_of_request, stored_unanswered
from vangnet.people.services.stored import decide_opening
from vangnet.people.types.stored import OpeningView
from vangnet.web.rights.forms import LiftForm, LookAgainForm, OpeningForm
from vangnet.web.shared.restricted import OPENING_GROUNDS, RESTRICTIONS
from vangnet.web.shared.saving import SAVED, attempt, status_of
from vangnet.web.shared.visit import Visit, visited

LIFT = "opheffen"


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def restriction(request: HttpRequest, visit: Visit, request_id: UUID) -> HttpResponse:
    """Show what is in force after a request; keep it with a new day to look, or lift it."""
    found = of_request(actor=visit.actor, request_id=request_id, at=visit.at)
    if not found:
        raise NotVisible
    posted = request.POST if request.method == "POST" else None
    lifts = posted is not None and posted.get("stap") == LIFT
    start = {"version": found[0].version}
    again = LookAgainForm(None if lifts else posted, initial=start)
    lift = LiftForm(posted if lifts else None, initial=start, auto_id="id_op_%s")
    form, changed = (lift if lifts else again), False
    status = status_of(form)
    if form.is_bound and status == HTTPStatus.OK:
        try:
            status = attempt(form, lambda: _write(visit, request_id, form))
        except StaleVersion:
            status, changed = HTTPStatus.CONFLICT, True
        if status is SAVED:
            messages.success(request, gettext("Opgeslagen."))
            return redirect("web:insight", request_id)
    context = {
        "at": visit.at, "found": found[0], "why": RESTRICTIONS[found[0].ground], "again": again, "lift": lift, "lifts": lifts,
        "changed": changed, "waits": stored_unanswered(actor=visit.actor, at=visit.at).get(request_id, (None, None))[0],
        "openings": [_said(one, visit) for one in openings_of_request(actor=visit.actor, request_id=request_id, at=visit.at)],
    }  # fmt: skip
    return render(request, "rights/restriction.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def opening(request: HttpRequest, visit: Visit, request_id: UUID, opening_id: UUID) -> HttpResponse:
    """Show what a desk asks about one signal that is only stored, and decide on it; or end what is open."""
    asked = openings_of_request(actor=visit.actor, request_id=request_id, at=visit.at)
    found = next((one for one in asked if one.id == opening_id), None)
    if found is None:
        raise NotVisible
    form, changed = (
        OpeningForm(request.POST if request.method == "POST" else None, initial={"version": found.version}),
        False,
    )
    status = status_of(form)
    if form.is_bound and status == HTTPStatus.OK:
        said = form.cleaned_data
        try:
            status = attempt(
                form,
                lambda: decide_opening(
                    actor=visit.actor, opening_id=opening_id, version=said["version"], granted=said["answer"] == "yes",
                    why=said["why"], at=visit.at,
                ),
            )  # fmt: skip
        except StaleVersion:
            status, changed = HTTPStatus.CONFLICT, True
        if status is SAVED:
            messages.success(request, gettext("Opgeslagen."))
            return redirect("web:restriction", request_id)
    context = {
        "at": visit.at, "said": _said(found, visit), "request_id": request_id, "form": form, "changed": changed,
        "decides": found.granted is None or found.open_at(visit.at),
    }  # fmt: skip
    return render(request, "rights/opening.html", context, status=status)


def _said(one: OpeningView, visit: Visit) -> dict[str, object]:
    """Return what a desk asked about a signal, in words."""
    asker = access.workers(worker_ids=[one.asked_by]).get(one.asked_by)
    return {
        "one": one, "ground": OPENING_GROUNDS[one.ground], "open": one.open_at(visit.at),
        "asker": f"{asker.name}, {asker.agency_name}" if asker else "",
    }  # fmt: skip


def _write(visit: Visit, request_id: UUID, form: LiftForm | LookAgainForm) -> None:
    said = form.cleaned_data
    if isinstance(form, LiftForm):
        lift_restriction(
            actor=visit.actor, request_id=request_id, version=said["version"], why=said["why"], told_on=said["told_on"],
            told_how=said["told_how"], at=visit.at,
        )  # fmt: skip
        return
    review_restriction(
        actor=visit.actor, request_id=request_id, version=said["version"], review_on=said["review_on"], why=said["why"],
        at=visit.at,
    )  # fmt: skip
