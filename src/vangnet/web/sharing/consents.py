"""Consent: keep what the person agreed to as they were told it, read it again, and end it at once."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vangnet.access import selectors as access
from vangnet.core.clock import local_day
from vangnet.sharing import selectors, services
from vangnet.web.shared.saving import SAVED, attempt, status_of
from vangnet.web.shared.visit import Visit, visited
from vangnet.web.sharing.asking import trail
from vangnet.web.sharing.case import head
from vangnet.web.sharing.kept import scope_words
from vangnet.web.sharing.kept_forms import ConsentForm, Scope, chosen_id


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def new(request: HttpRequest, visit: Visit, case_id: UUID) -> HttpResponse:
    """Ask for whom, about what and for what; what was told, how, and until when."""
    found = head(visit, case_id)
    scope = Scope.of(request.GET)
    question_id = chosen_id(request.GET.get("vraag", ""))
    around = {one.org_type for one in selectors.participants(actor=visit.actor, case_id=case_id, at=visit.at)}
    form = ConsentForm(request.POST or None, scope=scope, around=around)
    status = status_of(form)
    if form.is_bound and status == 200:
        status = attempt(
            form,
            lambda: services.give_consent(
                actor=visit.actor, case_id=case_id, consent=form.consent(), at=visit.at, key=form.cleaned_data["key"]
            ),
        )
        if status is SAVED:
            if question_id is None:
                messages.success(request, gettext("Opgeslagen. De toestemming geldt vanaf nu."))
                return redirect("web:case-sharing", case_id)
            asked = services.ask_again(
                actor=visit.actor, question_id=question_id, at=visit.at, key=form.cleaned_data["key"]
            )
            messages.success(request, gettext("De toestemming staat vast. Vangnet heeft opnieuw gekeken."))
            return redirect("web:share-verdict", asked.id)
    content = {
        "at": visit.at,
        "head": found,
        "trail": trail(found),
        "form": form,
        "narrow": scope.narrow,
        "wider": reverse("web:consent-new", args=[case_id]),
        "back": reverse("web:share-verdict", args=[question_id])
        if question_id
        else reverse("web:case-sharing", args=[case_id]),
    }
    return render(request, "sharing/consent_new.html", content, status=status)


@require_safe
@visited
def consent(request: HttpRequest, visit: Visit, consent_id: UUID) -> HttpResponse:
    """Show one consent as the person gave it."""
    found = selectors.consent(actor=visit.actor, consent_id=consent_id, at=visit.at)
    case = head(visit, found.case_id)
    content = {
        "at": visit.at,
        "head": case,
        "trail": trail(case),
        "consent": found,
        "scope": scope_words(found),
        "holds": found.holds(local_day(visit.at)),
        "taker": access.workers(worker_ids=[found.taken_by]).get(found.taken_by),
    }
    return render(request, "sharing/consent.html", content)


@require_POST
@visited
def withdraw(request: HttpRequest, visit: Visit, consent_id: UUID) -> HttpResponse:
    """End a consent; from this moment nothing goes on it."""
    found = selectors.consent(actor=visit.actor, consent_id=consent_id, at=visit.at)
    services.withdraw_consent(actor=visit.actor, consent_id=consent_id, at=visit.at)
    messages.success(request, gettext("Ingetrokken. Vanaf nu wordt hierop niets meer gedeeld."))
    return redirect("web:case-sharing", found.case_id)
