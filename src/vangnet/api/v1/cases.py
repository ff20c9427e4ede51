"""`/casussen`: the cases a connected system has sight on, and the current plan of each."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from vangnet.access.types import Actor
from vangnet.api.v1.caller import as_caller, cursor_of
from vangnet.cases import selectors as cases
from vangnet.core.clock import Instant, local_day
from vangnet.core.errors import InvalidInput, NotVisible
from vangnet.plans import selectors as plans

router = Router(tags=["casussen"])
PAGE = 50


class CaseRowOut(Schema):
    """One line of the list; without a name, that stands in the case itself."""

    id: UUID
    number: str = Field(serialization_alias="nummer")
    kind: str = Field(serialization_alias="aanpak")
    phase: str = Field(serialization_alias="fase")
    municipality: str = Field(serialization_alias="gemeentecode")
    last_contact_on: date | None = Field(serialization_alias="laatsteContactOp")


class CasePageOut(Schema):
    """A page of cases."""

    results: list[CaseRowOut] = Field(serialization_alias="resultaten")
    next: str | None = Field(serialization_alias="volgende", description="cursor voor de volgende bladzijde")


class SlotOut(Schema):
    """A role, and who stands there today."""

    role: str = Field(serialization_alias="rol")
    required: bool = Field(serialization_alias="verplicht")
    holder: str = Field(serialization_alias="houder")
    agency: str = Field(serialization_alias="organisatie")
    deputy: str = Field(serialization_alias="vervanger")
    cover: str = Field(serialization_alias="bezetting")


class CaseOut(CaseRowOut):
    """One case."""

    level: int = Field(serialization_alias="opschalingsniveau")
    opened_on: date = Field(serialization_alias="geopendOp")
    closed_on: date | None = Field(serialization_alias="geslotenOp")
    slots: list[SlotOut] = Field(serialization_alias="rollen")
    version: int = Field(serialization_alias="versie")


class GoalOut(Schema):
    """One life domain in the plan."""

    domain: str = Field(serialization_alias="leefgebied")
    state: str = Field(serialization_alias="stand")
    now: str = Field(serialization_alias="nu")
    goal: str = Field(serialization_alias="doel")
    who: str = Field(serialization_alias="wie")


class AgreementOut(Schema):
    """An agreement that the caller may see."""

    nr: int = Field(serialization_alias="nummer")
    what: str = Field(serialization_alias="wat")
    owner: str = Field(serialization_alias="houder")
    due_on: date = Field(serialization_alias="uiterlijkOp")
    done_on: date | None = Field(serialization_alias="gedaanOp")


class PlanOut(Schema):
    """The one current plan of a case."""

    nr: int = Field(serialization_alias="versienummer")
    own_words: str = Field(serialization_alias="eigenWoorden")
    adopted_at: datetime | None = Field(serialization_alias="vastgesteldOp")
    review_on: date = Field(serialization_alias="herzienOp")
    flags: list[str] = Field(serialization_alias="markeringen")
    goals: list[GoalOut] = Field(serialization_alias="doelen")
    agreements: list[AgreementOut] = Field(serialization_alias="afspraken")


@router.get("", response=CasePageOut, by_alias=True, operation_id="casussenLezen")
@as_caller
def page(
    actor: Actor, at: Instant, request: HttpRequest, cursor: Annotated[str | None, Query(max_length=120)] = None
) -> CasePageOut:
    """Read the cases in sight, by the day on which something is owed."""
    found = cases.page(actor=actor, at=at, after=_after(cursor), limit=PAGE)
    following = f"{found.after[0].isoformat()}_{found.after[1]}" if found.after else None
    rows = [
        CaseRowOut(
            id=row.id,
            number=row.number,
            kind=row.kind.value,
            phase=row.phase,
            municipality=row.municipality,
            last_contact_on=row.last_contact_on,
        )
        for row in found.rows
    ]
    return CasePageOut(results=rows, next=following)


@router.get("/{uuid:case_id}", response=CaseOut, by_alias=True, operation_id="casusLezen")
@as_caller
def read(actor: Actor, at: Instant, request: HttpRequest, case_id: UUID) -> CaseOut:
    """Read one case and who stands around it today."""
    case = cases.case(actor=actor, case_id=case_id, at=at)
    slots = cases.slots(case_id=case_id, day=local_day(at))
    return CaseOut(
        id=case.id,
        number=case.number,
        kind=case.kind.value,
        phase=case.phase,
        municipality=case.municipality,
        last_contact_on=case.last_contact_on,
        level=case.level,
        opened_on=case.opened_on,
        closed_on=case.closed_on,
        slots=[
            SlotOut(
                role=slot.role,
                required=slot.required,
                holder=slot.holder_name,
                agency=slot.holder_agency,
                deputy=slot.deputy_name,
                cover=slot.cover.value,
            )
            for slot in slots
        ],
        version=case.version,
    )


@router.get("/{uuid:case_id}/plan", response=PlanOut, by_alias=True, operation_id="planLezen")
@as_caller
def plan(actor: Actor, at: Instant, request: HttpRequest, case_id: UUID) -> PlanOut:
    """Read the one current plan of a case."""
    current = plans.current(actor=actor, case_id=case_id, at=at)
    if current is None:
        raise NotVisible
    return PlanOut(
        nr=current.nr,
        own_words=current.own_words,
        adopted_at=current.adopted_at,
        review_on=current.review_on,
        flags=[flag.reason.value for flag in current.flags],
        goals=[GoalOut(domain=g.domain, state=g.state.value, now=g.now, goal=g.goal, who=g.who) for g in current.goals],
        agreements=[
            AgreementOut(nr=a.nr, what=a.what, owner=a.owner_name, due_on=a.due_on, done_on=a.done_on)
            for a in plans.agreements(actor=actor, case_id=case_id, at=at)
        ],
    )


def _after(cursor: str | None) -> tuple[date, UUID] | None:
    parts = cursor_of(cursor)
    if parts is None:
        return None
    try:
        return date.fromisoformat(parts[0]), parts[1]
    except ValueError as error:
        raise InvalidInput(
            "cursor-unreadable",
            nl="Deze cursor is niet van ons. Begin opnieuw zonder cursor.",
            en="This cursor is not ours. Start again without a cursor.",
            fields={"cursor": "onleesbaar"},
        ) from error
