"""The request of a person: register it, keep a part back with a reason, and give the answer."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vangnet.access import selectors as access
from vangnet.access.selectors.restrictions import lifted_of_request, of_request, owed_reviews
from vangnet.core.clock import local_day
from vangnet.core.strict_json import encoded
from vangnet.flow.insight import gather, looked_at, scope
from vangnet.people import selectors as people
from vangnet.sharing.selectors.insight import insight_request, insights_of, rights_requests
from vangnet.sharing.services import insight as services
from vangnet.sharing.types.rights import InsightRequestView, NewRestriction, RightKind
from vangnet.web.rights.forms import (
    DECISIONS,
    KINDS,
    AnswerForm,
    DecisionForm,
    ErasingDecisionForm,
    MoreTimeForm,
    RequestForm,
    RestrictingDecisionForm,
    RestrictionForm,
)
from vangnet.web.rights.paper import HEADINGS, answer_pdf
from vangnet.web.shared.acts import act_words
from vangnet.web.shared.restricted import RESTRICTIONS
from vangnet.web.shared.saving import SAVED, attempt, status_of
from vangnet.web.shared.shown import shown_words
from vangnet.web.shared.visit import Visit, visited

LINES = 100
FARTHEST = timedelta(days=366)  # a restriction is looked at again within half a year


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def of_person(request: HttpRequest, visit: Visit, person_id: UUID) -> HttpResponse:
    """Show the requests of a person and who looked; register a new request."""
    form = RequestForm(request.POST if request.method == "POST" else None)
    status = status_of(form)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        status = attempt(
            form,
            lambda: services.register_insight(
                actor=visit.actor, person_id=person_id, received_on=said["received_on"],
                identified_how=said["identified_how"], kind=said["kind"], asked=said["asked"], at=visit.at,
            ),
        )  # fmt: skip
        if status == SAVED:
            messages.success(request, gettext("Het verzoek is vastgelegd."))
            return redirect("web:insight-of-person", person_id)
    looked = looked_at(actor=visit.actor, person_id=person_id, at=visit.at)
    context = {
        "at": visit.at,
        "form": form,
        "person": people.person(actor=visit.actor, person_id=person_id, at=visit.at),
        "requests": [(KINDS[one.kind], one) for one in insights_of(actor=visit.actor, person_id=person_id)],
        "looked": [
            row
            | {"gedaan": act_words(str(row["handeling"])), "getoond": shown_words(str(row["gegevens"]).split())}
            | {"day": date.fromisoformat(str(row["dag"]))}
            for row in looked[:LINES]
        ],
        "more": max(len(looked) - LINES, 0),
    }
    return render(request, "rights/person.html", context, status=status)


@require_safe
@visited
def listing(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the requests of persons that still run: of the own organisation, or of the region for its contact point.

    With them stand the restrictions that are in force, so that the contact point can lift one before its day.
    """
    far = local_day(visit.at) + FARTHEST
    content = {
        "at": visit.at,
        "rows": [(KINDS[one.kind], one) for one in rights_requests(actor=visit.actor)],
        "answers": access.may(actor=visit.actor, act="rights.answer"),
        "running": [(RESTRICTIONS[one.ground], one) for one in owed_reviews(actor=visit.actor, until=far, limit=500)],
    }
    return render(request, "rights/listing.html", content)


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def one(request: HttpRequest, visit: Visit, request_id: UUID) -> HttpResponse:
    """Show one request: what it reaches, what is kept back, and the ways to answer; keep a part back, or decide."""
    found = insight_request(actor=visit.actor, request_id=request_id, at=visit.at)
    mine = found.handler_id == visit.actor.worker_id and found.answered_at is None
    step = request.POST.get("stap", "") if request.method == "POST" else ""
    keep = RestrictionForm(request.POST if step == "achterhouden" else None)
    decide = _decision_form(found, request.POST if step == "besluiten" else None)
    longer = MoreTimeForm(request.POST if step == "langer" else None, auto_id="id_langer_%s")
    form = {"besluiten": decide, "langer": longer}.get(step, keep)
    status = status_of(form)
    if form.is_bound and form.is_valid():
        said: dict[str, Any] = form.cleaned_data
        narrowing = form.restriction() if isinstance(form, RestrictingDecisionForm) else None
        status = attempt(form, lambda: _write(visit, request_id, step, said, narrowing))
        if status == SAVED:
            messages.success(request, gettext("Opgeslagen."))
            return redirect("web:insight", request_id)
    reached = scope(actor=visit.actor, request=found, at=visit.at) if mine else None
    context = {
        "at": visit.at, "found": found, "kind": KINDS[found.kind], "is_access": found.kind == RightKind.ACCESS,
        "decision": DECISIONS[found.decision] if found.decision else "", "mine": mine, "keep": keep, "decide": decide,
        "longer": longer, "may_extend": mine and not found.extended_why and local_day(visit.at) <= found.due_on,
        "answer": AnswerForm({"consulted": ""} if "antwoord" in request.GET else None),
        "scope": reached,
        "counts": [(HEADINGS[part.value], number) for part, number in reached.counts.items()] if reached else [],
        "handler": _name(found.handler_id), "may_take": _may_take(visit, found),
        "kept_back": [(HEADINGS[one.part.value], one) for one in found.restrictions],
        "in_force": of_request(actor=visit.actor, request_id=request_id, at=visit.at),
        "lifted": [
            (RESTRICTIONS[one.ground], one, _name(one.lifted_by))
            for one in lifted_of_request(actor=visit.actor, request_id=request_id, at=visit.at)
        ],
        "erasing": isinstance(decide, ErasingDecisionForm),
        "restricting": isinstance(decide, RestrictingDecisionForm),
        "sees_person": access.may(actor=visit.actor, act="rights.register"),
    }  # fmt: skip
    return render(request, "rights/request.html", context, status=status)


def _decision_form(found: InsightRequestView, posted: QueryDict | None) -> DecisionForm:
    if found.kind in {RightKind.RESTRICTION, RightKind.OBJECTION}:
        return RestrictingDecisionForm(posted, objection=found.kind == RightKind.OBJECTION)
    if found.kind == RightKind.ERASURE:
        return ErasingDecisionForm(posted)
    return DecisionForm(posted)


def _write(visit: Visit, request_id: UUID, step: str, said: dict[str, Any], narrowing: NewRestriction | None) -> None:
    if step == "besluiten":
        services.decide_right(
            actor=visit.actor, request_id=request_id, decision=said["decision"], why=said["why"],
            consulted=said["consulted"], at=visit.at, restriction=narrowing,
            erases=said.get("part", ""),
        )  # fmt: skip
        return
    if step == "langer":
        services.extend_insight(actor=visit.actor, request_id=request_id, why=said["why"], at=visit.at)
        return
    services.restrict_insight(
        actor=visit.actor, request_id=request_id, part=said["part"], participant=said["participant"],
        ground=said["ground"], why=said["why"], review_on=said["review_on"], at=visit.at,
    )  # fmt: skip


def _may_take(visit: Visit, found: InsightRequestView) -> bool:
    may = access.may(actor=visit.actor, act="rights.answer") and found.registered_by != visit.actor.worker_id
    free = found.handler_id is None or (
        found.handler_id != visit.actor.worker_id and found.due_on < local_day(visit.at)
    )
    return may and free and found.answered_at is None


def _name(worker_id: UUID | None) -> str:
    return access.worker(worker_id=worker_id).name if worker_id is not None else ""


@require_POST
@visited
def take(request: HttpRequest, visit: Visit, request_id: UUID) -> HttpResponse:
    """Take a request in hand."""
    services.take_up(actor=visit.actor, request_id=request_id, at=visit.at)
    messages.success(request, gettext("Je behandelt dit verzoek nu."))
    return redirect("web:insight", request_id)


@require_POST
@visited
def answer(request: HttpRequest, visit: Visit, request_id: UUID) -> HttpResponse:
    """Gather the answer, give it as PDF or JSON, and keep that it was given; a look beforehand closes nothing."""
    if request.POST.get("form") != "kijk" and not request.POST.get("consulted", "").strip():
        # A download has no page to come back to, so what is missing is said on the page of the request.
        insight_request(actor=visit.actor, request_id=request_id, at=visit.at)
        return redirect(f"{reverse('web:insight', args=[request_id])}?antwoord=leeg#antwoord")
    gathered = gather(actor=visit.actor, request_id=request_id, at=visit.at)
    as_json = request.POST.get("form") == "json"
    content = encoded(gathered) if as_json else answer_pdf(gathered)
    if request.POST.get("form") != "kijk":
        services.close_insight(
            actor=visit.actor, request_id=request_id, answer=content, consulted=request.POST.get("consulted", "")[:2_000],
            at=visit.at,
        )  # fmt: skip
    kind, name = ("application/json", "inzage.json") if as_json else ("application/pdf", "inzage.pdf")
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response
