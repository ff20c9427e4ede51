"""`/personen/leveringen`: deliver what the register of persons (BRP) says about somebody whom the own desk knows."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from vangnet.access.types import Actor
from vangnet.api.v1.caller import as_caller
from vangnet.api.v1.intake import Body
from vangnet.core.clock import Instant
from vangnet.people import services
from vangnet.people.services.registers import BRP, read_delivery
from vangnet.people.types import SourceKind

router = Router(tags=["personen"])


class DeliveryIn(Body):
    """What the register delivered, as it came."""

    person_id: UUID | None = Field(
        None, alias="persoonId", description="wie het is in Vangnet; zonder telt het burgerservicenummer in de levering"
    )
    reference: str = Field(
        "", alias="leveringsnummer", max_length=80,
        description="nummer van deze levering bij de bron; zonder nummer is gelijke inhoud dezelfde levering",
    )  # fmt: skip
    person: dict[str, Any] = Field(
        alias="persoon",
        description="een persoon zoals BRP Personen Bevragen die levert; eerdere adressen in verblijfplaatsen, eerdere namen en "
        "aliassen in overigeNamen. Wat Vangnet niet kent, blijft ongelezen.",
    )


class DeliveredOut(Schema):
    """Proof that a delivery came in."""

    id: UUID
    person_id: UUID = Field(serialization_alias="persoonId")
    new: bool = Field(
        serialization_alias="nieuw", description="onwaar als deze levering er al was; dan verandert er niets"
    )


@router.post("/leveringen", response={201: DeliveredOut}, by_alias=True, operation_id="persoonLeveren")
@as_caller
def deliver(actor: Actor, at: Instant, request: HttpRequest, body: DeliveryIn) -> Status[DeliveredOut]:
    """Take a delivery in beside what is kept; the same delivery again changes nothing."""
    done = services.take_in(
        actor=actor, delivery=read_delivery(body.person), kind=SourceKind.BRP, source=BRP, reference=body.reference,
        person_id=body.person_id, at=at,
    )  # fmt: skip
    return Status(201, DeliveredOut(id=done.record_id, person_id=done.person_id, new=done.new))
