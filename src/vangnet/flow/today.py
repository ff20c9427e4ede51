"""What is owed: the work list, computed from facts, never typed. Ordered by what is owed, not by who somebody is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from vangnet.access import selectors as access
from vangnet.access.types import Actor, Relation, SightView
from vangnet.audit import services as audit
from vangnet.cases import selectors as cases
from vangnet.cases.types import Cover
from vangnet.core.clock import Instant, local_day
from vangnet.intake import selectors as intake
from vangnet.plans import selectors as plans
from vangnet.plans.types import FlagReason

CASES_AT_MOST = 500
WEEK = timedelta(days=7)


class OwedKind(StrEnum):
    """What is owed."""

    AGREEMENT = "agreement"
    REVIEW = "review"
    NO_PLAN = "no-plan"
    SLOT = "slot"
    BRIEFING = "briefing"
    SIGNAL = "signal"
    CONTACT = "contact"


@dataclass(frozen=True, slots=True)
class Owed:
    """One row of the work list.

    Args:
        due_on: day it is owed.
        detail: what exactly: text of the agreement, code of the role, reason of the flag.
        object_id: agreement, plan, slot, deputy request or signal.
    """

    kind: OwedKind
    due_on: date
    case_id: UUID | None
    object_id: UUID
    name: str
    municipality: str
    detail: str
    note: str
    version: int = 0


@dataclass(frozen=True, slots=True)
class Today:
    """The work list of one person on one day.

    Args:
        calm: cases in the list in which nothing is owed this week.
        counts: cases by relation, each at most `access.COUNT_LIMIT`.
        cut: whether there are more cases than were looked at.
    """

    day: date
    relation: Relation
    late: tuple[Owed, ...]
    today: tuple[Owed, ...]
    week: tuple[Owed, ...]
    calm: int
    counts: dict[Relation, int]
    cut: bool


def today(*, actor: Actor, at: Instant, relation: Relation = Relation.OWN) -> Today:
    """Return what the actor owes: late, today, this week.

    A fixed number of queries, whatever the number of cases; at most `CASES_AT_MOST` cases are looked at, those that owe first.

    Args:
        relation: the own cases, those one stands in for, or the team's.
    """
    day = local_day(at)
    page = access.sights_page(actor=actor, at=at, relation=relation, limit=CASES_AT_MOST)
    owed = _owed_in_cases(page.sights, day=day)
    if relation is Relation.OWN:
        owed += _owed_at_desk(actor, at=at, day=day)
    owed.sort(key=lambda row: (row.due_on, row.kind, row.object_id))
    busy = {row.case_id for row in owed}
    audit.record(actor=actor, at=at, act="flow.today", object_kind="case", fields=["name"], details={"rows": len(owed)})
    return Today(
        day=day,
        relation=relation,
        late=tuple(row for row in owed if row.due_on < day),
        today=tuple(row for row in owed if row.due_on == day),
        week=tuple(row for row in owed if row.due_on > day),
        calm=sum(1 for sight in page.sights if sight.case_id not in busy),
        counts=access.count_by_relation(actor=actor),
        cut=page.after is not None,
    )


def _owed_in_cases(sights: tuple[SightView, ...], *, day: date) -> list[Owed]:
    ids = [sight.case_id for sight in sights]
    until = day + WEEK
    agreements = plans.owed_agreements(sights=sights, until=until)
    reviews = plans.owed_reviews(case_ids=ids, until=until)
    slots = cases.owed_slots(case_ids=ids, day=day)
    contacts = cases.owed_contacts(case_ids=ids, day=until)
    planless = plans.cases_without_plan(case_ids=ids)
    named = {row.case_id for rows in (agreements, reviews, slots, contacts) for row in rows} | set(planless)
    about = cases.brief(case_ids=list(named))

    def row(
        kind: OwedKind, case_id: UUID, due_on: date, object_id: UUID, detail: str, note: str = "", version: int = 0
    ) -> Owed:
        name, municipality = about.get(case_id, ("", ""))
        return Owed(kind, due_on, case_id, object_id, name, municipality, detail, note, version)

    return [
        *(row(OwedKind.AGREEMENT, a.case_id, a.due_on, a.id, a.what, a.owner_name, a.version) for a in agreements),
        *(row(OwedKind.REVIEW, r.case_id, r.due_on, r.plan_id, r.reason.value) for r in reviews),
        *(row(OwedKind.SLOT, s.case_id, day, s.slot_id, s.role, s.cover.value) for s in slots),
        *(row(OwedKind.CONTACT, c.case_id, c.due_on, c.case_id, str(c.last_contact_on or "")) for c in contacts),
        *(row(OwedKind.NO_PLAN, case_id, day, case_id, FlagReason.REVIEW_PAST.value) for case_id in planless),
    ]


def _owed_at_desk(actor: Actor, *, at: Instant, day: date) -> list[Owed]:
    signals = intake.owed(actor=actor, before=at + WEEK)
    briefings = cases.briefings(actor=actor)
    about = cases.brief(case_ids=[briefing.case_id for briefing in briefings])
    rows = [
        Owed(OwedKind.SIGNAL, local_day(s.answer_due), None, s.id, "", s.municipality, s.kind, s.text[:200], s.version)
        for s in signals
    ]
    for briefing in briefings:
        name, municipality = about.get(briefing.case_id, ("", ""))
        rows.append(
            Owed(
                OwedKind.BRIEFING,
                min(day, local_day(briefing.asked_at) + timedelta(days=1)),
                briefing.case_id,
                briefing.deputy_id,
                name,
                municipality,
                briefing.role,
                Cover.DEPUTY_UNBRIEFED.value,
            )
        )
    return rows
