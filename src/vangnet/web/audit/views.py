"""The privacy officer's overview: counts of the region, what is late, and which norms nobody read. No case, no person."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from vangnet.access import selectors as access
from vangnet.access.types import Basis
from vangnet.flow import oversight as flow
from vangnet.sharing.types import Answer
from vangnet.web.shared.visit import Visit, visited
from vangnet.web.sharing.page import ANSWERS

BASES: dict[Basis, Promise] = {
    Basis.SLOT: gettext_lazy("een rol in de casus"),
    Basis.DEPUTY: gettext_lazy("vervanging van een collega"),
    Basis.TEAM: gettext_lazy("het team dat de casus opende"),
    Basis.VERDICT: gettext_lazy("een antwoord op 'mag ik dit delen?'"),
    Basis.BREAK_GLASS: gettext_lazy("noodtoegang"),
    Basis.INVITED: gettext_lazy("een uitnodiging voor één keer"),
    Basis.REPROCESSING: gettext_lazy("herverwerking van een gesloten casus"),
}


@require_safe
@visited
def oversight(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the counts of the region of whoever oversees."""
    found = flow.overview(actor=visit.actor, at=visit.at)
    content = {
        "at": visit.at,
        "region": access.region_name(code=visit.actor.region),
        "found": found,
        "late": found.late_informs + found.emergencies.overdue,
        "days": flow.WINDOW.days,
        "grants": [(BASES[basis], number) for basis, number in found.grants.items()],
        "answers": [(ANSWERS[answer][0], found.answers[answer]) for answer in Answer],
        "adviser": access.may(actor=visit.actor, act="sharing.advise"),
    }
    return render(request, "audit/oversight.html", content)
