"""Who stands where: give a role to somebody, ask a deputy, end it, add a role."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from vangnet.cases import selectors as cases
from vangnet.cases import services
from vangnet.cases.types import SlotView
from vangnet.core.clock import local_day
from vangnet.core.errors import NotVisible
from vangnet.core.periods import Period
from vangnet.web.cases.choosing import for_a_role
from vangnet.web.cases.forms import DeputyForm, HoldForm, RoleForm, SureForm
from vangnet.web.cases.writing import answer
from vangnet.web.shared.roles import role_words
from vangnet.web.shared.visit import Visit, visited


def _slot(visit: Visit, case_id: UUID, slot_id: UUID) -> SlotView:
    found = {slot.id: slot for slot in cases.slots(case_id=case_id, day=local_day(visit.at))}
    if slot_id not in found:
        raise NotVisible
    return found[slot_id]


def _people(case_id: UUID) -> str:
    return reverse("web:case-people", args=[case_id])


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def hold(request: HttpRequest, visit: Visit, case_id: UUID, slot_id: UUID) -> HttpResponse:
    """Give a role to somebody."""
    case = cases.case(actor=visit.actor, case_id=case_id, at=visit.at)
    slot = _slot(visit, case_id, slot_id)
    form = HoldForm(
        request.POST or None, choices=for_a_role(visit.actor, slot.role), initial={"since": local_day(visit.at)}
    )

    def write() -> None:
        said = form.cleaned_data
        services.hold_slot(
            actor=visit.actor, case_id=case_id, slot_id=slot_id, worker_id=UUID(said["worker"]),
            days=Period(said["since"]), at=visit.at,
        )  # fmt: skip

    return answer(
        request, case, form, title=gettext("Kies een %(role)s") % {"role": role_words(slot.role)},
        lead=gettext("Wie je kiest, ziet vanaf dan wat bij deze rol hoort."), button=gettext("Geef deze rol"),
        said=gettext("Opgeslagen. In deze rol staat nu iemand."), back=_people(case_id), write=write,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def deputy(request: HttpRequest, visit: Visit, case_id: UUID, slot_id: UUID) -> HttpResponse:
    """Ask somebody to stand in for a role."""
    case = cases.case(actor=visit.actor, case_id=case_id, at=visit.at)
    slot = _slot(visit, case_id, slot_id)
    form = DeputyForm(
        request.POST or None, choices=for_a_role(visit.actor, slot.role, without=slot.holder_id),
        initial={"since": local_day(visit.at)},
    )  # fmt: skip

    def write() -> None:
        said = form.cleaned_data
        services.name_deputy(
            actor=visit.actor, case_id=case_id, slot_id=slot_id, worker_id=UUID(said["worker"]),
            days=Period(said["since"], said["until"]), at=visit.at,
        )  # fmt: skip

    return answer(
        request, case, form, title=gettext("Vraag een vervanger: %(role)s") % {"role": role_words(slot.role)},
        lead=gettext("De vervanger krijgt de vraag op Vandaag, en telt mee zodra die ja zegt."),
        button=gettext("Vraag als vervanger"), said=gettext("Gevraagd. Het staat nu bij de ander op Vandaag."),
        back=_people(case_id), write=write,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def end(request: HttpRequest, visit: Visit, case_id: UUID, slot_id: UUID) -> HttpResponse:
    """End who holds a role."""
    case = cases.case(actor=visit.actor, case_id=case_id, at=visit.at)
    slot = _slot(visit, case_id, slot_id)
    form = SureForm(request.POST or None)
    return answer(
        request, case, form, title=gettext("%(name)s stopt als %(role)s") % {"name": slot.holder_name, "role": role_words(slot.role)},
        lead=gettext("%(name)s ziet deze casus daarna niet meer vanuit deze rol. De rol staat dan open.")
        % {"name": slot.holder_name}, button=gettext("Laat stoppen in deze rol"), said=gettext("Opgeslagen. Kies nu iemand anders."),
        back=_people(case_id),
        write=lambda: services.end_holding(actor=visit.actor, case_id=case_id, slot_id=slot_id, at=visit.at),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def add(request: HttpRequest, visit: Visit, case_id: UUID) -> HttpResponse:
    """Add a role beyond those that every case has."""
    case = cases.case(actor=visit.actor, case_id=case_id, at=visit.at)
    form = RoleForm(request.POST or None)
    return answer(
        request, case, form, title=gettext("Rol toevoegen"), button=gettext("Voeg de rol toe"),
        lead=gettext("Kies welke rol erbij komt. Daarna kies je wie het is."), said=gettext("Opgeslagen. Kies nu iemand."),
        back=_people(case_id),
        write=lambda: services.add_slot(actor=visit.actor, case_id=case_id, role=form.cleaned_data["role"], at=visit.at),
    )  # fmt: skip
