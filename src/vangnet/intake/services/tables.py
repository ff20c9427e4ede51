"""The table: open a sitting with its agenda, seat people, close it; include; agree within 24 hours."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import IntegrityError, transaction

from vangnet.access import selectors as access
from vangnet.access.services import require
from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.core.clock import Instant
from vangnet.core.errors import NotVisible
from vangnet.core.ids import new_id
from vangnet.core.versions import check_version
from vangnet.intake.errors import AlreadyDone, BoardClosed, QuickUnreadable
from vangnet.intake.models import Board, BoardGuest, BoardItem, BoardSeat, QuickDecision, Signal
from vangnet.intake.rules.table import GUEST_HOURS, check_planned, check_quick, check_seats
from vangnet.intake.selectors.tables import agenda_waiting
from vangnet.intake.types import TEXT_LIMIT
from vangnet.intake.types.tables import BoardKind, NewQuickDecision, Seat


def open_board(*, actor: Actor, kind: BoardKind, seats: Sequence[Seat], idempotency_key: str, at: Instant) -> UUID:
    """Begin a sitting: everything that waits at the desk is on the agenda; the same key twice is one sitting.

    Args:
        seats: who sits at the table; kept once, for every decision of the sitting.

    Raises:
        BoardUnreadable: nobody sits there.
        NotMandated: the actor does not weigh, or does not lead an inclusion table.
    """
    require(actor, act_of(kind))
    check_seats(seats)
    row = Board(
        id=new_id(), region=actor.region, desk_id=actor.agency_id, kind=kind.value, starts_at=at, begun_at=at,
        opened_by=actor.worker_id, idempotency_key=idempotency_key,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return Board.objects.values_list("id", flat=True).get(desk_id=actor.agency_id, idempotency_key=idempotency_key)
    _seat(row, seats)
    added = _fill(row, at)
    _record(actor, row, at, "intake.open_board", {"kind": kind.value, "seats": len(seats), "items": added})
    return row.id


def plan_board(
    *, actor: Actor, kind: BoardKind, starts_at: Instant, seats: Sequence[Seat], idempotency_key: str, at: Instant
) -> UUID:
    """Plan a sitting; what waits comes on its agenda when it begins. The same key twice is one sitting.

    Raises:
        BoardUnreadable: nobody sits there, or the moment has passed or lies too far off.
        NotMandated: the actor does not weigh, or does not lead an inclusion table.
    """
    require(actor, act_of(kind))
    check_seats(seats)
    check_planned(starts_at, at=at)
    row = Board(
        id=new_id(), region=actor.region, desk_id=actor.agency_id, kind=kind.value, starts_at=starts_at,
        opened_by=actor.worker_id, idempotency_key=idempotency_key,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return Board.objects.values_list("id", flat=True).get(desk_id=actor.agency_id, idempotency_key=idempotency_key)
    _seat(row, seats)
    _record(actor, row, at, "intake.plan_board", {"kind": kind.value, "starts_at": starts_at.isoformat()})
    return row.id


def begin_board(*, actor: Actor, board_id: UUID, version: int, at: Instant) -> None:
    """Begin a sitting that was planned: everything that waits at the desk comes on the agenda. Begun already changes nothing.

    Raises:
        NotVisible: no sitting of the actor's desk.
        BoardClosed, StaleVersion: as they say.
    """
    row = open_of(actor, board_id)
    require(actor, act_of(BoardKind(row.kind)))
    if row.begun_at is not None:
        return
    check_version(found=row.version, expected=version)
    row.begun_at = row.starts_at = at
    _save(row, "begun_at", "starts_at")
    BoardGuest.objects.filter(board=row, ended_at=None).update(until=at + GUEST_HOURS)
    added = _fill(row, at)
    _record(actor, row, at, "intake.begin_board", {"items": added})


def change_seats(*, actor: Actor, board_id: UUID, version: int, seats: Sequence[Seat], at: Instant) -> None:
    """Say again who sits at the table; decisions that were taken already keep who sat there then.

    Raises:
        NotVisible: no sitting of the actor's desk.
        BoardClosed, StaleVersion, BoardUnreadable: as they say.
    """
    row = open_of(actor, board_id)
    require(actor, act_of(BoardKind(row.kind)))
    check_version(found=row.version, expected=version)
    check_seats(seats)
    BoardSeat.objects.filter(board=row).delete()
    _seat(row, seats)
    _save(row)
    _record(actor, row, at, "intake.change_seats", {"seats": len(seats)})


def fill_agenda(*, actor: Actor, board_id: UUID, at: Instant) -> int:
    """Put on the agenda what came in since the sitting began; return how many that were.

    Raises:
        NotVisible: no sitting of the actor's desk.
        BoardClosed: it is over.
    """
    row = open_of(actor, board_id)
    require(actor, act_of(BoardKind(row.kind)))
    added = _fill(row, at)
    if added:
        _record(actor, row, at, "intake.fill_agenda", {"items": added})
    return added


def close_board(*, actor: Actor, board_id: UUID, version: int, at: Instant) -> None:
    """End a sitting; what was not decided waits for the next one, by its own deadline.

    Raises:
        NotVisible: no sitting of the actor's desk.
        BoardClosed, StaleVersion: as they say.
    """
    row = open_of(actor, board_id)
    require(actor, act_of(BoardKind(row.kind)))
    check_version(found=row.version, expected=version)
    row.closed_at = at
    _save(row, "closed_at")
    BoardGuest.objects.filter(board=row, ended_at=None).update(ended_at=at)
    _record(actor, row, at, "intake.close_board", {})


def decide_quickly(*, actor: Actor, signal_id: UUID, quick: NewQuickDecision, at: Instant) -> UUID:
    """Keep what a 24-hour triage agreed about a signal; the weighing still follows. The same key twice is one.

    Raises:
        NotVisible: the signal is not at the actor's desk, or the owner does not work there.
        QuickUnreadable: something is missing, or it is later than within a day.
    """
    signal = Signal.objects.select_for_update().filter(id=signal_id, desk_id=actor.agency_id).first()
    if signal is None:
        raise NotVisible
    require(actor, "intake.weigh")
    check_quick(quick, at=at)
    if access.worker(worker_id=quick.owner_id).agency_id != actor.agency_id:
        raise NotVisible
    row, created = QuickDecision.objects.get_or_create(
        signal=signal,
        idempotency_key=quick.idempotency_key,
        defaults={
            "region": signal.region, "at": at, "participants": quick.participants.strip(),
            "agreed": quick.agreed.strip(), "carried_by": quick.carried_by.strip(), "owner_id": quick.owner_id,
            "due_at": quick.due_at, "decided_by": actor.worker_id,
        },
    )  # fmt: skip
    if created:
        audit.record(
            actor=actor, at=at, act="intake.decide_quickly", event=True, object_kind="signal", object_id=signal_id,
            details={"quick": str(row.id), "owner": str(quick.owner_id)},
        )  # fmt: skip
    return row.id


def finish_quick(*, actor: Actor, quick_id: UUID, text: str, at: Instant) -> None:
    """Keep that what was agreed for today or tonight is done, and how it went.

    Raises:
        NotVisible: not at the actor's desk.
        AlreadyDone: it was done already.
        QuickUnreadable: nothing was written.
    """
    row = (
        QuickDecision.objects.select_for_update(of=("self",))
        .filter(id=quick_id, signal__desk_id=actor.agency_id)
        .first()
    )
    if row is None:
        raise NotVisible
    require(actor, "intake.weigh")
    if row.done_at is not None:
        raise AlreadyDone
    if not text.strip() or len(text) > TEXT_LIMIT:
        raise QuickUnreadable({"text": "Schrijf op hoe het is afgelopen."})
    row.done_at, row.done_text = at, text.strip()
    row.save(update_fields=["done_at", "done_text"])
    audit.record(
        actor=actor, at=at, act="intake.finish_quick", object_kind="signal", object_id=row.signal_id,
        details={"quick": str(row.id)},
    )  # fmt: skip


def act_of(kind: BoardKind) -> str:
    return "intake.include" if kind is BoardKind.INCLUSION else "intake.weigh"


def open_of(actor: Actor, board_id: UUID) -> Board:
    row = Board.objects.select_for_update().filter(id=board_id, desk_id=actor.agency_id).first()
    if row is None:
        raise NotVisible
    if row.closed_at is not None:
        raise BoardClosed
    return row


def _seat(row: Board, seats: Sequence[Seat]) -> None:
    BoardSeat.objects.bulk_create(
        BoardSeat(id=new_id(), region=row.region, board=row, nr=nr, organisation=seat.organisation, name=seat.name)
        for nr, seat in enumerate(dict.fromkeys(seats))
    )


def _fill(row: Board, at: Instant) -> int:
    if row.begun_at is None:
        return 0
    there = set(BoardItem.objects.filter(board=row).values_list("signal_id", flat=True))
    new = [one for one in agenda_waiting(desk_id=row.desk_id, kind=BoardKind(row.kind)) if one not in there]
    BoardItem.objects.bulk_create(
        BoardItem(id=new_id(), region=row.region, board=row, signal_id=one, added_at=at) for one in new
    )
    return len(new)


def _save(row: Board, *names: str) -> None:
    row.version += 1
    row.save(update_fields=[*names, "version"])


def _record(actor: Actor, row: Board, at: Instant, act: str, details: dict[str, str | int | None]) -> None:
    audit.record(actor=actor, at=at, act=act, object_kind="board", object_id=row.id, details=details)
