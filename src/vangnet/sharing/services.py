"""Ask, share, keep facts and consent, and ask a partner."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db import transaction

from vangnet.access import services as grants
from vangnet.access.types import Actor, Basis
from vangnet.audit import services as audit
from vangnet.cases import selectors as cases
from vangnet.core.clock import Instant, local_day
from vangnet.core.errors import NotVisible
from vangnet.core.ids import new_id
from vangnet.core.versions import check_version
from vangnet.law.decide import decide
from vangnet.law.loader import standard_norms
from vangnet.law.replay import decision_record
from vangnet.law.types import Question as LawQuestion
from vangnet.sharing import rules
from vangnet.sharing.errors import FactForHuman, FindingDropped, NotPermitted, RequestDone, VerdictOutdated
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
from vangnet.sharing.selectors import consent_views, facts, question_view, request_view, shareable
from vangnet.sharing.types import Item, ItemVerdict, NewConsent, QuestionView, Receiver, RequestState, RequestView


def ask(
    *, actor: Actor, case_id: UUID, receiver: Receiver, purpose: str, item_ids: Sequence[UUID], at: Instant
) -> QuestionView:
    """Ask whether items may go to a receiver, and keep question and answer; nothing is shared yet.

    Args:
        receiver: to whom.
        purpose: purpose code of the law's vocabulary.
        item_ids: items of the case that the actor sees; others are treated as absent.

    Raises:
        NotVisible: the case or an item is not in sight.
        QuestionUnreadable: the law's vocabulary does not have something that was named.
    """
    case = cases.case(actor=actor, case_id=case_id, at=at)
    seen = {item.id: item for item in shareable(actor=actor, case_id=case_id, at=at)}
    if any(item_id not in seen for item_id in item_ids):
        raise NotVisible
    items = [seen[item_id] for item_id in dict.fromkeys(item_ids)]
    rules.check_question(receiver=receiver, purpose=purpose, items=items, norms=standard_norms())
    giver = rules.party(actor.agency_kind, actor.role, standard_norms())
    row = Question.objects.create(
        id=new_id(), region=case.region, case_id=case_id, giver_org=giver.org_type, giver_role=giver.role,
        receiver_org=receiver.org_type, receiver_role=receiver.role, receiver_name=receiver.name,
        receiver_worker=receiver.worker_id, purpose=purpose, phase=case.phase, asked_by=actor.worker_id, asked_at=at,
        trace_id=actor.trace_id,
    )  # fmt: skip
    verdicts = tuple(_weigh(row, nr, item, at=at) for nr, item in enumerate(items, start=1))
    audit.record(
        actor=actor, at=at, act="sharing.ask", event=True, case_id=case_id, subject_id=case.person_id,
        object_kind="question", object_id=row.id,
        details={"purpose": purpose, "receiver": receiver.org_type, "items": len(items),
                 "answer": rules.answer(verdicts).value},
    )  # fmt: skip
    return question_view(row, verdicts)


def ask_again(*, actor: Actor, question_id: UUID, at: Instant) -> QuestionView:
    """Ask the same again, now that a fact or a consent was added; the earlier question stays on record.

    Raises:
        NotVisible: the question or one of its items is not in sight any more.
    """
    old = Question.objects.filter(id=question_id).first()
    if old is None:
        raise NotVisible
    receiver = Receiver(old.receiver_org, old.receiver_role, old.receiver_name, old.receiver_worker)
    item_ids = list(Verdict.objects.filter(question=old).order_by("nr").values_list("item_id", flat=True))
    return ask(actor=actor, case_id=old.case_id, receiver=receiver, purpose=old.purpose, item_ids=item_ids, at=at)


def disclose(
    *, actor: Actor, question_id: UUID, item_ids: Sequence[UUID], motive: str, idempotency_key: str, at: Instant
) -> UUID:
    """Share items of a question; each is asked of the law again at this moment, and one "no" stops all.

    Args:
        item_ids: which items of the question really go.
        motive: why this is necessary for the receiver, in the giver's own words.

    Returns:
        The id of the disclosure; the same key twice is one disclosure.

    Raises:
        NotVisible: the question is not in sight, or not the actor's own.
        NotPermitted: an item may not go.
        VerdictOutdated: the answer is no longer what was shown.
        RequestUnreadable: no motive was given.
    """
    row = Question.objects.filter(id=question_id, asked_by=actor.worker_id).first()
    if row is None:
        raise NotVisible
    case = cases.case(actor=actor, case_id=row.case_id, at=at)
    same = Disclosure.objects.filter(case_id=row.case_id, idempotency_key=idempotency_key).first()
    if same is not None:
        return same.id
    rules.check_answer(motive)
    wanted = {verdict.item_id: verdict for verdict in Verdict.objects.filter(question=row, item_id__in=set(item_ids))}
    if not item_ids or set(wanted) != set(item_ids):
        raise NotVisible
    for verdict in wanted.values():
        now = decide(standard_norms(), _law_question(row, verdict.category, verdict.item_id, on=local_day(at)))
        if not now.permitted:
            raise NotPermitted(str(verdict.id))
        if now.outcome != verdict.outcome or list(now.grounds) != verdict.record["verdict"]["grounds"]:
            raise VerdictOutdated
    with transaction.atomic():
        disclosure = Disclosure.objects.create(
            id=new_id(), region=case.region, case_id=case.id, question=row, motive=motive.strip(),
            disclosed_by=actor.worker_id, at=at, idempotency_key=idempotency_key,
        )  # fmt: skip
        DisclosedItem.objects.bulk_create(
            DisclosedItem(
                region=case.region,
                case_id=case.id,
                disclosure=disclosure,
                verdict=verdict,
                output_form=verdict.record["verdict"]["output_form"],
                duties=verdict.record["verdict"]["duties"],
            )
            for verdict in wanted.values()
        )
        audit.record(
            actor=actor, at=at, act="sharing.disclose", event=True, case_id=case.id, subject_id=case.person_id,
            object_kind="disclosure", object_id=disclosure.id, ground=_grounds(wanted.values()),
            details={"receiver": row.receiver_org, "items": len(wanted)},
        )  # fmt: skip
    return disclosure.id


def record_fact(
    *,
    actor: Actor,
    case_id: UUID,
    name: str,
    value: bool,
    source: str,
    note: str,
    at: Instant,
    receiver_org: str = "",
    item_id: UUID | None = None,
) -> None:
    """Record a fact the law asks for; it replaces the one before, which stays on record.

    Args:
        name: fact of the law's vocabulary.
        source: where it comes from, such as `form` or `partner`.
        note: reason in the recorder's own words; required for what only a human may establish, and to replace an
            adverse finding (a barrier, or a fact recorded false).
        receiver_org: only for this receiver; for all when empty.
        item_id: only for this item; for all when None.

    Raises:
        NotVisible: the case is not in sight.
        FactForHuman: only a named human may record it, with a reason.
        FindingDropped: it would take away an adverse finding without a reason.
        QuestionUnreadable: the vocabulary does not have this fact.
    """
    case = cases.case(actor=actor, case_id=case_id, at=at)
    fact = rules.known_fact(name, norms=standard_norms())
    if fact.kind == "human" and (actor.is_system or not note.strip()):
        raise FactForHuman(name)
    before = facts(case_id=case_id, receiver_org=receiver_org, item_id=item_id).get(name)
    if before is not None and rules.adverse(fact, value=before.value) and not note.strip():
        raise FindingDropped
    Fact.objects.create(
        region=case.region, case_id=case_id, receiver_org=receiver_org, item_id=item_id, name=name, value=value,
        recorded_by=actor.worker_id, recorded_at=at, source=source, note=note.strip(),
    )  # fmt: skip
    audit.record(
        actor=actor, at=at, act="sharing.record_fact", event=True, case_id=case_id, subject_id=case.person_id,
        object_kind="fact", details={"name": name, "value": int(value), "receiver": receiver_org},
    )  # fmt: skip


def adopt_origin(*, actor: Actor, case_id: UUID, at: Instant) -> None:
    """Record what the table found when it weighed the signal a case was opened from; background work only.

    Law: Bgs 2.20(1), registering per criterion whether it is met.
    """
    case_region = cases.region_of(case_id=case_id)
    for name, value in sorted(rules.facts_of_origin(cases.origin(case_id=case_id)).items()):
        Fact.objects.create(
            region=case_region, case_id=case_id, name=name, value=value, recorded_by=actor.worker_id, recorded_at=at,
            source="weighing",
        )  # fmt: skip
    audit.record(actor=actor, at=at, act="sharing.adopt_origin", case_id=case_id, object_kind="fact")


def give_consent(*, actor: Actor, case_id: UUID, consent: NewConsent, at: Instant) -> UUID:
    """Keep a consent as the person gave it.

    Raises:
        NotVisible: the case is not in sight.
        ConsentUnreadable: something is missing.

    Law: AVG article 7.
    """
    case = cases.case(actor=actor, case_id=case_id, at=at)
    rules.check_consent(consent, today=local_day(at), norms=standard_norms())
    row = Consent.objects.create(
        id=new_id(), region=case.region, case_id=case_id, receivers=sorted(consent.receivers),
        categories=sorted(consent.categories), purposes=sorted(consent.purposes), explicit=consent.explicit,
        text_shown=consent.text_shown.strip(), form=consent.form, competent=consent.competent, given_on=local_day(at),
        until=consent.until, taken_by=actor.worker_id,
    )  # fmt: skip
    audit.record(
        actor=actor, at=at, act="sharing.give_consent", event=True, case_id=case_id, subject_id=case.person_id,
        object_kind="consent", object_id=row.id,
    )  # fmt: skip
    for receiver in sorted(consent.receivers):
        record_fact(
            actor=actor, case_id=case_id, name="consent_free_and_competent", value=True, source="consent",
            note=consent.text_shown, receiver_org=receiver, at=at,
        )  # fmt: skip
    return row.id


def withdraw_consent(*, actor: Actor, consent_id: UUID, at: Instant) -> None:
    """End a consent at once; nothing more goes on it from now. Withdrawing twice changes nothing.

    Raises:
        NotVisible: the consent is not in sight.

    Law: AVG article 7(3): as easy to withdraw as to give.
    """
    row = Consent.objects.select_for_update().filter(id=consent_id).first()
    if row is None:
        raise NotVisible
    if row.withdrawn_at is not None:
        return
    row.withdrawn_at, row.withdrawn_to = at, actor.worker_id
    row.save(update_fields=["withdrawn_at", "withdrawn_to"])
    grants.close_grants(actor=actor, at=at, why="consent-withdrawn", basis=Basis.VERDICT, basis_id=row.id)
    audit.record(
        actor=actor, at=at, act="sharing.withdraw_consent", event=True, case_id=row.case_id, object_kind="consent",
        object_id=row.id,
    )  # fmt: skip


def request_information(
    *, actor: Actor, case_id: UUID, to: Receiver, question: str, purpose: str, due_on: date, at: Instant
) -> UUID:
    """Ask a partner for information, with a day by which they answer.

    Raises:
        NotVisible: the case is not in sight.
        RequestUnreadable: something is missing.
    """
    case = cases.case(actor=actor, case_id=case_id, at=at)
    rules.check_request(question=question, due_on=due_on, today=local_day(at))
    row = InformationRequest.objects.create(
        id=new_id(), region=case.region, case_id=case_id, to_name=to.name, to_org=to.org_type, to_worker=to.worker_id,
        question=question.strip(), purpose=purpose, asked_by=actor.worker_id, asked_at=at, due_on=due_on,
        state=RequestState.ASKED.value,
    )  # fmt: skip
    audit.record(
        actor=actor, at=at, act="sharing.request_information", event=True, case_id=case_id, subject_id=case.person_id,
        object_kind="request", object_id=row.id, details={"to": to.org_type},
    )  # fmt: skip
    return row.id


def answer_request(
    *, actor: Actor, request_id: UUID, version: int, refused: bool, text: str, at: Instant
) -> RequestView:
    """Keep a partner's answer, or that they refuse and why.

    Args:
        refused: whether they withhold; the text then holds their weighty reasons.

    Raises:
        NotVisible: the request is not in sight.
        RequestDone: it was dealt with before.
        StaleVersion: somebody changed it.
        RequestUnreadable: nothing was written.

    Law: Wgs 1.5; a participant gives unless weighty reasons stand against it, and records them.
    """
    row = InformationRequest.objects.select_for_update().filter(id=request_id).first()
    if row is None:
        raise NotVisible
    if row.state != RequestState.ASKED.value:
        raise RequestDone
    check_version(found=row.version, expected=version)
    rules.check_answer(text)
    row.state = (RequestState.REFUSED if refused else RequestState.ANSWERED).value
    row.answer, row.closed_at, row.version = text.strip(), at, row.version + 1
    row.save(update_fields=["state", "answer", "closed_at", "version"])
    audit.record(
        actor=actor, at=at, act="sharing.refuse_request" if refused else "sharing.answer_request", event=True,
        case_id=row.case_id, object_kind="request", object_id=row.id,
    )  # fmt: skip
    return request_view(row)


def correct(*, actor: Actor, case_id: UUID, item_id: UUID, correction: str, at: Instant) -> int:
    """Tell everybody who received an item that it was wrong, and what is right; each acknowledges.

    Returns:
        How many disclosures the correction went to.

    Raises:
        NotVisible: the case is not in sight.
        RequestUnreadable: nothing was written.

    Law: AVG articles 16 and 19.
    """
    case = cases.case(actor=actor, case_id=case_id, at=at)
    rules.check_answer(correction)
    rows = DisclosedItem.objects.filter(case_id=case_id, verdict__item_id=item_id)
    told = rows.update(corrected_at=at, correction=correction.strip(), correction_seen_at=None)
    audit.record(
        actor=actor, at=at, act="sharing.correct", event=True, case_id=case_id, subject_id=case.person_id,
        object_kind="item", object_id=item_id, details={"told": told},
    )  # fmt: skip
    return told


def _weigh(row: Question, nr: int, item: Item, *, at: Instant) -> ItemVerdict:
    norms = standard_norms()
    asked = _law_question(row, item.category, item.id, on=local_day(at))
    verdict = decide(norms, asked)
    NormArchive.objects.get_or_create(hash=norms.hash, defaults={"content": norms.content, "first_used": at})
    Verdict.objects.create(
        id=new_id(), region=row.region, case_id=row.case_id, question=row, nr=nr, item_kind=item.kind.value,
        item_id=item.id, item_title=item.title[:200], category=item.category, outcome=verdict.outcome,
        norm_set=norms.hash, record=decision_record(norms, asked, verdict),
    )  # fmt: skip
    return rules.item_verdict(item, asked, verdict, norms)


def _law_question(row: Question, category: str, item_id: UUID, *, on: date) -> LawQuestion:
    """Return the question to the law, with what Vangnet knows by itself and what people recorded; the latter counts."""
    known = facts(case_id=row.case_id, receiver_org=row.receiver_org, item_id=item_id)
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


def _grounds(verdicts: Iterable[Verdict]) -> str:
    return " ".join(sorted({ground for verdict in verdicts for ground in verdict.record["verdict"]["grounds"]}))[:120]
