"""Write a plan, make it count, say that one read it or that it still fits; make, finish and reopen agreements."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.forms import Textarea
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext as translated
from django.views.decorators.http import require_http_methods, require_POST

from vangnet.access import selectors as access
from vangnet.cases import selectors as cases
from vangnet.core.clock import local_day
from vangnet.core.errors import Conflict as Refusal
from vangnet.core.errors import InvalidInput, NotVisible, StaleVersion
from vangnet.core.versions import check_version
from vangnet.plans import selectors as plans
from vangnet.plans import services
from vangnet.plans.errors import NotADraft, PlanUnreadable
from vangnet.plans.types import AgreementView, PlanView
from vangnet.web.cases.choosing import of_the_case
from vangnet.web.cases.views import domains
from vangnet.web.cases.writing import answer
from vangnet.web.plans.forms import AgreementForm, PlanForm, SettleForm, first_values
from vangnet.web.shared import faults
from vangnet.web.shared.faults import ComparedField, Conflict
from vangnet.web.shared.parts import Link
from vangnet.web.shared.saving import SAVED, attempt
from vangnet.web.shared.visit import Visit, visited
from vangnet.web.today.rows import Row, owed_again, row_of
from vangnet.web.today.written import written


def _case_url(case_id: UUID) -> str:
    return reverse("web:case", args=[case_id])


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def agree(request: HttpRequest, visit: Visit, case_id: UUID) -> HttpResponse:
    """Make an agreement."""
    case = cases.case(actor=visit.actor, case_id=case_id, at=visit.at)
    slots = cases.slots(case_id=case_id, day=local_day(visit.at))
    form = AgreementForm(request.POST or None, people=of_the_case(slots, visit.actor, visit.worker.name))
    return answer(
        request, case, form, title=gettext("Afspraak toevoegen"), button=gettext("Bewaar de afspraak"),
        lead=gettext("Iedere afspraak heeft iemand die het doet, een vervanger en een dag."),
        said=gettext("Opgeslagen. De afspraak staat in het plan."), back=f"{_case_url(case_id)}#afspraken",
        write=lambda: services.agree(
            actor=visit.actor, case_id=case_id, agreement=form.agreement(),
            idempotency_key=str(form.cleaned_data["key"]), at=visit.at,
        ),
    )  # fmt: skip


@require_POST
@visited
def done(request: HttpRequest, visit: Visit, case_id: UUID, agreement_id: UUID) -> HttpResponse:
    """Mark an agreement as done; in a list, the row becomes a way to undo it."""
    _of_case(visit, agreement_id, case_id)
    row = services.finish_agreement(
        actor=visit.actor, agreement_id=agreement_id, version=_version(request), at=visit.at
    )
    if faults.partial(request):
        return render(request, "today/undo_row.html", {"agreement": row})
    if request.POST.get("back") == "today":
        return HttpResponseRedirect(f"{reverse('web:today')}?gedaan={row.id}")
    messages.success(request, gettext("Opgeslagen. Afspraak %(nr)s is gedaan.") % {"nr": row.nr})
    return HttpResponseRedirect(f"{_case_url(row.case_id)}#afspraken")


@require_POST
@visited
def reopen(request: HttpRequest, visit: Visit, case_id: UUID, agreement_id: UUID) -> HttpResponse:
    """Undo that an agreement was done."""
    _of_case(visit, agreement_id, case_id)
    row = services.reopen_agreement(
        actor=visit.actor, agreement_id=agreement_id, version=_version(request), at=visit.at
    )
    if faults.partial(request):
        return HttpResponse(written(_row(visit, row), at=visit.at, token=get_token(request)))
    messages.success(request, gettext("Afspraak %(nr)s staat weer open.") % {"nr": row.nr})
    if request.POST.get("back") == "today":
        return redirect("web:today")
    return HttpResponseRedirect(f"{_case_url(row.case_id)}#afspraken")


def _row(visit: Visit, agreement: AgreementView) -> Row:
    """Return an agreement as a row of Vandaag."""
    name, municipality = cases.brief(case_ids=[agreement.case_id])[agreement.case_id]
    owed = owed_again(agreement, actor_id=visit.actor.worker_id, name=name, municipality=municipality)
    return row_of(owed, places=access.municipality_names(codes=[municipality]), at=visit.at)


def _of_case(visit: Visit, agreement_id: UUID, case_id: UUID) -> None:
    """Pass when the agreement is one of the case that the address names.

    Raises:
        NotVisible: it is of another case, or not in sight.
    """
    if plans.agreement(actor=visit.actor, agreement_id=agreement_id, at=visit.at).case_id != case_id:
        raise NotVisible


def _version(request: HttpRequest) -> int:
    text = request.POST.get("version", "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise InvalidInput(
            "version-missing",
            nl="Deze pagina is te oud. Open haar opnieuw.",
            en="This page is too old. Open it again.",
        )
    return int(text)


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def write(request: HttpRequest, visit: Visit, case_id: UUID) -> HttpResponse:
    """Write a new version of the plan, starting from the one that counts now."""
    case = cases.case(actor=visit.actor, case_id=case_id, at=visit.at)
    draft = plans.being_drafted(actor=visit.actor, case_id=case_id, at=visit.at)
    shown = draft or plans.current(actor=visit.actor, case_id=case_id, at=visit.at)
    stored = first_values(shown, version=draft.version if draft else 0, at=visit.at)
    form = PlanForm(request.POST or None, initial=stored)
    status = HTTPStatus.OK
    if request.method == "POST":
        try:
            status = _save(form, visit, case_id, draft)
        except StaleVersion as error:
            return _compare(request, error, form, stored, case_id)
        if status is SAVED:
            messages.success(request, gettext("Opgeslagen. Dit plan geldt nog niet."))
            return redirect("web:plan-adopt", case_id)
    context = {
        "form": form,
        "case": case,
        "draft": draft,
        "trail": [Link(gettext("Casussen"), reverse("web:cases")), Link(case.number, _case_url(case_id))],
    }
    return render(request, "plans/write.html", context, status=status)


def _save(form: PlanForm, visit: Visit, case_id: UUID, draft: PlanView | None) -> HTTPStatus:
    """Write the draft, or start one.

    Raises:
        StaleVersion: somebody changed the draft, began one, or made it count since this page was opened.
    """
    if not form.is_valid():
        return HTTPStatus.UNPROCESSABLE_ENTITY
    version, names = form.cleaned_data["version"], {"goals": "health_goal", "crisis_steps": "step1"}
    if draft is None:
        check_version(found=0, expected=version)
        start = partial(services.draft, actor=visit.actor, case_id=case_id, text=form.plan(), at=visit.at)
        return attempt(form, start, names=names)
    revise = partial(
        services.revise, actor=visit.actor, plan_id=draft.id, version=version, text=form.plan(), at=visit.at
    )
    return attempt(form, revise, names=names)


def _compare(
    request: HttpRequest, error: StaleVersion, form: PlanForm, stored: Mapping[str, object], case_id: UUID
) -> HttpResponse:
    """Show what stands there now beside what was typed, field by field where they differ; the rest goes along."""
    now_there = PlanForm(initial=stored)
    rows, hidden = [], [("version", str(error.current)), ("key", str(form.cleaned_data["key"]))]
    for bound in form.visible_fields():
        theirs, mine = str(now_there[bound.name].value() or ""), str(bound.value() or "")
        if theirs == mine or _of_nothing(form, bound.name):
            hidden.append((bound.name, mine))
        else:
            long = isinstance(bound.field.widget, Textarea)
            rows.append(ComparedField(bound.name, form.full_label(bound.name), theirs, mine, long=long))
    if not rows:
        # Sent twice, or two people wrote the very same: there is nothing to choose.
        return redirect("web:plan-adopt", case_id)
    return faults.compare(request, error, Conflict(request.path, _case_url(case_id), rows, hidden))


def _of_nothing(form: PlanForm, name: str) -> bool:
    """Return whether a field says what is in a text that is not there."""
    text = name.removesuffix("_category")
    return text != name and not form.data.get(text, "").strip()


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def adopt(request: HttpRequest, visit: Visit, case_id: UUID) -> HttpResponse:
    """Make the draft the one plan that counts; show first what is still missing."""
    case = cases.case(actor=visit.actor, case_id=case_id, at=visit.at)
    draft = plans.being_drafted(actor=visit.actor, case_id=case_id, at=visit.at)
    if request.method == "POST":
        try:
            adopted = _adopt(visit, draft, _version(request))
        except Refusal:
            return _meanwhile(request, visit, case_id)
        if adopted:
            messages.success(request, gettext("Vastgesteld. Dit is nu het plan."))
            return redirect("web:case", case_id)
    elif draft is None:
        return redirect("web:plan-write", case_id)
    assert draft is not None
    missing = plans.missing(actor=visit.actor, case_id=case_id, at=visit.at)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    context = {
        "case": case,
        "plan": draft,
        "at": visit.at,
        "domains": domains(draft),
        "missing": [translated(text) for text in missing],
        "trail": [Link(gettext("Casussen"), reverse("web:cases")), Link(case.number, _case_url(case_id))],
        "may_adopt": access.may(actor=visit.actor, act="plans.adopt"),
    }
    return render(request, "plans/adopt.html", context, status=status)


def _adopt(visit: Visit, draft: PlanView | None, version: int) -> bool:
    """Adopt a draft; say whether it was whole enough.

    Raises:
        Conflict: it was adopted or changed meanwhile.
    """
    if draft is None:
        raise NotADraft
    try:
        services.adopt(actor=visit.actor, plan_id=draft.id, version=version, at=visit.at)
    except PlanUnreadable:
        return False
    return True


def _meanwhile(request: HttpRequest, visit: Visit, case_id: UUID) -> HttpResponse:
    """Say that somebody was first, and show both: the plan that counts now, and the one in the making, if any."""
    context = {
        "at": visit.at,
        "case_url": _case_url(case_id),
        "write_url": reverse("web:plan-write", args=[case_id]),
        "shown": [
            (plan, domains(plan))
            for plan in (
                plans.current(actor=visit.actor, case_id=case_id, at=visit.at),
                plans.being_drafted(actor=visit.actor, case_id=case_id, at=visit.at),
            )
            if plan is not None
        ],
    }
    return render(request, "plans/meanwhile.html", context, status=HTTPStatus.CONFLICT)


@require_POST
@visited
def read(request: HttpRequest, visit: Visit, case_id: UUID) -> HttpResponse:
    """Say that one has read the plan that counts."""
    services.mark_read(actor=visit.actor, case_id=case_id, at=visit.at)
    messages.success(request, gettext("Opgeslagen. Je hebt dit plan gelezen."))
    return redirect("web:case", case_id)


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def settle(request: HttpRequest, visit: Visit, case_id: UUID, flag_id: UUID) -> HttpResponse:
    """Say that one looked at what marked the plan, and that it still fits."""
    case = cases.case(actor=visit.actor, case_id=case_id, at=visit.at)
    form = SettleForm(request.POST or None)
    return answer(
        request, case, form, title=gettext("Het plan past nog"), button=gettext("Bewaar"),
        lead=gettext("Kijk eerst wat er is veranderd, en praat erover met wie het aangaat."),
        said=gettext("Opgeslagen. De markering is weg."),
        write=lambda: services.settle(
            actor=visit.actor, case_id=case_id, flag_id=flag_id, how=form.cleaned_data["how"], at=visit.at
        ),
    )  # fmt: skip
