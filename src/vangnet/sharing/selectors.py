"""Read questions, consents, disclosures and requests of a case in sight."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from vangnet.access import selectors as access
from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.cases import selectors as cases
from vangnet.core.clock import Instant
from vangnet.core.errors import NotVisible
from vangnet.law.loader import standard_norms
from vangnet.law.normset import NormSet
from vangnet.law.question import read_question
from vangnet.law.types import Verdict as LawVerdict
from vangnet.plans import selectors as plans
from vangnet.sharing import rules
from vangnet.sharing.models import (
    Consent,
    DisclosedItem,
    Disclosure,
    Fact,
    InformationRequest,
    NormArchive,
    Question,
    Verdict,
)
from vangnet.sharing.types import (
    ConsentView,
    DisclosureView,
    FactView,
    Item,
    ItemKind,
    ItemVerdict,
    QuestionView,
    Receiver,
    RequestState,
    RequestView,
)


def shareable(*, actor: Actor, case_id: UUID, at: Instant) -> list[Item]:
    """Return what of a case the actor could ask to share: what the actor sees, with the category of each.

    Raises:
        NotVisible: the case is not in sight.
    """
    sight = access.sight(actor=actor, case_id=case_id, at=at)
    items = [
        Item(ItemKind.AGREEMENT, agreement.id, agreement.category, agreement.what)
        for agreement in plans.agreements(actor=actor, case_id=case_id, at=at)
    ]
    plan = plans.current(actor=actor, case_id=case_id, at=at)
    if plan is not None:
        for goal_id, goal in plans.goals_of(plan_id=plan.id).items():
            category = rules.category_of(ItemKind.GOAL, domain=goal.domain)
            items.append(Item(ItemKind.GOAL, goal_id, category, goal.goal or goal.now))
    items += [
        Item(ItemKind.ENTRY, entry.id, entry.category, entry.text or entry.title)
        for entry in cases.timeline(actor=actor, case_id=case_id, at=at)
    ]
    return [item for item in items if sight.may_see(item.category)]


def question(*, actor: Actor, question_id: UUID, at: Instant) -> QuestionView:
    """Return a question with its answer as it was given, and record the read.

    Raises:
        NotVisible: absent, or its case is not in sight.
    """
    row = Question.objects.filter(id=question_id).first()
    if row is None:
        raise NotVisible
    access.sight(actor=actor, case_id=row.case_id, at=at)
    verdicts = tuple(_item_verdict(verdict) for verdict in Verdict.objects.filter(question=row).order_by("nr"))
    audit.record(
        actor=actor, at=at, act="sharing.read_question", case_id=row.case_id, object_kind="question", object_id=row.id,
        fields=["items", "verdicts"],
    )  # fmt: skip
    return question_view(row, verdicts)


def question_view(row: Question, verdicts: tuple[ItemVerdict, ...]) -> QuestionView:
    """Return the frozen view of a question and its verdicts."""
    return QuestionView(
        id=row.id,
        case_id=row.case_id,
        receiver=Receiver(row.receiver_org, row.receiver_role, row.receiver_name, row.receiver_worker),
        purpose=row.purpose,
        asked_at=row.asked_at,
        asked_by=row.asked_by,
        norm_set=Verdict.objects.filter(question=row).values_list("norm_set", flat=True).first() or "",
        verdicts=verdicts,
        answer=rules.answer(verdicts),
    )


def facts(*, case_id: UUID, receiver_org: str = "", item_id: UUID | None = None) -> dict[str, FactView]:
    """Return the facts of a case that hold for a receiver and an item: the last recorded of each name.

    A fact recorded for one receiver or one item holds for that one only; one recorded for the case holds for all.
    """
    found: dict[str, FactView] = {}
    for row in Fact.objects.filter(case_id=case_id).order_by("recorded_at", "id"):
        if row.receiver_org in {"", receiver_org} and row.item_id in {None, item_id}:
            found[row.name] = FactView(row.name, row.value, row.recorded_by, row.recorded_at, row.source, row.note)
    return found


def consents(*, actor: Actor, case_id: UUID, at: Instant) -> list[ConsentView]:
    """Return the consents of a case in sight, newest first, withdrawn ones too.

    Raises:
        NotVisible: the case is not in sight.
    """
    access.sight(actor=actor, case_id=case_id, at=at)
    return consent_views(case_id=case_id)


def consent_views(*, case_id: UUID) -> list[ConsentView]:
    """Return the consents of a case, newest first."""
    return [
        ConsentView(
            id=row.id,
            receivers=frozenset(row.receivers),
            categories=frozenset(row.categories),
            purposes=frozenset(row.purposes),
            explicit=row.explicit,
            form=row.form,
            given_on=row.given_on,
            until=row.until,
            withdrawn_at=row.withdrawn_at,
            taken_by=row.taken_by,
        )
        for row in Consent.objects.filter(case_id=case_id).order_by("-given_on", "-id")
    ]


def disclosures(*, actor: Actor, case_id: UUID, at: Instant, limit: int = 50) -> list[DisclosureView]:
    """Return what was shared from a case in sight, newest first, and record the read.

    Raises:
        NotVisible: the case is not in sight.
    """
    sight = access.sight(actor=actor, case_id=case_id, at=at)
    rows = list(Disclosure.objects.filter(case_id=case_id).select_related("question").order_by("-at")[:limit])
    items: dict[UUID, list[tuple[Item, str, tuple[str, ...]]]] = {}
    duties: dict[UUID, set[str]] = {}
    for part in DisclosedItem.objects.filter(disclosure__in=rows).select_related("verdict").order_by("verdict__nr"):
        verdict = part.verdict
        title = verdict.item_title if sight.may_see(verdict.category) else ""
        item = Item(ItemKind(verdict.item_kind), verdict.item_id, verdict.category, title)
        grounds = tuple(verdict.record["verdict"]["grounds"])
        items.setdefault(part.disclosure_id, []).append((item, part.output_form, grounds))
        duties.setdefault(part.disclosure_id, set()).update(part.duties)
    audit.record(
        actor=actor, at=at, act="sharing.list_disclosures", case_id=case_id, object_kind="disclosure",
        details={"rows": len(rows)},
    )  # fmt: skip
    return [
        DisclosureView(
            id=row.id,
            case_id=row.case_id,
            receiver=Receiver(
                row.question.receiver_org,
                row.question.receiver_role,
                row.question.receiver_name,
                row.question.receiver_worker,
            ),
            purpose=row.question.purpose,
            at=row.at,
            by=row.disclosed_by,
            motive=row.motive,
            items=tuple(items.get(row.id, ())),
            duties=tuple(sorted(duties.get(row.id, ()))),
        )
        for row in rows
    ]


def requests(*, actor: Actor, case_id: UUID, at: Instant) -> list[RequestView]:
    """Return the requests of a case in sight, open ones first by day.

    Raises:
        NotVisible: the case is not in sight.
    """
    access.sight(actor=actor, case_id=case_id, at=at)
    rows = InformationRequest.objects.filter(case_id=case_id).order_by("closed_at", "due_on")
    return [request_view(row) for row in rows[:100]]


def owed_requests(*, case_ids: Sequence[UUID], until: date, limit: int = 200) -> list[RequestView]:
    """Return the requests of these cases that wait for an answer due on or before a day."""
    rows = InformationRequest.objects.filter(
        case_id__in=set(case_ids), state=RequestState.ASKED.value, due_on__lte=until
    )
    return [request_view(row) for row in rows.order_by("due_on", "id")[:limit]]


def request_view(row: InformationRequest) -> RequestView:
    """Return the frozen view of a request."""
    return RequestView(
        id=row.id,
        case_id=row.case_id,
        to_name=row.to_name,
        to_org_type=row.to_org,
        to_worker_id=row.to_worker,
        question=row.question,
        purpose=row.purpose,
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        due_on=row.due_on,
        state=RequestState(row.state),
        answer=row.answer,
        version=row.version,
    )


def norms_of(*, norm_set: str) -> NormSet | None:
    """Return the norm set with this hash: the one in use, or one from the archive; None when it was never used."""
    current = standard_norms()
    if current.hash == norm_set:
        return current
    content = NormArchive.objects.filter(hash=norm_set).values_list("content", flat=True).first()
    return NormSet.restore(content, norm_set) if content else None


def _item_verdict(row: Verdict) -> ItemVerdict:
    """Return the verdict as it was, explained with the norms of that day."""
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
    item = Item(ItemKind(row.item_kind), row.item_id, row.category, row.item_title)
    return rules.item_verdict(item, asked, verdict, norms)


def carrying(*, basis_ids: Sequence[UUID]) -> set[UUID]:
    """Return which of these are verdicts that permit. Background work only."""
    permits = {"ALLOW", "ALLOW_DUTY"}
    rows = Verdict.objects.filter(id__in=set(basis_ids), outcome__in=permits)
    return set(rows.values_list("id", flat=True))
