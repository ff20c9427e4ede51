"""A closed case that is used again, and a case that stays after its term: order it, ask who supplied data, and answer."""

from __future__ import annotations

from datetime import date
from typing import Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from vangnet.access import selectors as access
from vangnet.access.services import require
from vangnet.cases import selectors as cases
from vangnet.cases.selectors import reprocessing as selectors
from vangnet.cases.services import reprocessing as services
from vangnet.cases.types import KeptFacts, ReprocessingGround, ReprocessingView
from vangnet.core.clock import local_day
from vangnet.core.periods import years_later
from vangnet.flow.reprocessing import keeping_of, order_reprocessing
from vangnet.flow.retention import Term
from vangnet.web.shared.fields import DayField, Form
from vangnet.web.shared.parts import Link
from vangnet.web.shared.reasons import reason_words
from vangnet.web.shared.saving import SAVED, attempt, status_of
from vangnet.web.shared.typed import LongText, PlainText
from vangnet.web.shared.visit import Visit, visited

NEEDED = {"required": gettext_lazy("Vul dit in.")}
GROUNDS: Final[dict[ReprocessingGround, Promise]] = {
    ReprocessingGround.AGAIN: gettext_lazy("De casus is gesloten en hetzelfde probleem is terug"),
    ReprocessingGround.RELAPSE: gettext_lazy("De casus is gesloten, en de kans dat het weer misgaat is groot"),
    ReprocessingGround.OPEN: gettext_lazy("De casus loopt nog, en de bewaartermijn is bijna voorbij"),
}


class WantForm(Form):
    """Who orders it, why, and until when."""

    ordered_for = PlainText(
        label=gettext_lazy("Welke deelnemers dragen dit op?"), help_text=gettext_lazy("Bijvoorbeeld: gemeente en politie"),
        max_length=400, error_messages=NEEDED,
    )  # fmt: skip
    why = LongText(
        label=gettext_lazy("Waarom is dit nodig?"), max_length=2_000, error_messages=NEEDED,
        help_text=gettext_lazy("Wie informatie gaf, leest dit. Schrijf niet meer over de persoon dan nodig is."),
    )  # fmt: skip
    until = DayField(label=gettext_lazy("Tot en met welke dag?"), error_messages=NEEDED)


class OrderForm(WantForm):
    """Which case, and on what ground."""

    number = PlainText(
        label=gettext_lazy("Nummer van de casus"), help_text=gettext_lazy("Bijvoorbeeld 2026-0481"), max_length=20,
        error_messages=NEEDED,
    )  # fmt: skip
    ground = forms.ChoiceField(
        label=gettext_lazy("Waarom mag dit?"), error_messages=NEEDED,
        choices=[("", gettext_lazy("Kies")), *GROUNDS.items()],
    )  # fmt: skip
    field_order = ("number", "ground", "ordered_for", "why", "until")


class LetGoForm(Form):
    """Why a case may go on its day."""

    until = forms.DateField(widget=forms.HiddenInput)
    why = LongText(label=gettext_lazy("Waarom kan dit weg?"), max_length=2_000, rows=3, error_messages=NEEDED)


class SupplierForm(Form):
    """Whether an organisation agrees, and who said so there."""

    agency = forms.UUIDField(widget=forms.HiddenInput)
    agrees = forms.ChoiceField(
        label=gettext_lazy("Mag dit?"), choices=[("ja", gettext_lazy("Ja")), ("nee", gettext_lazy("Nee"))],
        widget=forms.RadioSelect, error_messages={"required": gettext_lazy("Kies ja of nee.")},
    )  # fmt: skip
    said_by = PlainText(
        label=gettext_lazy("Wie zegt dit namens de organisatie?"), max_length=120, error_messages=NEEDED
    )


@require_safe
@visited
def listing(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show what the own organisation ordered, and what waits for its answer."""
    rows = [(GROUNDS[one.ground], one, state(one)) for one in selectors.reprocessings(actor=visit.actor)]
    mine = visit.actor.agency_id
    context = {
        "at": visit.at,
        "asked": [row for row in rows if row[2] == "asked" and _waits_for(row[1], mine)],
        "others": [row for row in rows if row[2] != "asked" or not _waits_for(row[1], mine)],
        "orders": access.may(actor=visit.actor, act="cases.reprocess"),
    }
    return render(request, "cases/again_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def order(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Order that a case is used again, by its number; nothing of the case is shown."""
    require(visit.actor, "cases.reprocess")
    form = OrderForm(request.POST or None)
    status = status_of(form)
    made: list[UUID] = []
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        status = attempt(
            form,
            lambda: made.append(
                order_reprocessing(
                    actor=visit.actor, number=said["number"], ground=said["ground"], ordered_for=said["ordered_for"],
                    why=said["why"], until=said["until"], at=visit.at,
                )
            ),
        )  # fmt: skip
        if status is SAVED:
            messages.success(request, gettext("Gevraagd. Elke organisatie die informatie gaf, zegt nu ja of nee."))
            return redirect("web:reprocessing", made[0])
    context = {
        "at": visit.at, "form": form, "title": gettext("Vraag om een casus opnieuw te gebruiken"), "button": gettext("Vraag het"),
        "lead": gettext("Een gesloten casus is afgeschermd. Hij gaat pas open als iedereen die informatie gaf ja zegt."),
        "trail": [Link(gettext("Opnieuw gebruiken"), reverse("web:reprocessings"))], "back": reverse("web:reprocessings"),
    }  # fmt: skip
    return render(request, "cases/form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def one(request: HttpRequest, visit: Visit, reprocessing_id: UUID) -> HttpResponse:
    """Show one order: why, until when, who answered what; and keep the answer of an organisation."""
    found = selectors.reprocessing(actor=visit.actor, reprocessing_id=reprocessing_id, at=visit.at)
    typed = SupplierForm(request.POST) if request.method == "POST" else None
    status = status_of(typed) if typed is not None else 200
    if typed is not None and typed.is_valid():
        said = typed.cleaned_data
        status = attempt(
            typed,
            lambda: services.answer_supplier(
                actor=visit.actor, reprocessing_id=reprocessing_id, agency_id=said["agency"],
                agrees=said["agrees"] == "ja", said_by=said["said_by"], at=visit.at,
            ),
        )  # fmt: skip
        if status is SAVED:
            messages.success(request, gettext("Opgeslagen."))
            return redirect("web:reprocessing", reprocessing_id)
        found = selectors.reprocessing(actor=visit.actor, reprocessing_id=reprocessing_id, at=visit.at)
    suppliers = [(one, _form(visit, found, one.agency_id, typed)) for one in found.suppliers]
    context = {
        "at": visit.at, "found": found, "ground": GROUNDS[found.ground], "state": state(found),
        "suppliers": suppliers, "left": None if any(form is typed for _, form in suppliers) else typed,
        "may_open": _may_open(visit, found),
    }  # fmt: skip
    return render(request, "cases/again_one.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def keep(request: HttpRequest, visit: Visit, case_id: UUID) -> HttpResponse:
    """Show when a case must go and why; order that it stays, or decide that it goes."""
    facts, term = keeping_of(actor=visit.actor, case_id=case_id, at=visit.at)
    step = request.POST.get("stap", "")
    want = WantForm(request.POST if step == "langer" else None)
    gone = LetGoForm(request.POST if step == "weg" else None, initial={"until": term.until}, auto_id="id_weg_%s")
    form = gone if step == "weg" else want
    status = status_of(form)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        write = _letting_go if step == "weg" else _keeping
        status = attempt(form, lambda: write(visit, facts, said))
        if status is SAVED:
            messages.success(request, gettext("Opgeslagen."))
            return redirect("web:case-keep", case_id)
    running = facts.closed_on is None
    if running:  # the page says who it is about, and that is recorded
        cases.case(actor=visit.actor, case_id=case_id, at=visit.at)
    context = {
        "at": visit.at, "facts": facts, "term": term, "why": reason_words(term.why), "want": want, "gone": gone, "running": running,
        "name": cases.brief(case_ids=[case_id]).get(case_id, ("", ""))[0] if running else "",
        "orders": [(one, state(one)) for one in selectors.reprocessings(actor=visit.actor) if one.case_id == case_id],
        "may_stay": running or not _closed_too_soon(facts, term),
    }  # fmt: skip
    return render(request, "cases/keep.html", context, status=status)


def _keeping(visit: Visit, facts: KeptFacts, said: dict[str, object]) -> None:
    ground = ReprocessingGround.OPEN if facts.closed_on is None else ReprocessingGround.RELAPSE
    order_reprocessing(
        actor=visit.actor, number=facts.number, ground=ground, ordered_for=str(said["ordered_for"]), why=str(said["why"]),
        until=_day(said["until"]), at=visit.at,
    )  # fmt: skip


def _letting_go(visit: Visit, facts: KeptFacts, said: dict[str, object]) -> None:
    services.let_go(
        actor=visit.actor, case_id=facts.case_id, until=_day(said["until"]), why=str(said["why"]), at=visit.at
    )


def _day(value: object) -> date:
    assert isinstance(value, date)
    return value


def _form(visit: Visit, found: ReprocessingView, agency_id: UUID, typed: SupplierForm | None) -> SupplierForm | None:
    """Return the form to answer for an organisation; None when it answered, or the visitor may not."""
    own = agency_id == visit.actor.agency_id
    may = access.may(actor=visit.actor, act="cases.supply" if own else "cases.reprocess")
    answered = next(one.agrees for one in found.suppliers if one.agency_id == agency_id)
    if (
        not may
        or answered is not None
        or found.refused_at is not None
        or not (own or found.agency_id == visit.actor.agency_id)
    ):
        return None
    if typed is not None and typed.data.get("agency") == str(agency_id):
        return typed
    return SupplierForm(
        initial={"agency": agency_id, "said_by": visit.worker.name if own else ""}, auto_id=f"id_{agency_id}_%s"
    )


def _may_open(visit: Visit, found: ReprocessingView) -> bool:
    """Return whether the visitor may now look in the closed case."""
    allowed = found.allowed_at is not None and found.until >= local_day(visit.at)
    return allowed and found.ground is not ReprocessingGround.OPEN and found.ordered_by == visit.actor.worker_id


def _closed_too_soon(facts: KeptFacts, term: Term) -> bool:
    return facts.closed_on is not None and facts.closed_on < years_later(term.until, -1)


def _waits_for(found: ReprocessingView, agency_id: UUID) -> bool:
    return any(one.agency_id == agency_id and one.agrees is None for one in found.suppliers)


def state(found: ReprocessingView) -> str:
    """Return how an order stands: `asked`, `allowed` or `refused`."""
    return "refused" if found.refused_at else "allowed" if found.allowed_at else "asked"
