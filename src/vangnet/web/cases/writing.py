"""What people write in a case: a note, a contact, a decision, a move, the end. Each form makes one call and leads back."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from vangnet.access import selectors as access
from vangnet.cases import selectors as cases
from vangnet.cases import services
from vangnet.cases.types import CaseView
from vangnet.core.clock import local_day
from vangnet.core.errors import StaleVersion
from vangnet.people import selectors as people
from vangnet.people import services as person_services
from vangnet.web.cases.choosing import of_the_case
from vangnet.web.cases.forms import CloseForm, ContactForm, DecisionForm, MeetingForm, MoveForm, NoteForm
from vangnet.web.shared import fields
from vangnet.web.shared.faults import ComparedField, Conflict, compare
from vangnet.web.shared.parts import Link
from vangnet.web.shared.saving import SAVED, attempt
from vangnet.web.shared.visit import Visit, visited


def answer(
    request: HttpRequest,
    case: CaseView,
    form: fields.Form,
    *,
    title: str,
    button: str,
    said: str,
    write: Callable[[], object],
    lead: str = "",
    back: str = "",
    names: dict[str, str] | None = None,
    template: str = "cases/form.html",
) -> HttpResponse:
    """Answer a form page: show it, or save what it says and lead back to the case.

    Args:
        title: what one does here, as a heading.
        button: the verb on the button.
        said: what stands above the case afterwards.
        write: calls one service.
        lead: a sentence under the heading.
        back: where to go afterwards; the case itself when empty.
        names: name of a field in the service to its name in the form, where they differ.
    """
    back = back or reverse("web:case", args=[case.id])
    status = HTTPStatus.OK
    if request.method == "POST":
        status = attempt(form, write, names=names) if form.is_valid() else HTTPStatus.UNPROCESSABLE_ENTITY
        if status is SAVED:
            messages.success(request, said)
            return HttpResponseRedirect(back)
    trail = [
        Link(gettext("Casussen"), reverse("web:cases")),
        Link(gettext("Casus %(nr)s") % {"nr": case.number}, reverse("web:case", args=[case.id])),
    ]
    context = {"form": form, "title": title, "lead": lead, "button": button, "back": back, "trail": trail, "case": case}
    return render(request, template, context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def note(request: HttpRequest, visit: Visit, case_id: UUID) -> HttpResponse:
    """Write a note."""
    case = cases.case(actor=visit.actor, case_id=case_id, at=visit.at)
    form = NoteForm(request.POST or None)
    return answer(
        request, case, form, title=gettext("Nieuwe notitie"), button=gettext("Bewaar de notitie"),
        said=gettext("Opgeslagen. De notitie staat op de tijdlijn."),
        write=lambda: services.note(
            actor=visit.actor, case_id=case_id, text=form.cleaned_data["text"], key=form.cleaned_data["key"], at=visit.at
        ),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def contact(request: HttpRequest, visit: Visit, case_id: UUID) -> HttpResponse:
    """Write down a contact, also one that did not happen."""
    case = cases.case(actor=visit.actor, case_id=case_id, at=visit.at)
    form = ContactForm(request.POST or None, initial=ContactForm.at_first(visit.at))

    def write() -> None:
        said = form.cleaned_data
        services.record_contact(
            actor=visit.actor, case_id=case_id, kind=said["kind"], text=said["text"], contact_at=form.moment(),
            missed=said["missed"], idempotency_key=str(said["key"]), at=visit.at,
        )  # fmt: skip

    said = gettext("Opgeslagen. Het contact staat op de tijdlijn.")
    if request.POST.get("missed"):
        said = gettext(
            "Opgeslagen. Dat het contact niet doorging, staat op de tijdlijn. De regisseur kijkt het plan na."
        )
    return answer(
        request, case, form, title=gettext("Contact opschrijven"), button=gettext("Bewaar het contact"),
        lead=gettext("Ging een afspraak niet door? Schrijf dat ook op: dan kijken we of het plan nog past."),
        said=said, write=write, names={"at": "day"},
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def meeting(request: HttpRequest, visit: Visit, case_id: UUID) -> HttpResponse:
    """Plan the next meeting of the people around the case."""
    case = cases.case(actor=visit.actor, case_id=case_id, at=visit.at)
    form = MeetingForm(request.POST or None)
    return answer(
        request, case, form, title=gettext("Overleg plannen"), button=gettext("Plan het overleg"),
        lead=gettext("Wie in de casus werkt, ziet bovenaan wanneer het is. Nodig de mensen zelf uit."),
        said=gettext("Opgeslagen. Het overleg staat bovenaan de casus."), names={"meets_at": "day"},
        write=lambda: services.plan_meeting(
            actor=visit.actor, case_id=case_id, meets_at=form.moment(), place=form.cleaned_data["place"],
            key=form.cleaned_data["key"], at=visit.at,
        ),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def decision(request: HttpRequest, visit: Visit, case_id: UUID) -> HttpResponse:
    """Write down a decision."""
    case = cases.case(actor=visit.actor, case_id=case_id, at=visit.at)
    slots = cases.slots(case_id=case_id, day=local_day(visit.at))
    form = DecisionForm(request.POST or None, choices=of_the_case(slots, visit.actor, visit.worker.name))

    def write() -> None:
        said = form.cleaned_data
        services.decide(
            actor=visit.actor, case_id=case_id, what=said["what"], why=said["why"], owner_id=UUID(said["worker"]),
            due_on=said["due_on"], at=visit.at, key=said["key"],
        )  # fmt: skip

    return answer(
        request, case, form, title=gettext("Besluit opschrijven"), button=gettext("Bewaar het besluit"),
        lead=gettext("Wat, waarom, wie en wanneer. Zo kan iedereen later zien hoe het zat."),
        said=gettext("Opgeslagen. Het besluit staat op de tijdlijn."), write=write,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def close(request: HttpRequest, visit: Visit, case_id: UUID) -> HttpResponse:
    """Close the case."""
    case = cases.case(actor=visit.actor, case_id=case_id, at=visit.at)
    form = CloseForm(request.POST or None, initial={"version": case.version})
    try:
        return answer(
            request, case, form, title=gettext("Casus afsluiten"), button=gettext("Sluit de casus af"),
            lead=gettext("Daarna kan niemand de casus nog openen. Wat is opgeschreven, blijft bewaard."),
            said=gettext("De casus is afgesloten."), back=reverse("web:cases") if request.method == "POST" else "",
            write=lambda: services.close(
                actor=visit.actor, case_id=case_id, version=form.cleaned_data["version"], why=form.cleaned_data["why"],
                at=visit.at,
            ),
        )  # fmt: skip
    except StaleVersion as error:
        mine = form.cleaned_data["why"]
        row = ComparedField(
            "why", str(form.fields["why"].label), gettext("De casus is intussen gewijzigd."), mine, long=True
        )
        return _compare(request, error, case, [row])


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def moved(request: HttpRequest, visit: Visit, case_id: UUID) -> HttpResponse:
    """Write down that the person now stays somewhere else."""
    case = cases.case(actor=visit.actor, case_id=case_id, at=visit.at)
    person = people.person(actor=visit.actor, person_id=case.person_id, at=visit.at)
    places = {row.code: row.name for row in access.municipalities()}
    form = MoveForm(
        request.POST or None, places=places,
        initial={"version": person.version, "since": local_day(visit.at)},
    )  # fmt: skip

    def write() -> None:
        said = form.cleaned_data
        person_services.move(
            actor=visit.actor, person_id=person.id, version=said["version"], municipality=said["municipality"],
            since=said["since"], street=said["street"], house_number=said["house_number"], postcode=said["postcode"],
            city=said["city"], at=visit.at,
        )  # fmt: skip

    try:
        return answer(
            request, case, form, title=gettext("Verhuisd"), button=gettext("Bewaar het nieuwe verblijf"),
            lead=gettext("Waar slaapt de persoon nu? Het plan wordt gemarkeerd om na te kijken."),
            said=gettext("Opgeslagen. Kijk ook of het plan nog past."), write=write,
        )  # fmt: skip
    except StaleVersion as error:
        stored = {
            "municipality": places.get(person.municipality, ""),
            "street": person.street,
            "house_number": person.house_number,
            "postcode": person.postcode,
            "city": person.city,
        }
        rows = [
            ComparedField(name, str(form.fields[name].label), value, form.data.get(name, ""))
            for name, value in stored.items()
        ]
        hidden = [
            ("version", str(person.version)),
            ("since", form.data.get("since", "")),
            ("key", str(form.cleaned_data["key"])),
        ]
        return compare(request, error, Conflict(request.path, reverse("web:case", args=[case_id]), rows, hidden))


def _compare(request: HttpRequest, error: StaleVersion, case: CaseView, rows: list[ComparedField]) -> HttpResponse:
    hidden = [("version", str(error.current))]
    return compare(request, error, Conflict(request.path, reverse("web:case", args=[case.id]), rows, hidden))
