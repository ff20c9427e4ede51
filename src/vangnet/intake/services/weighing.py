"""Weigh a signal together, and keep that what was decided is done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from vangnet.access import selectors as access
from vangnet.access.services import require
from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.core.clock import Instant, local_day
from vangnet.core.errors import NotVisible
from vangnet.core.versions import check_version
from vangnet.intake import rules
from vangnet.intake.errors import AlreadyAnswered, AlreadyDone, FollowUpUnreadable
from vangnet.intake.models import Board, Signal, Weighing, WeighingCriterion
from vangnet.intake.rules.informing import inform_on
from vangnet.intake.rules.table import check_desk_may, follow_up_day
from vangnet.intake.selectors import conventions, signal_view
from vangnet.intake.selectors.desks import keep_days
from vangnet.intake.services.reading import OF_AGENCY
from vangnet.intake.services.routing import refuse_offered
from vangnet.intake.types import TEXT_LIMIT, Channel, CriterionFinding, SignalState, SignalView, WeighingDecision
from vangnet.intake.types.tables import NO_FOLLOW_UP, FollowUp

# Channels on which colleagues type themselves; there the name of the reporter is their own.
OWN_WORDS: Final = frozenset({Channel.FORM.value, Channel.POLICE.value})


def weigh(
    *,
    actor: Actor,
    signal_id: UUID,
    version: int,
    participants: str,
    findings: Sequence[CriterionFinding],
    decision: WeighingDecision,
    reason: str,
    person_informed: bool,
    not_informed_why: str,
    follow_up: FollowUp = NO_FOLLOW_UP,
    board_id: UUID | None = None,
    at: Instant,
) -> SignalView:
    """Record what the table found and decided about a signal; this answers it.

    Args:
        version: version of the signal the people at the table looked at.
        participants: who sat at the table, by organisation.
        findings: one per criterion of `rules.ZVH_CRITERIA`.
        not_informed_why: why the person was not told; required when they were not.
        follow_up: who does it, who watches that it happens, and by when; the actor and the term of the region when empty.
        board_id: the sitting at which it was weighed, if any.

    Raises:
        NotVisible: the signal is not at the actor's desk, or the sitting or the owner is not of that desk.
        OnlyZvhDecides: a meldpunt decided what only the Zorg- en Veiligheidshuis decides.
        FollowUpUnreadable: the day has passed or is too far off.
        StaleVersion: somebody changed it.
        AlreadyAnswered: it was weighed before.
        CriterionWithoutReason, CaseNeedsCriteria: see `rules.check_weighing`.

    Law: Bgs 2.20(1), registering per criterion whether and how far it is met.
    """
    row = Signal.objects.select_for_update().filter(id=signal_id, desk_id=actor.agency_id).first()
    if row is None:
        raise NotVisible
    require(actor, "intake.weigh")
    if row.state == SignalState.ANSWERED.value:
        raise AlreadyAnswered
    refuse_offered(row)
    check_version(found=row.version, expected=version)
    rules.check_weighing(findings, decision, reason)
    rules.check_informed(person_informed=person_informed, why_not=not_informed_why)
    check_desk_may(decision, agency_kind=actor.agency_kind)
    day = local_day(at)
    terms = conventions.terms(region=row.region, day=day)
    due_on = follow_up_day(decision, follow_up, terms=terms, day=day)
    owner_id = follow_up.owner_id or actor.worker_id
    _check_own(actor, owner_id=owner_id, board_id=board_id)
    weighing = Weighing.objects.create(
        region=row.region, signal=row, at=at, participants=participants, decision=decision.value, reason=reason,
        person_informed=person_informed, not_informed_why=not_informed_why, decided_by=actor.worker_id,
        board_id=board_id, carried_by=follow_up.carried_by.strip(), owner_id=owner_id if due_on else None, due_on=due_on,
    )  # fmt: skip
    _keep_findings(weighing, findings)
    row.state, row.decision, row.answered_at = SignalState.ANSWERED.value, decision.value, at
    row.destroy_on = rules.destroy_on(decision, day, keep_days=keep_days(actor.agency_id))
    row.tell_due = rules.tell_due(at, reachable=_reachable(actor, row), workdays=terms.tell_reporter)
    row.inform_on = inform_on(decision, informed=person_informed, received=local_day(row.received_at), day=day)
    row.inform_owner = owner_id if row.inform_on else None
    row.version += 1
    row.save(update_fields=[
        "state", "decision", "answered_at", "destroy_on", "tell_due", "inform_on", "inform_owner", "version",
    ])  # fmt: skip
    audit.record(
        actor=actor, at=at, act="intake.weigh", event=True, object_kind="signal", object_id=row.id,
        details={"decision": decision.value, **{f.criterion: f.finding.value for f in findings}},
    )  # fmt: skip
    return signal_view(row)


def _reachable(actor: Actor, row: Signal) -> bool:
    """Return whether there is a reporter to be told: not who saw it and decides about it, for they know already."""
    own = row.reporter_kind in {"", OF_AGENCY.get(actor.agency_kind, "")}
    if row.reported_by == actor.worker_id and row.channel in OWN_WORDS and own:
        return False
    return row.reported_by not in (None, actor.worker_id) or any((row.reporter_name, row.reporter_contact, row.source))


def _keep_findings(weighing: Weighing, findings: Sequence[CriterionFinding]) -> None:
    WeighingCriterion.objects.bulk_create(
        WeighingCriterion(
            region=weighing.region, weighing=weighing, criterion=finding.criterion, finding=finding.finding.value,
            reason=finding.reason, facts=finding.facts,
        )
        for finding in findings
    )  # fmt: skip


def finish_decision(*, actor: Actor, signal_id: UUID, text: str, at: Instant) -> None:
    """Keep that what was decided about a signal is done, and how.

    Raises:
        NotVisible: the signal is not at the actor's desk, or nothing was decided that is still to be done.
        AlreadyDone: it was done already.
        FollowUpUnreadable: nothing was written.
    """
    row = Weighing.objects.select_for_update().filter(
        signal_id=signal_id, signal__desk_id=actor.agency_id, due_on__isnull=False
    ).first()  # fmt: skip
    if row is None:
        raise NotVisible
    require(actor, "intake.answer")
    if row.done_at is not None:
        raise AlreadyDone
    if not text.strip() or len(text) > TEXT_LIMIT:
        raise FollowUpUnreadable({"text": "Schrijf op hoe het is afgelopen."})
    _finish(actor, row, text.strip(), at)


def finish_by_act(*, actor: Actor, signal_id: UUID, decision: WeighingDecision, at: Instant) -> None:
    """Keep that a decision is done because the act it asked for was done; nothing when it was another decision."""
    row = Weighing.objects.select_for_update().filter(
        signal_id=signal_id, decision=decision.value, done_at=None, due_on__isnull=False
    ).first()  # fmt: skip
    if row is not None:
        _finish(actor, row, "", at)


def _finish(actor: Actor, row: Weighing, text: str, at: Instant) -> None:
    row.done_at, row.done_text = at, text
    row.save(update_fields=["done_at", "done_text"])
    audit.record(
        actor=actor, at=at, act="intake.finish_decision", object_kind="signal", object_id=row.signal_id,
        details={"decision": row.decision},
    )  # fmt: skip


def _check_own(actor: Actor, *, owner_id: UUID, board_id: UUID | None) -> None:
    """Refuse an owner or a sitting of another desk."""
    if owner_id != actor.worker_id and access.worker(worker_id=owner_id).agency_id != actor.agency_id:
        raise NotVisible
    if board_id is not None and not Board.objects.filter(id=board_id, desk_id=actor.agency_id).exists():
        raise NotVisible
