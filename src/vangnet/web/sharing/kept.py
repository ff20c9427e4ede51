"""The tab "Delen" of a case: what the person agreed to, what went, what was asked of partners, what was asked of the law."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from vangnet.access import selectors as access
from vangnet.core.clock import local_day
from vangnet.sharing import selectors
from vangnet.sharing.types import ConsentView, QuestionView, RequestState
from vangnet.web.cases.page import frame, opened
from vangnet.web.shared.visit import Visit, visited
from vangnet.web.sharing import words
from vangnet.web.sharing.page import ANSWERS

RECENT = 5


@require_safe
@visited
def overview(request: HttpRequest, visit: Visit, case_id: UUID) -> HttpResponse:
    """Show everything about sharing in one case, newest first."""
    found = opened(visit, case_id)
    today = local_day(visit.at)
    consents = selectors.consents(actor=visit.actor, case_id=case_id, at=visit.at)
    shared = selectors.disclosures(actor=visit.actor, case_id=case_id, at=visit.at, limit=RECENT)
    requests = selectors.requests(actor=visit.actor, case_id=case_id, at=visit.at)
    asked = selectors.questions(actor=visit.actor, case_id=case_id, at=visit.at, limit=RECENT)
    people = [one.by for one in shared] + [one.asked_by for one in requests] + [one.asked_by for one in asked]
    content = frame(found, visit, "sharing") | {
        "consents": [(one, scope_words(one), one.holds(today)) for one in consents],
        "shared": [(one, words.say("purposes", one.purpose)) for one in shared],
        "open_requests": [one for one in requests if one.state is RequestState.ASKED],
        "closed_requests": [one for one in requests if one.state is not RequestState.ASKED],
        "asked": [(one, words.say("purposes", one.purpose), *_looks(one)) for one in asked],
        "workers": access.workers(worker_ids=people),
    }
    return render(request, "sharing/overview.html", content)


def scope_words(consent: ConsentView) -> dict[str, list[str]]:
    """Return for whom, about what and for what a consent is, in words."""
    return {
        "receivers": [words.say("receivers", code) for code in sorted(consent.receivers)],
        "categories": [words.say("categories", code) for code in sorted(consent.categories)],
        "purposes": [words.say("purposes", code) for code in sorted(consent.purposes)],
    }


def _looks(asked: QuestionView) -> tuple[str, str]:
    """Return the answer in words, and the tone of its pill."""
    tones = {"yes": "good", "partly": "share", "consent-first": "now", "no": "rest"}
    return str(ANSWERS[asked.answer][0]), tones[asked.answer.value]
