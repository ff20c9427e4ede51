"""What went from a case: to whom and why, whether the person knows, and putting right what was wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vangnet.access import selectors as access
from vangnet.core.clock import local_day
from vangnet.core.errors import NotVisible, StaleVersion
from vangnet.sharing import selectors, services
from vangnet.sharing.types import DisclosedItemView, DisclosureView, InformView
from vangnet.web.shared.fields import Form
from vangnet.web.shared.norms import cite_words
from vangnet.web.shared.parts import Link
from vangnet.web.shared.saving import SAVED, attempt, status_of
from vangnet.web.shared.visit import Visit, visited
from vangnet.web.sharing import words
from vangnet.web.sharing.asking import trail
from vangnet.web.sharing.case import CaseHead, head
from vangnet.web.sharing.kept_forms import CorrectForm, PostponeForm, SeenForm, ToldForm

# What Vangnet does by itself is no task for the reader.
_BY_VANGNET = frozenset({"log_disclosure", "inform_subject"})


@dataclass(frozen=True, slots=True)
class Row:
    """One disclosure in words."""

    shared: DisclosureView
    purpose: str
    org: str
    by: str
    items: list[tuple[DisclosedItemView, str, str, list[tuple[str, str]]]]
    duties: list[str]
    late: bool


@require_safe
@visited
def disclosures(request: HttpRequest, visit: Visit, case_id: UUID) -> HttpResponse:
    """Show what was shared from a case, newest first."""
    case = head(visit, case_id)
    found = selectors.disclosures(actor=visit.actor, case_id=case_id, at=visit.at)
    workers = access.workers(worker_ids=[one.by for one in found])
    content = {
        "at": visit.at,
        "head": case,
        "trail": trail(case),
        "invites": selectors.open_invites(actor=visit.actor, case_id=case_id, at=visit.at),
        "directs": access.may(actor=visit.actor, act="cases.staff"),
        "rows": [_row(one, visit, workers[one.by].name if one.by in workers else "") for one in found],
    }
    return render(request, "sharing/disclosures.html", content)


def _row(one: DisclosureView, visit: Visit, by: str) -> Row:
    return Row(
        shared=one,
        purpose=words.say("purposes", one.purpose),
        org=words.say("receivers", one.receiver.org_type),
        by=by,
        items=[
            (
                part,
                words.say("categories", part.item.category),
                words.say("forms", part.output_form),
                [(key, cite_words(key)) for key in part.grounds],
            )
            for part in one.items
        ],
        duties=[words.say("duties", duty) for duty in one.duties if duty not in _BY_VANGNET],
        late=one.inform is not None and one.inform.late(local_day(visit.at)),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def correct(request: HttpRequest, visit: Visit, case_id: UUID, disclosed_id: UUID) -> HttpResponse:
    """Say what was wrong in an item, to everybody who received it."""
    case = head(visit, case_id)
    _, part = _find(visit, case_id, disclosed_id)
    form = CorrectForm(request.POST or None)

    def write() -> object:
        return services.correct(
            actor=visit.actor, case_id=case_id, item_id=part.item.id, correction=form.cleaned_data["correction"],
            at=visit.at,
        )  # fmt: skip

    done = gettext("Opgeslagen. Wie dit kreeg, ziet de verbetering en bevestigt die.")
    return _form(
        request, case, form, write, title=gettext("Dit klopte niet"), about=part.item.title, done=done,
        button=gettext("Verbeter bij iedereen die dit kreeg"), names={"answer": "correction"},
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def seen(request: HttpRequest, visit: Visit, case_id: UUID, disclosed_id: UUID) -> HttpResponse:
    """Write down who at a receiver without account knows of a correction."""
    case = head(visit, case_id)
    _, part = _find(visit, case_id, disclosed_id)
    form = SeenForm(request.POST or None)

    def write() -> None:
        services.acknowledge_correction(
            actor=visit.actor, disclosed_id=disclosed_id, seen_from=form.cleaned_data["seen_from"], at=visit.at
        )

    return _form(
        request, case, form, write, title=gettext("De ontvanger weet het"), about=part.correction,
        done=gettext("Opgeslagen."), button=gettext("Leg vast"), names={"answer": "seen_from"},
    )  # fmt: skip


@require_POST
@visited
def acknowledge(request: HttpRequest, visit: Visit, disclosed_id: UUID) -> HttpResponse:
    """Say, as the receiver, that one knows of a correction."""
    services.acknowledge_correction(actor=visit.actor, disclosed_id=disclosed_id, seen_from="", at=visit.at)
    messages.success(request, gettext("Bevestigd. Gebruik vanaf nu wat er verbeterd is."))
    return redirect("web:sharing")


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def told(request: HttpRequest, visit: Visit, case_id: UUID, disclosure_id: UUID) -> HttpResponse:
    """Keep that the person was told."""
    case = head(visit, case_id)
    duty = _duty(visit, case_id, disclosure_id)
    form = ToldForm(request.POST or None, initial={"version": duty.version, "told_on": local_day(visit.at)})

    def write() -> object:
        return services.tell_person(
            actor=visit.actor, inform_id=duty.id, version=form.cleaned_data["version"],
            told_on=form.cleaned_data["told_on"], at=visit.at,
        )  # fmt: skip

    return _form(
        request, case, form, write, title=gettext("Verteld aan de persoon"), about="", done=gettext("Opgeslagen."),
        button=gettext("Leg vast dat het verteld is"), names={},
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def postpone(request: HttpRequest, visit: Visit, case_id: UUID, disclosure_id: UUID) -> HttpResponse:
    """Keep why the person is told later, and when it is looked at again."""
    case = head(visit, case_id)
    duty = _duty(visit, case_id, disclosure_id)
    first = {"version": duty.version, "postponed_by": visit.worker.agency_name}
    form = PostponeForm(request.POST or None, initial=first)

    def write() -> object:
        data = form.cleaned_data
        return services.postpone_telling(
            actor=visit.actor, inform_id=duty.id, version=data["version"], by=data["postponed_by"],
            ground=data["ground"], review_on=data["review_on"], at=visit.at,
        )  # fmt: skip

    return _form(
        request, case, form, write, title=gettext("Later vertellen"), about="", done=gettext("Opgeslagen."),
        button=gettext("Leg vast waarom het wacht"), names={},
    )  # fmt: skip


def _form(
    request: HttpRequest,
    case: CaseHead,
    form: Form,
    write: Callable[[], object],
    *,
    title: str,
    about: str,
    done: str,
    button: str,
    names: dict[str, str],
) -> HttpResponse:
    """Show a small form about something that went, or save it and go back to the list."""
    back = reverse("web:case-disclosures", args=[case.id])
    status, changed = status_of(form), False
    if form.is_bound and status == 200:
        try:
            status = attempt(form, write, names=names)
        except StaleVersion as stale:
            status, changed = HTTPStatus.CONFLICT, True
            typed = request.POST.copy()
            typed["version"] = str(stale.current)
            form = type(form)(typed)
        if status is SAVED:
            messages.success(request, done)
            return redirect(back)
    content = {
        "head": case,
        "trail": [*trail(case), Link(gettext("Gedeeld"), back)],
        "form": form,
        "title": title,
        "about": about,
        "button": button,
        "back": back,
        "changed": changed,
    }
    return render(request, "sharing/form.html", content, status=status)


def _find(visit: Visit, case_id: UUID, disclosed_id: UUID) -> tuple[DisclosureView, DisclosedItemView]:
    for one in selectors.disclosures(actor=visit.actor, case_id=case_id, at=visit.at):
        for part in one.items:
            if part.id == disclosed_id and part.item.title:
                return one, part
    raise NotVisible


def _duty(visit: Visit, case_id: UUID, disclosure_id: UUID) -> InformView:
    for one in selectors.disclosures(actor=visit.actor, case_id=case_id, at=visit.at):
        if one.id == disclosure_id and one.inform is not None:
            return one.inform
    raise NotVisible
