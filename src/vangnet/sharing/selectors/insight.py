"""Requests of persons: at the own organisation, and of the region for its contact point."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from vangnet.access import selectors as access
from vangnet.access.selectors.restrictions import needed_for_claims
from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.core.clock import Instant, local_day
from vangnet.core.errors import NotVisible
from vangnet.sharing.models import InsightRequest, InsightRestriction
from vangnet.sharing.rules import insight as rules
from vangnet.sharing.types.rights import (
    INSIGHT_GROUNDS,
    ErasedPart,
    GrantedErasure,
    InsightPart,
    InsightRequestView,
    InsightRestrictionView,
    RightDecision,
    RightKind,
)

# No dispute of an answer is open longer ago: six weeks, and the days around Christmas on which nobody works.
LONG_AGO: Final = rules.DISPUTE + timedelta(weeks=2)
# A correction that was granted and has not been made with everybody who received what was wrong.
UNMENDED: Final = Q(kind=RightKind.RECTIFICATION.value, decision__in=["granted", "partly"], corrected_at=None)


@dataclass(frozen=True, slots=True)
class RightsCounts:
    """How many requests of persons there are in a region.

    Args:
        unhandled: of the running ones, those that nobody took.
        unmended: corrections that were granted and not made.
        review: parts kept back of which the day to look again has passed.
    """

    running: int
    unhandled: int
    late: int
    unmended: int
    review: int


def insight_request(*, actor: Actor, request_id: UUID, at: Instant) -> InsightRequestView:
    """Return a request at the actor's own organisation, or of the region whose contact point the actor is; record the read.

    Raises:
        NotVisible: absent, or of others.
    """
    row = _mine(actor).filter(id=request_id).first()
    if row is None:
        raise NotVisible
    audit.record(
        actor=actor, at=at, act="rights.read", subject_id=row.person_id, object_kind="insight_request", object_id=row.id,
        fields=["question", "decision", "why"],
    )  # fmt: skip
    return insight_view(row)


def insights_of(*, actor: Actor, person_id: UUID) -> list[InsightRequestView]:
    """Return the requests of one person that the actor may see, newest first."""
    return _views(_mine(actor).filter(person_id=person_id).order_by("-received_on", "-id"))


def rights_requests(*, actor: Actor, open_only: bool = True, limit: int = 200) -> list[InsightRequestView]:
    """Return the requests that the actor may see, first owed first."""
    rows = _mine(actor).filter(answered_at=None) if open_only else _mine(actor)
    return _views(rows.order_by("due_on", "id")[:limit])


def owed_rights(*, actor: Actor, day: date, until: date) -> list[InsightRequestView]:
    """Return what the actor owes: as contact point the answers, at the own organisation the corrections that were granted."""
    rows = _mine(actor)
    if access.may(actor=actor, act="rights.answer"):
        # What nobody took is owed at once; what somebody has in hand, when its day is near; what is late, by everybody there.
        wanted = rows.filter(
            Q(handler_id=None) | Q(handler_id=actor.worker_id, due_on__lte=until) | Q(due_on__lt=day), answered_at=None
        )
        return _views(wanted.exclude(registered_by=actor.worker_id).order_by("due_on", "id")[:50])
    if not access.may(actor=actor, act="rights.register"):
        return []
    return _views(rows.filter(UNMENDED).order_by("due_on", "id")[:50])


def count_rights(*, region: str, day: date) -> RightsCounts:
    """Return how many requests of persons run, wait for somebody, or are late in a region. Background work only."""
    late = Q(answered_at=None, due_on__lt=day)
    return RightsCounts(
        **InsightRequest.objects.filter(region=region).aggregate(
            running=Count("id", filter=Q(answered_at=None)),
            unhandled=Count("id", filter=Q(answered_at=None, handler_id=None)),
            late=Count("id", filter=late),
            unmended=Count("id", filter=UNMENDED),
        ),
        review=InsightRestriction.objects.filter(region=region, review_on__lt=day).count(),
    )


def _mine(actor: Actor) -> QuerySet[InsightRequest]:
    """Return the requests of the own organisation, and for the contact point those of the region."""
    own = Q(agency_id=actor.agency_id)
    if access.may(actor=actor, act="rights.answer"):
        own |= Q(region=actor.region)
    return InsightRequest.objects.filter(own)


def held_persons(*, person_ids: Collection[UUID], at: Instant) -> dict[UUID, str]:
    """Return of which of these persons nothing may be destroyed now, each with why: a request runs, or may still be disputed.

    An erasure that was granted whole leaves nothing to dispute; who needs the data for a claim, or wants them restricted and not
    erased, keeps them.

    Background work only. Law: Wgs 1.8(7), legal claims; Awb 6:7 and UAVG 35, six weeks (`disputable_until`); AVG 17(3)(e)
    and 18(1)(b)-(c).
    """
    rows = InsightRequest.objects.filter(
        Q(answered_at=None) | Q(answered_at__gt=at - LONG_AGO), person_id__in=person_ids
    )
    rows = rows.exclude(kind=RightKind.ERASURE.value, decision=RightDecision.GRANTED.value)
    claimed = dict.fromkeys(
        needed_for_claims(subject_ids=person_ids),
        "De persoon wil dat dit bewaard blijft (AVG artikel 18 lid 1 onder b of c).",
    )
    return claimed | {
        row.person_id: "Er loopt een verzoek of klacht van de persoon."
        if row.answered_at is None
        else "Een antwoord aan de persoon kan nog zes weken worden betwist."
        for row in rows.order_by("answered_at")
        if row.answered_at is None or local_day(at) <= rules.disputable_until(local_day(row.answered_at))
    }


def granted_erasures(*, region: str, after: UUID | None = None, limit: int = 1_000) -> list[GrantedErasure]:
    """Return the erasures that were granted in a region, a page at a time in order of their id. Background work only."""
    rows = InsightRequest.objects.filter(erases__in=list(ErasedPart), region=region)
    if after is not None:
        rows = rows.filter(id__gt=after)
    return _erasures(rows.order_by("id")[:limit])


def erasures_of(*, person_ids: Collection[UUID]) -> list[GrantedErasure]:
    """Return every erasure that was granted about these persons, oldest first. Background work only."""
    rows = InsightRequest.objects.filter(erases__in=list(ErasedPart), person_id__in=person_ids)
    return _erasures(rows.order_by("answered_at", "id"))


def _erasures(rows: Iterable[InsightRequest]) -> list[GrantedErasure]:
    return [
        GrantedErasure(row.id, row.person_id, row.region, ErasedPart(row.erases), row.answered_at, row.erase_on)
        for row in rows
        if row.answered_at is not None and row.erase_on is not None
    ]


def insight_view(row: InsightRequest) -> InsightRequestView:
    """Return the frozen view of a request with what is kept back from its answer."""
    return _views([row])[0]


def _views(rows: Iterable[InsightRequest]) -> list[InsightRequestView]:
    """Return the frozen views of requests; what is kept back is asked once for all of them."""
    found = list(rows)
    kept_back: dict[UUID, list[InsightRestriction]] = {}
    if found:
        for one in InsightRestriction.objects.filter(request__in=found).order_by("recorded_at"):
            kept_back.setdefault(one.request_id, []).append(one)
    return [_view(row, kept_back.get(row.id, [])) for row in found]


def _view(row: InsightRequest, kept_back: list[InsightRestriction]) -> InsightRequestView:
    return InsightRequestView(
        id=row.id,
        region=row.region,
        person_id=row.person_id,
        kind=RightKind(row.kind),
        asked=row.asked,
        received_on=row.received_on,
        identified_how=row.identified_how,
        registered_by=row.registered_by,
        handler_id=row.handler_id,
        consulted=row.consulted,
        decision=RightDecision(row.decision) if row.decision else None,
        decision_why=row.decision_why,
        corrected_at=row.corrected_at,
        corrected_told=row.corrected_told,
        erases=ErasedPart(row.erases) if row.erases else None,
        erase_on=row.erase_on,
        due_on=row.due_on,
        extended_why=row.extended_why,
        answered_at=row.answered_at,
        answer_hash=row.answer_hash,
        restrictions=tuple(
            InsightRestrictionView(
                InsightPart(one.part), one.participant, INSIGHT_GROUNDS[one.ground], one.why, one.review_on
            )
            for one in kept_back
        ),
    )
