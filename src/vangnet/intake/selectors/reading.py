"""At which desk somebody reads, and a signal as a value."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from vangnet.access import selectors as access
from vangnet.access.types import Actor
from vangnet.intake.models import Signal
from vangnet.intake.types import (
    Asked,
    Channel,
    PersonHint,
    RoutedBy,
    SignalState,
    SignalView,
    TriageRoute,
    WeighingDecision,
)

NO_DESK: Final = UUID(int=0)


def read_desk(actor: Actor) -> UUID:
    """Return the desk whose signals the actor reads; none for a function that reads no content, such as an auditor's."""
    return actor.agency_id if access.may(actor=actor, act="intake.read") else NO_DESK


def signal_view(row: Signal) -> SignalView:
    """Return the frozen view of a row."""
    return SignalView(
        id=row.id,
        region=row.region,
        desk_id=row.desk_id,
        municipality=row.municipality,
        channel=Channel(row.channel),
        kind=row.kind,
        label=row.label,
        text=row.text,
        place=row.place,
        postcode=row.postcode,
        acute=row.acute,
        reporter_name=row.reporter_name,
        reporter_contact=row.reporter_contact,
        reported_by=row.reported_by,
        hint=PersonHint(**row.hint),
        received_at=row.received_at,
        occurred_at=row.occurred_at,
        answer_due=row.answer_due,
        answered_at=row.answered_at,
        state=SignalState(row.state),
        decision=WeighingDecision(row.decision) if row.decision else None,
        triage_route=TriageRoute(row.triage["route"]) if row.triage else None,
        routed_by=RoutedBy(row.routed_by) if row.routed_by else None,
        offered_to=row.offered_to,
        offered_why=row.offered_why,
        declined=row.declined,
        tell_due=row.tell_due,
        inform_on=row.inform_on,
        inform_owner=row.inform_owner,
        told_at=row.told_at,
        destroy_on=row.destroy_on,
        emptied_at=row.emptied_at,
        version=row.version,
        reporter_kind=row.reporter_kind,
        own_code=row.own_code,
        asked=_asked(row),
    )


def _asked(row: Signal) -> Asked | None:
    if not row.triage:
        return None
    given = tuple((str(question), str(answer)) for question, answer in row.triage["given"])
    return Asked(str(row.triage["channel"]), int(row.triage["version"]), given)
