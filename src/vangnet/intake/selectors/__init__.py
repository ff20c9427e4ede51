"""Read signals. The database shows an actor only the signals at the actor's own desk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from django.db.models import Count, Q

from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.core.clock import Instant
from vangnet.core.errors import NotVisible
from vangnet.intake.engine import triage as trees
from vangnet.intake.models import Feedback, Signal, Weighing, WeighingCriterion
from vangnet.intake.ports import persons_beside
from vangnet.intake.rules.table import category_at_table as category_at_table
from vangnet.intake.selectors import conventions
from vangnet.intake.selectors.conventions import asked_words as asked_words
from vangnet.intake.selectors.conventions import inclusion_rules as inclusion_rules
from vangnet.intake.selectors.conventions import label_list as label_list
from vangnet.intake.selectors.conventions import stored_conventions as stored_conventions
from vangnet.intake.selectors.conventions import terms as terms
from vangnet.intake.selectors.desks import desk as desk
from vangnet.intake.selectors.desks import other_desks as other_desks
from vangnet.intake.selectors.escalations import climbed_to as climbed_to
from vangnet.intake.selectors.escalations import escalated_by_region as escalated_by_region
from vangnet.intake.selectors.escalations import escalation as escalation
from vangnet.intake.selectors.escalations import escalations_of as escalations_of
from vangnet.intake.selectors.figures import figure_quarters as figure_quarters
from vangnet.intake.selectors.figures import figures as figures
from vangnet.intake.selectors.guests import guest_board as guest_board
from vangnet.intake.selectors.guests import guest_boards as guest_boards
from vangnet.intake.selectors.guests import own_votes as own_votes
from vangnet.intake.selectors.outreach import outreach as outreach
from vangnet.intake.selectors.outreach import outreach_of as outreach_of
from vangnet.intake.selectors.outreach import watch_list as watch_list
from vangnet.intake.selectors.owing import owed as owed
from vangnet.intake.selectors.owing import person_words as person_words
from vangnet.intake.selectors.owing import uninformed_by_region as uninformed_by_region
from vangnet.intake.selectors.owing import unreviewed_by_region as unreviewed_by_region
from vangnet.intake.selectors.reading import read_desk
from vangnet.intake.selectors.reading import signal_view as signal_view
from vangnet.intake.selectors.tables import board as board
from vangnet.intake.selectors.tables import boards as boards
from vangnet.intake.selectors.tables import included as included
from vangnet.intake.selectors.tables import inclusions as inclusions
from vangnet.intake.selectors.tables import overdue_decisions_by_region as overdue_decisions_by_region
from vangnet.intake.selectors.tables import owed_decisions as owed_decisions
from vangnet.intake.selectors.tables import quick_decisions as quick_decisions
from vangnet.intake.selectors.tables import unanswered_by_region as unanswered_by_region
from vangnet.intake.types import (
    Channel,
    CriterionFinding,
    FeedbackView,
    Finding,
    SignalState,
    SignalView,
    ToldBy,
    TriageStep,
    WeighingDecision,
    WeighingView,
)

COUNT_LIMIT = 1_000


@dataclass(frozen=True, slots=True)
class SignalPage:
    """One page of signals; `after` asks for the next, None at the end."""

    signals: tuple[SignalView, ...]
    after: tuple[datetime, UUID] | None


def signal(*, actor: Actor, signal_id: UUID, at: Instant, also_offered: bool = False) -> SignalView:
    """Return one signal at the actor's desk and record that it was read.

    Args:
        also_offered: whether one that another desk offers counts too; to look at, never to work on.

    Raises:
        NotVisible: absent, or at another desk.
    """
    seen = Q(desk_id=read_desk(actor))
    if also_offered:
        seen |= Q(offered_to=read_desk(actor), declined=False)
    row = Signal.objects.filter(seen, id=signal_id).first()
    if row is None:
        raise NotVisible
    audit.record(
        actor=actor,
        at=at,
        act="intake.read",
        subject_id=persons_beside([row.id]).get(row.id),
        object_kind="signal",
        object_id=row.id,
        fields=["text", "hint", "reporter"],
    )
    return signal_view(row)


def signals(*, actor: Actor, signal_ids: Sequence[UUID], at: Instant, limit: int = 100) -> list[SignalView]:
    """Return several signals at the actor's desk, newest first, and record that they were read; others are left out.

    Args:
        signal_ids: such as those laid beside one person.
    """
    rows = Signal.objects.filter(id__in=set(signal_ids), desk_id=read_desk(actor)).order_by("-received_at", "id")
    found = [signal_view(row) for row in rows[:limit]]
    beside = persons_beside([view.id for view in found])
    for view in found:
        audit.record(
            actor=actor, at=at, act="intake.read", object_kind="signal", object_id=view.id, fields=["text", "decision"],
            subject_id=beside.get(view.id),
        )  # fmt: skip
    return found


def at_own_desk(*, actor: Actor, signal_ids: Sequence[UUID]) -> set[UUID]:
    """Return which of these signals the actor may open; ids only, nothing is read of them."""
    rows = Signal.objects.filter(id__in=set(signal_ids), desk_id=read_desk(actor))
    return set(rows.values_list("id", flat=True))


def inbox(
    *,
    actor: Actor,
    at: Instant,
    show: Literal["open", "answered"] = "open",
    after: tuple[datetime, UUID] | None = None,
    limit: int = 50,
) -> SignalPage:
    """Return a page of signals at the actor's desk: open ones by deadline, answered ones newest first.

    Args:
        show: which list.
        after: key of the last row of the page before.
    """
    rows = Signal.objects.filter(desk_id=read_desk(actor))
    if show == "open":
        rows = rows.exclude(state=SignalState.ANSWERED.value)
        if after is not None:
            rows = rows.filter(answer_due__gte=after[0]).exclude(answer_due=after[0], id__lte=after[1])
        rows = rows.order_by("answer_due", "id")
    else:
        rows = rows.filter(state=SignalState.ANSWERED.value)
        if after is not None:
            rows = rows.filter(received_at__lte=after[0]).exclude(received_at=after[0], id__lte=after[1])
        rows = rows.order_by("-received_at", "id")
    found = list(rows[: limit + 1])
    last = found[limit - 1] if len(found) > limit else None
    key = None if last is None else (last.answer_due if show == "open" else last.received_at, last.id)
    _leave_list_line(actor, at, show, found[:limit])
    return SignalPage(signals=tuple(signal_view(row) for row in found[:limit]), after=key)


def triage(*, channel: Channel, answers: Sequence[str], day: date) -> TriageStep | None:
    """Return where a way through the questions of a channel has come; None when the channel asks nothing on that day.

    Args:
        answers: codes of the answers, in order; none gives the first question.

    Raises:
        TriageUnreadable: these answers do not belong to the questions.
    """
    tree = conventions.tree(channel=channel.value, day=day)
    return trees.walk(tree, answers) if tree is not None else None


def offered(*, actor: Actor, at: Instant, limit: int = 100) -> list[SignalView]:
    """Return the signals that other desks ask this desk to take, by deadline."""
    rows = Signal.objects.filter(offered_to=read_desk(actor), declined=False).exclude(state=SignalState.ANSWERED.value)
    found = [signal_view(row) for row in rows.order_by("answer_due", "id")[:limit]]
    _leave_list_line(actor, at, "offered", found)
    return found


def reported(*, actor: Actor, at: Instant, limit: int = 50) -> list[tuple[SignalView, tuple[FeedbackView, ...]]]:
    """Return what the actor reported, newest first, with what the desk told; how it was weighed is not told."""
    rows = list(Signal.objects.filter(reported_by=actor.worker_id).order_by("-received_at", "id")[:limit])
    told: dict[UUID, list[FeedbackView]] = {}
    for one in Feedback.objects.filter(signal_id__in=[row.id for row in rows]).order_by("at"):
        told.setdefault(one.signal_id, []).append(_feedback_view(one))
    _leave_list_line(actor, at, "own", rows)
    return [(signal_view(row), tuple(told.get(row.id, ()))) for row in rows]


def _leave_list_line(actor: Actor, at: Instant, show: str, found: Sequence[Signal] | Sequence[SignalView]) -> None:
    audit.record(
        actor=actor, at=at, act="intake.list", object_kind="signal", details={"show": show, "rows": len(found)},
        subjects=set(persons_beside([one.id for one in found]).values()),
    )  # fmt: skip


def feedback(*, actor: Actor, signal_id: UUID) -> list[FeedbackView]:
    """Return what the reporter of a signal at the actor's desk was told, oldest first."""
    rows = Feedback.objects.filter(signal_id=signal_id, signal__desk_id=read_desk(actor)).order_by("at")
    return [_feedback_view(row) for row in rows]


def _feedback_view(row: Feedback) -> FeedbackView:
    return FeedbackView(at=row.at, way=ToldBy(row.way), text=row.text, told_by=row.told_by)


def count_open(*, actor: Actor) -> int:
    """Return how many signals wait at the actor's desk, at most `COUNT_LIMIT`."""
    rows = Signal.objects.filter(desk_id=read_desk(actor)).exclude(state=SignalState.ANSWERED.value)
    return len(rows.values_list("id", flat=True)[:COUNT_LIMIT])


def weighing(*, actor: Actor, signal_id: UUID) -> WeighingView | None:
    """Return how a signal at the actor's desk was weighed, or None when it was not yet."""
    row = Weighing.objects.filter(signal_id=signal_id, signal__desk_id=read_desk(actor)).first()
    if row is None:
        return None
    criteria = WeighingCriterion.objects.filter(weighing=row).order_by("criterion")
    return WeighingView(
        id=row.id,
        signal_id=row.signal_id,
        at=row.at,
        participants=row.participants,
        findings=tuple(CriterionFinding(c.criterion, Finding(c.finding), c.reason, c.facts) for c in criteria),
        decision=WeighingDecision(row.decision),
        reason=row.reason,
        person_informed=row.person_informed,
        not_informed_why=row.not_informed_why,
        decided_by=row.decided_by,
        board_id=row.board_id,
        carried_by=row.carried_by,
        owner_id=row.owner_id,
        due_on=row.due_on,
        done_at=row.done_at,
        done_text=row.done_text,
    )


def late_by_region(*, region: str | None, at: Instant) -> dict[str, int]:
    """Return how many signals are past their deadline without an answer (promise P4), by region. Background work only.

    Args:
        region: only this one; all when None. A region without any is left out.
    """
    rows = Signal.objects.filter(answer_due__lt=at).exclude(state=SignalState.ANSWERED.value)
    if region:
        rows = rows.filter(region=region)
    return dict(rows.order_by().values("region").annotate(number=Count("pk")).values_list("region", "number"))


def findings_of(*, signal_id: UUID) -> dict[str, bool]:
    """Return criterion to whether it was found met, for a signal whose weighing the database shows; unknown ones are left out."""
    rows = WeighingCriterion.objects.filter(weighing__signal_id=signal_id)
    return {row.criterion: row.finding == Finding.MET.value for row in rows if row.finding != Finding.UNKNOWN.value}
