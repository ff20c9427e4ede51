"""Answer whether two are one: a named human says yes, no or later, with a reason; the machine's question is closed by it."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from vangnet.access.services import require
from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.core.clock import Instant, local_day
from vangnet.core.errors import NotVisible
from vangnet.intake import selectors as intake
from vangnet.people.errors import DecisionNeedsReason, PairAnswered, PairChanged
from vangnet.people.models import CandidatePair
from vangnet.people.rules import review as rules
from vangnet.people.rules.review import PairAnswer
from vangnet.people.selectors.clusters import settled
from vangnet.people.selectors.fitting import fit
from vangnet.people.services import link_signal
from vangnet.people.services.linking import confirm_same, deny_same


def answer(
    *, actor: Actor, pair_id: UUID, answer: PairAnswer, reason: str, at: Instant, fingerprint: str = ""
) -> CandidatePair:
    """Keep what a human says about a question of the queue.

    Yes lays the two together (or the signal beside the person), no keeps them apart over every later run, later asks again in a
    week. Only the human's decision counts; the question is closed by it.

    Args:
        reason: how one can tell, or why later; always needed.
        fingerprint: of what the reviewer looked at; empty when nothing was looked at.

    Raises:
        NotVisible: absent, or not asked of the actor's desk.
        NoMandate: the actor lays nothing together.
        DecisionNeedsReason: no reason was given.
        PairAnswered: somebody was first.
        PairChanged: one of the two changed since the reviewer looked.
        StandsInTheWay: a human decided otherwise about the persons around them.
    """
    with transaction.atomic():
        row = CandidatePair.objects.select_for_update().filter(id=pair_id, desk_id=actor.agency_id).first()
        if row is None:
            raise NotVisible
        require(actor, "people.link")
        if row.state != "open":
            raise PairAnswered
        if not reason.strip() or len(reason) > rules.REASON_LIMIT:
            raise DecisionNeedsReason
        hint = intake.signal(actor=actor, signal_id=row.signal_id, at=at).hint if row.signal_id else None
        looked_at = fit(row, hint=hint).fingerprint
        if fingerprint and fingerprint != looked_at:
            raise PairChanged
        if answer is PairAnswer.LATER:
            row.ask_on = local_day(at) + rules.ASK_AGAIN_AFTER
        else:
            _decide(actor, row, same=answer is PairAnswer.SAME, reason=reason, at=at)
            row.state = answer.value
        row.decided_at, row.decided_by, row.reason = at, actor.worker_id, reason.strip()
        row.save(update_fields=["state", "ask_on", "decided_at", "decided_by", "reason"])
        audit.record(
            actor=actor, at=at, act="people.answer_pair", subject_id=row.person_id, object_kind="candidate_pair",
            object_id=row.id, details={"answer": answer.value, "model": row.model_id},
        )  # fmt: skip
    return row


def _decide(actor: Actor, row: CandidatePair, *, same: bool, reason: str, at: Instant) -> None:
    if row.other_id is not None:
        decide = confirm_same if same else deny_same
        decide(
            actor=actor,
            left=row.person_id,
            right=row.other_id,
            reason=reason,
            at=at,
            weight=row.weight,
            model=row.model_id,
        )
    elif same and row.signal_id is not None:
        link_signal(actor=actor, person_id=row.person_id, signal_id=row.signal_id, reason=reason, at=at)


def close_settled(*, actor: Actor, person_id: UUID, signal_id: UUID | None, at: Instant) -> int:
    """Close the open questions that a decision elsewhere has answered. Background work only; twice changes nothing.

    Args:
        person_id: somebody about whom a human decided.
        signal_id: the signal that was laid beside them, if that was the decision.

    Returns:
        How many were closed.
    """
    rows = CandidatePair.objects.filter(state="open")
    done = list(rows.filter(signal_id=signal_id)) if signal_id is not None else []
    pairs = {
        (row.person_id, row.other_id): row
        for row in (*rows.filter(person=person_id), *rows.filter(other=person_id))
        if row.other_id
    }
    done += [pairs[key] for key in settled(pairs=list(pairs))] if pairs else []
    CandidatePair.objects.filter(id__in=[row.id for row in done]).update(state="settled", decided_at=at)
    return len(done)
