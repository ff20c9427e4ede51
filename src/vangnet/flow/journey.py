"""The journey: the steps that move work forward, in the order in which they happen.

    signal -> person -> case -> plan -> share -> notice -> handover -> place -> monitor -> learn

    intake     What came in, and how heavy is it?           receive, weigh, include
    people     Who is it about?                             recognise
    cases      Who directs, who stands around it?           open_case, staff
    plans      What is the one plan now?                    adopt_first_plan
    sharing    What may go to whom, and what went?          no step here: one asks within a case, `web.sharing`
    notices    Who must know now, and do they?              not built
    handovers  Who carries it from when, did they say yes?  only whether somebody is known elsewhere, `web.handovers`
    places, monitor, learning                               not built

Each step calls one stage. What follows from a step without anybody asking stands in `flow.reactions`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction

from vangnet.access import services as access
from vangnet.access.services import emergency
from vangnet.access.types import Actor, EmergencyView
from vangnet.cases import selectors as case_selectors
from vangnet.cases import services as cases
from vangnet.cases.types import CaseKind
from vangnet.core.clock import Instant
from vangnet.core.periods import Period
from vangnet.intake import services as intake
from vangnet.intake.types import CriterionFinding, NewSignal, SignalView, WeighingDecision
from vangnet.intake.types.tables import NO_FOLLOW_UP, FollowUp, NewInclusion
from vangnet.people import services as people
from vangnet.people.types import NewPerson, SourceKind
from vangnet.plans import services as plans
from vangnet.plans.types import PlanText, PlanView


def receive(*, actor: Actor, signal: NewSignal, at: Instant) -> SignalView:
    """1. A signal comes in and lands at the desk that serves its place."""
    return intake.register(actor=actor, signal=signal, at=at)


def recognise(*, actor: Actor, signal_id: UUID, person: NewPerson | UUID, reason: str, at: Instant) -> UUID:
    """2. A named human says who it is about: somebody known, or somebody new.

    Args:
        person: id of somebody known, or what is known of somebody new.
        reason: how one can tell.

    Returns:
        The id of the person.
    """
    with transaction.atomic():
        if isinstance(person, UUID):
            person_id = person
        else:
            person_id = people.register(actor=actor, person=person, at=at, kind=SourceKind.SIGNAL).id
        people.link_signal(actor=actor, person_id=person_id, signal_id=signal_id, reason=reason, at=at)
    return person_id


def weigh(
    *,
    actor: Actor,
    signal_id: UUID,
    version: int,
    participants: str,
    findings: Sequence[CriterionFinding],
    decision: WeighingDecision,
    reason: str,
    person_informed: bool,
    not_informed_why: str = "",
    follow_up: FollowUp = NO_FOLLOW_UP,
    board_id: UUID | None = None,
    at: Instant,
) -> SignalView:
    """3. The table weighs the signal on four criteria and decides."""
    return intake.weigh(
        actor=actor, signal_id=signal_id, version=version, participants=participants, findings=findings, decision=decision,
        reason=reason, person_informed=person_informed, not_informed_why=not_informed_why, follow_up=follow_up,
        board_id=board_id, at=at,
    )  # fmt: skip


def include(*, actor: Actor, signal_id: UUID, inclusion: NewInclusion, at: Instant) -> UUID:
    """3b. For the Levensloopaanpak, the inclusion table decides on the criteria of the region."""
    return intake.include(actor=actor, signal_id=signal_id, inclusion=inclusion, at=at)


def open_case(*, actor: Actor, signal_id: UUID, person_id: UUID, kind: CaseKind, at: Instant) -> UUID:
    """4. A case opens from the weighed signal; the roles it needs stand open."""
    with transaction.atomic():
        case_id = cases.open_case(actor=actor, signal_id=signal_id, person_id=person_id, kind=kind, at=at)
        intake.finish_by_act(actor=actor, signal_id=signal_id, decision=WeighingDecision.CASE, at=at)
        intake.leave_informing_to_case(actor=actor, signal_id=signal_id)
    return case_id


def staff(
    *, actor: Actor, case_id: UUID, slot_id: UUID, worker_id: UUID, deputy_id: UUID | None, since: date, at: Instant
) -> None:
    """5. A role gets somebody, and somebody who stands in."""
    with transaction.atomic():
        cases.hold_slot(actor=actor, case_id=case_id, slot_id=slot_id, worker_id=worker_id, days=Period(since), at=at)
        if deputy_id is not None:
            cases.name_deputy(
                actor=actor, case_id=case_id, slot_id=slot_id, worker_id=deputy_id, days=Period(since), at=at
            )


def adopt_first_plan(*, actor: Actor, case_id: UUID, text: PlanText, at: Instant) -> PlanView:
    """6. The case gets its one current plan."""
    with transaction.atomic():
        draft = plans.draft(actor=actor, case_id=case_id, text=text, at=at)
        return plans.adopt(actor=actor, plan_id=draft.id, version=draft.version, at=at)


def open_in_emergency(
    *,
    actor: Actor,
    number: str,
    reason: str,
    hours: int,
    vital_interest: bool,
    cannot_decide: bool,
    at: Instant,
    key: UUID | None = None,
) -> EmergencyView:
    """Beside the path: open a case of the own region in an emergency, by its number; the director sees it at once.

    Args:
        number: number of the case, such as `2026-0481`.
        reason: what is going on.
        hours: how long, 1 to 3.
        vital_interest: whether somebody's life or health is in danger now; `cannot_decide` whether the person cannot decide.
        key: of the form; the same key twice is one emergency.

    Raises:
        NotVisible: the region has no open case with this number.
        EmergencyUnreadable: no emergency in the sense of the law, no reason, or too long.
    """
    access.require(actor, "access.emergency")
    case_id, person_id = case_selectors.locate(region=actor.region, number=number.strip())
    return emergency.open_in_emergency(
        actor=actor, case_id=case_id, subject_id=person_id, region=actor.region, reason=reason, hours=hours,
        vital_interest=vital_interest, cannot_decide=cannot_decide, at=at, key=key,
    )  # fmt: skip
