"""Is this person in an active case elsewhere? Asked from an own case or signal; the answer is whom to call, or nothing."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from vangnet.access import selectors as access
from vangnet.access.services import require
from vangnet.cases import selectors as cases
from vangnet.core.clock import local_day
from vangnet.handovers import selectors, services
from vangnet.handovers.errors import AskedTooOften
from vangnet.handovers.types import Ground, GroundKind, HitOutcome, HitView
from vangnet.intake import selectors as intake
from vangnet.law.loader import standard_norms
from vangnet.web.intake import labels
from vangnet.web.shared import screen, words
from vangnet.web.shared.fields import Form
from vangnet.web.shared.parts import Link
from vangnet.web.shared.saving import SAVED, attempt, sentence, status_of
from vangnet.web.shared.typed import LongText
from vangnet.web.shared.visit import Visit, visited

# Receiving, weighing and discussing, up to the first plan; only then may one ask (Wgs 2.28(1), read with the norm's phases).
BEFORE_THE_PLAN_RUNS = frozenset({"F1", "F2", "F3"})
PURPOSES = {"zvh_case": gettext_lazy("een casus samen dragen"), "zvh_triage": gettext_lazy("een signaal wegen")}


class NecessityForm(Form):
    """Why one must know."""

    necessity = LongText(
        label=gettext_lazy("Waarvoor moet je dit weten?"),
        help_text=gettext_lazy(
            "In een of twee zinnen. Dit blijft bij jullie; de andere regio ziet alleen dat jij vroeg."
        ),
        max_length=2_000,
        rows=3,
        error_messages={"required": gettext_lazy("Schrijf in een zin waarvoor je dit moet weten.")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def ask_about_case(request: HttpRequest, visit: Visit, case_id: UUID) -> HttpResponse:
    """Ask about the person of an own case."""
    require(visit.actor, "handovers.ask")
    case = cases.case(actor=visit.actor, case_id=case_id, at=visit.at)
    name = cases.brief(case_ids=[case_id]).get(case_id, ("", ""))[0]
    trail = [
        Link(gettext("Casussen"), reverse("web:cases")),
        Link(gettext("Casus %(number)s") % {"number": case.number}, reverse("web:case", args=[case_id])),
    ]
    return _ask(request, visit, Ground(GroundKind.CASE, case_id), name, trail)


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def ask_about_signal(request: HttpRequest, visit: Visit, signal_id: UUID) -> HttpResponse:
    """Ask about the person of a signal at the own desk."""
    require(visit.actor, "handovers.ask")
    found = intake.signal(actor=visit.actor, signal_id=signal_id, at=visit.at)
    trail = [
        Link(gettext("Signalen"), reverse("web:signals")),
        Link(str(labels.KINDS.get(found.kind, found.kind)), reverse("web:signal", args=[signal_id])),
    ]
    return _ask(request, visit, Ground(GroundKind.SIGNAL, signal_id), "", trail)


def _ask(request: HttpRequest, visit: Visit, ground: Ground, name: str, trail: list[Link]) -> HttpResponse:
    form = NecessityForm(request.POST or None)
    status = status_of(form)
    if form.is_bound and status is HTTPStatus.OK:
        asked: list[HitView] = []
        try:
            status = attempt(form, lambda: asked.append(_send(visit, ground, form)))
        except AskedTooOften as error:
            form.add_error(None, sentence(error))
            status = HTTPStatus.TOO_MANY_REQUESTS
        if status is SAVED:
            return redirect("web:elsewhere-answer", asked[0].id)
    content = {
        "at": visit.at,
        "form": form,
        "name": name,
        "trail": trail,
        "back": trail[-1].url,
        "earlier": selectors.questions_about(ground=ground),
    }
    return render(request, "handovers/ask.html", content, status=status)


def _send(visit: Visit, ground: Ground, form: NecessityForm) -> HitView:
    data = form.cleaned_data
    return services.ask_elsewhere(
        actor=visit.actor, ground=ground, necessity=data["necessity"], key=data["key"], at=visit.at
    )


@require_safe
@visited
def answer(request: HttpRequest, visit: Visit, query_id: UUID) -> HttpResponse:
    """Show what was answered: whom to call, nothing, or that the law does not let one ask."""
    found = selectors.question(actor=visit.actor, query_id=query_id, at=visit.at)
    regions = access.regions()
    content = {
        "at": visit.at,
        "asked": found,
        "contacts": [(regions.get(one.region, one.region), one) for one in found.contacts],
        "nothing": found.outcome is HitOutcome.NOTHING,
        "past": found.phase not in BEFORE_THE_PLAN_RUNS,
        "cites": _cites(found),
        "back": _ground_url(found.ground),
    }
    return render(request, "handovers/answer.html", content)


def _ground_url(ground: Ground) -> str:
    return reverse("web:case" if ground.kind is GroundKind.CASE else "web:signal", args=[ground.id])


def _cites(found: HitView) -> list[Link]:
    """Return the articles the question rests on, with where they stand."""
    norms = standard_norms()
    rows = {key: norm for key in found.grounds for norm in norms.find(key)}
    return [Link(norm.legal_basis.cite(), norm.legal_basis.url) for norm in rows.values()]


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def asked_of_us(request: HttpRequest, visit: Visit, answer_id: UUID) -> HttpResponse:
    """Show the director who asked about the person of their case, and whether the asker was told."""
    found = selectors.notice(actor=visit.actor, answer_id=answer_id, at=visit.at)
    if request.method == "POST":
        services.see_notice(actor=visit.actor, answer_id=answer_id, at=visit.at)
        messages.success(request, gettext("Opgeslagen. Je hebt dit gezien."))
        return redirect("web:today")
    worker = access.worker(worker_id=found.asked_by)
    agency = access.agency(agency_id=found.asked_agency)
    day = words.day_words(local_day(found.asked_at), local_day(visit.at), screen.language(), short=False)
    content = {
        "at": visit.at,
        "found": found,
        "who": worker,
        "agency": agency,
        "region": access.region_name(code=agency.region),
        "phone": worker.phone or agency.phone,
        "day": day,
        "purpose": PURPOSES.get(found.purpose, found.purpose),
        "name": cases.brief(case_ids=[found.case_id]).get(found.case_id, ("", ""))[0],
        "may_say": access.may(actor=visit.actor, act="handovers.answer") and found.seen_at is None,
    }
    return render(request, "handovers/asked_of_us.html", content)
