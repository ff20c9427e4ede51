"""How desks work: read by everybody, since it says nothing about a person."""

from __future__ import annotations

from uuid import UUID

from vangnet.access import selectors as access
from vangnet.access.types import Actor, AgencyView
from vangnet.core.clock import Instant
from vangnet.intake import rules
from vangnet.intake.models import Desk, DeskArea, DeskHours
from vangnet.intake.types import DeskScope, NewDesk, OpenHours, Receipt


def keep_days(agency_id: UUID) -> int:
    """Return after how many days a desk destroys what it did not take up."""
    return Desk.objects.filter(agency_id=agency_id).values_list("keep_days", flat=True).first() or rules.KEEP_DAYS


def receipt(*, desk: AgencyView, answer_due: Instant, at: Instant) -> Receipt:
    """Return what a reporter hears: who looks at it, before when, and what to do while the desk is closed."""
    row = Desk.objects.filter(agency_id=desk.id).first()
    opens = rules.opens_at(_hours(desk.id), at) if row else None
    return Receipt(
        desk_name=desk.name,
        desk_phone=desk.phone,
        answer_due=answer_due,
        opens_at=opens,
        outside_text=row.outside_text if row and opens else "",
        outside_phone=row.outside_phone if row and opens else "",
    )


def desk(*, agency_id: UUID) -> NewDesk | None:
    """Return how a desk works, or None when nothing was written down."""
    row = Desk.objects.filter(agency_id=agency_id).first()
    if row is None:
        return None
    kinds = frozenset(row.kinds)
    areas = DeskArea.objects.filter(desk=row).order_by("municipality", "postcode_from")
    return NewDesk(
        agency_id=row.agency_id,
        kinds=kinds,
        areas=tuple(
            DeskScope(row.agency_id, kinds, a.municipality, a.postcode_from, a.postcode_to, a.since, a.until)
            for a in areas
        ),
        hours=tuple(_hours(agency_id)),
        answer_workdays=row.answer_workdays,
        cutoff=row.cutoff,
        keep_days=row.keep_days,
        outside_text=row.outside_text,
        outside_phone=row.outside_phone,
    )


def other_desks(*, actor: Actor) -> list[AgencyView]:
    """Return the meldpunten and Zorg- en Veiligheidshuizen to which a signal can be offered, those of the region first."""
    found = access.desks()
    return sorted(
        (one for one in found if one.id != actor.agency_id), key=lambda one: (one.region != actor.region, one.name)
    )


def _hours(agency_id: UUID) -> list[OpenHours]:
    rows = DeskHours.objects.filter(desk_id=agency_id).order_by("weekday", "opens")
    return [OpenHours(row.weekday, row.opens, row.closes) for row in rows]
