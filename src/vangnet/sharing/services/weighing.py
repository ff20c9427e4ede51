"""Put a question to the law with the facts Vangnet has, and keep what it answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

from vangnet.cases import selectors as cases
from vangnet.core.clock import Instant, local_day
from vangnet.core.ids import new_id
from vangnet.law.decide import decide
from vangnet.law.normset import NormSet
from vangnet.law.replay import decision_record
from vangnet.law.types import Question as LawQuestion
from vangnet.law.types import Verdict as LawVerdict
from vangnet.sharing import rules
from vangnet.sharing.models import DisclosedItem, Question, Verdict
from vangnet.sharing.selectors import advised_items, consent_views, facts
from vangnet.sharing.selectors.about import circle_of_item
from vangnet.sharing.services.norms import keep_norms
from vangnet.sharing.types import Item, ItemVerdict, Receiver


def weigh(row: Question, nr: int, item: Item, *, norms: NormSet, at: Instant) -> ItemVerdict:
    """Ask the law about one item of a question and keep the verdict, with all that is needed to recompute it."""
    asked = law_question(row, item.category, item.id, norms=norms, phase=row.phase, on=local_day(at))
    verdict = decide(norms, asked)
    keep_norms(norms=norms, at=at)
    Verdict.objects.create(
        id=new_id(), region=row.region, case_id=row.case_id, question=row, nr=nr, item_kind=item.kind.value,
        item_id=item.id, item_title=item.title[:200], category=item.category, outcome=verdict.outcome,
        norm_set=norms.hash, record=decision_record(norms, asked, verdict),
    )  # fmt: skip
    advised = verdict.outcome == "HUMAN" and advised_now(row, verdict).get(item.id, False)
    return rules.item_verdict(item, asked, verdict, norms, advised=advised)


def decide_now(row: Question, verdict: Verdict, *, norms: NormSet, phase: str, on: date) -> LawVerdict:
    """Return what the law says about an item of a question at this moment, with the norms, facts and phase of now."""
    return decide(norms, law_question(row, verdict.category, verdict.item_id, norms=norms, phase=phase, on=on))


def once_read(row: Question, verdict: Verdict, *, norms: NormSet, phase: str, on: date) -> tuple[str, list[str]]:
    """Return the output form and the duties with which an item goes.

    Where the law left it to a human, the adviser read the text of the norm; form and duties are what it says once read.
    """
    said = verdict.record["verdict"]
    if verdict.outcome != "HUMAN":
        return said["output_form"], list(said["duties"])
    asked = law_question(row, verdict.category, verdict.item_id, norms=norms, phase=phase, on=on)
    read = decide(norms, replace(asked, assume_verified=True))
    return read.output_form, sorted({*said["duties"], *read.duties})


def advised_now(row: Question, verdict: LawVerdict) -> dict[UUID, bool]:
    """Return for which items of this question the adviser answered under the norms of the verdict, and whether yes."""
    return advised_items(
        case_id=row.case_id, receiver_org=row.receiver_org, receiver_role=row.receiver_role, purpose=row.purpose,
        norm_set=verdict.norm_set,
    )  # fmt: skip


def law_question(row: Question, category: str, item_id: UUID, *, norms: NormSet, phase: str, on: date) -> LawQuestion:
    """Return the question to the law, with what Vangnet knows by itself and what people recorded; the latter counts.

    Only a barrier that Vangnet sees by itself stands, whatever people recorded.
    """
    known = facts(case_id=row.case_id, receiver_org=row.receiver_org, purpose=row.purpose, item_id=item_id)
    recorded = {name: fact.value for name, fact in known.items()}
    return rules.law_question(
        giver=rules.party(row.giver_org, row.giver_role, norms),
        receiver=Receiver(row.receiver_org, row.receiver_role, row.receiver_name),
        category=category,
        purpose=row.purpose,
        phase=phase,
        on=on,
        facts=_gather(row, on=on) | recorded | _travelled_along(row, item_id),
        consents=consent_views(case_id=row.case_id),
        norms=norms,
        circle=circle_of_item(
            case_id=row.case_id, person_id=row.case.person_id, item_id=item_id, category=category, on=on
        ),
    )


def _gather(row: Question, *, on: date) -> dict[str, bool]:
    """Return what Vangnet sees by itself: whether giver and receiver are both admitted to the case today."""
    taking_part = {slot.holder_id for slot in cases.slots(case_id=row.case_id, day=on)}
    received = row.receiver_org == "ZVH" or row.receiver_worker in taking_part - {None}
    return {"parties_admitted_to_case": True} if received and row.asked_by in taking_part else {}


def _travelled_along(row: Question, item_id: UUID) -> dict[str, bool]:
    """Return whether the giver itself received this item with a condition that travels along, so that it stays there.

    Law: Wgs 1.11(2), 2.29(3), Wpg 7(2), Wjsg 52. Who gave an item first may give it again.
    """
    went = DisclosedItem.objects.filter(case_id=row.case_id, verdict__item_id=item_id)
    first = went.order_by("disclosure__at", "id").values_list("disclosure__question__giver_org", flat=True).first()
    if first in {None, row.giver_org}:
        return {}
    bound = went.filter(
        disclosure__question__receiver_org=row.giver_org, duties__overlap=sorted(rules.KEEPS_TO_RECEIVER)
    )
    return {"received_under_secrecy": True} if bound.exists() else {}
