"""Put a question to the law with the facts Vangnet has, and keep what it answered."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from vangnet.cases import selectors as cases
from vangnet.core.clock import Instant, local_day
from vangnet.core.ids import new_id
from vangnet.law.decide import decide
from vangnet.law.loader import standard_norms
from vangnet.law.normset import NormSet
from vangnet.law.replay import decision_record
from vangnet.law.types import Question as LawQuestion
from vangnet.law.types import Verdict as LawVerdict
from vangnet.sharing import rules
from vangnet.sharing.models import NormArchive, Question, Verdict
from vangnet.sharing.selectors import advised_items, consent_views, facts
from vangnet.sharing.types import Item, ItemVerdict, Receiver


def weigh(row: Question, nr: int, item: Item, *, at: Instant) -> ItemVerdict:
    """Ask the law about one item of a question and keep the verdict, with all that is needed to recompute it."""
    norms = standard_norms()
    asked = law_question(row, item.category, item.id, on=local_day(at))
    verdict = decide(norms, asked)
    keep_norms(norms=norms, at=at)
    Verdict.objects.create(
        id=new_id(), region=row.region, case_id=row.case_id, question=row, nr=nr, item_kind=item.kind.value,
        item_id=item.id, item_title=item.title[:200], category=item.category, outcome=verdict.outcome,
        norm_set=norms.hash, record=decision_record(norms, asked, verdict),
    )  # fmt: skip
    advised = verdict.outcome == "HUMAN" and advised_now(row, verdict).get(item.id, False)
    return rules.item_verdict(item, asked, verdict, norms, advised=advised)


def keep_norms(*, norms: NormSet, at: Instant) -> None:
    """Keep a norm set whole the first time it is used, so that a decision can be recomputed years later."""
    NormArchive.objects.get_or_create(hash=norms.hash, defaults={"content": norms.content, "first_used": at})


def decide_now(row: Question, verdict: Verdict, *, on: date) -> LawVerdict:
    """Return what the law says about an item of a question at this moment, with the facts of now."""
    return decide(standard_norms(), law_question(row, verdict.category, verdict.item_id, on=on))


def advised_now(row: Question, verdict: LawVerdict) -> dict[UUID, bool]:
    """Return for which items of this question the adviser answered under the norms of the verdict, and whether yes."""
    return advised_items(
        case_id=row.case_id, receiver_org=row.receiver_org, receiver_role=row.receiver_role, purpose=row.purpose,
        norm_set=verdict.norm_set,
    )  # fmt: skip


def law_question(row: Question, category: str, item_id: UUID, *, on: date) -> LawQuestion:
    """Return the question to the law, with what Vangnet knows by itself and what people recorded; the latter counts."""
    known = facts(case_id=row.case_id, receiver_org=row.receiver_org, purpose=row.purpose, item_id=item_id)
    return rules.law_question(
        giver=rules.party(row.giver_org, row.giver_role, standard_norms()),
        receiver=Receiver(row.receiver_org, row.receiver_role, row.receiver_name),
        category=category,
        purpose=row.purpose,
        phase=row.phase,
        on=on,
        facts=_gather(row, on=on) | {name: fact.value for name, fact in known.items()},
        consents=consent_views(case_id=row.case_id),
        norms=standard_norms(),
    )


def _gather(row: Question, *, on: date) -> dict[str, bool]:
    """Return what Vangnet sees by itself: whether giver and receiver are both admitted to the case today."""
    taking_part = {slot.holder_id for slot in cases.slots(case_id=row.case_id, day=on)}
    received = row.receiver_org == "ZVH" or row.receiver_worker in taking_part - {None}
    return {"parties_admitted_to_case": True} if received and row.asked_by in taking_part else {}
