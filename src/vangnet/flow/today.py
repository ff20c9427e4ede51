"""What is owed: the work list, computed from facts, never typed. Ordered by what is owed, not by who somebody is."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from vangnet.access import selectors as access
from vangnet.access.selectors import asking
from vangnet.access.selectors.restrictions import owed_reviews
from vangnet.access.types import NOTHING_OWED, Actor, Relation, SightView
from vangnet.audit import services as audit
from vangnet.cases import selectors as cases
from vangnet.cases.selectors.reprocessing import owed_keeping
from vangnet.cases.types import Cover, StandIn
from vangnet.core.clock import Instant, local_day
from vangnet.core.workdays import add_workdays
from vangnet.flow.retention import asks_to_decide, term_of_facts
from vangnet.handovers import selectors as handovers
from vangnet.intake import selectors as intake
from vangnet.intake.types import OwedWhat, WeighingDecision
from vangnet.people.selectors import review
from vangnet.people.selectors.review import ANSWER_WITHIN
from vangnet.people.selectors.stored import stored_unanswered
from vangnet.plans import selectors as plans
from vangnet.plans.types import AgreementView, FlagReason
from vangnet.sharing import selectors as sharing
from vangnet.sharing.selectors.insight import owed_rights

CASES_AT_MOST = 500
WAITING_AT_MOST = 20
WEEK = timedelta(days=7)

# What is owed about a restriction: a signal of before it waits for an answer that its desk may not give.
SIGNAL_WAITS: Final = "signal-waits"
# And a desk asks to read one of those, on a ground that the law names.
SIGNAL_ASKED: Final = "signal-asked"


class OwedKind(StrEnum):
    """What is owed."""

    AGREEMENT = "agreement"
    REVIEW = "review"
    NO_PLAN = "no-plan"
    SLOT = "slot"
    BRIEFING = "briefing"
    SIGNAL = "signal"
    TELL = "tell"
    TELL_PERSON = "tell-person"
    OUTREACH = "outreach"
    TABLE = "table"
    OFFER = "offer"
    CONTACT = "contact"
    REQUEST = "request"
    INFORM = "inform"
    RIGHT = "right"
    EMERGENCY = "emergency"
    ACCESS = "access"
    ASKED_OF_US = "asked-of-us"
    WHO_IS_WHO = "who-is-who"
    ANSWER = "answer"
    ESCALATION = "escalation"
    DECIDED = "decided"
    QUICK = "quick"
    KEEP = "keep"
    SUPPLIER = "supplier"
    ORDER = "order"
    RESTRICTED = "restricted"
    CORRECTED = "corrected"
    ADVISED = "advised"
    UNHEARD = "unheard"


@dataclass(frozen=True, slots=True)
class Owed:
    """One row of the work list.

    Args:
        due_on: day it is owed; for an answer that one waits for, the day it was asked.
        object_id: agreement, plan, slot, deputy request or signal.
        detail: what exactly: text of the agreement, code of the role, reason of the flag, day of the last contact.
        note: who does it, how a role is covered, start of the signal; of a request whom it waits for, empty for the actor.
        why: why an agreement was made, in the words of who made it.
        nr: number of the agreement in its case.
        mine: whether the actor does it, and not somebody else of the case.
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
    why: str = ""
    nr: int = 0
    mine: bool = True


@dataclass(frozen=True, slots=True)
class Today:
    """The work list of one person on one day.

    Args:
        waiting: what others still have time for: their agreements of this week, and deputies who have not said yes.
        standing_in: absent colleagues for whom the actor stands in.
        calm: cases in the list in which nothing is owed this week.
        calm_until: first day on which something is owed in one of those, or None.
        counts: cases by relation, each at most `access.COUNT_LIMIT`.
        cut: whether there are more cases than were looked at.
    """

    day: date
    relation: Relation
    late: tuple[Owed, ...]
    today: tuple[Owed, ...]
    week: tuple[Owed, ...]
    waiting: tuple[Owed, ...]
    standing_in: tuple[StandIn, ...]
    calm: int
    calm_until: date | None
    counts: dict[Relation, int]
    cut: bool


def today(*, actor: Actor, at: Instant, relation: Relation = Relation.OWN) -> Today:
    """Return what the actor owes: late, today, this week; and what others still have time for.

    A fixed number of queries, whatever the number of cases; at most `CASES_AT_MOST` cases are looked at, those that owe first.

    Args:
        relation: the own cases, those one stands in for, or the team's.
    """
    day = local_day(at)
    page = access.sights_page(actor=actor, at=at, relation=relation, limit=CASES_AT_MOST)
    owed = _owed_in_cases(actor, page.sights, at=at, day=day, own=relation is Relation.OWN)
    read: Collection[UUID] = ()
    if relation is Relation.OWN:
        at_desk, read = _owed_at_desk(actor, at=at, day=day)
        owed += at_desk
        owed += _owed_keeping(actor, page.sights, at=at, day=day)
    owed = _named(owed)
    owed.sort(key=lambda row: (row.due_on, row.kind, row.object_id))
    busy = {row.case_id for row in owed}
    calm = [sight for sight in page.sights if sight.case_id not in busy]
    work = [row for row in owed if not _waits(row, day)]
    audit.record(
        actor=actor, at=at, act="flow.today", object_kind="case", fields=["name"],
        subjects={*(sight.subject_id for sight in page.sights if sight.case_id in busy), *read}, details={"rows": len(owed)},
    )  # fmt: skip
    return Today(
        day=day,
        relation=relation,
        late=tuple(row for row in work if row.due_on < day),
        today=tuple(row for row in work if row.due_on == day),
        week=tuple(row for row in work if row.due_on > day),
        waiting=tuple(row for row in owed if _waits(row, day))[:WAITING_AT_MOST],
        standing_in=tuple(cases.standing_in(actor=actor, day=day)) if relation is not Relation.TEAM else (),
        calm=len(calm),
        calm_until=min((sight.owed_on for sight in calm if day < sight.owed_on < NOTHING_OWED), default=None),
        counts=access.count_by_relation(actor=actor),
        cut=page.after is not None,
    )


def _waits(row: Owed, day: date) -> bool:
    """Return whether somebody else has it in hand: one's own turn comes when their day has passed."""
    others = row.kind in {OwedKind.AGREEMENT, OwedKind.INFORM, OwedKind.TELL_PERSON, OwedKind.OUTREACH} and not row.mine
    return row.kind is OwedKind.ANSWER or (others and row.due_on >= day)


def _owed_in_cases(actor: Actor, sights: tuple[SightView, ...], *, at: Instant, day: date, own: bool) -> list[Owed]:
    ids = [sight.case_id for sight in sights]
    until = day + WEEK
    reviews, planless = plans.owed_plans(case_ids=ids, until=until)

    def row(
        kind: OwedKind, case_id: UUID, due_on: date, object_id: UUID, detail: str, note: str = "", *, mine: bool = True
    ) -> Owed:
        return Owed(kind, due_on, case_id, object_id, "", "", detail, note, mine=mine)

    rows = [_agreement(actor, agreement) for agreement in plans.owed_agreements(sights=sights, until=until)]
    rows += [row(OwedKind.REVIEW, r.case_id, r.due_on, r.plan_id, r.reason.value) for r in reviews]
    rows += [row(OwedKind.NO_PLAN, case_id, day, case_id, FlagReason.REVIEW_PAST.value) for case_id in planless]
    for slot in cases.owed_slots(case_ids=ids, day=day):
        rows.append(row(OwedKind.SLOT, slot.case_id, day, slot.slot_id, slot.role, slot.cover.value))
    for contact in cases.owed_contacts(case_ids=ids, day=until):
        last = contact.last_contact_on.isoformat() if contact.last_contact_on else ""
        rows.append(row(OwedKind.CONTACT, contact.case_id, contact.due_on, contact.case_id, last))
    shared = sharing.owed_sharing(actor=actor, sights=sights, until=until)
    for wanted in shared.requests:
        asked = wanted.to_worker_id == actor.worker_id
        note = "" if asked else wanted.to_name
        rows.append(row(OwedKind.REQUEST, wanted.case_id, wanted.due_on, wanted.id, wanted.question[:200], note))
    if (wrong := shared.wrong) is not None and own:
        due_on = local_day(wrong[1]) + timedelta(days=1)
        rows.append(Owed(OwedKind.CORRECTED, due_on, None, actor.worker_id, "", "", str(wrong[0]), ""))
    for answer in shared.advised if own else ():
        due_on = add_workdays(answer.answered_on, 1)
        rows.append(row(OwedKind.ADVISED, answer.case_id, due_on, answer.question_id, ""))
    directs = access.may(actor=actor, act="cases.decide")
    for unheard in shared.unheard if directs else ():
        due_on = add_workdays(unheard.since, 1)
        rows.append(row(OwedKind.UNHEARD, unheard.case_id, due_on, unheard.case_id, str(unheard.number)))
    for duty in sharing.owed_informs(case_ids=ids, until=until):
        mine = directs if duty.owner_id is None else duty.owner_id == actor.worker_id
        due_on = duty.review_on or duty.due_on
        rows.append(row(OwedKind.INFORM, duty.case_id, due_on, duty.id, duty.kind.value, duty.about, mine=mine))
    # The reason tells what goes on with somebody: it is for whoever may look at it afterwards, not for all around the case.
    judges = access.may(actor=actor, act="access.review")
    for one in asking.to_judge(actor=actor, case_ids=ids, at=at) if judges else ():
        kind = OwedKind.EMERGENCY if one.emergency else OwedKind.ACCESS
        due_on = local_day(one.due) if one.emergency else local_day(one.due) + WEEK
        rows.append(row(kind, one.case_id, due_on, one.id, one.text[:200]))
    for told in handovers.unseen(actor=actor, case_ids=ids):
        due_on = local_day(told.asked_at) + timedelta(days=1)
        rows.append(row(OwedKind.ASKED_OF_US, told.case_id, due_on, told.id, "told" if told.told else told.why_not))
    invited = [deputy for deputy in cases.unconfirmed(case_ids=ids) if deputy.worker_id != actor.worker_id]
    for deputy in invited:
        asked_on = local_day(deputy.asked_at)
        rows.append(
            row(OwedKind.ANSWER, deputy.case_id, asked_on, deputy.slot_id, deputy.role, deputy.name, mine=False)
        )
    return rows


def _owed_keeping(actor: Actor, sights: tuple[SightView, ...], *, at: Instant, day: date) -> list[Owed]:
    """Return the cases that end within half a year and of which somebody decides, and the orders to keep one that wait."""
    ending, waiting = owed_keeping(actor=actor, case_ids=[sight.case_id for sight in sights], at=at)
    rows = []
    for facts in ending:
        term = term_of_facts(facts)
        due_on = asks_to_decide(facts, term, day=day)
        if due_on is not None:
            detail = "closed" if facts.closed_on else "let-go" if facts.let_go_until == term.until else "open"
            case_id = facts.case_id if facts.closed_on is None else None
            rows.append(
                Owed(
                    OwedKind.KEEP,
                    due_on,
                    case_id,
                    facts.case_id,
                    "",
                    "",
                    detail,
                    facts.number,
                    why=term.until.isoformat(),
                )
            )
    for one in waiting:
        kind = OwedKind.ORDER if one.own else OwedKind.SUPPLIER
        rows.append(Owed(kind, one.ordered_on + WEEK, None, one.reprocessing_id, "", "", "", one.number))
    return rows


def _agreement(actor: Actor, agreement: AgreementView) -> Owed:
    return Owed(
        OwedKind.AGREEMENT,
        agreement.due_on,
        agreement.case_id,
        agreement.id,
        "",
        "",
        agreement.what,
        agreement.owner_name,
        agreement.version,
        why=agreement.why,
        nr=agreement.nr,
        mine=agreement.owner_id == actor.worker_id,
    )


_AT_DESK = {
    OwedWhat.ANSWER: OwedKind.SIGNAL, OwedWhat.TELLING: OwedKind.TELL, OwedWhat.PERSON: OwedKind.TELL_PERSON,
    OwedWhat.OUTREACH: OwedKind.OUTREACH, OwedWhat.TABLE: OwedKind.TABLE, OwedWhat.OFFER: OwedKind.OFFER,
}  # fmt: skip


def _owed_at_desk(actor: Actor, *, at: Instant, day: date) -> tuple[list[Owed], Collection[UUID]]:
    """Return what waits at the desk, and the persons beside whom the signals lie of which something is told."""
    rows = []
    told = set()
    decided = intake.owed_decisions(actor=actor, until=day + WEEK)
    # Whoever owes advice owes it by telling it: that is one thing to do, and not two.
    advised = {todo.object_id for todo in decided if todo.what == WeighingDecision.ADVICE.value}
    for signal in intake.owed(actor=actor, at=at, before=at + WEEK):
        # A table that began yesterday and goes on is not late: it sits today.
        due_on = local_day(max(signal.answer_due, at) if signal.what is OwedWhat.TABLE else signal.answer_due)
        if not (signal.what is OwedWhat.TELLING and signal.id in advised):
            kind = _AT_DESK[signal.what]
            mine = signal.owner_id in (None, actor.worker_id)
            if signal.signal_id is not None:
                told.add(signal.signal_id)
            rows.append(
                Owed(kind, due_on, None, signal.id, "", signal.municipality, signal.kind, signal.start, mine=mine)
            )
    climbs = intake.climbed_to(actor=actor)
    desks = access.agency_names(agency_ids={climbed.desk_id for climbed in climbs}) if climbs else {}
    for climbed in climbs:
        due_on = local_day(climbed.answer_due)
        note = desks.get(climbed.desk_id, "")
        rows.append(
            Owed(OwedKind.ESCALATION, due_on, None, climbed.id, "", climbed.municipality, climbed.what.value, note)
        )
    for todo in decided:
        kind = OwedKind.QUICK if todo.quick_id else OwedKind.DECIDED
        rows.append(Owed(kind, todo.due_on, None, todo.object_id, "", todo.municipality, todo.what, todo.carried_by))
    for wanted in owed_rights(actor=actor, day=day, until=day + WEEK):
        due = day if wanted.answered_at is not None else wanted.due_on
        rows.append(Owed(OwedKind.RIGHT, due, None, wanted.id, "", "", wanted.kind.value, wanted.decision or ""))
    rows += _owed_restricted(actor, at=at, day=day)
    questions, read = review.owed_and_beside(actor=actor, at=at, signal_ids=told)
    if questions is not None:
        number, oldest = questions
        due_on = oldest + ANSWER_WITHIN
        rows.append(Owed(OwedKind.WHO_IS_WHO, due_on, None, actor.agency_id, "", "", str(number), ""))
    for asked in cases.briefings(actor=actor):
        due_on = min(day, local_day(asked.asked_at) + timedelta(days=1))
        note = Cover.DEPUTY_UNBRIEFED.value
        rows.append(Owed(OwedKind.BRIEFING, due_on, asked.case_id, asked.deputy_id, "", "", asked.role, note))
    return rows, read


def _owed_restricted(actor: Actor, *, at: Instant, day: date) -> list[Owed]:
    """Return what waits about restrictions: signals that are only stored, and the reviews of the restrictions themselves."""
    rows = []
    waiting = stored_unanswered(actor=actor, at=at)
    for request_id, (answer_due, asked_at) in waiting.items():
        if asked_at is not None:
            due_on = add_workdays(local_day(asked_at), 1)
            rows.append(Owed(OwedKind.RESTRICTED, due_on, None, request_id, "", "", SIGNAL_ASKED, ""))
        elif answer_due is not None:
            rows.append(Owed(OwedKind.RESTRICTED, local_day(answer_due), None, request_id, "", "", SIGNAL_WAITS, ""))
    for narrowed in owed_reviews(actor=actor, until=day + WEEK):
        if narrowed.request_id not in waiting:
            rows.append(
                Owed(
                    OwedKind.RESTRICTED,
                    narrowed.review_on,
                    None,
                    narrowed.request_id,
                    "",
                    "",
                    narrowed.ground.value,
                    "",
                )
            )
    return rows


def _named(owed: Iterable[Owed]) -> list[Owed]:
    """Return the rows with the person and the place they are about, read at once for all of them."""
    rows = list(owed)
    about = cases.brief(case_ids=[row.case_id for row in rows if row.case_id is not None])
    named = []
    for row in rows:
        name, municipality = about.get(row.case_id, ("", "")) if row.case_id is not None else ("", row.municipality)
        named.append(replace(row, name=name, municipality=municipality))
    return named
