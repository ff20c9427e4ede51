"""What lies on a table, and what its decisions still owe."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, Subquery

from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.core.clock import Instant, local_day
from vangnet.core.errors import NotVisible
from vangnet.core.statements import Fixed
from vangnet.intake.models import (
    Board,
    BoardGuest,
    BoardItem,
    BoardSeat,
    Inclusion,
    InclusionFinding,
    InclusionVote,
    QuickDecision,
    Signal,
    Weighing,
)
from vangnet.intake.ports import persons_beside
from vangnet.intake.selectors.reading import read_desk, signal_view
from vangnet.intake.types import CriterionFinding, Finding, SignalState, WeighingDecision
from vangnet.intake.types.tables import (
    FINAL_RESULTS,
    BoardItemView,
    BoardKind,
    BoardView,
    Guest,
    InclusionResult,
    InclusionView,
    LegalTitle,
    OwedDecision,
    QuickDecisionView,
    Seat,
    Vote,
    VoteCast,
)

AGENDA = 200
_FINAL = [result.value for result in FINAL_RESULTS]
_ASKS = {"state": SignalState.ANSWERED.value, "decision": WeighingDecision.INCLUSION_TABLE.value}


def agenda_waiting(*, desk_id: UUID, kind: BoardKind, limit: int = AGENDA) -> list[UUID]:
    """Return the signals that a table has to decide about, those owed first; ids only, nothing is read of them."""
    rows = Signal.objects.filter(desk_id=desk_id)
    if kind is BoardKind.WEEKLY:
        rows = rows.exclude(state=SignalState.ANSWERED.value).filter(Q(offered_to=None) | Q(declined=True))
    else:
        rows = rows.filter(**_ASKS).exclude(Exists(Inclusion.objects.filter(signal=OuterRef("pk"), result__in=_FINAL)))
        due = Weighing.objects.filter(signal=OuterRef("pk")).values("due_on")
        return list(rows.order_by(Subquery(due), "answer_due", "id").values_list("id", flat=True)[:limit])
    return list(rows.order_by("answer_due", "id").values_list("id", flat=True)[:limit])


def decide_by(*, signal_ids: Sequence[UUID]) -> dict[UUID, date]:
    """Return by which day the inclusion table decides about signals; those without a day are left out."""
    rows = Weighing.objects.filter(signal_id__in=signal_ids, due_on__isnull=False)
    return dict(rows.values_list("signal_id", "due_on"))  # type: ignore[arg-type]


def boards(*, actor: Actor, limit: int = 20) -> list[BoardView]:
    """Return the sittings of the actor's desk, newest first, without what lay on them."""
    rows = list(Board.objects.filter(desk_id=read_desk(actor)).order_by("-starts_at", "id")[:limit])
    seats = _seats([row.id for row in rows])
    there = guests_at([row.id for row in rows])
    return [_board_view(row, seats.get(row.id, ()), (), there.get(row.id, ())) for row in rows]


def guests_at(board_ids: Sequence[UUID]) -> dict[UUID, tuple[Guest, ...]]:
    """Return who of other organisations sit at tables with an account of their own, those who were sent away left out."""
    found: dict[UUID, tuple[Guest, ...]] = {}
    for row in BoardGuest.objects.filter(board_id__in=board_ids, ended_at=None).order_by("invited_at", "id"):
        one = Guest(row.id, row.worker_id, row.organisation, row.name, row.partner, row.until)
        found[row.board_id] = (*found.get(row.board_id, ()), one)
    return found


def board(*, actor: Actor, board_id: UUID, at: Instant) -> BoardView:
    """Return a sitting with its agenda by deadline, and record the read.

    Raises:
        NotVisible: absent, or of another desk.
    """
    row = Board.objects.filter(id=board_id, desk_id=read_desk(actor)).first()
    if row is None:
        raise NotVisible
    items = BoardItem.objects.filter(board=row).values_list("signal_id", flat=True)
    signals = list(Signal.objects.filter(id__in=list(items), desk_id=read_desk(actor)).order_by("answer_due", "id"))
    ids = [signal.id for signal in signals]
    decided = set(
        Inclusion.objects.filter(signal_id__in=ids, at__gte=row.starts_at).values_list("signal_id", flat=True)
    )
    decided |= set(Inclusion.objects.filter(signal_id__in=ids, result__in=_FINAL).values_list("signal_id", flat=True))
    if row.kind == BoardKind.WEEKLY.value:
        decided = {signal.id for signal in signals if signal.state == SignalState.ANSWERED.value}
    audit.record(
        actor=actor, at=at, act="intake.read_board", object_kind="board", object_id=row.id, fields=["text", "hint"],
        details={"rows": len(signals)}, subjects=set(persons_beside(ids).values()),
    )  # fmt: skip
    days = decide_by(signal_ids=ids) if row.kind == BoardKind.INCLUSION.value else {}
    if days:
        signals.sort(key=lambda signal: (days.get(signal.id, date.max), signal.answer_due, signal.id))
    views = tuple(
        BoardItemView(signal_view(signal), signal.id in decided, days.get(signal.id, signal.answer_due))
        for signal in signals
    )
    return _board_view(row, _seats([row.id]).get(row.id, ()), views, guests_at([row.id]).get(row.id, ()))


def inclusions(*, actor: Actor, signal_id: UUID) -> list[InclusionView]:
    """Return what the inclusion table said about a signal at the actor's desk, newest first."""
    rows = list(Inclusion.objects.filter(signal_id=signal_id, signal__desk_id=read_desk(actor)).order_by("-at", "-id"))
    ids = [row.id for row in rows]
    findings: dict[UUID, list[CriterionFinding]] = {}
    for one in InclusionFinding.objects.filter(inclusion_id__in=ids).order_by("criterion"):
        findings.setdefault(one.inclusion_id, []).append(
            CriterionFinding(one.criterion, Finding(one.finding), one.reason)
        )
    votes: dict[UUID, list[VoteCast]] = {}
    for cast in InclusionVote.objects.filter(inclusion_id__in=ids).order_by("partner"):
        votes.setdefault(cast.inclusion_id, []).append(
            VoteCast(cast.partner, Vote(cast.vote), cast.reason, cast.cast_by)
        )
    return [_inclusion_view(row, findings.get(row.id, []), votes.get(row.id, [])) for row in rows]


def included(*, signal_id: UUID) -> bool:
    """Return whether the inclusion table included whom a signal is about; for a signal the database shows."""
    return Inclusion.objects.filter(signal_id=signal_id, result=InclusionResult.INCLUDED.value).exists()


def quick_decisions(*, actor: Actor, signal_id: UUID) -> list[QuickDecisionView]:
    """Return what 24-hour triages agreed about a signal at the actor's desk, newest first."""
    rows = QuickDecision.objects.filter(signal_id=signal_id, signal__desk_id=read_desk(actor)).order_by("-at", "-id")
    return [
        QuickDecisionView(
            id=row.id, signal_id=row.signal_id, at=row.at, participants=row.participants, agreed=row.agreed,
            carried_by=row.carried_by, owner_id=row.owner_id, due_at=row.due_at, done_at=row.done_at,
            done_text=row.done_text, decided_by=row.decided_by,
        )
        for row in rows
    ]  # fmt: skip


_OWED = Fixed("""
(SELECT w.signal_id, w.due_on, w.carried_by, w.decision, s.municipality, NULL::uuid
 FROM intake_weighing w JOIN intake_signal s ON s.id = w.signal_id
 WHERE w.owner_id = %(worker)s AND w.done_at IS NULL AND w.due_on <= %(until)s
 ORDER BY w.due_on, w.id LIMIT %(limit)s)
UNION ALL
(SELECT q.signal_id, (q.due_at AT TIME ZONE 'Europe/Amsterdam')::date, q.carried_by, q.agreed, s.municipality, q.id
 FROM intake_quickdecision q JOIN intake_signal s ON s.id = q.signal_id
 WHERE q.owner_id = %(worker)s AND q.done_at IS NULL
 ORDER BY q.due_at, q.id LIMIT %(limit)s)
""")


def owed_decisions(*, actor: Actor, until: date, limit: int = 100) -> list[OwedDecision]:
    """Return what tables decided, that the actor watches over, and that is not done: by day, until a day."""
    with connection.cursor() as cursor:
        cursor.execute(_OWED, {"worker": actor.worker_id, "until": until, "limit": limit})
        return [OwedDecision(*row) for row in cursor.fetchall()]


def overdue_decisions_by_region(*, region: str | None, day: date) -> dict[str, int]:
    """Return how many decisions of tables are past their day and not done (promise P4), by region. Background work only."""
    rows = Weighing.objects.filter(done_at=None, due_on__lt=day, signal__emptied_at=None)
    if region:
        rows = rows.filter(region=region)
    return dict(rows.order_by().values("region").annotate(number=Count("pk")).values_list("region", "number"))


def unanswered_by_region(*, region: str | None, at: Instant) -> dict[str, int]:
    """Return how many signals wait too long, by region (promise P4). Background work only.

    For an answer, for word to the reporter, or for what was decided about them.
    """
    unanswered = Q(answer_due__lt=at) & ~Q(state=SignalState.ANSWERED.value)
    late = Signal.objects.filter(unanswered | Q(tell_due__lt=at, told_at=None, emptied_at=None))
    late = late.filter(region=region) if region else late
    found = dict(late.order_by().values("region").annotate(number=Count("pk")).values_list("region", "number"))
    for code, number in overdue_decisions_by_region(region=region, day=local_day(at)).items():
        found[code] = found.get(code, 0) + number
    return found


def _seats(board_ids: Sequence[UUID]) -> dict[UUID, tuple[Seat, ...]]:
    found: dict[UUID, tuple[Seat, ...]] = {}
    for row in BoardSeat.objects.filter(board_id__in=board_ids).order_by("nr"):
        found[row.board_id] = (*found.get(row.board_id, ()), Seat(row.organisation, row.name))
    return found


def _board_view(
    row: Board, seats: tuple[Seat, ...], items: tuple[BoardItemView, ...], guests: tuple[Guest, ...]
) -> BoardView:
    kind = BoardKind(row.kind)
    return BoardView(row.id, kind, row.starts_at, row.closed_at, seats, items, row.version, row.begun_at, guests)


def _inclusion_view(row: Inclusion, findings: list[CriterionFinding], votes: list[VoteCast]) -> InclusionView:
    return InclusionView(
        id=row.id, signal_id=row.signal_id, at=row.at, participants=row.participants, rules_version=row.rules_version,
        title=LegalTitle(Finding(row.title_now), Finding(row.title_ever), row.title_text), findings=tuple(findings),
        votes=tuple(votes), result=InclusionResult(row.result), again_on=row.again_on, reason=row.reason,
        person_informed=row.person_informed, not_informed_why=row.not_informed_why, decided_by=row.decided_by,
    )  # fmt: skip
