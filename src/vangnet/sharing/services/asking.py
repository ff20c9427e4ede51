"""Ask the law, answer what it still wants to know, and ask again; every question and answer is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from django.db import transaction

from vangnet.access.services.restricting import require_unrestricted
from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.cases import selectors as cases
from vangnet.core.clock import Instant
from vangnet.core.errors import NotVisible
from vangnet.core.ids import new_id
from vangnet.core.strict_json import JsonObject
from vangnet.core.trace_context import Trace, begin, in_trace
from vangnet.law.decide import ENGINE
from vangnet.law.types import PERMITS
from vangnet.sharing import rules
from vangnet.sharing.errors import QuestionUnreadable
from vangnet.sharing.models import Question, Verdict
from vangnet.sharing.selectors import question as read_question
from vangnet.sharing.selectors import question_view, running_norms, shareable
from vangnet.sharing.services.about import say_about
from vangnet.sharing.services.facts import record_fact
from vangnet.sharing.services.weighing import weigh
from vangnet.sharing.types import About, QuestionView, Receiver


def ask(
    *,
    actor: Actor,
    case_id: UUID,
    receiver: Receiver,
    purpose: str,
    item_ids: Sequence[UUID],
    at: Instant,
    key: UUID | None = None,
    about: About | None = None,
) -> QuestionView:
    """Ask whether items may go to a receiver, and keep question and answer; nothing is shared yet.

    Args:
        receiver: to whom.
        purpose: purpose code of the law's vocabulary.
        item_ids: items of the case that the actor sees; others are treated as absent.
        key: of the form; the same key twice is one question.
        about: about whom these items are; None to leave that as it was said before.

    Raises:
        NotVisible: the case or an item is not in sight.
        ProcessingRestricted: data about the person are only stored for now.
        QuestionUnreadable: the law's vocabulary does not have something that was named.
    """
    case = cases.case(actor=actor, case_id=case_id, at=at)
    question_id = rules.once(actor.worker_id, key) if key is not None else new_id()
    if key is not None and Question.objects.filter(id=question_id).exists():
        return read_question(actor=actor, question_id=question_id, at=at)
    require_unrestricted(subject_id=case.person_id)
    seen = {item.id: item for item in shareable(actor=actor, case_id=case_id, at=at)}
    if any(item_id not in seen for item_id in item_ids):
        raise NotVisible
    items = [seen[item_id] for item_id in dict.fromkeys(item_ids)]
    norms = running_norms()
    rules.check_question(receiver=receiver, purpose=purpose, items=items, norms=norms)
    giver = rules.party(actor.agency_kind, actor.role, norms)
    trace = begin() if not actor.trace_id else in_trace(actor.trace_id)
    actor = replace(actor, trace_id=trace.trace_id)
    with transaction.atomic():
        row = Question.objects.create(
            id=question_id, region=case.region, case_id=case_id, giver_org=giver.org_type, giver_role=giver.role,
            receiver_org=receiver.org_type, receiver_role=receiver.role, receiver_name=receiver.name,
            receiver_worker=receiver.worker_id, purpose=purpose, phase=case.phase, asked_by=actor.worker_id, asked_at=at,
            trace_id=actor.trace_id,
        )  # fmt: skip
        if about is not None:
            for item in items:
                say_about(actor=actor, case_id=case_id, item_id=item.id, about=about, at=at)
        verdicts = tuple(weigh(row, nr, item, norms=norms, at=at) for nr, item in enumerate(items, start=1))
        audit.record(
            actor=actor, at=at, act="sharing.ask", event=True, case_id=case_id, subject_id=case.person_id,
            object_kind="question", object_id=row.id,
            details={"purpose": purpose, "receiver": receiver.org_type, "items": len(items),
                     "answer": rules.answer(verdicts).value},
        )  # fmt: skip
        audit.record_decision(record=_decision_record(row, trace, norm_set=norms.hash), at=at)
    return question_view(row, verdicts)


def _decision_record(row: Question, trace: Trace, *, norm_set: str) -> JsonObject:
    """Return one record for the whole question, in the form of the Authorization Decision Log; it names no person."""
    kept = [verdict.record for verdict in Verdict.objects.filter(question=row).order_by("nr")]
    return {
        "trace_id": trace.trace_id, "span_id": trace.span_id, "event_name": "adl.access_evaluations",
        "timestamp": int(row.asked_at.timestamp() * 1000), "status": "Unset",
        "attributes": {
            "adl.core.policies": {"vangnet.norm_set": norm_set},
            "adl.core.configuration": {"vangnet.engine": ENGINE},
            "adl.core.information": {"sharing.question": str(row.id), "vangnet.facts": row.asked_at.isoformat()},
        },
        "resource": {"service.name": "vangnet"},
        "body": {
            "adl.core.request": {"evaluations": [record["question"] for record in kept]},
            "adl.core.response": {"evaluations": [
                {"decision": record["verdict"]["outcome"] in PERMITS, "context": record["verdict"]} for record in kept
            ]},
        },
    }  # fmt: skip


def ask_again(*, actor: Actor, question_id: UUID, at: Instant, key: UUID | None = None) -> QuestionView:
    """Ask the same again, now that a fact or a consent was added; the earlier question stays on record.

    Args:
        key: of the form; the same key twice is one question.

    Raises:
        NotVisible: the question or one of its items is not in sight any more.
    """
    old = Question.objects.filter(id=question_id).first()
    if old is None:
        raise NotVisible
    receiver = Receiver(old.receiver_org, old.receiver_role, old.receiver_name, old.receiver_worker)
    item_ids = list(Verdict.objects.filter(question=old).order_by("nr").values_list("item_id", flat=True))
    return ask(
        actor=actor, case_id=old.case_id, receiver=receiver, purpose=old.purpose, item_ids=item_ids, at=at, key=key
    )


def answer_missing(
    *, actor: Actor, question_id: UUID, answers: Mapping[str, tuple[bool, str]], at: Instant, key: UUID | None = None
) -> QuestionView:
    """Record what the law still wanted to know about the items of a question, and ask again.

    Each answer holds for this receiver, this purpose, and those items whose verdict asked for it.

    Args:
        answers: fact to (value, reason in own words); only facts that the question misses.
        key: of the form; the same key twice is one question.

    Raises:
        NotVisible: the question is not in sight, or not the actor's own.
        QuestionUnreadable: a fact was answered that nobody asked for, or none at all.
        FactForHuman: a reason is missing where a human must give one.
    """
    row = Question.objects.filter(id=question_id, asked_by=actor.worker_id).first()
    if row is None:
        raise NotVisible
    if key is not None and Question.objects.filter(id=rules.once(actor.worker_id, key)).exists():
        return ask_again(actor=actor, question_id=question_id, at=at, key=key)
    missed = {
        verdict.item_id: set(verdict.record["verdict"]["missing"]) for verdict in Verdict.objects.filter(question=row)
    }
    asked = set().union(*missed.values())
    if not answers or not set(answers) <= asked:
        raise QuestionUnreadable({"facts": "Beantwoord ten minste één van de vragen die hier staan."})
    with transaction.atomic():
        for name, (value, note) in sorted(answers.items()):
            for item_id in [item_id for item_id, names in missed.items() if name in names]:
                record_fact(
                    actor=actor, case_id=row.case_id, name=name, value=value, source="question", note=note, at=at,
                    receiver_org=row.receiver_org, purpose=row.purpose, item_id=item_id,
                )  # fmt: skip
        return ask_again(actor=actor, question_id=question_id, at=at, key=key)
