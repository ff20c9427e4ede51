"""`/signalen`: hand a signal over, and read those of the own desk."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Header, Query, Router, Schema, Status
from pydantic import ConfigDict

from vangnet.access.types import Actor
from vangnet.api.v1.caller import as_caller, cursor_of
from vangnet.core.clock import YEARS, Instant, local_day, read_moment
from vangnet.core.errors import InvalidInput
from vangnet.flow import journey
from vangnet.intake import selectors
from vangnet.intake.errors import TriageUnreadable
from vangnet.intake.types import Channel, NewSignal, PersonHint, SignalView

router = Router(tags=["signalen"])
PAGE = 50


class Body(Schema):
    """What all our messages share: nothing is accepted that is not known."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class PersonIn(Body):
    """About whom, as far as known."""

    given_names: str = Field("", alias="voornamen", max_length=200)
    prefix: str = Field("", alias="voorvoegsel", max_length=20)
    surname: str = Field("", alias="geslachtsnaam", max_length=200)
    birth_date: str = Field(
        "", alias="geboortedatum", pattern=r"^(\d{4}-\d{2}-\d{2})?$", description="JJJJ-MM-DD, 00 voor onbekend"
    )
    sex: Literal["", "M", "V", "X"] = Field("", alias="geslacht")
    street: str = Field("", alias="straat", max_length=200)
    house_number: str = Field("", alias="huisnummer", max_length=20)
    postcode: str = Field("", alias="postcode", pattern=r"^([1-9]\d{3}[A-Z]{2})?$")
    city: str = Field("", alias="woonplaats", max_length=100)
    phone: str = Field("", alias="telefoonnummer", max_length=20)


class SignalIn(Body):
    """A signal to hand over."""

    kind: str = Field(
        "", alias="soort", max_length=12,
        description="E33, E14, zorg, overlast, huisvesting, eenzaamheid of overig; mag leeg bij een eigenCode",
    )  # fmt: skip
    label: str = Field("", alias="kenmerk", max_length=20)
    own_code: str = Field(
        "", alias="eigenCode", max_length=60, description="code uit de lijst van de aanleveraar; wordt vertaald"
    )
    reporter_kind: str = Field(
        "",
        alias="melderSoort",
        max_length=20,
        description="van wie het komt, zoals inhabitant of care; zonder dit telt een E33 of E14 als gegeven van de politie",
    )
    answers: list[str] = Field(
        default_factory=list, alias="antwoorden", max_length=12, description="antwoorden op de vragen van dit kanaal"
    )
    text: str = Field(alias="omschrijving", min_length=1, max_length=20_000)
    municipality: str = Field(alias="gemeentecode", pattern=r"^GM\d{4}$")
    postcode: str = Field("", alias="postcode", pattern=r"^([1-9]\d{3}[A-Z]{2})?$")
    place: str = Field("", alias="plaats", max_length=200)
    acute: bool = Field(False, alias="acuut")
    occurred_at: datetime | None = Field(None, alias="voorgevallenOp")
    external_key: str = Field("", alias="bronsleutel", max_length=80)
    reporter_name: str = Field("", alias="melderNaam", max_length=200)
    reporter_contact: str = Field("", alias="melderContact", max_length=200)
    person: PersonIn = Field(default_factory=lambda: PersonIn.model_validate({}), alias="betrokkene")


class SignalOut(Schema):
    """A signal as its desk sees it."""

    id: UUID
    kind: str = Field(serialization_alias="soort")
    label: str = Field(serialization_alias="kenmerk")
    text: str = Field(serialization_alias="omschrijving")
    municipality: str = Field(serialization_alias="gemeentecode")
    place: str = Field(serialization_alias="plaats")
    acute: bool = Field(serialization_alias="acuut")
    state: str = Field(serialization_alias="status")
    decision: str | None = Field(serialization_alias="besluit")
    received_at: datetime = Field(serialization_alias="ontvangenOp")
    occurred_at: datetime | None = Field(serialization_alias="voorgevallenOp")
    answer_due: datetime = Field(serialization_alias="antwoordVoor")
    version: int = Field(serialization_alias="versie")


class ReceiptOut(Schema):
    """Proof that a signal came in."""

    id: UUID
    answer_due: datetime = Field(serialization_alias="antwoordVoor")


class SignalPageOut(Schema):
    """A page of signals."""

    results: list[SignalOut] = Field(serialization_alias="resultaten")
    next: str | None = Field(serialization_alias="volgende", description="cursor voor de volgende bladzijde")


@router.post("", response={201: ReceiptOut}, by_alias=True, operation_id="signaalAanleveren")
@as_caller
def create(
    actor: Actor,
    at: Instant,
    request: HttpRequest,
    response: HttpResponse,
    body: SignalIn,
    idempotency_key: Annotated[str, Header(alias="Idempotency-Key", min_length=8, max_length=80)],
) -> Status[ReceiptOut]:
    """Hand a signal over; the same key again gives the same receipt."""
    channel = Channel.POLICE if actor.agency_kind == "POL" else Channel.API
    asked = selectors.triage(channel=channel, answers=body.answers, day=local_day(at)) if body.answers else None
    if asked is not None and asked.route is None:
        raise TriageUnreadable
    signal = NewSignal(
        channel=channel,
        own_code=body.own_code,
        reporter_kind=body.reporter_kind,
        triage=asked,
        kind=body.kind,
        label=body.label,
        text=body.text,
        municipality=body.municipality,
        postcode=body.postcode,
        place=body.place,
        acute=body.acute,
        occurred_at=_with_zone(body.occurred_at),
        idempotency_key=idempotency_key,
        source=str(actor.agency_id) if body.external_key else "",
        external_key=body.external_key,
        reporter_name=body.reporter_name,
        reporter_contact=body.reporter_contact,
        hint=PersonHint(**body.person.model_dump(by_alias=False)),
    )
    kept = journey.receive(actor=actor, signal=signal, at=at)
    response.headers["Location"] = f"/api/v1/signalen/{kept.id}"
    return Status(201, ReceiptOut(id=kept.id, answer_due=kept.answer_due))


@router.get("", response=SignalPageOut, by_alias=True, operation_id="signalenLezen")
@as_caller
def page(
    actor: Actor,
    at: Instant,
    request: HttpRequest,
    toon: Annotated[Literal["open", "answered"], Query()] = "open",
    cursor: Annotated[str | None, Query(max_length=120)] = None,
) -> SignalPageOut:
    """Read the signals of the own desk, by deadline."""
    found = selectors.inbox(actor=actor, at=at, show=toon, after=_after(cursor), limit=PAGE)
    following = f"{found.after[0].isoformat()}_{found.after[1]}" if found.after else None
    return SignalPageOut(results=[_out(signal) for signal in found.signals], next=following)


@router.get("/{uuid:signal_id}", response=SignalOut, by_alias=True, operation_id="signaalLezen")
@as_caller
def read(actor: Actor, at: Instant, request: HttpRequest, signal_id: UUID) -> SignalOut:
    """Read one signal of the own desk."""
    return _out(selectors.signal(actor=actor, signal_id=signal_id, at=at))


def _out(view: SignalView) -> SignalOut:
    return SignalOut(
        id=view.id,
        kind=view.kind,
        label=view.label,
        text=view.text,
        municipality=view.municipality,
        place=view.place,
        acute=view.acute,
        state=view.state.value,
        decision=view.decision.value if view.decision else None,
        received_at=view.received_at,
        occurred_at=view.occurred_at,
        answer_due=view.answer_due,
        version=view.version,
    )


def _after(cursor: str | None) -> tuple[datetime, UUID] | None:
    parts = cursor_of(cursor)
    if parts is None:
        return None
    try:
        return read_moment(parts[0]), parts[1]
    except ValueError as error:
        raise _unreadable("cursor") from error


def _with_zone(moment: datetime | None) -> datetime | None:
    if moment is not None and (moment.tzinfo is None or moment.year not in YEARS):
        raise _unreadable("voorgevallenOp")
    return moment


def _unreadable(field: str) -> InvalidInput:
    return InvalidInput(
        "time-unreadable",
        nl="Schrijf een moment met tijdzone, zoals 2026-11-22T09:00:00+01:00.",
        en="Write a moment with its zone, such as 2026-11-22T09:00:00+01:00.",
        fields={field: "een moment met tijdzone"},
    )
