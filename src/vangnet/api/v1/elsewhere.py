"""`/navragen`: is the person of an own case or signal in an active case in another region? Known with whom to call, or not."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID, uuid5

from django.http import HttpRequest
from ninja import Field, Header, Router, Schema, Status

from vangnet.access.types import Actor
from vangnet.api.v1.caller import as_caller
from vangnet.api.v1.intake import Body
from vangnet.core.clock import Instant
from vangnet.handovers import services
from vangnet.handovers.types import Ground, GroundKind, HitOutcome, HitView

router = Router(tags=["navragen"])
_KINDS = {"casus": GroundKind.CASE, "signaal": GroundKind.SIGNAL}


class QuestionIn(Body):
    """About whom, by the own case or signal that says who it is, and why one must know."""

    ground_kind: Literal["casus", "signaal"] = Field(alias="grondslag")
    ground_id: UUID = Field(alias="grondslagId")
    necessity: str = Field(alias="waarvoor", min_length=1, max_length=2_000)


class ContactOut(Schema):
    """Whom to call."""

    region: str = Field(serialization_alias="regio")
    agency: str = Field(serialization_alias="organisatie")
    phone: str = Field(serialization_alias="telefoonnummer")


class AnswerOut(Schema):
    """Known or not known; of what is not told, nothing."""

    id: UUID
    asked_at: datetime = Field(serialization_alias="gevraagdOp")
    lawful: bool = Field(
        serialization_alias="toegestaan", description="of de wet deze vraag toelaat; zo niet, is er niet gezocht"
    )
    known: bool = Field(serialization_alias="bekend")
    contacts: list[ContactOut] = Field(serialization_alias="contactpunten")


@router.post("", response={201: AnswerOut}, by_alias=True, operation_id="navraagDoen")
@as_caller
def ask(
    actor: Actor,
    at: Instant,
    request: HttpRequest,
    body: QuestionIn,
    idempotency_key: Annotated[str, Header(alias="Idempotency-Key", min_length=8, max_length=80)],
) -> Status[AnswerOut]:
    """Ask all other regions at once; the same key again gives the same answer."""
    ground = Ground(_KINDS[body.ground_kind], body.ground_id)
    key = uuid5(actor.worker_id, idempotency_key)
    found = services.ask_elsewhere(actor=actor, ground=ground, necessity=body.necessity, key=key, at=at)
    return Status(201, _out(found))


def _out(found: HitView) -> AnswerOut:
    contacts = [ContactOut(region=one.region, agency=one.name, phone=one.phone) for one in found.contacts]
    return AnswerOut(
        id=found.id,
        asked_at=found.asked_at,
        lawful=found.outcome is not HitOutcome.UNLAWFUL,
        known=bool(contacts),
        contacts=contacts,
    )
