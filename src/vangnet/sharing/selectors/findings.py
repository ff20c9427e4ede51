"""Read what stands against sharing the items of a question."""

from __future__ import annotations

from uuid import UUID

from vangnet.access import selectors as access
from vangnet.access.types import Actor
from vangnet.core.clock import Instant
from vangnet.core.errors import NotVisible
from vangnet.law.normset import NormSet
from vangnet.sharing import rules
from vangnet.sharing.models import Question, Verdict
from vangnet.sharing.selectors.norms import running_norms
from vangnet.sharing.selectors.questions import facts, named_item, titles_gone
from vangnet.sharing.types import FactView, Item


def standing_findings(*, actor: Actor, question_id: UUID, at: Instant) -> list[tuple[Item, FactView]]:
    """Return, for each item of the actor's own question, the findings that stand against sharing it.

    About care only what the actor found: a finding of somebody else could tell that somebody is in care.

    Raises:
        NotVisible: absent, not in sight, or somebody else's question.
    """
    row = Question.objects.filter(id=question_id, asked_by=actor.worker_id).first()
    if row is None:
        raise NotVisible
    access.sight(actor=actor, case_id=row.case_id, at=at)
    norms = running_norms()
    found: list[tuple[Item, FactView]] = []
    verdicts = list(Verdict.objects.filter(question=row).order_by("nr"))
    gone = titles_gone(verdicts)
    for verdict in verdicts:
        item = named_item(verdict, gone)
        known = facts(case_id=row.case_id, receiver_org=row.receiver_org, purpose=row.purpose, item_id=item.id)
        found += [
            (item, fact)
            for name, fact in sorted(known.items())
            if name in norms.vocabulary.facts
            and rules.adverse(norms.vocabulary.facts[name], value=fact.value)
            and (fact.recorded_by == actor.worker_id or not _care(norms, item.category))
        ]
    return found


def _care(norms: NormSet, category: str) -> bool:
    found = norms.vocabulary.categories[category]
    return found.care_secret or found.sens == "H"
