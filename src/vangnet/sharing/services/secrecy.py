"""Take one step of the plan for professional secrecy: keep the motive, and record the facts the law asks a human for."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.cases import selectors as cases
from vangnet.core.clock import Instant, local_day
from vangnet.core.errors import NotVisible
from vangnet.core.ids import new_id
from vangnet.law.decide import care_secrecy_applies
from vangnet.law.loader import standard_norms
from vangnet.law.question import read_question
from vangnet.sharing.errors import NotSecret
from vangnet.sharing.models import Question, SecrecyStep, Verdict
from vangnet.sharing.rules import secrecy
from vangnet.sharing.services.facts import record_fact
from vangnet.sharing.types import NewStep


def take_step(*, actor: Actor, question_id: UUID, item_id: UUID, step: NewStep, at: Instant) -> str:
    """Keep an answer of the step plan for one item of the actor's own question, with the facts it records.

    Only whoever holds the secret takes the steps; each fact holds for this item, this receiver and this purpose.

    Returns:
        The next step, or nothing when the plan ends here or the law is to be asked again.

    Raises:
        NotVisible: absent, not in sight, or somebody else's question.
        NotSecret: the item is not under professional secrecy for this giver.
        StepUnreadable: a motive, a criterion, the colleague or the day to look again is missing.

    Law: legal.md section 4: BW 7:457, Wgs 2.29(2); the human decides, Vangnet checks that it is written down.
    """
    row = Question.objects.filter(id=question_id, asked_by=actor.worker_id).first()
    verdict = Verdict.objects.filter(question=row, item_id=item_id).first() if row is not None else None
    if row is None or verdict is None:
        raise NotVisible
    case = cases.case(actor=actor, case_id=row.case_id, at=at)
    asked = read_question(verdict.record["question"], standard_norms())
    if not care_secrecy_applies(asked):
        raise NotSecret
    keys = secrecy.statutory_keys(standard_norms(), asked) if step.step == "T5" else ()
    secrecy.check_step(step, keys=keys, today=local_day(at))
    with transaction.atomic():
        taken = SecrecyStep.objects.create(
            id=new_id(), region=case.region, case_id=case.id, question=row, item_id=item_id, step=step.step,
            yes=step.yes, why=step.why.strip(), colleague=step.colleague.strip()[:120], review_on=step.review_on if step.yes else None,
            taken_by=actor.worker_id, taken_at=at,
        )  # fmt: skip
        for name, (value, note) in _facts(step).items():
            record_fact(
                actor=actor, case_id=case.id, name=name, value=value, source=f"step {step.step}", note=note, at=at,
                receiver_org=row.receiver_org, purpose=row.purpose, item_id=item_id,
            )  # fmt: skip
        audit.record(
            actor=actor, at=at, act="sharing.take_step", event=True, case_id=case.id, subject_id=case.person_id,
            object_kind="secrecy_step", object_id=taken.id, details={"step": step.step, "yes": int(step.yes)},
        )  # fmt: skip
    return secrecy.next_step(step.step, yes=step.yes)


def _facts(step: NewStep) -> dict[str, tuple[bool, str]]:
    """Return the facts that a yes records, each with its words."""
    if not step.yes:
        return {}
    found = dict.fromkeys(secrecy.WITH_THE_MOTIVE.get(step.step, ()), (True, step.why)) | dict(step.facts)
    if step.step == "T7":
        found[secrecy.COLLEAGUE_FACT] = (True, step.colleague)
    return found
