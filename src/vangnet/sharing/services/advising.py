"""Ask the privacy adviser; the answer becomes part of the record, and may open what the law leaves to a human."""

from __future__ import annotations

from uuid import UUID

from vangnet.access.services import require
from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.cases import selectors as cases
from vangnet.core.clock import Instant
from vangnet.core.errors import NotVisible
from vangnet.core.ids import new_id
from vangnet.core.versions import check_version
from vangnet.sharing import rules
from vangnet.sharing.errors import AdviceBySecondPerson, AdviceGiven
from vangnet.sharing.models import Advice, Question, Verdict
from vangnet.sharing.selectors.advice import ADVISE, advice_view
from vangnet.sharing.types import AdviceFinding, AdviceView


def ask_adviser(*, actor: Actor, question_id: UUID, text: str, at: Instant, key: UUID | None = None) -> UUID:
    """Put a question to the privacy advisers of the region: what was asked of the law, without the person, and a text.

    Args:
        text: what the professional wants to know; names nobody.
        key: of the form; the same key twice is one question.

    Raises:
        NotVisible: the question is not in sight, or not the actor's own.
        AdviceUnreadable: nothing is written.
    """
    row = Question.objects.filter(id=question_id, asked_by=actor.worker_id).first()
    if row is None:
        raise NotVisible
    case = cases.case(actor=actor, case_id=row.case_id, at=at)
    rules.check_advice(text, field="text")
    advice_id = rules.once(actor.worker_id, key) if key is not None else new_id()
    if key is not None and Advice.objects.filter(id=advice_id).exists():
        return advice_id
    verdicts = list(Verdict.objects.filter(question=row).order_by("nr"))
    Advice.objects.create(
        id=advice_id, region=row.region, case_id=row.case_id, question=row,
        item_ids=[verdict.item_id for verdict in verdicts], giver_org=row.giver_org, receiver_org=row.receiver_org,
        receiver_role=row.receiver_role, purpose=row.purpose, phase=row.phase, norm_set=verdicts[0].norm_set,
        frames=[verdict.record for verdict in verdicts], text=text.strip(), asked_by=actor.worker_id, asked_at=at,
    )  # fmt: skip
    audit.record(
        actor=actor, at=at, act="sharing.ask_adviser", event=True, case_id=case.id, subject_id=case.person_id,
        object_kind="advice", object_id=advice_id,
    )  # fmt: skip
    return advice_id


def read_advice(*, actor: Actor, advice_id: UUID, at: Instant) -> AdviceView:
    """Keep that who asked the adviser read the answer; a second time changes nothing.

    Raises:
        NotVisible: not in sight, not asked by the actor, or not answered yet.
    """
    row = Advice.objects.select_for_update().filter(id=advice_id, asked_by=actor.worker_id).first()
    if row is None or row.answered_at is None:
        raise NotVisible
    case = cases.case(actor=actor, case_id=row.case_id, at=at)
    if row.read_at is None:
        row.read_at = at
        row.save(update_fields=["read_at"])
        audit.record(
            actor=actor, at=at, act="sharing.heed_advice", case_id=case.id, subject_id=case.person_id, object_kind="advice",
            object_id=row.id,
        )  # fmt: skip
    return advice_view(row)


def answer_adviser(
    *, actor: Actor, advice_id: UUID, version: int, finding: AdviceFinding, answer: str, at: Instant
) -> AdviceView:
    """Answer a question as privacy adviser, who read the law for it; the answer stays with the question.

    Raises:
        NoMandate: the actor is no adviser.
        NotVisible: absent, or of another region.
        AdviceBySecondPerson: the adviser asked it.
        AdviceGiven: it was answered before.
        StaleVersion: somebody changed it.
        AdviceUnreadable: nothing is written.
    """
    require(actor, ADVISE)
    row = Advice.objects.select_for_update().filter(id=advice_id).first()
    if row is None:
        raise NotVisible
    if row.asked_by == actor.worker_id:
        raise AdviceBySecondPerson
    if row.answered_at is not None:
        raise AdviceGiven
    check_version(found=row.version, expected=version)
    rules.check_advice(answer, field="answer")
    row.finding, row.answer, row.answered_by, row.answered_at = finding.value, answer.strip(), actor.worker_id, at
    row.version += 1
    row.save(update_fields=["finding", "answer", "answered_by", "answered_at", "version"])
    audit.record(
        actor=actor, at=at, act="sharing.answer_adviser", event=True, case_id=row.case_id, object_kind="advice",
        object_id=row.id, details={"finding": finding.value},
    )  # fmt: skip
    return advice_view(row)
