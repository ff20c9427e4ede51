"""Change what is kept of a person. Each form makes one call and leads back; who was too late sees both versions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from vangnet.access.services import require
from vangnet.core.clock import local_day
from vangnet.core.errors import StaleVersion
from vangnet.people import services
from vangnet.people.selectors.clusters import says_secret
from vangnet.people.selectors.describing import described
from vangnet.people.types import Described, IdentifierKind, NameKind, RelationKind, ResearchedFacts
from vangnet.web.people import forms
from vangnet.web.people.page import trail
from vangnet.web.shared.faults import ComparedField, Conflict, compare
from vangnet.web.shared.fields import VersionedForm
from vangnet.web.shared.saving import SAVED, attempt
from vangnet.web.shared.visit import Visit, visited

FORM = require_http_methods(["GET", "HEAD", "POST"])


def _open(visit: Visit, person_id: UUID) -> Described:
    """Return who a form is about; first who is in sight, then who may change them."""
    found = described(actor=visit.actor, person_id=person_id, at=visit.at)
    require(visit.actor, "people.register")
    return found


def _answer(
    request: HttpRequest,
    found: Described,
    form: VersionedForm,
    *,
    title: str,
    said: str,
    write: Callable[[dict[str, Any]], object],
    lead: str = "",
    stored: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Show a form, or save what it says and lead back; a version that is too old is laid beside the one of now.

    Args:
        write: calls one service with what was typed.
        stored: what is kept now, by name of the field; what is not there was empty.
    """
    back = reverse("web:person", args=[found.person.id])
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                status = attempt(form, lambda: write(form.cleaned_data), names=forms.NAMES)
            except StaleVersion as error:
                return _both(request, error, found, form, stored or {}, back=back)
        if status is SAVED:
            messages.success(request, said)
            return HttpResponseRedirect(back)
    content = {"form": form, "title": title, "lead": lead, "back": back, "trail": trail(found)}
    return render(request, "people/form.html", content, status=status)


def _both(
    request: HttpRequest, error: StaleVersion, found: Described, form: VersionedForm, stored: Mapping[str, str], *, back: str
) -> HttpResponse:  # fmt: skip
    kept = {name: form.data.get(name, "") for name in form.fields if name not in ("version", "key")}
    ticks = {name for name in kept if name not in stored}
    rows = [
        ComparedField(name, str(form.fields[name].label), stored[name], value)
        for name, value in kept.items()
        if name in stored and stored[name] != value
    ]
    hidden = [
        (name, kept[name])
        for name in kept
        if name not in {row.name for row in rows} and (kept[name] or name not in ticks)
    ]
    hidden += [("version", str(found.person.version)), ("key", str(form.cleaned_data["key"]))]
    return compare(request, error, Conflict(request.path, back, rows, hidden))


@FORM
@visited
def describe(request: HttpRequest, visit: Visit, person_id: UUID) -> HttpResponse:
    """Change who somebody is."""
    found = _open(visit, person_id)
    first = forms.DescribeForm.at_first(found.person, says_secret=says_secret(person_id=person_id))
    form = forms.DescribeForm(request.POST or None, initial=first)
    stored = {
        name: str(form[name].field.prepare_value(value))
        for name, value in first.items()
        if name != "version" and not isinstance(value, bool)
    }
    return _answer(
        request, found, form, title=gettext("Gegevens wijzigen"), said=gettext("Opgeslagen."), stored=stored,
        lead=gettext("Wat een bron eerder zei, blijft bewaard zoals het binnenkwam."),
        write=lambda data: services.describe(
            actor=visit.actor, person_id=person_id, version=data["version"], person=form.person(),
            was_right=data["was_right"], at=visit.at,
        ),
    )  # fmt: skip


@FORM
@visited
def name(request: HttpRequest, visit: Visit, person_id: UUID) -> HttpResponse:
    """Write down another name."""
    found = _open(visit, person_id)
    form = forms.NameForm(request.POST or None, initial={"version": found.person.version})
    return _answer(
        request, found, form, title=gettext("Andere naam opschrijven"), said=gettext("Opgeslagen."),
        lead=gettext("Een alias, een roepnaam of een naam van vroeger. Zo vinden collega's deze persoon terug."),
        write=lambda data: services.add_name(
            actor=visit.actor, person_id=person_id, version=data["version"], kind=NameKind(data["kind"]),
            surname=data["surname"], given_names=data["given_names"], prefix=data["name_prefix"], since=data["since"],
            until=data["until"], source=data["source"], at=visit.at,
        ),
    )  # fmt: skip


@FORM
@visited
def registered(request: HttpRequest, visit: Visit, person_id: UUID) -> HttpResponse:
    """Write down where somebody is registered."""
    found = _open(visit, person_id)
    first = {"version": found.person.version, "since": local_day(visit.at)}
    form = forms.RegisteredForm(request.POST or None, initial=first, region=visit.actor.region)
    return _answer(
        request, found, form, title=gettext("Inschrijfadres opschrijven"), said=gettext("Opgeslagen."),
        lead=gettext("Waar iemand is ingeschreven. Waar iemand slaapt, schrijf je op bij Verhuisd in de casus."),
        write=lambda data: services.note_registered(
            actor=visit.actor, person_id=person_id, version=data["version"], municipality=data["municipality"],
            since=data["since"], source=data["source"], street=data["street"], house_number=data["house_number"],
            postcode=data["postcode"], city=data["city"], at=visit.at,
        ),
    )  # fmt: skip


@FORM
@visited
def number(request: HttpRequest, visit: Visit, person_id: UUID) -> HttpResponse:
    """Write down a number."""
    found = _open(visit, person_id)
    form = forms.NumberForm(
        request.POST or None, initial={"version": found.person.version}, police_key=settings.POLICE_KEY
    )
    return _answer(
        request, found, form, title=gettext("Nummer opschrijven"), said=gettext("Opgeslagen."),
        lead=gettext("Het nummer wordt versleuteld. Op het scherm zie je later alleen de laatste drie tekens."),
        write=lambda data: services.note_number(
            actor=visit.actor, person_id=person_id, version=data["version"], kind=IdentifierKind(data["kind"]),
            number=data["number"], source=data["source"], at=visit.at,
        ),
    )  # fmt: skip


@FORM
@visited
def relation(request: HttpRequest, visit: Visit, person_id: UUID) -> HttpResponse:
    """Write down somebody of the direct circle."""
    found = _open(visit, person_id)
    form = forms.RelationForm(request.POST or None, initial={"version": found.person.version})
    return _answer(
        request, found, form, title=gettext("Iemand uit de directe kring"), said=gettext("Opgeslagen."),
        lead=gettext("Familie, of iemand anders die echt dichtbij staat. Schrijf niet meer op dan nodig is."),
        write=lambda data: services.relate(
            actor=visit.actor, person_id=person_id, version=data["version"], kind=RelationKind(data["kind"]),
            name=data["name"], source=data["source"], since=data["since"], until=data["until"], at=visit.at,
        ),
    )  # fmt: skip


@FORM
@visited
def research(request: HttpRequest, visit: Visit, person_id: UUID) -> HttpResponse:
    """Write down whether the register doubts something."""
    found = _open(visit, person_id)
    first = {"version": found.person.version, "since": local_day(visit.at)}
    form = forms.ResearchForm(request.POST or None, initial=first)
    return _answer(
        request, found, form, title=gettext("Gegevens in onderzoek"), said=gettext("Opgeslagen."),
        lead=gettext("De gemeente twijfelt of iets klopt. Wie de persoon opent, ziet dat meteen."),
        write=lambda data: services.mark_research(
            actor=visit.actor, person_id=person_id, version=data["version"], facts=ResearchedFacts(data["facts"]),
            doubted=data["doubted"] == "ja", since=data["since"], source=data["source"], at=visit.at,
        ),
    )  # fmt: skip


@require_POST
@visited
def end(request: HttpRequest, visit: Visit, person_id: UUID, part: str) -> HttpResponse:
    """End a number, a name or somebody of the circle; who was too late goes back and sees how it stands."""
    found = _open(visit, person_id)
    form = forms.EndForm(request.POST)
    back = HttpResponseRedirect(reverse("web:person", args=[person_id]))
    if not form.is_valid():
        messages.error(request, gettext("Deze pagina is te oud. Kijk hoe het nu staat en probeer het opnieuw."))
        return back
    data = form.cleaned_data
    asked: dict[str, Any] = {
        "actor": visit.actor,
        "person_id": found.person.id,
        "version": data["version"],
        "at": visit.at,
    }
    try:
        if part == "nummer":
            services.end_number(number_id=data["what"], **asked)
        elif part == "naam":
            services.drop_name(name_id=data["what"], **asked)
        else:
            services.end_relation(relation_id=data["what"], until=local_day(visit.at), **asked)
    except StaleVersion:
        messages.error(request, gettext("Iemand anders was je voor. Kijk hoe het nu staat en probeer het opnieuw."))
        return back
    messages.success(request, gettext("Opgeslagen."))
    return back
