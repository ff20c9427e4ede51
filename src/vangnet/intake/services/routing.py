"""Bring a signal to the desk that takes it, and pass it on: responsibility passes only when the receiver says yes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from django.db import transaction

from vangnet.access import selectors as access
from vangnet.access.services import require
from vangnet.access.types import Actor, AgencyView
from vangnet.audit import services as audit
from vangnet.core.clock import Instant, local_day
from vangnet.core.errors import NotVisible
from vangnet.core.versions import check_version
from vangnet.intake import rules
from vangnet.intake.errors import AlreadyAnswered, NoDesk, NoOtherDesk, OfferedElsewhere
from vangnet.intake.models import Desk, DeskArea, DeskHours, Signal
from vangnet.intake.types import DeskScope, NewDesk, NewSignal, RoutedBy, SignalState, TriageRoute

ZVH_KIND = "E33"
DESK_KINDS = ("MLP", "ZVH")


@dataclass(frozen=True, slots=True)
class Routed:
    """Where a signal goes, and how fast that desk answers."""

    desk: AgencyView
    by: RoutedBy
    workdays: int = rules.WORKDAYS_TO_ANSWER
    cutoff: time = rules.DAY_ENDS


class Router:
    """Finds desks for signals; asks the database once for each municipality, however many signals come in."""

    def __init__(self, day: date) -> None:
        self._day = day
        self._scopes: dict[str, list[DeskScope]] = {}
        self._known: dict[tuple[str, str, UUID | None], Routed | None] = {}

    def route(self, signal: NewSignal) -> Routed:
        """Return where a signal goes.

        Raises:
            NoDesk: nobody serves this municipality.
        """
        to_zvh = signal.triage is not None and signal.triage.route is TriageRoute.ZVH
        scopes = [] if to_zvh else self._of(signal.municipality)
        chosen = rules.choose_desk(scopes, kind=signal.kind, postcode=signal.postcode, day=self._day)
        kind = ZVH_KIND if to_zvh or (scopes and chosen is None) else signal.kind
        by = RoutedBy.OWNER if scopes and chosen is None else RoutedBy.REGION
        key = (signal.municipality, kind, chosen.agency_id if chosen else None)
        if key not in self._known:
            self._known[key] = self._at_desk(chosen) if chosen else self._in_region(signal.municipality, kind, by)
        found = self._known[key]
        if found is None:
            raise NoDesk
        return found

    def _of(self, municipality: str) -> list[DeskScope]:
        if municipality not in self._scopes:
            rows = DeskArea.objects.filter(municipality=municipality).select_related("desk")
            self._scopes[municipality] = [
                DeskScope(
                    row.desk_id, frozenset(row.desk.kinds), row.municipality, row.postcode_from, row.postcode_to,
                    row.since, row.until,
                )
                for row in rows
            ]  # fmt: skip
        return self._scopes[municipality]

    def _at_desk(self, scope: DeskScope) -> Routed:
        desk = Desk.objects.get(agency_id=scope.agency_id)
        return Routed(access.agency(agency_id=scope.agency_id), RoutedBy.AREA, desk.answer_workdays, desk.cutoff)

    def _in_region(self, municipality: str, kind: str, by: RoutedBy) -> Routed | None:
        found = access.desk_of(municipality=municipality, kind=kind)
        return Routed(found, by) if found else None


def set_desk(*, actor: Actor, desk: NewDesk, at: Instant) -> None:
    """Write down how a desk works, in place of what was written before. Background work and set-up only.

    Raises:
        DeskUnreadable: something is missing or has a wrong form.
    """
    require(actor, "intake.configure")
    rules.check_desk(desk)
    with transaction.atomic():
        row, _ = Desk.objects.update_or_create(
            agency_id=desk.agency_id,
            defaults={
                "kinds": sorted(desk.kinds),
                "answer_workdays": desk.answer_workdays,
                "cutoff": desk.cutoff,
                "keep_days": desk.keep_days,
                "outside_text": desk.outside_text,
                "outside_phone": desk.outside_phone,
            },
        )
        DeskArea.objects.filter(desk=row).delete()
        DeskHours.objects.filter(desk=row).delete()
        DeskArea.objects.bulk_create(_area(row, area, at) for area in desk.areas)
        DeskHours.objects.bulk_create(
            DeskHours(desk=row, weekday=h.weekday, opens=h.opens, closes=h.closes) for h in desk.hours
        )
        audit.record(
            actor=actor, at=at, act="intake.set_desk", object_kind="desk", object_id=desk.agency_id,
            details={"areas": len(desk.areas), "kinds": ",".join(sorted(desk.kinds))},
        )  # fmt: skip


def _area(desk: Desk, area: DeskScope, at: Instant) -> DeskArea:
    since = area.since if area.since != date.min else local_day(at)
    return DeskArea(
        desk=desk, municipality=area.municipality, postcode_from=area.postcode_from, postcode_to=area.postcode_to,
        since=since, until=area.until,
    )  # fmt: skip


def offer(*, actor: Actor, signal_id: UUID, version: int, agency_id: UUID, reason: str, at: Instant) -> None:
    """Ask another desk to take a signal; until it says yes, this desk answers for it and the clock runs on.

    Args:
        agency_id: a meldpunt or a Zorg- en Veiligheidshuis.
        reason: why it belongs there.

    Raises:
        NotVisible: the signal is not at the actor's desk.
        StaleVersion: somebody changed it.
        AlreadyAnswered: it was weighed already.
        NoOtherDesk: that is no desk, or it lies there already.
    """
    row = _own(actor, signal_id)
    require(actor, "intake.weigh")
    check_version(found=row.version, expected=version)
    to = access.agency(agency_id=agency_id)
    if to.kind not in DESK_KINDS or to.id == actor.agency_id or not reason.strip():
        raise NoOtherDesk
    row.offered_to, row.offered_why, row.declined = to.id, reason.strip(), False
    _save(row, "offered_to", "offered_why", "declined")
    _record(actor, row, at, "intake.offer", {"to": str(to.id)})


def take_back(*, actor: Actor, signal_id: UUID, version: int, at: Instant) -> None:
    """Stop asking another desk to take a signal.

    Raises:
        NotVisible: the signal is not at the actor's desk.
        StaleVersion: somebody changed it, such as the other desk that took it.
    """
    row = _own(actor, signal_id)
    require(actor, "intake.weigh")
    check_version(found=row.version, expected=version)
    row.offered_to, row.offered_why, row.declined = None, "", False
    _save(row, "offered_to", "offered_why", "declined")
    _record(actor, row, at, "intake.take_back", {})


def accept(*, actor: Actor, signal_id: UUID, version: int, at: Instant) -> None:
    """Take a signal that another desk offered; from now on this desk answers for it, by the same deadline.

    Raises:
        NotVisible: nobody offered this signal to the actor's desk.
        StaleVersion: somebody changed it.
    """
    row = _offered(actor, signal_id)
    require(actor, "intake.weigh")
    check_version(found=row.version, expected=version)
    before = row.desk_id
    row.desk_id, row.region, row.routed_by = actor.agency_id, actor.region, RoutedBy.TAKEN.value
    row.offered_to, row.offered_why = None, ""
    _save(row, "desk_id", "region", "routed_by", "offered_to", "offered_why")
    _record(actor, row, at, "intake.accept", {"from": str(before)})


def decline(*, actor: Actor, signal_id: UUID, version: int, reason: str, at: Instant) -> None:
    """Refuse a signal that another desk offered; it stays where it was, with the reason in the record.

    Raises:
        NotVisible: nobody offered this signal to the actor's desk.
        StaleVersion: somebody changed it.
        NoOtherDesk: no reason was given.
    """
    row = _offered(actor, signal_id)
    require(actor, "intake.weigh")
    check_version(found=row.version, expected=version)
    if not reason.strip():
        raise NoOtherDesk
    row.declined, row.offered_why = True, reason.strip()
    _save(row, "declined", "offered_why")
    _record(actor, row, at, "intake.decline", {"owner": str(row.desk_id)})


def _own(actor: Actor, signal_id: UUID) -> Signal:
    """Return the signal at the actor's desk that still waits, locked."""
    row = Signal.objects.select_for_update().filter(id=signal_id, desk_id=actor.agency_id).first()
    if row is None:
        raise NotVisible
    if row.state == SignalState.ANSWERED.value:
        raise AlreadyAnswered
    return row


def _offered(actor: Actor, signal_id: UUID) -> Signal:
    row = Signal.objects.select_for_update().filter(id=signal_id, offered_to=actor.agency_id, declined=False).first()
    if row is None:
        raise NotVisible
    return row


def refuse_offered(row: Signal) -> None:
    """Pass when nobody else is asked to take a signal.

    Raises:
        OfferedElsewhere: another desk is.
    """
    if row.offered_to is not None and not row.declined:
        raise OfferedElsewhere


def _save(row: Signal, *names: str) -> None:
    row.version += 1
    row.save(update_fields=[*names, "version"])


def _record(actor: Actor, row: Signal, at: Instant, act: str, details: dict[str, str | int | None]) -> None:
    audit.record(actor=actor, at=at, act=act, event=True, object_kind="signal", object_id=row.id, details=details)
