"""What somebody of another organisation sees of a table: exactly the sitting at which they sit, until its end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q

from vangnet.access import selectors as access
from vangnet.access import services as grants
from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.core.clock import Instant
from vangnet.core.errors import NotVisible
from vangnet.intake.models import Board, BoardGuest, BoardItem, BoardVote, Inclusion, Signal
from vangnet.intake.ports import persons_beside
from vangnet.intake.rules.table import category_at_table
from vangnet.intake.selectors.tables import decide_by
from vangnet.intake.types import PersonHint, SignalState
from vangnet.intake.types.tables import FINAL_RESULTS, BoardKind, GuestBoardView, GuestItem, Vote, VoteCast

_FINAL = [result.value for result in FINAL_RESULTS]


def sits(*, actor: Actor, at: Instant) -> Q:
    """Return the condition for the seats that the actor takes at tables of others now; none for a function that sits nowhere."""
    if not access.may(actor=actor, act="intake.sit"):
        return Q(pk__in=[])
    return Q(worker_id=actor.worker_id, ended_at=None, until__gt=at, board__closed_at=None)


def guest_boards(*, actor: Actor, at: Instant, limit: int = 20) -> list[GuestBoardView]:
    """Return the sittings of others at which the actor sits, the next first, without what lies on them."""
    rows = (
        BoardGuest.objects.filter(sits(actor=actor, at=at)).select_related("board").order_by("board__starts_at", "id")
    )
    return [_view(row, row.board, ()) for row in rows[:limit]]


def guest_board(*, actor: Actor, board_id: UUID, at: Instant) -> GuestBoardView:
    """Return a sitting as a partner at the table sees it, and record what was read of whom.

    Whom it is about and what was seen; who reported it, and what the desk notes about it, is not there. What a function may not
    see in a case, it does not see here.

    Raises:
        NotVisible: the actor does not sit there, or the sitting is over.
    """
    seat = BoardGuest.objects.filter(sits(actor=actor, at=at), board_id=board_id).select_related("board").first()
    if seat is None:
        raise NotVisible
    board = seat.board
    signals = list(
        Signal.objects.filter(
            id__in=BoardItem.objects.filter(board=board).values("signal"), desk_id=board.desk_id, emptied_at=None
        ).order_by("answer_due", "id")
    )
    ids = [row.id for row in signals]
    voted = {
        row.signal_id: VoteCast(row.partner, Vote(row.vote), row.reason, row.cast_by)
        for row in BoardVote.objects.filter(board=board, signal_id__in=ids, cast_by=actor.worker_id)
    }
    writers = access.workers(worker_ids=[row.reported_by for row in signals if row.reported_by])
    days: dict[UUID, date] = {}
    if board.kind == BoardKind.INCLUSION.value:
        with grants.as_enforcer():
            days = decide_by(signal_ids=ids)
        signals.sort(key=lambda row: (days.get(row.id, date.max), row.answer_due, row.id))
    seen, done = access.categories_of(role=actor.role), decided(board, ids)
    items = []
    for row in signals:
        writer = writers.get(row.reported_by) if row.reported_by else None
        category = category_at_table(
            channel=row.channel, kind=row.kind, reporter_kind=row.reporter_kind,
            agency_kind=writer.agency_kind if writer else "", role=writer.role if writer else "",
        )  # fmt: skip
        hidden = not seen & access.mask_of(categories=[category])
        items.append(
            GuestItem(
                id=row.id, kind=row.kind, label=row.label, municipality=row.municipality, received_at=row.received_at,
                occurred_at=row.occurred_at, due=days.get(row.id, row.answer_due), text="" if hidden else row.text, hidden=hidden,
                hint=_who(row), decided=row.id in done, voted=voted.get(row.id),
            )
        )  # fmt: skip
    audit.record(
        actor=actor, at=at, act="intake.read_as_guest", object_kind="board", object_id=board.id, ground="table",
        fields=["text", "hint"], subjects=set(persons_beside(ids).values()),
        details={
            "rows": len(items), "signals": " ".join(str(item.id) for item in items if not item.hidden),
            "hint_only": " ".join(str(item.id) for item in items if item.hidden),
        },
    )  # fmt: skip
    return _view(seat, board, tuple(items))


def _who(row: Signal) -> PersonHint:
    """Return by what a table knows whom it speaks of; where they stay, their phone and number stay with the desk."""
    told = PersonHint(**row.hint)
    return PersonHint(
        given_names=told.given_names, prefix=told.prefix, surname=told.surname, birth_date=told.birth_date
    )


def decided(board: Board, signal_ids: Sequence[UUID]) -> set[UUID]:
    """Return about which signals the table decided, and nothing of what it decided; for a sitting the database shows."""
    if board.kind == BoardKind.WEEKLY.value:
        rows = Signal.objects.filter(id__in=signal_ids, state=SignalState.ANSWERED.value)
        return set(rows.values_list("id", flat=True))
    with grants.as_enforcer():
        final = Inclusion.objects.filter(signal_id__in=signal_ids, result__in=_FINAL)
        return set(final.values_list("signal_id", flat=True))


def own_votes(*, board_id: UUID, signal_id: UUID) -> dict[str, VoteCast]:
    """Return what partners voted themselves at a sitting about a signal, by partner; for a sitting the database shows."""
    rows = BoardVote.objects.filter(board_id=board_id, signal_id=signal_id).order_by("partner")
    return {row.partner: VoteCast(row.partner, Vote(row.vote), row.reason, row.cast_by) for row in rows}


def _view(seat: BoardGuest, board: Board, items: tuple[GuestItem, ...]) -> GuestBoardView:
    return GuestBoardView(
        board.id, BoardKind(board.kind), board.desk_id, board.starts_at, board.begun_at, seat.until, seat.partner, items
    )
