"""Read questions to the law with their answers, what could be shared, and the facts the law may use."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from uuid import UUID

from vangnet.access import selectors as access
from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.cases import selectors as cases
from vangnet.cases.types import WITHDRAWN_TITLE, EntryKind
from vangnet.core.clock import Instant, local_day
from vangnet.core.errors import NotVisible
from vangnet.law.loader import standard_norms
from vangnet.law.question import read_question
from vangnet.law.types import Verdict as LawVerdict
from vangnet.people.selectors.clusters import address_is_secret
from vangnet.plans import selectors as plans
from vangnet.plans.types import CRISIS_CATEGORY, DOMAIN_CATEGORIES
from vangnet.sharing import rules
from vangnet.sharing.models import Fact, Question, SecrecyStep, Verdict
from vangnet.sharing.rules import secrecy
from vangnet.sharing.selectors.advice import advised_items
from vangnet.sharing.selectors.norms import norms_of
from vangnet.sharing.types import (
    STEPS,
    FactView,
    Item,
    ItemKind,
    ItemVerdict,
    QuestionView,
    Receiver,
    StepAsk,
    StepView,
)

# Lines that say something themselves; those about a plan, an agreement or a document only point at what is listed as such.
_SAID_HERE = tuple(kind for kind in EntryKind if kind not in {EntryKind.PLAN, EntryKind.AGREEMENT, EntryKind.DOCUMENT})


def shareable(*, actor: Actor, case_id: UUID, at: Instant) -> list[Item]:
    """Return what of a case the actor could ask to share: what the actor sees, with the category of each.

    Contact and address data are not among it while any source says that the address is secret.

    Raises:
        NotVisible: the case is not in sight.
    """
    sight = access.sight(actor=actor, case_id=case_id, at=at)
    if sight.restricted:
        return []
    items = [
        Item(ItemKind.AGREEMENT, agreement.id, agreement.category, agreement.what)
        for agreement in plans.agreements(actor=actor, case_id=case_id, at=at)
    ]
    plan = plans.current(actor=actor, case_id=case_id, at=at)
    if plan is not None:
        for goal_id, goal in plans.goals_of(plan_id=plan.id).items():
            category = DOMAIN_CATEGORIES.get(goal.domain, "")  # Empty when unknown, which is never shared.
            items.append(Item(ItemKind.GOAL, goal_id, category, goal.goal or goal.now))
        items += [
            Item(ItemKind.PASSAGE, passage_id, category, text)
            for passage_id, (category, text) in plans.passages_of(plan_id=plan.id).items()
        ]
        items += [
            Item(ItemKind.STEP, step_id, CRISIS_CATEGORY, " ".join(filter(None, (step.text, step.phone))))
            for step_id, step in plans.crisis_steps_of(plan_id=plan.id).items()
        ]
    items += [
        Item(ItemKind.ENTRY, entry.id, entry.category, entry.text or entry.title, local_day(entry.at))
        for entry in cases.timeline(actor=actor, case_id=case_id, at=at, kinds=_SAID_HERE)
    ]
    items += [
        Item(ItemKind.DOCUMENT, document.id, document.category, document.title, local_day(document.added_at))
        for document in cases.documents(actor=actor, case_id=case_id, at=at, sight=sight)
    ]
    secret = address_is_secret(person_id=sight.subject_id)
    return [item for item in items if sight.may_see(item.category) and not (secret and item.category == rules.ADDRESS)]


def participants(*, actor: Actor, case_id: UUID, at: Instant) -> list[Receiver]:
    """Return who holds a role in a case in sight today, the actor left out, as receivers the law knows.

    Raises:
        NotVisible: the case is not in sight.
    """
    access.sight(actor=actor, case_id=case_id, at=at)
    holders = {
        slot.holder_id: slot.role
        for slot in cases.slots(case_id=case_id, day=local_day(at))
        if slot.holder_id not in {None, actor.worker_id}
    }
    workers = access.workers(worker_ids=[worker_id for worker_id in holders if worker_id is not None])
    norms = standard_norms()
    return [
        Receiver(worker.agency_kind, rules.party(worker.agency_kind, worker.role, norms).role, worker.name, worker.id)
        for worker in sorted(workers.values(), key=lambda worker: (worker.name, worker.id))
    ]


def question(*, actor: Actor, question_id: UUID, at: Instant) -> QuestionView:
    """Return a question with its answer as it was given, and record the read.

    Raises:
        NotVisible: absent, or its case is not in sight.
    """
    row = Question.objects.filter(id=question_id).first()
    if row is None:
        raise NotVisible
    sight = access.sight(actor=actor, case_id=row.case_id, at=at)
    verdicts = _item_verdicts(row, list(Verdict.objects.filter(question=row).order_by("nr")))
    if row.asked_by != actor.worker_id:
        # Somebody else's question shows what the reader may see of the case, and no more.
        verdicts = tuple(verdict for verdict in verdicts if sight.may_see(verdict.item.category))
    audit.record(
        actor=actor, at=at, act="sharing.read_question", case_id=row.case_id,
        subject_id=sight.subject_id, object_kind="question", object_id=row.id,
        fields=["items", "verdicts"],
    )  # fmt: skip
    return question_view(row, verdicts)


def questions(*, actor: Actor, case_id: UUID, at: Instant, limit: int = 20) -> list[QuestionView]:
    """Return the last questions of a case in sight with their answers, newest first, and record the read.

    Raises:
        NotVisible: the case is not in sight.
    """
    sight = access.sight(actor=actor, case_id=case_id, at=at)
    rows = list(Question.objects.filter(case_id=case_id).order_by("-asked_at", "-id")[:limit])
    by_question: dict[UUID, list[Verdict]] = {}
    for verdict in Verdict.objects.filter(question__in=rows).order_by("nr"):
        by_question.setdefault(verdict.question_id, []).append(verdict)
    audit.record(
        actor=actor, at=at, act="sharing.list_questions", case_id=case_id, subject_id=sight.subject_id, object_kind="question",
        details={"rows": len(rows)},
    )  # fmt: skip
    found = [(row, _item_verdicts(row, by_question.get(row.id, []))) for row in rows]
    return [
        question_view(row, tuple(one for one in verdicts if sight.may_see(one.item.category)))
        for row, verdicts in found
    ]


def question_view(row: Question, verdicts: tuple[ItemVerdict, ...]) -> QuestionView:
    """Return the frozen view of a question and its verdicts."""
    return QuestionView(
        id=row.id,
        case_id=row.case_id,
        receiver=Receiver(row.receiver_org, row.receiver_role, row.receiver_name, row.receiver_worker),
        purpose=row.purpose,
        phase=row.phase,
        asked_at=row.asked_at,
        asked_by=row.asked_by,
        norm_set=Verdict.objects.filter(question=row).values_list("norm_set", flat=True).first() or "",
        verdicts=verdicts,
        answer=rules.answer(verdicts),
    )


def facts(
    *, case_id: UUID, receiver_org: str = "", purpose: str = "", item_id: UUID | None = None
) -> dict[str, FactView]:
    """Return the facts of a case that hold for a receiver, a purpose and an item: the last recorded of each name.

    A fact recorded for one receiver, purpose or item holds for that one only; one recorded for the case holds for all.
    An adverse finding stands until something is found about that same receiver, purpose and item: what is recorded for
    more than that does not drop it.
    """
    standing: dict[str, list[Fact]] = {}
    for row in Fact.objects.filter(case_id=case_id).order_by("recorded_at", "id"):
        fits = row.receiver_org in {"", receiver_org} and row.purpose in {"", purpose}
        if fits and row.item_id in {None, item_id}:
            standing[row.name] = [old for old in standing.get(row.name, []) if _outlives(old, row)] + [row]
    found = {name: next((row for row in rows if _adverse(row)), rows[-1]) for name, rows in standing.items()}
    return {
        name: FactView(name, row.value, row.recorded_by, row.recorded_at, row.source, row.note)
        for name, row in found.items()
    }


def _adverse(row: Fact) -> bool:
    """Return whether a finding speaks against sharing; one that the law's list no longer has does not help either."""
    fact = standard_norms().vocabulary.facts.get(row.name)
    return fact is not None and rules.adverse(fact, value=row.value)


def _outlives(old: Fact, new: Fact) -> bool:
    """Return whether a finding still stands beside a newer one: it is adverse, and the newer one is about more."""
    as_narrow = (
        old.receiver_org in {"", new.receiver_org}
        and old.purpose in {"", new.purpose}
        and old.item_id in {None, new.item_id}
    )
    return _adverse(old) and not as_narrow


def step_ask(*, actor: Actor, question_id: UUID, item_id: UUID, step: str, at: Instant) -> StepAsk:
    """Return what a step of the plan for secrecy asks about an item of the actor's own question.

    Raises:
        NotVisible: absent, not in sight, or somebody else's question: secrecy is broken by its holder alone.
    """
    row = Verdict.objects.filter(question_id=question_id, item_id=item_id, question__asked_by=actor.worker_id).first()
    if row is None or step not in STEPS:
        raise NotVisible
    access.sight(actor=actor, case_id=row.case_id, at=at)
    norms = norms_of(norm_set=row.norm_set) or standard_norms()
    asked = read_question(row.record["question"], norms)
    return StepAsk(
        item=named_item(row, titles_gone([row])),
        step=step,
        points=tuple(secrecy.EACH_APART.get(step, ())),
        keys=secrecy.statutory_keys(norms, asked) if step == "T5" else (),
        colleague=step in secrecy.COLLEAGUE,
        reviewed=step in secrecy.REVIEWED,
    )


def steps(*, actor: Actor, question_id: UUID, item_id: UUID, at: Instant) -> dict[str, StepView]:
    """Return the steps of the plan for secrecy that were taken for an item and this receiver, as answered last.

    Raises:
        NotVisible: absent, or its case is not in sight.
    """
    row = Question.objects.filter(id=question_id).first()
    if row is None:
        raise NotVisible
    access.sight(actor=actor, case_id=row.case_id, at=at)
    taken = SecrecyStep.objects.filter(
        case_id=row.case_id, item_id=item_id, question__receiver_org=row.receiver_org,
        question__receiver_role=row.receiver_role, question__purpose=row.purpose,
    )  # fmt: skip
    return {
        step.step: StepView(step.step, step.yes, step.why, step.colleague, step.review_on, step.taken_by, step.taken_at)
        for step in taken.order_by("taken_at", "id")
    }


def _item_verdicts(question: Question, rows: list[Verdict]) -> tuple[ItemVerdict, ...]:
    """Return the verdicts as they were, explained with the norms of that day, and what the adviser said of them."""
    advised: dict[UUID, bool] = {}
    if any(row.outcome == "HUMAN" for row in rows):
        advised = advised_items(
            case_id=question.case_id, receiver_org=question.receiver_org, receiver_role=question.receiver_role,
            purpose=question.purpose, norm_set=rows[0].norm_set,
        )  # fmt: skip
    gone = titles_gone(rows)
    return tuple(_item_verdict(row, named_item(row, gone), advised=advised.get(row.item_id, False)) for row in rows)


def titles_gone(rows: Iterable[Verdict]) -> set[UUID]:
    """Return of which items the title is shown no more: documents that were withdrawn."""
    return cases.withdrawn(ids={row.item_id for row in rows if row.item_kind == ItemKind.DOCUMENT.value})


def named_item(row: Verdict, gone: Container[UUID]) -> Item:
    """Return the item of a verdict; when it is among those `gone`, that it was withdrawn stands in place of its title."""
    title = WITHDRAWN_TITLE if row.item_id in gone else row.item_title
    return Item(ItemKind(row.item_kind), row.item_id, row.category, title)


def _item_verdict(row: Verdict, item: Item, *, advised: bool) -> ItemVerdict:
    norms = norms_of(norm_set=row.norm_set) or standard_norms()
    asked = read_question(row.record["question"], norms)
    said = row.record["verdict"]
    verdict = LawVerdict(
        outcome=said["outcome"],
        grounds=tuple(said["grounds"]),
        prohibitions=tuple(said["prohibitions"]),
        missing=tuple(said["missing"]),
        duties=tuple(said["duties"]),
        output_form=said["output_form"],
        rows=tuple(said["rows"]),
        norm_set=row.norm_set,
    )
    return rules.item_verdict(item, asked, verdict, norms, advised=advised)


def carrying(*, basis_ids: Sequence[UUID]) -> set[UUID]:
    """Return which of these are verdicts that permit. Background work only."""
    permits = {"ALLOW", "ALLOW_DUTY"}
    rows = Verdict.objects.filter(id__in=set(basis_ids), outcome__in=permits)
    return set(rows.values_list("id", flat=True))
