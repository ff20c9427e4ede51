"""Record what stands in the way of sharing an item, and replace it by a new finding; then the law is asked again."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from vangnet.access import selectors as access
from vangnet.access.types import Actor
from vangnet.core.clock import Instant
from vangnet.core.errors import NotVisible
from vangnet.sharing import rules
from vangnet.sharing.errors import FindingOfGiver, QuestionUnreadable
from vangnet.sharing.models import Question, Verdict
from vangnet.sharing.selectors import facts, running_norms
from vangnet.sharing.services.asking import ask_again
from vangnet.sharing.services.facts import record_fact
from vangnet.sharing.types import BARRIERS, QuestionView


def record_finding(
    *,
    actor: Actor,
    question_id: UUID,
    item_id: UUID,
    name: str,
    value: bool,
    why: str,
    at: Instant,
    key: UUID | None = None,
) -> QuestionView:
    """Keep a finding about an item of the actor's own question, and ask the law again.

    A barrier may be found; what stands as a finding against sharing may be found otherwise. Nothing is ever taken away.

    Args:
        name: a barrier that people record, or a fact that stands against sharing this item.
        value: what was found; for a barrier true stands in the way.
        why: in own words; always required.
        key: of the form; the same key twice is one finding.

    Raises:
        NotVisible: the question or the item is not in sight, or not the actor's own.
        QuestionUnreadable: it is no barrier and nothing that stands, or no reason is given.
        FindingOfGiver: weighty reasons of another organisation; only that organisation comes back on them.

    Law: Wgs 1.5(1); MP05: an adverse finding is replaced by a new finding, never dropped.
    """
    row = Question.objects.filter(id=question_id, asked_by=actor.worker_id).first()
    if row is None or not Verdict.objects.filter(question=row, item_id=item_id).exists():
        raise NotVisible
    if key is not None and Question.objects.filter(id=rules.once(actor.worker_id, key)).exists():
        return ask_again(actor=actor, question_id=question_id, at=at, key=key)
    fact = rules.known_fact(name, norms=running_norms())
    stands = facts(
        case_id=row.case_id, receiver_org=row.receiver_org, purpose=row.purpose, item_id=item_id
    ).get(name)  # fmt: skip
    against = stands is not None and rules.adverse(fact, value=stands.value)
    if not why.strip():
        raise QuestionUnreadable({"why": "Schrijf op hoe je dat weet."})
    if not against and (name not in BARRIERS or not value):
        raise QuestionUnreadable({"what": "Kies wat je hebt vastgesteld."})
    if against and name in rules.OF_THE_GIVER and stands is not None:
        found_by = access.workers(worker_ids=[stands.recorded_by]).get(stands.recorded_by)
        if found_by is None or found_by.agency_id != actor.agency_id:
            raise FindingOfGiver
    with transaction.atomic():
        record_fact(
            actor=actor, case_id=row.case_id, name=name, value=value, source="finding", note=why, at=at,
            receiver_org=row.receiver_org, purpose=row.purpose, item_id=item_id,
        )  # fmt: skip
        return ask_again(actor=actor, question_id=question_id, at=at, key=key)
