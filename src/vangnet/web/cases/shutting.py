"""Keep a colleague out of a case, for example because it is about their family; and let them in again."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vangnet.access import selectors as access
from vangnet.access.selectors.lockouts import locked_out_of_case
from vangnet.access.services import emergency as services
from vangnet.cases import selectors as cases
from vangnet.core.errors import NotVisible
from vangnet.web.cases.choosing import everybody
from vangnet.web.cases.forms import ChoosingForm, long_text
from vangnet.web.cases.page import frame, opened
from vangnet.web.cases.writing import answer
from vangnet.web.shared.visit import Visit, visited


class ShutOutForm(ChoosingForm):
    """Who is kept out, and why."""

    reason = long_text(
        gettext_lazy("Waarom mag deze collega de casus niet zien?"),
        rows=3,
        max_length=200,
        help_text=gettext_lazy("Bijvoorbeeld: familie, buren, of zelf betrokken. Alleen de regie leest dit."),
        error_messages={"required": gettext_lazy("Schrijf op waarom deze collega dit niet mag zien.")},
    )
    field_order = ("worker", "reason")


@require_safe
@visited
def listing(request: HttpRequest, visit: Visit, case_id: UUID) -> HttpResponse:
    """Show who is kept out of a case."""
    found = opened(visit, case_id)
    shut = locked_out_of_case(actor=visit.actor, case_id=case_id, at=visit.at)
    names = access.workers(worker_ids=[one.worker_id for one in shut])
    rows = [{"shut": one, "who": names[one.worker_id]} for one in shut if one.worker_id in names]
    return render(request, "cases/shut_out.html", frame(found, visit, "people") | {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def add(request: HttpRequest, visit: Visit, case_id: UUID) -> HttpResponse:
    """Keep a colleague out of a case from now on."""
    case = cases.case(actor=visit.actor, case_id=case_id, at=visit.at)
    locked_out_of_case(actor=visit.actor, case_id=case_id, at=visit.at)
    form = ShutOutForm(request.POST or None, choices=everybody(visit.actor))

    def write() -> None:
        said: dict[str, str] = form.cleaned_data
        services.lock_out(
            actor=visit.actor, worker_id=UUID(said["worker"]), case_id=case_id, reason=said["reason"], at=visit.at
        )

    return answer(
        request, case, form, title=gettext("Sluit een collega uit"), button=gettext("Sluit deze collega uit"),
        lead=gettext("Vanaf nu ziet deze collega niets meer van de casus. Een rol blijft staan: kies zelf iemand anders."),
        said=gettext("Opgeslagen. Deze collega ziet de casus niet meer."),
        back=reverse("web:case-shut-out", args=[case_id]), write=write,
    )  # fmt: skip


@require_POST
@visited
def lift(request: HttpRequest, visit: Visit, case_id: UUID, worker_id: UUID) -> HttpResponse:
    """Let a colleague in again, as far as a role or a grant gives it."""
    shut = locked_out_of_case(actor=visit.actor, case_id=case_id, at=visit.at)
    if worker_id not in {one.worker_id for one in shut}:
        raise NotVisible
    services.lift_lockout(actor=visit.actor, worker_id=worker_id, case_id=case_id, at=visit.at)
    messages.success(request, gettext("Opgeslagen. Deze collega ziet weer wat bij een rol in de casus hoort."))
    return redirect("web:case-shut-out", case_id)
