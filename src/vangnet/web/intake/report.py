"""Reporting a signal: a professional's form and the public one. Questions first: they may end at 112 instead of here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from vangnet.access import selectors as access
from vangnet.access import services as access_services
from vangnet.core.clock import local_day, now
from vangnet.core.tracing import current_trace_id
from vangnet.flow import journey
from vangnet.intake import selectors as intake
from vangnet.intake import services as intake_services
from vangnet.intake.errors import TriageUnreadable
from vangnet.intake.types import Channel, Receipt, SignalView, TriageQuestion, TriageRoute, TriageStep
from vangnet.web.intake.forms import SIGNAL_NAMES, PublicForm, SignalForm
from vangnet.web.shared import faults, words
from vangnet.web.shared.limits import too_often
from vangnet.web.shared.parts import Link
from vangnet.web.shared.saving import SAVED, attempt, status_of
from vangnet.web.shared.screen import language
from vangnet.web.shared.visit import Visit, visited

ANSWERS = "v"
FORM_ROUTES = frozenset({TriageRoute.DESK, TriageRoute.ZVH})


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its answers as ways on."""

    text: str
    hint: str
    ways: tuple[Link, ...]
    back: str


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def new_signal(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Ask the questions of the channel, then show the form, then keep the signal; the same form twice is one signal."""
    access_services.require(visit.actor, "intake.register")
    channel = Channel.POLICE if visit.actor.agency_kind == "POL" else Channel.FORM
    step = intake.triage(channel=channel, answers=_given(request), day=local_day(visit.at))
    if step is not None and step.route not in FORM_ROUTES:
        return render(
            request, "intake/new_signal_ask.html", _asked(request, step) | {"at": visit.at, "colleague": True}
        )
    form = SignalForm(
        request.POST or None, day=local_day(visit.at), channel=channel, region=visit.actor.region,
        initial=_kind_for(step, channel),
    )  # fmt: skip
    status = status_of(form)
    if form.is_bound and status is HTTPStatus.OK:
        kept: list[SignalView] = []
        status = attempt(form, lambda: kept.append(_receive(visit, form, step, channel)), names=SIGNAL_NAMES)
        if status is SAVED:
            desk = access.agency(agency_id=kept[0].desk_id)
            day = words.day_words(local_day(kept[0].answer_due), local_day(visit.at), language(), short=False)
            said = gettext("Opgeslagen. Het ligt bij %(desk)s. Zij antwoorden uiterlijk %(day)s.")
            messages.success(request, said % {"desk": desk.name, "day": day})
            mine = desk.id == visit.actor.agency_id
            return redirect("web:signal", kept[0].id) if mine else redirect("web:signals-mine")
    content = {"form": form, "at": visit.at, "start_url": reverse("web:signal-new")}
    return render(request, "intake/new_signal.html", content, status=status)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def public_report(request: HttpRequest) -> HttpResponse:
    """Let somebody without an account report: questions first, 112 where it is acute, then a short form."""
    at = now()
    step = intake.triage(channel=Channel.PUBLIC_FORM, answers=_given(request), day=local_day(at))
    if step is None:
        raise TriageUnreadable
    if step.route not in FORM_ROUTES:
        return render(request, "intake/report_ask.html", _asked(request, step) | {"at": at})
    form = PublicForm(request.POST or None)
    status = status_of(form)
    if form.is_bound and status is HTTPStatus.OK:
        if too_often(request, at=at):
            return faults.show(request, faults.page_for(request, HTTPStatus.TOO_MANY_REQUESTS, code="too-often"))
        receipts: list[Receipt] = []
        actor = access_services.public_desk(trace_id=current_trace_id())
        with access_services.acting(actor):
            status = attempt(
                form,
                lambda: receipts.append(
                    intake_services.report(actor=actor, signal=form.signal(triage=step, kind=_public_kind(step)), at=at)
                ),
                names=SIGNAL_NAMES,
            )
        if status is SAVED:
            return render(request, "intake/report_done.html", {"receipt": receipts[0], "at": at})
    return render(
        request, "intake/report.html", {"form": form, "at": at, "start_url": reverse("web:report")}, status=status
    )


def _receive(visit: Visit, form: SignalForm, step: TriageStep | None, channel: Channel) -> SignalView:
    who = f"{visit.worker.name}, {visit.worker.agency_name}"
    signal = form.signal(channel=channel, triage=step, reporter=who[:200], contact=visit.worker.phone)
    return journey.receive(actor=visit.actor, signal=signal, at=visit.at)


def _given(request: HttpRequest) -> Sequence[str]:
    """Return the answers given so far; they stand in the address, and say nothing about anybody."""
    text = request.GET.get(ANSWERS, "")
    return text.split(".")[:20] if text else ()


def _asked(request: HttpRequest, step: TriageStep) -> dict[str, object]:
    """Return what to show before the form: the next question, or where the questions end."""
    given = [answer for _, answer in step.given]
    back = _way(request, given[:-1]) if given else ""
    if step.question is None:
        return {"route": step.route, "back": back, "start_url": request.path}
    asked = Asked(_said(step.question), _hint(step.question), _ways(request, step.question, given), back)
    return {"asked": asked, "route": None, "back": back, "start_url": request.path}


def _ways(request: HttpRequest, question: TriageQuestion, given: Sequence[str]) -> tuple[Link, ...]:
    english = language() == "en"
    return tuple(
        Link(answer.en if english else answer.nl, _way(request, [*given, answer.code])) for answer in question.answers
    )


def _way(request: HttpRequest, answers: Sequence[str]) -> str:
    return f"{request.path}?{urlencode({ANSWERS: '.'.join(answers)})}" if answers else request.path


def _said(question: TriageQuestion) -> str:
    return question.en if language() == "en" else question.nl


def _hint(question: TriageQuestion) -> str:
    return question.hint_en if language() == "en" else question.hint_nl


def _kind_for(step: TriageStep | None, channel: Channel) -> dict[str, str]:
    """Return the kind to start the form with, as the questions suggest."""
    heavy = channel is Channel.POLICE or (step is not None and step.route is TriageRoute.ZVH)
    return {"kind": "E33" if heavy else "zorg"}


def _public_kind(step: TriageStep) -> str:
    return "overlast" if ("about", "nuisance") in step.given else "zorg"
