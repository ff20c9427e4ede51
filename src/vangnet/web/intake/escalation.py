"""A late answer that climbed: which desk, where, how late; and what was agreed about it. Nothing of what was reported."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods

from vangnet.access import selectors as access
from vangnet.access.services import require
from vangnet.intake import selectors as intake
from vangnet.intake import services as intake_services
from vangnet.intake.types.tables import Late
from vangnet.people.selectors.stored import is_stored_unanswered
from vangnet.web.intake import labels
from vangnet.web.intake.labels import Words
from vangnet.web.intake.table_forms import TakenForm
from vangnet.web.shared.saving import SAVED, attempt, status_of
from vangnet.web.shared.visit import Visit, visited


@dataclass(frozen=True, slots=True)
class Said:
    """What the page says about something that is late: in short, title, what to do, what was owed, and that it is over."""

    short: Words
    title: Words
    lead: Words
    owed: Words
    ended: Words


SAID: dict[Late, Said] = {
    Late.ANSWER: Said(
        gettext_lazy("Te laat antwoord"),
        gettext_lazy("Een melder wacht te lang op antwoord"),
        gettext_lazy(
            "Dit kwam vanzelf bij jou. Je ziet niet wat er is gemeld, alleen waar het ligt. "
            "Bel het meldpunt en spreek af wie er antwoordt, en wanneer."
        ),
        gettext_lazy("had de melder antwoord moeten hebben"),
        gettext_lazy("Intussen beantwoord"),
    ),
    Late.TELLING: Said(
        gettext_lazy("Te late terugkoppeling"),
        gettext_lazy("Een melder weet nog niet wat er met de melding gebeurt"),
        gettext_lazy(
            "Dit kwam vanzelf bij jou. Er is beslist; je ziet niet wat er is gemeld, alleen waar het ligt. "
            "Bel het meldpunt en spreek af wie het de melder vertelt, en wanneer."
        ),
        gettext_lazy("had de melder dit moeten weten"),
        gettext_lazy("Intussen verteld"),
    ),
    Late.PERSON: Said(
        gettext_lazy("De persoon weet het te laat"),
        gettext_lazy("Iemand weet nog niet dat er over een melding over hen is beslist"),
        gettext_lazy(
            "Dit kwam vanzelf bij jou. Je ziet niet wie het is of wat er is gemeld, alleen waar het ligt. "
            "Bel het meldpunt en spreek af wie het de persoon vertelt en wanneer, of waarom dat nog niet kan."
        ),
        gettext_lazy("had de persoon dit moeten weten"),
        gettext_lazy("Intussen verteld of uitgesteld"),
    ),
}  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def escalation(request: HttpRequest, visit: Visit, escalation_id: UUID) -> HttpResponse:
    """Show a late answer, and keep what was agreed with the desk."""
    require(visit.actor, "intake.escalated")
    found = intake.escalation(actor=visit.actor, escalation_id=escalation_id, at=visit.at)
    form = TakenForm(request.POST or None)
    status = status_of(form)
    if form.is_bound and status is HTTPStatus.OK:
        status = attempt(
            form,
            lambda: intake_services.take_escalation(
                actor=visit.actor, escalation_id=escalation_id, text=form.cleaned_data["text"], at=visit.at
            ),
        )
        if status is SAVED:
            messages.success(request, gettext("Opgeslagen. Het meldpunt ziet dit bij het signaal."))
            return redirect("web:escalation", escalation_id)
    names = access.municipality_names(codes=[found.municipality])
    by = access.workers(worker_ids=[found.taken_by]).get(found.taken_by) if found.taken_by else None
    content = {
        "at": visit.at,
        "view": found,
        "said": SAID[found.what],
        "title": SAID[found.what].short,
        "desk": access.agency(agency_id=found.desk_id),
        "mine": found.desk_id == visit.actor.agency_id and access.may(actor=visit.actor, act="intake.read"),
        "kind": labels.kind_words(found.kind),
        "municipality": names.get(found.municipality, found.municipality),
        "by": by.name if by else "",
        "form": form,
        "stored": is_stored_unanswered(signal_id=found.signal_id, at=visit.at),
    }
    return render(request, "intake/escalation.html", content, status=status)
