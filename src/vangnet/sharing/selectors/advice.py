"""Read questions to the privacy adviser: the case sees its own, an adviser sees those of the region without the person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from vangnet.access import selectors as access
from vangnet.access.errors import NoMandate
from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.core.clock import Instant
from vangnet.core.errors import NotVisible
from vangnet.law.loader import standard_norms
from vangnet.law.normset import NormSet
from vangnet.sharing import rules
from vangnet.sharing.models import Advice, Question
from vangnet.sharing.selectors.norms import norms_of
from vangnet.sharing.types import AdviceFinding, AdviceFrame, AdviceView

ADVISE = "sharing.advise"


def advice(*, actor: Actor, advice_id: UUID, at: Instant) -> AdviceView:
    """Return a question to the adviser with its answer, and record the read.

    Raises:
        NotVisible: absent, or the actor is neither an adviser of the region nor sees what it is about.
    """
    row = Advice.objects.filter(id=advice_id).first()
    if row is None:
        raise NotVisible
    if not access.may(actor=actor, act=ADVISE):
        sight = access.sight(actor=actor, case_id=row.case_id, at=at)
        if not all(sight.may_see(record["question"]["category"]) for record in row.frames):
            raise NotVisible
    audit.record(
        actor=actor, at=at, act="sharing.read_advice", case_id=row.case_id, object_kind="advice", object_id=row.id,
        fields=["text", "answer"],
    )  # fmt: skip
    return advice_view(row)


def advices(*, actor: Actor, at: Instant, answered: bool = False, limit: int = 50) -> list[AdviceView]:
    """Return the questions that wait for an adviser of the region, oldest first, or those last answered.

    Raises:
        NoMandate: the actor is no adviser.
    """
    if not access.may(actor=actor, act=ADVISE):
        raise NoMandate(ADVISE)
    rows = Advice.objects.filter(region=actor.region, answered_at__isnull=not answered)
    found = list(rows.order_by("-answered_at" if answered else "asked_at", "id")[:limit])
    audit.record(actor=actor, at=at, act="sharing.list_advice", object_kind="advice", details={"rows": len(found)})
    return [advice_view(row) for row in found]


def advice_of_question(*, actor: Actor, question_id: UUID) -> list[AdviceView]:
    """Return what the actor asked of the adviser about an own question, newest first, also about earlier tries of it."""
    mine = Question.objects.filter(id=question_id, asked_by=actor.worker_id).first()
    if mine is None:
        return []
    rows = Advice.objects.filter(
        case_id=mine.case_id, asked_by=actor.worker_id, receiver_org=mine.receiver_org,
        receiver_role=mine.receiver_role, purpose=mine.purpose,
    )  # fmt: skip
    return [advice_view(row) for row in rows.order_by("-asked_at", "-id")[:10]]


def advised_items(
    *, case_id: UUID, receiver_org: str, receiver_role: str, purpose: str, norm_set: str
) -> dict[UUID, bool]:
    """Return for which items an adviser answered, and whether it was yes; the last answer of each item counts.

    An answer holds for the same receiver, the same purpose and the same norms only.
    """
    rows = Advice.objects.filter(
        case_id=case_id, receiver_org=receiver_org, receiver_role=receiver_role, purpose=purpose, norm_set=norm_set,
        answered_at__isnull=False,
    )  # fmt: skip
    found: dict[UUID, bool] = {}
    for row in rows.order_by("answered_at", "id"):
        found |= dict.fromkeys(row.item_ids, row.finding == AdviceFinding.MAY.value)
    return found


def advice_view(row: Advice) -> AdviceView:
    """Return the frozen view of a question to the adviser."""
    norms = norms_of(norm_set=row.norm_set) or standard_norms()
    return AdviceView(
        id=row.id,
        case_id=row.case_id,
        question_id=row.question_id,
        item_ids=tuple(row.item_ids),
        giver_org=row.giver_org,
        receiver_org=row.receiver_org,
        receiver_role=row.receiver_role,
        purpose=row.purpose,
        phase=row.phase,
        frames=tuple(_frame(record, norms) for record in row.frames),
        text=row.text,
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        finding=AdviceFinding(row.finding) if row.finding else None,
        answer=row.answer,
        answered_by=row.answered_by,
        answered_at=row.answered_at,
        read_at=row.read_at,
        version=row.version,
    )


def _frame(record: Mapping[str, Any], norms: NormSet) -> AdviceFrame:
    said = record["verdict"]
    return AdviceFrame(
        category=record["question"]["category"],
        outcome=said["outcome"],
        missing=tuple(said["missing"]),
        cites=rules.cites((*said["grounds"], *said["prohibitions"]), norms),
    )


def count_waiting(*, region: str) -> int:
    """Return how many questions of a region wait for an adviser. Background work only."""
    return Advice.objects.filter(region=region, answered_at=None).count()
