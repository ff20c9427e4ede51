"""Partners of other organisations at the table: ask them, let them vote themselves, let them go."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction

from vangnet.access import selectors as access
from vangnet.access import services as grants
from vangnet.access.services import require
from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.core.clock import Instant, local_day
from vangnet.core.errors import NotVisible
from vangnet.intake.errors import BoardClosed, BoardUnreadable, TableDecided, VotedAlready
from vangnet.intake.models import Board, BoardGuest, BoardItem, BoardVote, Signal
from vangnet.intake.rules.table import GUEST_HOURS, check_vote
from vangnet.intake.selectors import conventions
from vangnet.intake.selectors.guests import decided, sits
from vangnet.intake.services.tables import act_of, open_of
from vangnet.intake.types.conventions import Voting
from vangnet.intake.types.tables import BoardKind, Vote


def invite_guest(*, actor: Actor, board_id: UUID, worker_id: UUID, partner: str = "", at: Instant) -> UUID:
    """Give somebody of another organisation of the region a seat; they see this sitting, until its end. Twice is one seat.

    Args:
        partner: for which partner of the region they vote; empty when they do not.

    Raises:
        NotVisible: no sitting of the actor's desk, or nobody of another organisation here whose function sits at tables.
        BoardClosed: the sitting is over.
        BoardUnreadable: the region knows no such partner, they do not work there, or somebody else votes for it.

    Law: Wgs article 2.31(3): the public participants decide who takes part, each sitting anew.
    """
    row = open_of(actor, board_id)
    require(actor, act_of(BoardKind(row.kind)))
    guest = access.workers(worker_ids=[worker_id]).get(worker_id)
    if guest is None or guest.agency_id == actor.agency_id or guest.region != actor.region:
        raise NotVisible
    if "intake.sit" not in access.acts_of(role=guest.role):
        raise NotVisible
    rules = conventions.inclusion_rules(region=row.region, day=local_day(at))
    votes = BoardKind(row.kind) is BoardKind.INCLUSION and rules.voting is not Voting.NONE
    if partner and not (votes and partner in rules.partners):
        raise BoardUnreadable({"partner": "Deze partner stemt hier niet."})
    if partner and not rules.speaks(partner, agency_kind=guest.agency_kind, agency_name=guest.agency_name):
        said = "Deze persoon werkt niet bij deze partner. Kies iemand die daar werkt, of laat de tafel die stem opschrijven."
        raise BoardUnreadable({"partner": said})
    until = max(row.starts_at, at) + GUEST_HOURS
    try:
        with transaction.atomic():
            seat, _ = BoardGuest.objects.update_or_create(
                board=row, worker_id=worker_id,
                defaults={
                    "region": row.region, "desk_id": row.desk_id, "organisation": guest.agency_name[:120],
                    "name": guest.name[:200], "partner": partner, "invited_by": actor.worker_id, "invited_at": at,
                    "until": until, "ended_at": None,
                },
            )  # fmt: skip
    except IntegrityError as error:
        raise BoardUnreadable({"partner": "Voor deze partner stemt al iemand anders."}) from error
    audit.record(
        actor=actor, at=at, act="intake.invite_guest", object_kind="board", object_id=row.id,
        details={"worker": str(worker_id), "partner": partner},
    )  # fmt: skip
    return seat.id


def end_guest(*, actor: Actor, board_id: UUID, guest_id: UUID, at: Instant) -> None:
    """Take a seat back; from then on they see nothing of the sitting. Twice changes nothing.

    Raises:
        NotVisible: no sitting of the actor's desk, or no such seat.
        BoardClosed: the sitting is over, and nobody sees it any more.
    """
    row = open_of(actor, board_id)
    require(actor, act_of(BoardKind(row.kind)))
    seat = BoardGuest.objects.select_for_update().filter(id=guest_id, board=row).first()
    if seat is None:
        raise NotVisible
    if seat.ended_at is None:
        seat.ended_at = at
        seat.save(update_fields=["ended_at"])
        audit.record(
            actor=actor, at=at, act="intake.end_guest", object_kind="board", object_id=row.id,
            details={"worker": str(seat.worker_id)},
        )  # fmt: skip


def cast_vote(*, actor: Actor, board_id: UUID, signal_id: UUID, vote: Vote, reason: str, at: Instant) -> None:
    """Vote for the own organisation about including somebody; voting again counts instead, until the table decided.

    Raises:
        NotVisible: the actor does not sit there, does not vote there, or the signal does not lie on this table.
        BoardClosed: the sitting has not begun.
        TableDecided: the table decided already; a vote that comes at the same moment waits for the table.
        VotedAlready: somebody who sat there before voted for the same organisation.
        BoardUnreadable: against, without a reason.
    """
    seat = _taken_seat(actor, board_id, at=at)
    require(actor, "intake.sit")
    board = seat.board
    if not _votes(actor, seat, at=at) or not _lock(board, signal_id):
        raise NotVisible
    if board.begun_at is None:
        raise BoardClosed
    if decided(board, [signal_id]):
        raise TableDecided
    check_vote(vote, reason)
    try:
        with transaction.atomic():
            BoardVote.objects.update_or_create(
                board=board, signal_id=signal_id, partner=seat.partner, cast_by=actor.worker_id,
                defaults={
                    "region": board.region, "desk_id": board.desk_id, "vote": vote.value, "reason": reason.strip(),
                    "at": at,
                },
            )  # fmt: skip
    except IntegrityError as error:  # somebody who sat there before voted for the same organisation
        raise VotedAlready from error
    audit.record(
        actor=actor, at=at, act="intake.cast_vote", object_kind="signal", object_id=signal_id,
        details={"board": str(board_id), "partner": seat.partner, "vote": vote.value},
    )  # fmt: skip


def _taken_seat(actor: Actor, board_id: UUID, *, at: Instant) -> BoardGuest:
    """Return and lock the seat of the actor, which lives as long as the sitting is open and nobody takes it back."""
    seat = (
        BoardGuest.objects.select_for_update(of=("self",), no_key=True)
        .filter(sits(actor=actor, at=at), board_id=board_id)
        .select_related("board")
        .first()
    )
    if seat is None:
        raise NotVisible
    return seat


def _votes(actor: Actor, seat: BoardGuest, *, at: Instant) -> bool:
    """Return whether the actor votes at this seat: for the own organisation only, as the region says it today."""
    if not seat.partner or seat.board.kind != BoardKind.INCLUSION.value:
        return False
    rules = conventions.inclusion_rules(region=seat.region, day=local_day(at))
    name = access.agency(agency_id=actor.agency_id).name
    return rules.speaks(seat.partner, agency_kind=actor.agency_kind, agency_name=name)


def _lock(board: Board, signal_id: UUID) -> bool:
    """Lock a signal that lies on this table, as who decides about it does; return whether it lies there.

    A partner only reads signals, and may lock none: for this one statement the wall is passed.
    """
    lies = BoardItem.objects.filter(board=board, signal_id=signal_id).exists()
    with grants.as_enforcer():
        rows = Signal.objects.select_for_update(no_key=True)
        rows = rows.filter(id=signal_id, desk_id=board.desk_id, emptied_at=None)
        return lies and rows.values_list("id", flat=True).first() is not None
