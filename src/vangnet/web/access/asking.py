"""Ask for access to a case one does not see, read the answers, and answer as who directs the case."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from vangnet.access import selectors as access
from vangnet.access.selectors import asking as asked
from vangnet.access.services import asking as services
from vangnet.access.services import require
from vangnet.access.types import PURPOSES, AccessRequestView
from vangnet.cases import selectors as cases
from vangnet.core.clock import local_day
from vangnet.core.errors import NotVisible
from vangnet.flow import asking
from vangnet.intake import selectors as intake
from vangnet.people import selectors as people
from vangnet.web.shared.fields import DayField, Form
from vangnet.web.shared.roles import role_words
from vangnet.web.shared.saving import SAVED, attempt, status_of
from vangnet.web.shared.visit import Visit, visited
from vangnet.web.sharing import words

USUALLY = timedelta(days=14)


class AskForm(Form):
    """Which case, what for, and why."""

    number = forms.CharField(
        label=gettext_lazy("Nummer van de casus"),
        help_text=gettext_lazy("Bijvoorbeeld 2026-0481"),
        max_length=20,
        error_messages={"required": gettext_lazy("Vul het nummer van de casus in.")},
    )
    purpose = forms.ChoiceField(
        label=gettext_lazy("Waarvoor heb je het nodig?"),
        error_messages={"required": gettext_lazy("Kies waarvoor je dit nodig hebt.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Waarom moet je dit weten?"),
        help_text=gettext_lazy("Wie beslist, leest dit. Schrijf niet meer over de persoon dan nodig is."),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Schrijf in een paar woorden op waarom je dit moet weten.")},
    )

    def __init__(self, *args: Any, about_person: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = words.choices("purposes", list(PURPOSES))
        self.fields["purpose"].choices = [("", gettext("Kies")), *choices]  # type: ignore[attr-defined]
        if about_person:
            del self.fields["number"]


class AnswerForm(Form):
    """Yes, with what and until when; or no, with a reason."""

    yes = forms.ChoiceField(
        label=gettext_lazy("Mag je collega meekijken?"),
        choices=[("", gettext_lazy("Kies")), ("ja", gettext_lazy("Ja, voor een tijd")), ("nee", gettext_lazy("Nee"))],
        error_messages={"required": gettext_lazy("Kies ja of nee.")},
    )
    categories = forms.MultipleChoiceField(
        label=gettext_lazy("Bij ja: wat?"),
        help_text=gettext_lazy("Je kiest uit wat bij deze functie hoort en wat je zelf ziet. Niet meer dan nodig is."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Kies wat deze functie mag zien en wat je zelf ziet.")},
    )
    last_day = DayField(
        label=gettext_lazy("Bij ja: tot en met welke dag?"),
        help_text=gettext_lazy("Hooguit 30 dagen."),
        required=False,
        error_messages={"required": gettext_lazy("Kies een dag vanaf vandaag, hooguit 30 dagen vooruit.")},
    )
    answer = forms.CharField(
        label=gettext_lazy("Bij nee: waarom niet?"),
        help_text=gettext_lazy("Wie het vroeg, leest dit."),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Schrijf op waarom niet. Wie het vroeg, leest dit.")},
    )

    def __init__(self, *args: Any, within: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = [f"C{number:02d}" for number in range(1, 35) if within >> (number - 1) & 1]
        self.fields["categories"].choices = words.choices("categories", codes)  # type: ignore[attr-defined]

    def bits(self) -> int:
        """Return the bit mask of what was ticked."""
        return sum(1 << (int(code[1:]) - 1) for code in set(self.cleaned_data["categories"]))


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def by_number(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Ask access to a case by its number; a number nobody has is answered in the same words."""
    return _ask(request, visit, None)


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def about_person(request: HttpRequest, visit: Visit, person_id: UUID) -> HttpResponse:
    """Ask access to the case, if there is one, of a person one sees."""
    return _ask(request, visit, person_id)


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def from_signal(request: HttpRequest, visit: Visit, signal_id: UUID) -> HttpResponse:
    """Ask access to the case, if there is one, that a signal one sees is about."""
    intake.signal(actor=visit.actor, signal_id=signal_id, at=visit.at, also_offered=True)
    return _ask(request, visit, None, signal_id)


@require_safe
@visited
def mine(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show what one asked access to, and what was answered."""
    require(visit.actor, "access.ask")
    own = asked.own_requests(actor=visit.actor, at=visit.at)
    names = people.named(
        actor=visit.actor, person_ids=[one.person_id for one in own if one.person_id is not None], at=visit.at
    )
    rows = [
        {
            "asked": one,
            "name": names.get(one.person_id, "") if one.person_id is not None else "",
            "purpose": words.say("purposes", one.purpose),
        }
        for one in own
    ]
    return render(request, "access/requests.html", {"rows": rows, "at": visit.at})


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def answer(request: HttpRequest, visit: Visit, request_id: UUID) -> HttpResponse:
    """Say yes or no to somebody who asks access, as who directs the case."""
    require(visit.actor, "access.answer")
    found = asked.request(actor=visit.actor, request_id=request_id, at=visit.at)
    within = asked.may_be_given(actor=visit.actor, worker_id=found.worker_id, case_id=found.case_id, at=visit.at)
    form = AnswerForm(request.POST or None, within=within, initial={"last_day": local_day(visit.at) + USUALLY})
    status = status_of(form)
    if form.is_bound and status is HTTPStatus.OK:
        status = attempt(form, lambda: _answer(visit, found, form))
        if status is SAVED:
            messages.success(request, gettext("Opgeslagen. Wie het vroeg, leest jouw antwoord."))
            return redirect("web:case-people", found.case_id)
    who = access.worker(worker_id=found.worker_id)
    content = {
        "form": form,
        "found": found,
        "who": who,
        "role": role_words(who.role),
        "purpose": words.say("purposes", found.purpose),
        "name": cases.brief(case_ids=[found.case_id]).get(found.case_id, ("", ""))[0],
        "nothing": not within,
        "at": visit.at,
    }
    return render(request, "access/request_answer.html", content, status=status)


def _ask(request: HttpRequest, visit: Visit, person_id: UUID | None, signal_id: UUID | None = None) -> HttpResponse:
    require(visit.actor, "access.ask")
    name = ""
    if person_id is not None:
        names = people.named(actor=visit.actor, person_ids=[person_id], at=visit.at)
        if person_id not in names:
            raise NotVisible
        name = names[person_id]
    form = AskForm(request.POST or None, about_person=person_id is not None or signal_id is not None)
    status = status_of(form)
    if form.is_bound and status is HTTPStatus.OK:
        status = attempt(form, lambda: _write(visit, person_id, signal_id, form))
        if status is SAVED:
            messages.success(request, gettext("Je vraag is genoteerd. Wie erover gaat, beslist."))
            return redirect("web:access-mine")
    content = {"form": form, "name": name, "signal": signal_id is not None, "at": visit.at}
    return render(request, "access/ask.html", content, status=status)


def _write(visit: Visit, person_id: UUID | None, signal_id: UUID | None, form: AskForm) -> None:
    said = form.cleaned_data
    about = {"actor": visit.actor, "reason": said["reason"], "purpose": said["purpose"], "at": visit.at}
    if signal_id is not None:
        asking.ask_from_signal(signal_id=signal_id, **about)
    elif person_id is None:
        asking.ask_by_number(number=said["number"], **about)
    else:
        asking.ask_about_person(person_id=person_id, **about)


def _answer(visit: Visit, found: AccessRequestView, form: AnswerForm) -> None:
    said = form.cleaned_data
    if said["yes"] == "ja":
        last_day = said["last_day"] or local_day(visit.at) + USUALLY
        services.grant(actor=visit.actor, request_id=found.id, categories=form.bits(), last_day=last_day, at=visit.at)
    else:
        services.refuse(actor=visit.actor, request_id=found.id, reason=said["answer"], at=visit.at)
