"""One signal: what was reported, beside the earlier signals of the same person, and the next step."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from vangnet.access import selectors as access
from vangnet.cases import selectors as cases
from vangnet.cases.types import CaseKind
from vangnet.core.errors import InvalidInput, NotVisible
from vangnet.flow import journey
from vangnet.intake import selectors as intake
from vangnet.intake.types import Channel, RoutedBy, SignalView, WeighingDecision, WeighingView
from vangnet.intake.types.tables import EscalationView, QuickDecisionView
from vangnet.people import selectors as people
from vangnet.people.types import PersonView, SignalLinkView
from vangnet.web.intake import labels
from vangnet.web.intake.rows import SignalRow, hint_facts, row_of, rows_of
from vangnet.web.intake.said import inclusion_words
from vangnet.web.shared.roles import role_words
from vangnet.web.shared.screen import language
from vangnet.web.shared.visit import Visit, visited

KIND_OF: dict[WeighingDecision, CaseKind] = {
    WeighingDecision.CASE: CaseKind.ZVH,
    WeighingDecision.INCLUSION_TABLE: CaseKind.LEVENSLOOP,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Whose signal this is.

    Args:
        mine: whether it lies at the desk of whoever looks.
        owner: the desk where it lies.
        asked: the desk that is asked to take it; empty when none is.
        unrouted: no desk takes this kind here, so the Zorg- en Veiligheidshuis owns it.
    """

    mine: bool
    owner: str
    asked: str
    declined: bool
    unrouted: bool


@dataclass(frozen=True, slots=True)
class FoundCriterion:
    """A criterion as the table weighed it, in words."""

    title: str
    finding: str
    tone: str
    icon: str
    reason: str
    facts: str


@require_safe
@visited
def signal(request: HttpRequest, visit: Visit, signal_id: UUID) -> HttpResponse:
    """Show one signal."""
    found = intake.signal(actor=visit.actor, signal_id=signal_id, at=visit.at, also_offered=True)
    link = people.links_of_signals(signal_ids=[signal_id]).get(signal_id)
    person = person_of(visit, link)
    weighing = intake.weighing(actor=visit.actor, signal_id=signal_id)
    content = {
        "at": visit.at,
        "row": _row(found),
        "signal": found,
        "hint": hint_facts(found.hint),
        "asked": _asked(found),
        "reporter": found.reporter_name or _colleague(found),
        "link": link,
        "linked_by": access.workers(worker_ids=[link.confirmed_by]).get(link.confirmed_by) if link else None,
        "person": person,
        "earlier": earlier_rows(visit, found),
        "weighing": weighing,
        "criteria": _criteria(weighing),
        "decision": str(labels.DECISIONS[weighing.decision]) if weighing else "",
        "running": [case_url(case_id, "web:case") for case_id in cases.cases_of_person(person_id=person.id)]
        if person
        else [],
        "opens": _opens(found),
        "inclusions": inclusion_words(visit, found),
        "asks_inclusion": found.decision is WeighingDecision.INCLUSION_TABLE,
        "quick": _quick(visit, signal_id),
        "climbed": _climbed(visit, signal_id),
        "owner": _owner(weighing),
        "may": _acts(visit),
        "standing": _standing(visit, found),
        "inform_owner": _name_of(found.inform_owner),
        "person_words": [
            {"said": one, "words": str(labels.PERSON_TOLD[one.outcome])}
            for one in intake.person_words(actor=visit.actor, signal_id=signal_id)
        ],
        "told": intake.feedback(actor=visit.actor, signal_id=signal_id),
        "watched": intake.outreach_of(actor=visit.actor, signal_id=signal_id),
        "outreach_decided": found.decision is WeighingDecision.OUTREACH,
    }
    return render(request, "intake/signal.html", content)


@require_POST
@visited
def open_case(request: HttpRequest, visit: Visit, signal_id: UUID) -> HttpResponse:
    """Open a case from a weighed signal, and go on to the people around it."""
    found = intake.signal(actor=visit.actor, signal_id=signal_id, at=visit.at)
    link = people.links_of_signals(signal_ids=[signal_id]).get(signal_id)
    kind = _opens(found)
    if link is None or kind is None:
        raise InvalidInput(
            "case-not-ready",
            nl="Zeg eerst wie het is, en weeg het signaal met het besluit om een casus te openen.",
            en="First say who it is, and weigh the signal with the decision to open a case.",
        )
    case_id = journey.open_case(
        actor=visit.actor, signal_id=signal_id, person_id=link.person_id, kind=kind, at=visit.at
    )
    messages.success(request, gettext("De casus is open. Vul nu wie welke rol heeft."))
    return redirect(case_url(case_id, "web:case-people", "web:case") or reverse("web:signal", args=[signal_id]))


def case_url(case_id: UUID, *names: str) -> str:
    """Return the first of these pages of a case that is built, or nothing."""
    for name in names:
        try:
            return reverse(name, args=[case_id])
        except NoReverseMatch:
            continue
    return ""


def _asked(found: SignalView) -> list[tuple[str, str]]:
    """Return what the reporter was asked and answered, in the words of then."""
    said = intake.asked_words(found.asked) if found.asked else []
    if language() == "en":
        return [(one.question_en, one.answer_en) for one in said]
    return [(one.question_nl, one.answer_nl) for one in said]


def _opens(found: SignalView) -> CaseKind | None:
    """Return what case opens from a signal; of the Levensloopaanpak only after the inclusion table included."""
    kind = KIND_OF.get(found.decision) if found.decision else None
    return None if kind is CaseKind.LEVENSLOOP and not intake.included(signal_id=found.id) else kind


def _quick(visit: Visit, signal_id: UUID) -> list[tuple[QuickDecisionView, str]]:
    """Return what 24-hour triages agreed, with who watches over it."""
    agreed = intake.quick_decisions(actor=visit.actor, signal_id=signal_id)
    workers = access.workers(worker_ids=[one.owner_id for one in agreed]) if agreed else {}
    return [(one, workers[one.owner_id].name if one.owner_id in workers else "") for one in agreed]


def _climbed(visit: Visit, signal_id: UUID) -> list[tuple[EscalationView, str]]:
    """Return to whom a late answer climbed, in words."""
    found = intake.escalations_of(actor=visit.actor, signal_id=signal_id)
    return [(one, f"{role_words(one.to_role)}, {access.agency(agency_id=one.to_agency).name}") for one in found]


def _owner(weighing: WeighingView | None) -> str:
    """Return who watches over a decision."""
    return _name_of(weighing.owner_id) if weighing is not None else ""


def _colleague(found: SignalView) -> str:
    """Return which colleague reported, of whom no name was typed: on a form or at a hand-over that is who sent it."""
    if found.channel not in {Channel.FORM, Channel.POLICE} or found.reported_by is None:
        return ""
    who = access.workers(worker_ids=[found.reported_by]).get(found.reported_by)
    return f"{who.name}, {who.agency_name}" if who else ""


def _name_of(worker_id: UUID | None) -> str:
    found = access.workers(worker_ids=[worker_id]).get(worker_id) if worker_id else None
    return found.name if found else ""


def _standing(visit: Visit, found: SignalView) -> Standing:
    return Standing(
        mine=found.desk_id == visit.actor.agency_id,
        owner=access.agency(agency_id=found.desk_id).name,
        asked=access.agency(agency_id=found.offered_to).name if found.offered_to else "",
        declined=found.declined,
        unrouted=found.routed_by is RoutedBy.OWNER and found.decision is None,
    )


def person_of(visit: Visit, link: SignalLinkView | None) -> PersonView | None:
    """Return the person a signal lies beside; None when nobody said who it is, or this person is not in sight."""
    if link is None:
        return None
    try:
        return people.person(actor=visit.actor, person_id=link.person_id, at=visit.at)
    except NotVisible:
        return None


def _row(found: SignalView) -> SignalRow:
    names = access.municipality_names(codes=[found.municipality])
    return row_of(found, names.get(found.municipality, found.municipality))


def earlier_rows(visit: Visit, found: SignalView) -> list[SignalRow]:
    """Return the other signals of the same person at this desk, newest first; none while nobody said who it is."""
    link = people.links_of_signals(signal_ids=[found.id]).get(found.id)
    if link is None:
        return []
    ids = [other.signal_id for other in people.signals_of(person_id=link.person_id) if other.signal_id != found.id]
    rows = rows_of(intake.signals(actor=visit.actor, signal_ids=ids, at=visit.at))
    return sorted(rows, key=lambda row: row.moment, reverse=True)


def _criteria(weighing: WeighingView | None) -> list[FoundCriterion]:
    if weighing is None:
        return []
    return [
        FoundCriterion(
            title=str(labels.CRITERIA[found.criterion].title),
            finding=str(labels.FINDINGS[found.finding]),
            tone=labels.FINDING_LOOKS[found.finding][0],
            icon=labels.FINDING_LOOKS[found.finding][1],
            reason=found.reason,
            facts=found.facts,
        )
        for found in weighing.findings
    ]


def _acts(visit: Visit) -> dict[str, bool]:
    """Return which buttons to show."""
    acts = {
        "recognise": "people.link", "weigh": "intake.weigh", "open_case": "cases.open", "answer": "intake.answer",
        "elsewhere": "handovers.ask", "ask": "access.ask",
        "include": "intake.include",
    }  # fmt: skip
    return {name: access.may(actor=visit.actor, act=act) for name, act in acts.items()}
