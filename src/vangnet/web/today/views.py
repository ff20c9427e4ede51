"""Vandaag: the page."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from vangnet.access import selectors as access
from vangnet.access.types import Relation
from vangnet.audit import services as audit
from vangnet.core.clock import local_day
from vangnet.core.errors import NotVisible
from vangnet.flow.today import WEEK, Owed, Today, today
from vangnet.plans import selectors as plans
from vangnet.plans.types import AgreementView
from vangnet.sharing import selectors as sharing
from vangnet.web.shared.parts import Link
from vangnet.web.shared.shell import MENU, address
from vangnet.web.shared.visit import Visit, visited
from vangnet.web.today.rows import row_of
from vangnet.web.today.written import written

ROWS_AT_MOST = 50
DESKS = ("rights.answer", "sharing.advise", "audit.read")
LISTS = {"": Relation.OWN, "vervang": Relation.DEPUTY, "team": Relation.TEAM}


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that are owed in the same stretch of time.

    Args:
        rows: the first of them, as list items.
        count: how many there are.
    """

    key: str
    title: str
    rows: SafeString
    shown: int
    count: int

    @property
    def more(self) -> int:
        """Return how many are not shown."""
        return self.count - self.shown


@require_safe
def front(request: HttpRequest) -> HttpResponseRedirect:
    """Lead from the address of the site to Vandaag."""
    return HttpResponseRedirect(reverse("web:today"))


@require_safe
@visited
def work(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show what is owed, for the own cases, those one stands in for, or the team's."""
    relation = LISTS.get(request.GET.get("wie", ""), Relation.OWN)
    with audit.together():
        found = today(actor=visit.actor, at=visit.at, relation=relation)
        every = (*found.late, *found.today, *found.week, *found.waiting)
        places = access.municipality_names(codes={row.municipality for row in every if row.municipality})
    far = local_day(visit.at) + WEEK
    parts = (
        ("late", gettext("Te laat"), found.late),
        ("now", gettext("Vandaag"), found.today),
        ("week", gettext("Deze week"), tuple(row for row in found.week if row.due_on <= far)),
        ("later", gettext("Later"), tuple(row for row in found.week if row.due_on > far)),
    )
    token = get_token(request)
    groups = [_group(key, title, owed, places, visit, token) for key, title, owed in parts]
    return render(
        request,
        "today/work.html",
        {
            "at": visit.at,
            "work": found,
            "groups": [group for group in groups if group.count],
            "waiting": [row_of(row, places=places, at=visit.at) for row in found.waiting],
            "choices": _choices(found) if access.may(actor=visit.actor, act="cases.read") else [],
            "desks": _desks(visit),
            "asked": _asked(visit),
            "done": _just_done(request, visit),
        },
    )


def _group(key: str, title: str, owed: tuple[Owed, ...], places: dict[str, str], visit: Visit, token: str) -> Group:
    first = owed[:ROWS_AT_MOST]
    rows = [written(row_of(row, places=places, at=visit.at), at=visit.at, token=token) for row in first]
    return Group(key, title, SafeString("".join(rows)), len(first), len(owed))


def _desks(visit: Visit) -> list[Link]:
    """Return where the work of somebody is who carries no case: oversight, advice, requests of persons."""
    return [
        Link(str(text), address(name))
        for text, name, _, act in MENU
        if act in DESKS and access.may(actor=visit.actor, act=act)
    ]


def _asked(visit: Visit) -> int:
    """Return how many questions wait for the advice of who looks; they have no day, so no row."""
    if not access.may(actor=visit.actor, act="sharing.advise"):
        return 0
    return sharing.count_waiting(region=visit.actor.region)


def _choices(found: Today) -> list[Link]:
    base = reverse("web:today")
    texts = {
        Relation.OWN: gettext("Mijn casussen"),
        Relation.DEPUTY: gettext("Ik vervang"),
        Relation.TEAM: gettext("Team"),
    }
    return [
        Link(
            texts[relation],
            f"{base}?wie={key}" if key else base,
            current=relation is found.relation,
            count=found.counts[relation],
        )
        for key, relation in LISTS.items()
    ]


def _just_done(request: HttpRequest, visit: Visit) -> AgreementView | None:
    """Return the agreement that was marked as done a moment ago, so that it can be undone without JavaScript."""
    try:
        agreement_id = UUID(request.GET.get("gedaan", ""))
        return plans.agreement(actor=visit.actor, agreement_id=agreement_id, at=visit.at)
    except (ValueError, NotVisible):
        return None
