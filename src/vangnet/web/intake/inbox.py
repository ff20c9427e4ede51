"""The inbox: what waits for an answer, by deadline, and what was answered. Never ordered by who somebody is."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_safe

from vangnet.access import selectors as access
from vangnet.core.clock import read_moment
from vangnet.core.errors import InvalidInput
from vangnet.intake import selectors as intake
from vangnet.people import selectors as people
from vangnet.web.intake.rows import rows_of
from vangnet.web.shared import words
from vangnet.web.shared.parts import Link, Page
from vangnet.web.shared.screen import language
from vangnet.web.shared.visit import Visit, visited

OPEN, ANSWERED, OFFERED = "open", "beantwoord", "aangeboden"


@require_safe
@visited
def signals(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the signals at the desk of whoever asks."""
    if request.GET.get("toon") == OFFERED:
        return _offered(request, visit)
    shown: Literal["open", "answered"] = "answered" if request.GET.get("toon") == ANSWERED else "open"
    page = intake.inbox(actor=visit.actor, at=visit.at, show=shown, after=_after(request.GET.get("na", "")))
    waiting = intake.count_open(actor=visit.actor)
    late = sum(1 for signal in page.signals if shown == "open" and signal.answer_due < visit.at)
    content = {
        "at": visit.at,
        "desk": access.agency(agency_id=visit.actor.agency_id).name,
        "rows": rows_of(page.signals),
        "shown": shown,
        "waiting": waiting,
        "late": late,
        "late_here": waiting > len(page.signals),  # the rest of what is late may stand on another page
        "filters": _filters(visit, shown, waiting),
        "may_weigh": access.may(actor=visit.actor, act="intake.weigh"),
        "may_sit": access.may(actor=visit.actor, act="intake.sit"),
        "may_link": access.may(actor=visit.actor, act="people.link"),
        "stored": people.stored_only(actor=visit.actor),
        "may_answer": access.may(actor=visit.actor, act="intake.answer"),
        "page": _page(len(page.signals), shown, page.after),
    }
    return render(request, "intake/inbox.html", content)


def _offered(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show what other desks ask this desk to take."""
    found = intake.offered(actor=visit.actor, at=visit.at)
    content = {
        "at": visit.at,
        "rows": rows_of(found),
        "filters": _filters(visit, OFFERED, intake.count_open(actor=visit.actor), len(found)),
    }
    return render(request, "intake/offered.html", content)


def _filters(visit: Visit, shown: str, waiting: int, offered: int | None = None) -> tuple[Link, ...]:
    here = reverse("web:signals")
    asked = len(intake.offered(actor=visit.actor, at=visit.at)) if offered is None else offered
    return (
        Link(gettext("Wacht op antwoord"), here, current=shown == "open", count=waiting),
        Link(gettext("Aan ons gevraagd"), f"{here}?toon={OFFERED}", current=shown == OFFERED, count=asked),
        Link(gettext("Beantwoord"), f"{here}?toon={ANSWERED}", current=shown == "answered"),
    )


def _page(count: int, shown: str, after: tuple[datetime, UUID] | None) -> Page:
    said = ngettext("%(count)s signaal", "%(count)s signalen", count) % {"count": words.number_words(count, language())}
    if after is None:
        return Page(said)
    query = {"toon": ANSWERED if shown == "answered" else OPEN, "na": f"{after[0].isoformat()}~{after[1]}"}
    return Page(said, next_url=f"{reverse('web:signals')}?{urlencode(query)}")


def _after(text: str) -> tuple[datetime, UUID] | None:
    """Return the place in the list that a link names.

    Raises:
        InvalidInput: the link is broken.
    """
    if not text:
        return None
    try:
        moment, _, signal_id = text.partition("~")
        return read_moment(moment), UUID(signal_id)
    except ValueError as error:
        raise _broken_link() from error


def _broken_link() -> InvalidInput:
    return InvalidInput(
        "link-broken",
        nl="Deze link klopt niet. Begin opnieuw bovenaan de lijst.",
        en="This link is not right. Start again at the top of the list.",
    )
