"""A person asks what is kept about them: register, take more time, keep a part back, and close with the answer that was given."""

from __future__ import annotations

import hashlib
from datetime import date
from uuid import UUID

from vangnet.access.services import require
from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.core.clock import Instant, local_day
from vangnet.core.errors import NotVisible
from vangnet.core.ids import new_id
from vangnet.people import selectors as people
from vangnet.sharing.errors import InsightDone, InsightUnreadable
from vangnet.sharing.models import InsightRequest, InsightRestriction
from vangnet.sharing.rules import insight as rules


def register_insight(*, actor: Actor, person_id: UUID, received_on: date, identified_how: str, at: Instant) -> UUID:
    """Register the request of a person; from now on a day is owed.

    Raises:
        NoMandate: the actor's function does not answer for the organisation.
        NotVisible: the person is not in sight.
        InsightUnreadable: it is not whole.

    Law: AVG articles 12 and 15; Bgs article 1.2 (the contact point answers for all controllers).
    """
    require(actor, "rights.answer")
    person = people.person(actor=actor, person_id=person_id, at=at)
    rules.check_request(received_on=received_on, identified_how=identified_how, today=local_day(at))
    row = InsightRequest.objects.create(
        id=new_id(), region=person.region, agency_id=actor.agency_id, person_id=person_id, received_on=received_on,
        identified_how=identified_how.strip(), due_on=rules.due_on(received_on), registered_by=actor.worker_id,
    )  # fmt: skip
    audit.record(
        actor=actor, at=at, act="rights.register", subject_id=person_id, object_kind="insight_request", object_id=row.id
    )
    return row.id


def extend_insight(*, actor: Actor, request_id: UUID, why: str, at: Instant) -> date:
    """Take two more months, for a reason that the person is told within the first month.

    Raises:
        InsightUnreadable: no reason, more time was taken before, or the first month is over.
    """
    row = _open(actor, request_id)
    if not why.strip() or row.extended_why or local_day(at) > row.due_on:
        raise InsightUnreadable({"why": "Meer tijd kan één keer, binnen de eerste maand, met een reden."})
    row.extended_why, row.due_on = why.strip(), rules.due_on(row.received_on, extended=True)
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


def close_insight(*, actor: Actor, request_id: UUID, answer: bytes, at: Instant) -> None:
    """Keep that this very answer was given; its fingerprint, and not its content.

    Raises:
        InsightDone: an answer was given before.
    """
    row = _open(actor, request_id)
    row.answered_at, row.answered_by = at, actor.worker_id
    row.answer_hash = hashlib.sha256(answer).hexdigest()
    row.save(update_fields=["answered_at", "answered_by", "answer_hash"])
    _leave_line(actor, row, "rights.answer", at)


def _open(actor: Actor, request_id: UUID) -> InsightRequest:
    require(actor, "rights.answer")
    row = InsightRequest.objects.select_for_update().filter(id=request_id, agency_id=actor.agency_id).first()
    if row is None:
        raise NotVisible
    if row.answered_at is not None:
        raise InsightDone
    return row


def _leave_line(actor: Actor, row: InsightRequest, act: str, at: Instant, **details: str) -> None:
    audit.record(
        actor=actor, at=at, act=act, subject_id=row.person_id, object_kind="insight_request", object_id=row.id,
        details=dict(details),
    )  # fmt: skip
