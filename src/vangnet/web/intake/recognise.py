"""Who is this? A named human says it: somebody in sight, or somebody new. The program only shows whom it may be."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from vangnet.access import selectors as access
from vangnet.access.services import require
from vangnet.core.errors import NotVisible
from vangnet.flow import journey
from vangnet.intake import selectors as intake
from vangnet.intake.types import PersonHint, SignalView
from vangnet.people import selectors as people
from vangnet.people import services as person_services
from vangnet.people.types import PartialDate, PersonView
from vangnet.web.intake import labels
from vangnet.web.intake.forms import PERSON_NAMES, NewPersonForm, NotThisPersonForm, SamePersonForm, WhoForm
from vangnet.web.intake.rows import hint_facts, hint_name, row_of
from vangnet.web.people.rows import match_rows, person_rows
from vangnet.web.shared.saving import SAVED, attempt, status_of
from vangnet.web.shared.visit import Visit, visited

CANDIDATES = 20


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def who(request: HttpRequest, visit: Visit, signal_id: UUID) -> HttpResponse:
    """Show whom a signal may be about, and keep who it is once somebody says so."""
    require(visit.actor, "people.link")
    found = intake.signal(actor=visit.actor, signal_id=signal_id, at=visit.at)
    step = request.POST.get("stap", "") if request.method == "POST" else ""
    search = WhoForm(request.POST if step == "zoek" else _claimed(found.hint))
    chosen = SamePersonForm(request.POST if step == "kies" else None)
    status = status_of(search) if step == "zoek" else HTTPStatus.OK
    if step == "kies":
        status = status_of(chosen)
        if status is HTTPStatus.OK:
            status = attempt(chosen, lambda: _link(visit, found, chosen))
        if status is SAVED:
            messages.success(request, gettext("Opgeslagen. Dit signaal ligt nu bij deze persoon."))
            return redirect("web:signal", signal_id)
    matches = [] if step == "zoek" else people.candidates(actor=visit.actor, hint=found.hint, at=visit.at)
    rows = match_rows(matches) if matches else person_rows(_candidates(visit, search))
    content = _about(found) | {
        "search": search,
        "form": chosen,
        "rows": rows,
        "searched": any(search.data.get(key) for key in ("q", "birth")),
    }
    return render(request, "intake/who.html", content | {"at": visit.at}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def new_person(request: HttpRequest, visit: Visit, signal_id: UUID) -> HttpResponse:
    """Register somebody who is not known yet, and lay the signal beside them."""
    require(visit.actor, "people.register")
    found = intake.signal(actor=visit.actor, signal_id=signal_id, at=visit.at)
    form = NewPersonForm(request.POST or None, initial=_first_guess(found), region=visit.actor.region)
    status = status_of(form)
    if form.is_bound and status is HTTPStatus.OK:
        status = attempt(form, lambda: _register(visit, found, form), names=PERSON_NAMES)
        if status is SAVED:
            messages.success(request, gettext("Opgeslagen. Dit signaal ligt nu bij deze nieuwe persoon."))
            return redirect("web:signal", signal_id)
    return render(request, "intake/new_person.html", _about(found) | {"form": form, "at": visit.at}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def not_this_person(request: HttpRequest, visit: Visit, signal_id: UUID) -> HttpResponse:
    """Take a signal away from the person it was not about, and see what was learned meanwhile."""
    require(visit.actor, "people.link")
    found = intake.signal(actor=visit.actor, signal_id=signal_id, at=visit.at)
    if signal_id not in people.links_of_signals(signal_ids=[signal_id]):
        raise NotVisible
    form = NotThisPersonForm(request.POST or None)
    status = status_of(form)
    if form.is_bound and status is HTTPStatus.OK:
        reason, made = form.cleaned_data["reason"], []
        status = attempt(
            form,
            lambda: made.append(
                person_services.unlink_signal(actor=visit.actor, signal_id=signal_id, reason=reason, at=visit.at)
            ),
        )
        if status is SAVED:
            messages.success(request, gettext("Opgeslagen. Dit signaal ligt bij niemand meer."))
            return redirect("web:person-learned", made[0].id)
    return render(request, "intake/not_this.html", _about(found) | {"form": form, "at": visit.at}, status=status)


def _about(found: SignalView) -> dict[str, object]:
    names = access.municipality_names(codes=[found.municipality])
    row = row_of(found, names.get(found.municipality, found.municipality))
    return {"signal": found, "row": row, "hint": hint_facts(found.hint)}


def _claimed(hint: PersonHint) -> dict[str, str]:
    """Return what to search with at first: what the reporter said, as claimed."""
    return {"q": hint_name(hint), "birth": labels.born_words(hint.birth_date)}


def _candidates(visit: Visit, search: WhoForm) -> list[PersonView]:
    if not search.is_valid():
        return []
    data = search.cleaned_data
    born: PartialDate = data["birth"]
    rows = people.find(actor=visit.actor, text=data["q"], birth=born, at=visit.at, limit=CANDIDATES)
    if not rows and data["q"] and (born.year or born.month or born.day):
        # A date of birth is often wrong in a report; the name alone may still find them.
        rows = people.find(actor=visit.actor, text=data["q"], at=visit.at, limit=CANDIDATES)
    return rows


def _link(visit: Visit, found: SignalView, form: SamePersonForm) -> None:
    data = form.cleaned_data
    journey.recognise(actor=visit.actor, signal_id=found.id, person=data["person"], reason=data["reason"], at=visit.at)


def _register(visit: Visit, found: SignalView, form: NewPersonForm) -> None:
    journey.recognise(
        actor=visit.actor, signal_id=found.id, person=form.person(), reason=form.cleaned_data["reason"], at=visit.at
    )


def _first_guess(found: SignalView) -> dict[str, str]:
    """Return what the reporter said, to start the form with."""
    hint = found.hint
    return {
        "given_names": hint.given_names,
        "name_prefix": hint.prefix,
        "surname": hint.surname,
        "birth": labels.born_words(hint.birth_date),
        "sex": hint.sex,
        "municipality": found.municipality,
        "street": hint.street,
        "house_number": hint.house_number,
        "postcode": hint.postcode,
        "city": hint.city,
        "phone": hint.phone,
    }
