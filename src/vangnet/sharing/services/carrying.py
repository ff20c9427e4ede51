"""Keep what was let see true: a grant goes when its verdict no longer holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from vangnet.access.selectors import items as open_items
from vangnet.access.services import as_enforcer, as_job, closing, items
from vangnet.access.types import Actor, Basis, ItemGrantView
from vangnet.core.clock import Instant, local_day, start_of
from vangnet.people.selectors.clusters import address_is_secret
from vangnet.sharing import rules
from vangnet.sharing.models import DisclosedItem, Question, Verdict
from vangnet.sharing.selectors import consent_views, running_norms
from vangnet.sharing.services.weighing import advised_now, decide_now

# Own setting: what was shared can be looked up for a month; who needs it longer asks again.
SEEN_FOR: Final = timedelta(days=30)


def holds(row: Question, verdict: Verdict, *, on: date) -> bool:
    """Return whether the law says the same about an item as when it was shared, and still lets it go.

    An address does not go while any source says that it is secret, whoever asks and whatever they see.
    """
    if verdict.category == rules.ADDRESS:
        with as_enforcer():
            secret = address_is_secret(person_id=row.case.person_id)
        if secret:
            return False
    now = decide_now(row, verdict, norms=running_norms(), phase=row.case.phase, on=on)
    by_human = rules.human_may_decide(now) and advised_now(row, now).get(verdict.item_id, False)
    same = now.outcome == verdict.outcome and list(now.grounds) == verdict.record["verdict"]["grounds"]
    return same and (now.permitted or by_human)


def outdated(*, actor: Actor, question_id: UUID, item_ids: Sequence[UUID], at: Instant) -> bool:
    """Return whether one of these items of the actor's own question may not go now, or goes on other grounds than were shown.

    A yes that stays on the screen after the person took a consent back promises what `disclose` refuses.
    """
    row = Question.objects.select_related("case").filter(id=question_id, asked_by=actor.worker_id).first()
    if row is None:
        return False
    verdicts = Verdict.objects.filter(question=row, item_id__in=item_ids)
    return any(not holds(row, verdict, on=local_day(at)) for verdict in verdicts)


def let_receiver_see(*, actor: Actor, question: Question, part: DisclosedItem, subject_id: UUID, at: Instant) -> None:
    """Write the grant of a disclosed item for a receiver who works with Vangnet: that item, on that verdict, for a while.

    None while the case is closed: who closes it waits, or is waited for.
    """
    verdict = part.verdict
    if question.receiver_worker is not None and not _closed(question):
        items.open_item_grant(
            actor=actor, at=at, worker_id=question.receiver_worker, region=question.region, case_id=question.case_id,
            subject_id=subject_id, item_kind=verdict.item_kind, item_id=verdict.item_id, form=part.output_form,
            disclosed_id=part.id, verdict_id=verdict.id, until=_until(question, verdict, at=at),
        )  # fmt: skip


def _closed(question: Question) -> bool:
    with as_enforcer():
        rows = Question.objects.select_related("case").select_for_update(of=("case",), no_key=True)
        return rows.get(id=question.id).case.closed_on is not None


def _until(question: Question, verdict: Verdict, *, at: Instant) -> Instant:
    """Return when a grant ends by itself: after a month, or with the consent or the norm that it rests on."""
    ends = [at + SEEN_FOR]
    asked = rules.fitting_consent(
        consent_views(case_id=question.case_id), receiver=question.receiver_org, category=verdict.category,
        purpose=question.purpose, on=local_day(at),
    )  # fmt: skip
    days = [asked.valid_until] if asked is not None else []
    days += [_last_day(ground, on=local_day(at)) for ground in verdict.record["verdict"]["grounds"]]
    return min(ends + [start_of(day + timedelta(days=1)) for day in days if day is not None])


def _last_day(ground: str, *, on: date) -> date | None:
    """Return the last day on which a norm that holds now still does; None when no end is known."""
    days = [norm.valid_until for norm in running_norms().find(ground) if norm.in_force(on)]
    known = [day for day in days if day is not None]
    return max(known) if known and len(known) == len(days) else None


def close_unsupported(*, actor: Actor, case_id: UUID, at: Instant) -> int:
    """Ask the law again about every item of a case that somebody may still see; close what it no longer lets go.

    Background work calls this in the same minute in which something changed.

    Returns:
        How many grants were closed.
    """
    open_now = open_items.open_items(case_id=case_id, limit=10_000)
    gone = unsupported(open_now, at=at)
    return items.close_item_grants(actor=actor, at=at, why="verdict-ended", ids=[grant.id for grant in gone])


def unsupported(grants: list[ItemGrantView], *, at: Instant) -> list[ItemGrantView]:
    """Return which of these grants no verdict carries any more. Background work only."""
    verdicts = Verdict.objects.select_related("question__case", "case").in_bulk([grant.verdict_id for grant in grants])
    parts = DisclosedItem.objects.in_bulk([grant.disclosed_id for grant in grants])
    locked = open_items.locked_out(grants)
    return [grant for grant in grants if grant.id in locked or not _carried(grant, verdicts, parts, at=at)]


def _carried(
    grant: ItemGrantView, verdicts: dict[UUID, Verdict], parts: dict[UUID, DisclosedItem], *, at: Instant
) -> bool:
    verdict, part = verdicts.get(grant.verdict_id), parts.get(grant.disclosed_id)
    if verdict is None or part is None or part.verdict_id != verdict.id or verdict.case.closed_on is not None:
        return False
    question = verdict.question
    if (question.receiver_worker, verdict.item_id, part.output_form) != (grant.worker_id, grant.item_id, grant.form):
        return False
    return grant.until > at and holds(question, verdict, on=local_day(at))


def close_ended_norms(*, actor: Actor, at: Instant) -> int:
    """Close every grant whose verdict rests on a norm that no longer holds, in small steps; background work only.

    Call it outside a transaction. Nothing is asked of the law: without its ground a verdict says nothing, and whoever
    thinks that something else carries it asks again.

    Returns:
        How many grants were closed.
    """
    ended = _ended_verdicts(on=local_day(at), actor=actor)
    if not ended:
        return 0
    number = closing.close_grants_of(actor=actor, at=at, why="norm-ended", basis=Basis.VERDICT, basis_ids=ended)
    for start in range(0, len(ended), closing.STEP):
        with as_job(actor):
            number += items.close_item_grants(
                actor=actor, at=at, why="norm-ended", verdict_ids=ended[start : start + closing.STEP]
            )
    return number


def _ended_verdicts(*, on: date, actor: Actor) -> list[UUID]:
    with as_job(actor):
        in_force = {name for norm in running_norms().norms if norm.in_force(on) for name in (norm.id, norm.key)}
        rows = Verdict.objects.filter(id__in=open_items.verdicts_in_use())
        grounds = list(rows.values_list("id", "record__verdict__grounds"))
    return [verdict_id for verdict_id, named in grounds if not set(named) <= in_force]
