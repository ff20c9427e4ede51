"""The pages of one case: plan, timeline, people, earlier plans, who looked, and paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from vangnet.access import selectors as access
from vangnet.access.selectors import asking
from vangnet.access.types import SYSTEM_WORKER, WorkerView
from vangnet.audit import services as audit
from vangnet.audit.types import EntryView as RecordView
from vangnet.cases import selectors as cases
from vangnet.cases.types import WITHDRAWAL_TITLE, WITHDRAWN_TITLE, EntryKind, EntryView, SlotView
from vangnet.core.clock import Instant, local_day, read_moment
from vangnet.plans import selectors as plans
from vangnet.plans.types import PlanView
from vangnet.web.cases.page import Opened, frame, opened
from vangnet.web.cases.words import COVERED, DOMAINS, ENTRIES, FLAGS, STATES
from vangnet.web.shared.acts import act_words
from vangnet.web.shared.parts import Link
from vangnet.web.shared.roles import headed, role_words
from vangnet.web.shared.shown import shown_words
from vangnet.web.shared.visit import Visit, visited
from vangnet.web.shared.words import Tone

RECENT = 6
LINES = 30
_KINDS: dict[str, tuple[EntryKind, ...]] = {
    "contact": (EntryKind.CONTACT, EntryKind.MISSED_CONTACT),
    "besluit": (EntryKind.DECISION,),
    "plan": (EntryKind.PLAN, EntryKind.AGREEMENT),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the timeline with its looks."""

    entry: EntryView
    tone: Tone
    icon: str

    @property
    def opens(self) -> bool:
        """Return whether the line leads to a document that can still be read."""
        return self.entry.title not in {WITHDRAWN_TITLE, WITHDRAWAL_TITLE}


@dataclass(frozen=True, slots=True)
class Day:
    """The lines of one day."""

    day: date
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Domain:
    """One life domain of a plan with its words."""

    name: str
    icon: str
    state: str
    tone: Tone
    state_icon: str
    now: str
    goal: str
    who: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class Role:
    """One role of the case with its words."""

    slot: SlotView
    name: str
    gap: bool
    read: bool


@require_safe
@visited
def case(request: HttpRequest, visit: Visit, case_id: UUID) -> HttpResponse:
    """Show the one current plan, its agreements, what to do when it goes wrong, and who stands around it."""
    with audit.together():
        found = opened(visit, case_id, whole=True)
        lines = cases.timeline(actor=visit.actor, case_id=case_id, at=visit.at, limit=RECENT, sight=found.sight)
        context = frame(found, visit, "plan") | _plan(found, visit) | {"days": days(lines)}
    return render(request, "cases/plan.html", context)


@require_safe
@visited
def paper(request: HttpRequest, visit: Visit, case_id: UUID) -> HttpResponse:
    """Show the plan as people print and carry it."""
    found = opened(visit, case_id, whole=True)
    return render(request, "cases/paper.html", frame(found, visit, "plan") | _plan(found, visit))


@require_safe
@visited
def timeline(request: HttpRequest, visit: Visit, case_id: UUID) -> HttpResponse:
    """Show what happened, newest first."""
    found = opened(visit, case_id)
    wanted = request.GET.get("soort", "")
    before = _line(request.GET.get("voor", ""))
    lines = cases.timeline(
        actor=visit.actor, case_id=case_id, at=visit.at, kinds=_KINDS.get(wanted, ()), before=before, limit=LINES,
        sight=found.sight,
    )  # fmt: skip
    here = reverse("web:case-timeline", args=[case_id])
    earlier = {"soort": wanted} if wanted in _KINDS else {}
    context = frame(found, visit, "timeline") | {
        "days": days(lines),
        "kinds": [
            Link(gettext("Alles"), here, current=wanted not in _KINDS),
            Link(gettext("Contact"), f"{here}?soort=contact", current=wanted == "contact"),
            Link(gettext("Besluiten"), f"{here}?soort=besluit", current=wanted == "besluit"),
            Link(gettext("Plan en afspraken"), f"{here}?soort=plan", current=wanted == "plan"),
        ],
        "earlier_url": f"{here}?{urlencode(earlier | {'voor': f'{lines[-1].at.isoformat()}_{lines[-1].id}'})}"
        if len(lines) == LINES
        else "",
    }
    return render(request, "cases/timeline.html", context)


@require_safe
@visited
def people(request: HttpRequest, visit: Visit, case_id: UUID) -> HttpResponse:
    """Show every role: who holds it, who stands in, and where nobody stands."""
    found = opened(visit, case_id)
    own = {slot.id for slot in found.slots if slot.holder_id == visit.actor.worker_id}
    context = frame(found, visit, "people") | {"roles": roles(found), "own_slots": own, "gaps": found.gaps}
    context["asked"] = _asked(visit, case_id) if access.may(actor=visit.actor, act="access.answer") else []
    return render(request, "cases/people.html", context)


def _asked(visit: Visit, case_id: UUID) -> list[dict[str, object]]:
    """Return who asks access to a case and waits for an answer."""
    waiting = asking.waiting(actor=visit.actor, case_id=case_id, at=visit.at)
    names = access.workers(worker_ids=[one.worker_id for one in waiting]) if waiting else {}
    return [{"request": one, "who": names[one.worker_id]} for one in waiting if one.worker_id in names]


@require_safe
@visited
def earlier(request: HttpRequest, visit: Visit, case_id: UUID) -> HttpResponse:
    """Show the plans that counted before, newest first."""
    found = opened(visit, case_id)
    past = plans.earlier(actor=visit.actor, case_id=case_id, at=visit.at, sight=found.sight)
    names = access.workers(worker_ids=[plan.adopted_by for plan in past if plan.adopted_by])
    rows = [
        {"plan": plan, "domains": domains(plan), "by": names[plan.adopted_by].name if plan.adopted_by in names else ""}
        for plan in past
    ]
    return render(request, "cases/earlier.html", frame(found, visit, "earlier") | {"past": rows})


@require_safe
@visited
def looked(request: HttpRequest, visit: Visit, case_id: UUID) -> HttpResponse:
    """Show who did what in this case, from the record that nobody can change."""
    found = opened(visit, case_id)
    lines = cases.looked(
        actor=visit.actor, case_id=case_id, at=visit.at, before=_position(request.GET.get("voor", "")), limit=LINES + 1,
        sight=found.sight,
    )  # fmt: skip
    shown = lines[:LINES]
    names = access.workers(worker_ids=[line.worker_id for line in shown])
    rows = [
        _looks(tuple(lines), names)
        for _, lines in groupby(shown, key=lambda line: (line.at, line.worker_id, line.trace_id))
    ]
    here = reverse("web:case-looked", args=[case_id])
    context = frame(found, visit, "looked") | {
        "rows": rows,
        "earlier_url": f"{here}?{urlencode({'voor': f'{shown[-1].at.isoformat()}_{shown[-1].position}'})}"
        if len(lines) > LINES
        else "",
    }
    return render(request, "cases/looked.html", context)


def _looks(lines: Sequence[RecordView], names: Mapping[UUID, WorkerView]) -> dict[str, object]:
    """Return what somebody did at one moment as one row: a page that was opened is one look, not three."""
    first = lines[0]
    worker = names.get(first.worker_id)
    name = worker.name if worker else gettext("Vangnet") if first.worker_id == SYSTEM_WORKER else gettext("onbekend")
    did = dict.fromkeys(act_words(line.act) for line in reversed(lines))
    shown = shown_words(field for line in reversed(lines) for field in line.fields)
    return {
        "at": first.at, "name": name, "agency": worker.agency_name if worker else "", "did": ", ".join(did), "shown": shown,
    }  # fmt: skip


def _plan(found: Opened, visit: Visit) -> dict[str, object]:
    plan, today = found.plan, local_day(visit.at)
    every = plans.agreements(actor=visit.actor, case_id=found.case.id, at=visit.at, sight=found.sight)
    still_open = [row for row in every if row.done_on is None]
    done = [row for row in every if row.done_on is not None]
    return {
        "open_agreements": still_open,
        "late_agreements": [row for row in still_open if row.due_on < today],
        "done_agreements": done[:3],
        "older_agreements": done[3:],
        "done_count": len(done),
        "domains": domains(plan) if plan else [],
        "flags": [(flag, str(FLAGS[flag.reason])) for flag in plan.flags] if plan else [],
        "roles": roles(found),
        "gaps": found.gaps,
        "unread": plan is not None and visit.actor.worker_id not in found.standing.readers,
        "readers": len(found.standing.readers),
    }


def domains(plan: PlanView) -> list[Domain]:
    """Return the life domains of a plan in words; what is out of sight says so."""
    shown = []
    for goal in plan.goals:
        name, icon = DOMAINS.get(goal.domain, (goal.domain, "plan"))
        state, tone, state_icon = STATES[goal.state]
        shown.append(Domain(str(name), icon, str(state), tone, state_icon, goal.now, goal.goal, goal.who, hidden=False))
    for domain in plan.hidden:
        name, icon = DOMAINS.get(domain, (domain, "plan"))
        shown.append(Domain(str(name), icon, "", "rest", "", "", "", "", hidden=True))
    return shown


def roles(found: Opened) -> list[Role]:
    """Return the roles of a case in words, gaps marked."""
    return [
        Role(
            slot=slot,
            name=headed(role_words(slot.role)),
            gap=slot.required and slot.cover not in COVERED,
            read=slot.holder_id in found.standing.readers,
        )
        for slot in found.slots
    ]


def days(lines: Sequence[EntryView]) -> list[Day]:
    """Return lines of the timeline, which come newest first, by day."""
    dressed = (Line(entry, *ENTRIES[entry.kind]) for entry in lines)
    return [Day(day, tuple(group)) for day, group in groupby(dressed, key=lambda line: local_day(line.entry.at))]


def _line(text: str) -> tuple[Instant, UUID] | None:
    """Return the line of the timeline that an address names, or None when it cannot be read."""
    moment, _, line_id = text.partition("_")
    try:
        return read_moment(moment), UUID(line_id)
    except ValueError:
        return None


def _position(text: str) -> tuple[Instant, int] | None:
    """Return the line of the record that an address names, or None when it cannot be read."""
    moment, _, position = text.partition("_")
    try:
        # A position is a bigint in the database; nothing of more digits was ever ours.
        return read_moment(moment), int(position[:18])
    except ValueError:
        return None
