"""Requests of persons at the actor's own organisation."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q

from vangnet.access.types import Actor
from vangnet.core.clock import Instant
from vangnet.core.errors import NotVisible
from vangnet.sharing.models import InsightRequest, InsightRestriction
from vangnet.sharing.types import INSIGHT_GROUNDS, InsightPart, InsightRequestView, InsightRestrictionView

DISPUTE: Final = timedelta(weeks=6)


def insight_request(*, actor: Actor, request_id: UUID) -> InsightRequestView:
    """Return a request at the actor's own organisation.

    Raises:
        NotVisible: absent, or of another organisation.
    """
    row = InsightRequest.objects.filter(id=request_id, agency_id=actor.agency_id).first()
    if row is None:
        raise NotVisible
    return insight_view(row)


def insights_of(*, actor: Actor, person_id: UUID) -> list[InsightRequestView]:
    """Return the requests of one person at the actor's own organisation, newest first."""
    rows = InsightRequest.objects.filter(agency_id=actor.agency_id, person_id=person_id)
    return [insight_view(row) for row in rows.order_by("-received_on", "-id")]


def held_persons(*, at: Instant) -> dict[UUID, str]:
    """Return of whom nothing may be destroyed now, each with why: a request runs, or may still be disputed.

    Background work only. Law: Wgs 1.8(7), legal claims; Awb 6:7 and UAVG 35, six weeks to object or go to court.
    """
    rows = InsightRequest.objects.filter(Q(answered_at=None) | Q(answered_at__gt=at - DISPUTE))
    return {
        row.person_id: "Er loopt een verzoek of klacht van de persoon."
        if row.answered_at is None
        else "Een antwoord aan de persoon kan nog zes weken worden betwist."
        for row in rows.order_by("answered_at")
    }


def insight_view(row: InsightRequest) -> InsightRequestView:
    """Return the frozen view of a request with what is kept back from its answer."""
    kept_back = InsightRestriction.objects.filter(request=row).order_by("recorded_at")
    return InsightRequestView(
        id=row.id,
        person_id=row.person_id,
        received_on=row.received_on,
        identified_how=row.identified_how,
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
