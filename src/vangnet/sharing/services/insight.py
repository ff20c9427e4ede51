"""A person uses a right: register it, take it in hand, take more time, keep a part back, and answer or decide."""

from __future__ import annotations

import hashlib
from datetime import date
from uuid import UUID

from django.db.models import Value
from django.db.models.functions import Concat, Trim

from vangnet.access.services import as_enforcer, require
from vangnet.access.services.restricting import restrict
from vangnet.access.types import Actor, RestrictionGround
from vangnet.audit import services as audit
from vangnet.core.clock import Instant, local_day
from vangnet.core.errors import NotVisible
from vangnet.core.ids import new_id
from vangnet.people import selectors as people
from vangnet.people.selectors.clusters import whole
from vangnet.people.services.holding import hold_person
from vangnet.sharing.errors import InsightDone, InsightUnreadable, NotInHand, SamePerson
from vangnet.sharing.models import DisclosedItem, InsightRequest, InsightRestriction
from vangnet.sharing.rules import insight as rules
from vangnet.sharing.selectors.insight import UNMENDED
from vangnet.sharing.types.rights import ErasedPart, NewRestriction, RightKind


def register_insight(
    *,
    actor: Actor,
    person_id: UUID,
    received_on: date,
    identified_how: str,
    at: Instant,
    kind: str = RightKind.ACCESS,
    asked: str = "",
) -> UUID:
    """Register the request of a person; from now on a day is owed, and nothing about the person is destroyed.

    Args:
        kind: what the person asks; `asked` says it in the person's words, for anything but access.

    Raises:
        NoMandate: the actor's function may not.
        NotVisible: the person is not in sight.
        InsightUnreadable: it is not whole.

    Law: AVG articles 12 and 15-21; Bgs article 1.2 (the contact point answers for all controllers).
    """
    require(actor, "rights.register")
    hold_person(person_id=person_id)
    person = people.person(actor=actor, person_id=person_id, at=at)
    rules.check_request(
        received_on=received_on, identified_how=identified_how, kind=kind, asked=asked, today=local_day(at)
    )
    row = InsightRequest.objects.create(
        id=new_id(), region=person.region, agency_id=actor.agency_id, person_id=person_id, received_on=received_on,
        identified_how=identified_how.strip(), due_on=rules.due_on(received_on, kind=kind), registered_by=actor.worker_id,
        kind=kind, asked=asked.strip(),
    )  # fmt: skip
    _leave_line(actor, row, "rights.register", at, kind=kind)
    return row.id


def take_up(*, actor: Actor, request_id: UUID, at: Instant) -> None:
    """Take a request in hand. Who registered it never handles it: a made-up request would open a whole file.

    What a colleague has in hand can be taken over once its last day has passed, so that it waits for nobody's leave.

    Raises:
        NoMandate: the actor is not the contact point.
        NotVisible: absent, of another region, or another has it in hand and still has time.
        SamePerson: the actor registered it.
    """
    row = _open(actor, request_id, mine=False)
    if row.registered_by == actor.worker_id:
        raise SamePerson
    if row.handler_id == actor.worker_id:
        return
    if row.handler_id is not None and local_day(at) <= row.due_on:
        raise NotVisible
    row.handler_id, row.taken_at = actor.worker_id, at
    row.save(update_fields=["handler_id", "taken_at"])
    _leave_line(actor, row, "rights.take_up", at)


def decide_right(
    *,
    actor: Actor,
    request_id: UUID,
    decision: str,
    why: str,
    consulted: str,
    at: Instant,
    restriction: NewRestriction | None = None,
    erases: str = "",
) -> None:
    """Decide on a request other than for access; a correction that is granted then waits for who may make it.

    A restriction or an objection that is granted holds from this moment: data about the person are only stored. An erasure that is
    granted is done by `flow.destruction`, after who received something was told.

    Args:
        restriction: how, when a restriction or an objection is granted.
        erases: `cases` or `signals`, when erasure is granted partly.

    Raises:
        InsightUnreadable: decision, reason, consultation, or how it is restricted is missing.
        InsightDone: it was decided before.

    Law: AVG articles 16-19 and 21; Bgs article 1.2.
    """
    row = _open(actor, request_id)
    rules.check_decision(kind=row.kind, decision=decision, why=why, consulted=consulted)
    if rules.restricts(kind=row.kind, decision=decision):
        if restriction is None:
            raise InsightUnreadable({"review_on": "Kies een dag waarop iemand opnieuw kijkt."})
        restrict(
            actor=actor, subject_ids=_records(row.person_id, region=row.region), request_id=row.id, why=why,
            ground=RestrictionGround.STOPPED if row.kind == RightKind.OBJECTION else restriction.ground,
            kept=restriction.kept, kept_why=restriction.kept_why, review_on=restriction.review_on, at=at,
        )  # fmt: skip
    part = rules.erased_part(kind=row.kind, decision=decision, part=erases)
    if part is not None:
        told = _tell_receivers(row, at=at) if part != ErasedPart.SIGNALS else 0
        day = rules.erase_on(decided_on=local_day(at), told=told, decision=decision)
        row.erases, row.erase_on = part.value, day
        row.corrected_told = told
    row.decision, row.decision_why, row.consulted = decision, why.strip(), consulted.strip()
    row.answered_at, row.answered_by = at, actor.worker_id
    row.answer_hash = hashlib.sha256(f"{decision}\n{why.strip()}".encode()).hexdigest()
    row.save(
        update_fields=[
            "decision", "decision_why", "consulted", "answered_at", "answered_by", "answer_hash", "erases", "erase_on",
            "corrected_told",
        ]
    )  # fmt: skip
    _leave_line(actor, row, "rights.decide", at, decision=decision, erases=row.erases)


def _tell_receivers(row: InsightRequest, *, at: Instant) -> int:
    """Tell everybody who received something of the person's cases in the region that it is erased; each acknowledges."""
    with as_enforcer():
        items = DisclosedItem.objects.filter(
            case__person_id__in=_records(row.person_id, region=row.region), region=row.region
        )
        return items.update(
            corrected_at=at, correction=Trim(Concat("correction", Value(" "), Value(rules.ERASED))), correction_seen_at=None,
            correction_seen_by=None, correction_seen_from="",
        )  # fmt: skip


def _records(person_id: UUID, *, region: str) -> set[UUID]:
    """Return every record of the region that humans decided is this person."""
    with as_enforcer():
        found = people.persons(person_ids=[person_id, *whole(person_id)])
    return {person_id} | {record for record, person in found.items() if person.region == region}


def link_correction(*, person_id: UUID, item_id: UUID, told: int, at: Instant) -> UUID | None:
    """Join a correction that was just made to the request that asked for it; inside `sharing.correct` only.

    Returns:
        The request; None when no granted request waits for a correction, in sight of who corrects.
    """
    row = InsightRequest.objects.select_for_update().filter(UNMENDED, person_id=person_id).order_by("due_on").first()
    if row is None:
        return None
    row.corrected_item, row.corrected_at, row.corrected_told = item_id, at, told
    row.save(update_fields=["corrected_item", "corrected_at", "corrected_told"])
    return row.id


def extend_insight(*, actor: Actor, request_id: UUID, why: str, at: Instant) -> date:
    """Take two more months, for a reason that the person is told within the first month.

    Raises:
        InsightUnreadable: no reason, more time was taken before, or the first month is over.
    """
    row = _open(actor, request_id)
    if not why.strip() or row.extended_why or local_day(at) > row.due_on:
        raise InsightUnreadable({"why": "Meer tijd kan één keer, binnen de eerste maand, met een reden."})
    row.extended_why, row.due_on = why.strip(), rules.due_on(row.received_on, extended=True, kind=row.kind)
    row.save(update_fields=["extended_why", "due_on"])
    _leave_line(actor, row, "rights.extend", at)
    return row.due_on


def restrict_insight(
    *, actor: Actor, request_id: UUID, part: str, participant: str, ground: str, why: str, review_on: date, at: Instant
) -> None:
    """Keep a part of the answer back for a participant, until somebody looks again.

    Raises:
        InsightUnreadable: participant, ground, reason or review date is missing.
        InsightDone: the answer has gone.
    """
    row = _open(actor, request_id)
    rules.check_restriction(
        part=part, participant=participant, ground=ground, why=why, review_on=review_on, today=local_day(at)
    )
    InsightRestriction.objects.update_or_create(
        request=row,
        part=part,
        participant=participant.strip(),
        defaults={
            "region": row.region, "ground": ground, "why": why.strip(), "review_on": review_on,
            "recorded_by": actor.worker_id, "recorded_at": at,
        },
    )  # fmt: skip
    _leave_line(actor, row, "rights.restrict", at, part=part, ground=ground)


def close_insight(*, actor: Actor, request_id: UUID, answer: bytes, consulted: str, at: Instant) -> None:
    """Keep that this very answer was given; its fingerprint, and not its content.

    Args:
        consulted: with which participants it was discussed.

    Raises:
        InsightUnreadable: it is not written who was consulted.
        InsightDone: an answer was given before.
    """
    row = _open(actor, request_id)
    if not consulted.strip():
        raise InsightUnreadable({"consulted": "Schrijf op met welke deelnemers je overlegde."})
    row.answered_at, row.answered_by, row.consulted = at, actor.worker_id, consulted.strip()
    row.answer_hash = hashlib.sha256(answer).hexdigest()
    row.save(update_fields=["answered_at", "answered_by", "answer_hash", "consulted"])
    _leave_line(actor, row, "rights.answer", at)


def _open(actor: Actor, request_id: UUID, *, mine: bool = True) -> InsightRequest:
    """Return a request that still runs, locked.

    Args:
        mine: whether the actor must have it in hand.
    """
    require(actor, "rights.answer")
    row = InsightRequest.objects.select_for_update().filter(id=request_id, region=actor.region).first()
    if row is None:
        raise NotVisible
    if row.answered_at is not None:
        raise InsightDone
    if mine and row.handler_id != actor.worker_id:
        raise NotInHand
    return row


def _leave_line(actor: Actor, row: InsightRequest, act: str, at: Instant, **details: str) -> None:
    audit.record(
        actor=actor, at=at, act=act, subject_id=row.person_id, object_kind="insight_request", object_id=row.id,
        details=dict(details),
    )  # fmt: skip
