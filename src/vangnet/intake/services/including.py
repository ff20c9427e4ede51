"""The inclusion table decides: criteria of the region, title now and ever, votes, result."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from vangnet.access import selectors as access
from vangnet.access.services import require
from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.core.clock import Instant, local_day
from vangnet.core.errors import NotVisible
from vangnet.core.ids import new_id
from vangnet.intake.errors import InclusionNotAsked
from vangnet.intake.models import Board, BoardItem, Inclusion, InclusionFinding, InclusionVote, Signal, Weighing
from vangnet.intake.models.tables import new_key
from vangnet.intake.rules.including import at_table, check_inclusion
from vangnet.intake.rules.informing import inform_on
from vangnet.intake.selectors import conventions
from vangnet.intake.selectors.guests import own_votes
from vangnet.intake.services.weighing import finish_by_act
from vangnet.intake.types import WeighingDecision
from vangnet.intake.types.tables import FINAL_RESULTS, NewInclusion, VoteCast

# More organisations than any region has.
AGENCIES = 2_000


def include(*, actor: Actor, signal_id: UUID, inclusion: NewInclusion, at: Instant) -> UUID:
    """Record what the inclusion table found, how its partners voted, and what it decided.

    The same key twice is one decision. Waiting and postponed may be followed by another sitting; included and not included are said once.

    Raises:
        NotVisible: the signal, or the sitting, is not at the actor's desk.
        InclusionNotAsked: the weighing did not send it here, or the table decided already.
        InclusionUnreadable: see `rules.including.check_inclusion`.
    """
    signal = Signal.objects.select_for_update().filter(id=signal_id, desk_id=actor.agency_id).first()
    if signal is None:
        raise NotVisible
    require(actor, "intake.include")
    key = inclusion.idempotency_key or new_key()
    same = Inclusion.objects.filter(signal=signal, idempotency_key=key).values_list("id", flat=True).first()
    if same is not None:
        return same
    decided = Inclusion.objects.filter(signal=signal, result__in=[result.value for result in FINAL_RESULTS]).exists()
    if signal.decision != WeighingDecision.INCLUSION_TABLE.value or decided:
        raise InclusionNotAsked
    rules = conventions.inclusion_rules(region=signal.region, day=local_day(at))
    inclusion = _with_own_votes(actor, signal, inclusion)
    present = at_table(inclusion.participants, rules, _organisations(signal.region) if rules.partners else ())
    check_inclusion(inclusion, rules=rules, present=present, day=local_day(at))
    row = _row(actor, signal, inclusion, rules.version, at)
    row.idempotency_key = key
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise InclusionNotAsked from error
    InclusionFinding.objects.bulk_create(
        InclusionFinding(
            id=new_id(), region=row.region, inclusion=row, criterion=found.criterion, finding=found.finding.value,
            reason=found.reason.strip(),
        )
        for found in inclusion.findings
    )  # fmt: skip
    InclusionVote.objects.bulk_create(
        InclusionVote(
            id=new_id(), region=row.region, inclusion=row, partner=cast.partner, vote=cast.vote.value,
            reason=cast.reason.strip(), cast_by=cast.cast_by,
        )
        for cast in inclusion.votes
    )  # fmt: skip
    _inform(actor, signal, informed=inclusion.person_informed, at=at)
    if inclusion.result in FINAL_RESULTS:
        finish_by_act(actor=actor, signal_id=signal_id, decision=WeighingDecision.INCLUSION_TABLE, at=at)
    else:  # it is owed again on the day on which the table looks again, and is not late before
        Weighing.objects.filter(signal=signal, done_at=None).update(due_on=inclusion.again_on)
    audit.record(
        actor=actor, at=at, act="intake.include", event=True, object_kind="signal", object_id=signal_id,
        details={"result": inclusion.result.value, "rules": rules.version, "votes": len(inclusion.votes)},
    )  # fmt: skip
    return row.id


def _with_own_votes(actor: Actor, signal: Signal, inclusion: NewInclusion) -> NewInclusion:
    """Return the inclusion with what partners voted themselves in place of what the table wrote down for them.

    That holds at every open sitting on whose agenda the signal lies, whether the table names it or not.

    Raises:
        NotVisible: the table names a sitting of another desk.
    """
    boards = Board.objects.filter(desk_id=actor.agency_id)
    if inclusion.board_id is not None and not boards.filter(id=inclusion.board_id).exists():
        raise NotVisible
    lies_on = BoardItem.objects.filter(signal=signal).values("board")
    asked = boards.filter(Q(id=inclusion.board_id) | Q(id__in=lies_on, closed_at=None)).order_by("starts_at", "id")
    own: dict[str, VoteCast] = {}
    for board_id in asked.values_list("id", flat=True):
        own |= own_votes(board_id=board_id, signal_id=signal.id)
    return replace(
        inclusion, votes=tuple(own.get(cast.partner, replace(cast, cast_by=None)) for cast in inclusion.votes)
    )


def _organisations(region: str) -> list[tuple[str, str]]:
    return [(one.kind, one.name) for one in access.agencies(region=region, limit=AGENCIES)]


def _inform(actor: Actor, signal: Signal, *, informed: bool, at: Instant) -> None:
    """Let the person owed no more word once the table told them, and owed it when they know nothing of this table yet."""
    if informed and signal.inform_on is not None:
        signal.inform_on, signal.informed_at = None, at
    elif not informed and signal.inform_on is None:
        day = local_day(at)
        signal.inform_on = inform_on(WeighingDecision.INCLUSION_TABLE, informed=False, received=day, day=day)
        signal.inform_owner = actor.worker_id
    signal.save(update_fields=["inform_on", "inform_owner", "informed_at"])


def _row(actor: Actor, signal: Signal, new: NewInclusion, version: int, at: Instant) -> Inclusion:
    return Inclusion(
        id=new_id(), region=signal.region, signal=signal, at=at, participants=new.participants.strip(),
        rules_version=version, title_now=new.title.now.value, title_ever=new.title.ever.value,
        title_text=new.title.text.strip(), result=new.result.value, again_on=new.again_on, reason=new.reason.strip(),
        person_informed=new.person_informed, not_informed_why=new.not_informed_why.strip(), decided_by=actor.worker_id,
    )  # fmt: skip
