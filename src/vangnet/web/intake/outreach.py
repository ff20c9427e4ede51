"""Outreach care: who is kept in view, every try to reach them, when it is looked at again, when it ends."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from vangnet.access import selectors as access
from vangnet.access.services import require
from vangnet.core.errors import StaleVersion
from vangnet.intake import selectors as intake
from vangnet.intake import services as intake_services
from vangnet.intake.types import OutreachView
from vangnet.people import selectors as people
from vangnet.web.intake import labels
from vangnet.web.intake.follow_up_forms import AttemptForm, EndForm, OutreachForm, ReviewForm
from vangnet.web.intake.rows import rows_of
from vangnet.web.shared.fields import Form
from vangnet.web.shared.saving import SAVED, attempt, status_of
from vangnet.web.shared.visit import Visit, visited


@require_safe
@visited
def watch_list(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show who is kept in view, by the day on which it is looked at again."""
    found = intake.watch_list(actor=visit.actor, at=visit.at)
    names = _names([view.signal_id for view in found])
    workers = access.workers(worker_ids=[view.owner_id for view in found])
    rows = [
        (view, names.get(view.signal_id, ""), workers[view.owner_id].name if view.owner_id in workers else "")
        for view in found
    ]
    return render(request, "intake/watch_list.html", {"rows": rows, "at": visit.at})


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def start(request: HttpRequest, visit: Visit, signal_id: UUID) -> HttpResponse:
    """Start keeping somebody in view, from a weighed signal."""
    require(visit.actor, "intake.answer")
    found = intake.signal(actor=visit.actor, signal_id=signal_id, at=visit.at)
    team = [one for one in access.colleagues(actor=visit.actor, limit=500) if one.agency_id == visit.actor.agency_id]
    form = OutreachForm(request.POST or None, colleagues=team, initial={"owner": str(visit.actor.worker_id)})
    status = status_of(form)
    if form.is_bound and status is HTTPStatus.OK:
        kept: list[UUID] = []
        data = form.cleaned_data
        status = attempt(
            form,
            lambda: kept.append(
                intake_services.keep_in_view(
                    actor=visit.actor, signal_id=signal_id, ground=data["ground"], owner_id=UUID(data["owner"]),
                    review_on=data["review_on"], at=visit.at,
                )
            ),
        )  # fmt: skip
        if status is SAVED:
            messages.success(request, gettext("Opgeslagen. Deze persoon blijft in beeld."))
            return redirect("web:outreach", kept[0])
    content = {"form": form, "signal": found, "row": rows_of([found])[0], "at": visit.at}
    return render(request, "intake/outreach_start.html", content, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def one(request: HttpRequest, visit: Visit, outreach_id: UUID) -> HttpResponse:
    """Show one, and keep a try, a next day or the end."""
    view = intake.outreach(actor=visit.actor, outreach_id=outreach_id, at=visit.at)
    step = request.POST.get("stap", "") if request.method == "POST" else ""
    typed = {name: request.POST if step == name else None for name in ("poging", "verder", "stop")}
    tried = AttemptForm(typed["poging"], prefix="poging")
    further = ReviewForm(typed["verder"], prefix="verder", initial={"version": view.version})
    end = EndForm(typed["stop"], prefix="stop", initial={"version": view.version})
    chosen = {"poging": tried, "verder": further, "stop": end}.get(step)
    status, changed = HTTPStatus.OK, False
    if chosen is not None:
        status = status_of(chosen)
        if status is HTTPStatus.OK:
            try:
                status = attempt(chosen, _write(visit, outreach_id, step, chosen))
            except StaleVersion:
                status, changed = HTTPStatus.CONFLICT, True
        if status is SAVED:
            messages.success(request, gettext("Opgeslagen."))
            return redirect("web:outreach", outreach_id)
    content = {"tried": tried, "further": further, "end": end, "changed": changed, "at": visit.at}
    return render(request, "intake/outreach.html", content | _about(visit, view), status=status)


def _write(visit: Visit, outreach_id: UUID, step: str, form: Form) -> Callable[[], None]:
    """Return the one write that belongs to a step."""
    data = form.cleaned_data
    if step == "poging":
        return lambda: intake_services.attempt(
            actor=visit.actor, outreach_id=outreach_id, way=data["way"], reached=data["reached"] == "yes",
            text=data["text"], idempotency_key=str(data["key"]), at=visit.at,
        )  # fmt: skip
    if step == "verder":
        return lambda: intake_services.review(
            actor=visit.actor,
            outreach_id=outreach_id,
            version=data["version"],
            review_on=data["review_on"],
            at=visit.at,
        )
    return lambda: intake_services.end_outreach(
        actor=visit.actor, outreach_id=outreach_id, version=data["version"], why=data["why"], at=visit.at
    )


def _about(visit: Visit, view: OutreachView) -> dict[str, object]:
    workers = access.workers(worker_ids=[view.owner_id, *(made.made_by for made in view.attempts)])
    tries = [
        (
            made,
            str(labels.ATTEMPT_WAYS.get(made.way, made.way)),
            workers[made.made_by].name if made.made_by in workers else "",
        )
        for made in view.attempts
    ]
    return {
        "view": view,
        "name": _names([view.signal_id]).get(view.signal_id, ""),
        "owner": workers[view.owner_id].name if view.owner_id in workers else "",
        "tries": tries,
        "may_write": access.may(actor=visit.actor, act="intake.answer") and view.ended_at is None,
    }


def _names(signal_ids: list[UUID]) -> dict[UUID, str]:
    """Return the name of the person each signal lies beside; the calling view's selectors recorded the read."""
    links = people.links_of_signals(signal_ids=signal_ids)
    persons = people.persons(person_ids=[link.person_id for link in links.values()])
    return {signal_id: persons[link.person_id].name for signal_id, link in links.items() if link.person_id in persons}
