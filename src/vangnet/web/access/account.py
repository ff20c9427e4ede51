"""My account: who I am here, how I come in, and in which language Vangnet speaks to me."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from vangnet.access import selectors as access
from vangnet.core.clock import local_day
from vangnet.web.shared.parts import Link
from vangnet.web.shared.roles import headed, role_words
from vangnet.web.shared.shell import address
from vangnet.web.shared.visit import Visit, visited


@require_safe
@visited
def account(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show my account."""
    worker = visit.worker
    content = {
        "at": visit.at,
        "worker": worker,
        "role": headed(role_words(worker.role)),
        "region": access.region_name(code=worker.region),
        "email": getattr(request.user, "email", ""),
        "doors": _doors(),
        "leaves": access.may(actor=visit.actor, act="cases.report_absence"),
        "asks": access.may(actor=visit.actor, act="access.ask"),
        "away": access.absences_ahead(worker_id=worker.id, day=local_day(visit.at)),
    }
    return render(request, "access/account.html", content)


def _doors() -> list[tuple[Link, str]]:
    """Return the pages that say how I come in, each with what it is for; those that are not there are left out."""
    ways = [
        (gettext("Wachtwoord wijzigen"), "account_change_password", gettext("Minstens 14 tekens. Een zin is goed.")),
        (
            gettext("Tweede stap bij het inloggen"),
            "mfa_index",
            gettext("Een code op je telefoon, naast je wachtwoord."),
        ),
        (
            gettext("Toegangssleutels"),
            "mfa_list_webauthn",
            gettext("Inloggen met je vinger, je gezicht of een sleutel."),
        ),
        (gettext("Waar ben ik ingelogd?"), "usersessions_list", gettext("Log andere apparaten hier uit.")),
    ]
    return [(Link(text, url), why) for text, name, why in ways if (url := address(name))]
