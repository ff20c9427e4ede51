"""What a deputy must know before standing in: when it goes wrong, the plan, what is open, who is around. Then a yes."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from vangnet.cases import selectors as cases
from vangnet.cases import services as case_services
from vangnet.core.clock import local_day
from vangnet.people import selectors as people
from vangnet.plans import selectors as plans
from vangnet.web.cases.words import DOMAINS
from vangnet.web.shared.roles import headed, role_words
from vangnet.web.shared.visit import Visit, visited

LAST_ENTRIES = 5


@require_safe
@visited
def stand_ins(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show for whom I stand in, and who waits for my yes."""
    found = cases.stand_ins_by(actor=visit.actor, day=local_day(visit.at))
    about = cases.named(actor=visit.actor, case_ids=[one.case_id for one in found], at=visit.at)
    rows = [(one, headed(role_words(one.role)), about.get(one.case_id, "")) for one in found]
    return render(request, "access/stand_ins.html", {"rows": rows, "at": visit.at})


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def briefing(request: HttpRequest, visit: Visit, deputy_id: UUID) -> HttpResponse:
    """Show the briefing of one case, and keep the deputy's yes."""
    asked = cases.stand_in(actor=visit.actor, deputy_id=deputy_id)
    if request.method == "POST":
        case_services.confirm_briefing(actor=visit.actor, deputy_id=deputy_id, at=visit.at)
        messages.success(request, gettext("Opgeslagen. Jij staat hier nu als vervanger."))
        return redirect("web:stand-ins")
    case = cases.case(actor=visit.actor, case_id=asked.case_id, at=visit.at)
    plan = plans.current(actor=visit.actor, case_id=case.id, at=visit.at)
    agreements = plans.agreements(actor=visit.actor, case_id=case.id, at=visit.at)
    content = {
        "at": visit.at,
        "asked": asked,
        "role": headed(role_words(asked.role)),
        "case": case,
        "person": people.person(actor=visit.actor, person_id=case.person_id, at=visit.at),
        "plan": plan,
        "goals": [(DOMAINS[goal.domain][0], goal) for goal in plan.goals] if plan else [],
        "agreements": [one for one in agreements if one.done_on is None],
        "slots": [
            (headed(role_words(slot.role)), slot) for slot in cases.slots(case_id=case.id, day=local_day(visit.at))
        ],
        "entries": cases.timeline(actor=visit.actor, case_id=case.id, at=visit.at, limit=LAST_ENTRIES),
    }
    return render(request, "access/briefing.html", content)
