"""What follows from what. The audit entry is the event; each is handled once, in order of writing.

| event | what follows | promise |
| --- | --- | --- |
| cases.open | what the weighing found becomes facts the law can use; a person who was not told must be told | P3 |
| access.break_glass | the person must be told | P3 |
| handovers.ask | the regions where the question found a case have it in their record too | P3, P4 |
| intake.weigh | what climbed because the answer was late is let go | P4 |
| intake.tell_reporter | what climbed because the reporter was not told is let go | P4 |
| intake.register | who it may be about is asked at the desk of the signal | P1 |
| people.link_signal | the current plan of each open case of that person is flagged; the other questions about the signal close | P1 |
| people.confirm_same, people.deny_same | the questions that this answered close | P1 |
| cases.miss_contact | the plan is flagged | P1, P3 |
| people.split, also of a signal | plans of both sides are flagged, and who received something in that time is warned | P1, P3 |
| people.move | the plan is flagged, the case follows the new place | P1, P4 |
| access.report_absence | nothing is changed; the slots show as uncovered until deputies confirm | P2 |
| people.deliver, people.describe, people.confirm_same | an address that is secret by now is seen no longer by who received it | P3 |
| consent withdrawn, fact, advice, end of a role or a case | what was received and may no longer be seen is closed | P3 |
| people.confirm_same | a restriction on one record of a person holds for the others | P3 |
| any case write | the day on which the next thing is owed is computed again | P1 |
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from typing import Final
from uuid import UUID

from django.db import transaction

from vangnet.access import services as access
from vangnet.access.services import restricting
from vangnet.access.types import NOTHING_OWED, Actor
from vangnet.audit import services as audit
from vangnet.audit.types import EntryView
from vangnet.cases import selectors as cases
from vangnet.cases import services as case_services
from vangnet.cases.selectors.of_person import every_case_of
from vangnet.core.clock import Instant, local_day
from vangnet.core.errors import VangnetError
from vangnet.handovers import services as handovers
from vangnet.intake import services as intake
from vangnet.intake.types.tables import Late
from vangnet.people import selectors as people
from vangnet.people.selectors import clusters
from vangnet.people.services import matching, review
from vangnet.plans import selectors as plans
from vangnet.plans import services as plan_services
from vangnet.plans.types import FlagReason
from vangnet.sharing import selectors as shared
from vangnet.sharing import services as sharing

_logger = logging.getLogger(__name__)

Reaction = Callable[[Actor, EntryView, Instant], None]


def run(*, at: Instant, limit: int = 200) -> int:
    """Handle the events that wait, oldest first; a second worker takes others. Called by the background worker.

    Returns:
        How many events were handled.
    """
    actor = access.system_actor(reason="reactions")
    with access.as_job(actor):
        events = audit.take_pending(at=at, limit=limit)
        failed: dict[int, str] = {}
        for event in events:
            failed |= _tried(event, partial(_react, actor, event, at))
        for case_id, event in {event.case_id: event for event in events if event.case_id is not None}.items():
            failed |= _tried(event, partial(order, case_id=case_id, at=at))
        for position, fault in failed.items():
            audit.put_back(position=position, fault=fault, at=at)
        audit.handled(positions=[event.position for event in events if event.position not in failed])
    return len(events)


def _react(actor: Actor, event: EntryView, at: Instant) -> None:
    for reaction in REACTIONS.get(event.act, ()):
        reaction(actor, event, at)


def _tried(event: EntryView, act: Callable[[], None]) -> dict[int, str]:
    """Do one thing that follows from an event, all or nothing; return its position and the fault when it failed.

    Every fault is caught here, of whatever kind: one event that cannot be handled must not hold up what follows from the
    others, such as the closing of a grant. The kind of the fault is kept and logged, never its text.
    """
    try:
        with transaction.atomic():
            act()
    except Exception as error:  # noqa: BLE001
        fault = error.code if isinstance(error, VangnetError) else type(error).__name__
        _logger.error("reaction-failed", extra={"act": event.act, "entry": str(event.id), "fault": fault})
        return {event.position: fault}
    return {}


def flag_for_signal(actor: Actor, event: EntryView, at: Instant) -> None:
    """A new signal beside a person: their plans may no longer fit."""
    if event.subject_id is None or event.object_id is None:
        return
    for case_id in cases.cases_of_person(person_id=event.subject_id):
        plan_services.flag(
            actor=actor, case_id=case_id, reason=FlagReason.NEW_SIGNAL, cause_id=event.object_id, since=event.at, at=at
        )
        order(case_id=case_id, at=at)


def flag_for_missed_contact(actor: Actor, event: EntryView, at: Instant) -> None:
    """A contact did not happen: the plan may no longer fit."""
    if event.case_id is not None and event.object_id is not None:
        plan_services.flag(
            actor=actor,
            case_id=event.case_id,
            reason=FlagReason.MISSED_CONTACT,
            cause_id=event.object_id,
            since=event.at,
            at=at,
        )


def warn_of_mixing_up(actor: Actor, event: EntryView, at: Instant) -> None:
    """Records were taken apart: the plans of both sides may rest on the other one, and so may what went to others meanwhile."""
    if event.object_id is None:
        return
    split = clusters.split_of(split_id=event.object_id)
    for person_id in (*split.taken, *split.kept):
        for case_id in every_case_of(person_id=person_id):
            sharing.warn_of_mixing_up(
                actor=actor, case_id=case_id, since=split.together_since, until=split.split_at, at=at
            )
            plan_services.flag(
                actor=actor, case_id=case_id, reason=FlagReason.MIXED_UP, cause_id=split.id, since=event.at, at=at
            )
            order(case_id=case_id, at=at)


def follow_move(actor: Actor, event: EntryView, at: Instant) -> None:
    """The person stays somewhere else: plans are flagged and the cases follow."""
    if event.subject_id is None:
        return
    for case_id in cases.cases_of_person(person_id=event.subject_id):
        plan_services.flag(
            actor=actor, case_id=case_id, reason=FlagReason.MOVE, cause_id=event.id, since=event.at, at=at
        )
        case_services.set_municipality(
            actor=actor, case_id=case_id, municipality=str(event.details.get("to") or ""), at=at
        )
        order(case_id=case_id, at=at)


def order(*, case_id: UUID, at: Instant) -> None:
    """Compute again on which day the next thing is owed in a case, by which lists are ordered."""
    far = NOTHING_OWED
    days = [
        *(owed.due_on for owed in cases.owed_contacts(case_ids=[case_id], day=far)),
        *plans.next_days(case_id=case_id),
        *(inform.review_on or inform.due_on for inform in shared.owed_informs(case_ids=[case_id], until=far)),
    ]
    if not plans.review_dates(case_ids=[case_id]) or cases.owed_slots(case_ids=[case_id], day=local_day(at)):
        days.append(local_day(at))
    access.set_owed_on(case_id=case_id, owed_on=min(days, default=NOTHING_OWED))


def keep_origin(actor: Actor, event: EntryView, at: Instant) -> None:
    """A case opened: what the table found is a set of facts the law can use."""
    if event.case_id is not None:
        sharing.adopt_origin(actor=actor, case_id=event.case_id, at=at)


def ask_who(actor: Actor, event: EntryView, at: Instant) -> None:
    """A signal came in, by whatever channel: ask who it may be about; nobody is laid beside it by itself."""
    if event.object_id is not None:
        matching.match_signal(actor=actor, signal_id=event.object_id, at=at)


def close_questions(actor: Actor, event: EntryView, at: Instant) -> None:
    """A human decided who is who: what the queue asked about that is answered."""
    if event.subject_id is not None:
        signal_id = event.object_id if event.act == "people.link_signal" else None
        review.close_settled(actor=actor, person_id=event.subject_id, signal_id=signal_id, at=at)


def keep_at_other_side(actor: Actor, event: EntryView, at: Instant) -> None:
    """Another region asked: the record of the region that answers says so too."""
    if event.object_id is not None:
        handovers.keep_at_other_side(actor=actor, query_id=event.object_id, at=at)


def owe_start(actor: Actor, event: EntryView, at: Instant) -> None:
    """A case opened and the person does not know: they must be told within a month."""
    if event.case_id is not None:
        sharing.owe_start(actor=actor, case_id=event.case_id, at=at)


def owe_emergency(actor: Actor, event: EntryView, at: Instant) -> None:
    """A case was opened in an emergency: the person must be told afterwards."""
    if event.case_id is not None and event.object_id is not None:
        sharing.owe_emergency(actor=actor, case_id=event.case_id, emergency_id=event.object_id, at=at)


def let_go(actor: Actor, event: EntryView, at: Instant) -> None:
    """A signal was answered, late or not: nobody has to ask for it any more."""
    if event.object_id is not None:
        intake.end_escalations(actor=actor, signal_id=event.object_id, what=Late.ANSWER, at=at)


def let_go_told(actor: Actor, event: EntryView, at: Instant) -> None:
    """A reporter heard what was decided, late or not: nobody has to ask for it any more."""
    signal_id = UUID(str(event.details["signal"]))
    intake.end_escalations(actor=actor, signal_id=signal_id, what=Late.TELLING, at=at)


def spread_restrictions(actor: Actor, event: EntryView, at: Instant) -> None:
    """Records became one person: what is only stored of the one is only stored of the other."""
    if event.subject_id is not None:
        found = people.persons(person_ids=[event.subject_id, *clusters.whole(event.subject_id)])
        restricting.spread(actor=actor, regions={one: person.region for one, person in found.items()}, at=at)


def close_unsupported(actor: Actor, event: EntryView, at: Instant) -> None:
    """Something changed that a verdict may rest on: who received an item sees it no longer when the law says no."""
    if event.case_id is not None:
        sharing.close_unsupported(actor=actor, case_id=event.case_id, at=at)


def close_unsupported_of_person(actor: Actor, event: EntryView, at: Instant) -> None:
    """A source said something about a person, or records became one: what goes by the address may be secret from now on."""
    if event.subject_id is None:
        return
    for person_id in clusters.whole(event.subject_id):
        for case_id in every_case_of(person_id=person_id):
            sharing.close_unsupported(actor=actor, case_id=case_id, at=at)


REACTIONS: Final[dict[str, tuple[Reaction, ...]]] = {
    "access.break_glass": (owe_emergency,),
    "cases.open": (keep_origin, owe_start),
    "handovers.ask": (keep_at_other_side,),
    "intake.weigh": (let_go,),
    "intake.tell_reporter": (let_go_told,),
    "intake.register": (ask_who,),
    "people.link_signal": (flag_for_signal, close_questions),
    "people.confirm_same": (close_questions, spread_restrictions, close_unsupported_of_person),
    "people.deny_same": (close_questions,),
    "cases.miss_contact": (flag_for_missed_contact,),
    "people.deliver": (close_unsupported_of_person,),
    "people.describe": (close_unsupported_of_person,),
    "people.move": (follow_move,),
    "people.split": (warn_of_mixing_up,),
    "sharing.withdraw_consent": (close_unsupported,),
    "sharing.record_fact": (close_unsupported,),
    "sharing.say_about": (close_unsupported,),
    "sharing.answer_adviser": (close_unsupported,),
    "cases.end_holding": (close_unsupported,),
    "cases.close": (close_unsupported,),
}
