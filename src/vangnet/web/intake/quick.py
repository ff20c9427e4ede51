"""The 24-hour triage: one screen with what is known and one short agreement; and what was agreed, done."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from vangnet.access import selectors as access
from vangnet.access.services import require
from vangnet.cases import selectors as cases
from vangnet.core.clock import local_day
from vangnet.core.errors import NotVisible
from vangnet.intake import selectors as intake
from vangnet.intake import services as intake_services
from vangnet.intake.types import SignalView
from vangnet.people import selectors as people
from vangnet.plans import selectors as plans
from vangnet.web.intake.rows import hint_facts, rows_of
from vangnet.web.intake.signal import earlier_rows, person_of
from vangnet.web.intake.table_forms import DoneForm, QuickForm
from vangnet.web.intake.tables import team_of
from vangnet.web.shared.roles import headed, role_words
from vangnet.web.shared.saving import SAVED, attempt, status_of
from vangnet.web.shared.visit import Visit, visited


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def quick(request: HttpRequest, visit: Visit, signal_id: UUID) -> HttpResponse:
    """Show what everybody at the table may see, and keep what they agree for the coming day."""
    require(visit.actor, "intake.weigh")
    found = intake.signal(actor=visit.actor, signal_id=signal_id, at=visit.at)
    form = QuickForm(request.POST or None, colleagues=team_of(visit), initial={"owner": str(visit.actor.worker_id)})
    status = status_of(form)
    if form.is_bound and status is HTTPStatus.OK:
        status = attempt(
            form,
            lambda: intake_services.decide_quickly(
                actor=visit.actor, signal_id=signal_id, quick=form.quick(at=visit.at), at=visit.at
            ),
        )
        if status is SAVED:
            messages.success(
                request, gettext("Opgeslagen. De weging volgt nog, voor de dag die bij dit signaal staat.")
            )
            return redirect("web:signal", signal_id)
    link = people.links_of_signals(signal_ids=[signal_id]).get(signal_id)
    person = person_of(visit, link)
    content = {
        "at": visit.at,
        "signal": found,
        "row": rows_of([found])[0],
        "hint": hint_facts(found.hint),
        "person": person,
        "linked": link is not None,
        "sheets": _sheets(visit, person.id) if person else [],
        "earlier": earlier_rows(visit, found),
        "form": form,
    }
    return render(request, "intake/quick.html", content, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def quick_done(request: HttpRequest, visit: Visit, signal_id: UUID, quick_id: UUID) -> HttpResponse:
    """Keep that what was agreed is done."""
    require(visit.actor, "intake.weigh")
    found = intake.signal(actor=visit.actor, signal_id=signal_id, at=visit.at)
    agreed = [one for one in intake.quick_decisions(actor=visit.actor, signal_id=signal_id) if one.id == quick_id]
    if not agreed:
        raise NotVisible

    def write(text: str) -> None:
        intake_services.finish_quick(actor=visit.actor, quick_id=quick_id, text=text, at=visit.at)

    return _done(request, visit, found, agreed[0].agreed, write)


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def decision_done(request: HttpRequest, visit: Visit, signal_id: UUID) -> HttpResponse:
    """Keep that what a table decided is done."""
    require(visit.actor, "intake.answer")
    found = intake.signal(actor=visit.actor, signal_id=signal_id, at=visit.at)
    weighed = intake.weighing(actor=visit.actor, signal_id=signal_id)
    if weighed is None or weighed.due_on is None:
        raise NotVisible

    def write(text: str) -> None:
        intake_services.finish_decision(actor=visit.actor, signal_id=signal_id, text=text, at=visit.at)

    return _done(request, visit, found, weighed.reason, write)


def _done(
    request: HttpRequest, visit: Visit, found: SignalView, what: str, write: Callable[[str], None]
) -> HttpResponse:
    """Ask how what was decided ended, and keep it."""
    form = DoneForm(request.POST or None)
    status = status_of(form)
    if form.is_bound and status is HTTPStatus.OK:
        status = attempt(form, lambda: write(form.cleaned_data["text"]))
        if status is SAVED:
            messages.success(request, gettext("Opgeslagen. Bij het signaal staat hoe het afliep."))
            return redirect("web:signal", found.id)
    content = {"at": visit.at, "signal": found, "row": rows_of([found])[0], "form": form, "what": what}
    return render(request, "intake/done.html", content, status=status)


def _sheets(visit: Visit, person_id: UUID) -> list[dict[str, object]]:
    """Return a quick sheet of each running case in sight: who directs it, and what to do when it goes wrong.

    A case out of sight gives none, not even that it is there.
    """
    sheets: list[dict[str, object]] = []
    sights = access.sights_of(actor=visit.actor, case_ids=cases.cases_of_person(person_id=person_id), at=visit.at)
    for sight in sights:
        view = cases.case(actor=visit.actor, case_id=sight.case_id, at=visit.at, sight=sight)
        plan = plans.current(actor=visit.actor, case_id=sight.case_id, at=visit.at, sight=sight)
        around = [
            (headed(role_words(slot.role)), slot)
            for slot in cases.slots(case_id=sight.case_id, day=local_day(visit.at))
        ]
        sheets.append({"case": view, "plan": plan, "around": around})
    return sheets
