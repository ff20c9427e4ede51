"""Draft, adopt and review a plan; make and finish agreements."""

from __future__ import annotations

from datetime import date
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from vangnet.access import selectors as access
from vangnet.access import services as grants
from vangnet.access.errors import NoMandate
from vangnet.access.services.directing import require_in_case
from vangnet.access.types import Actor
from vangnet.audit import selectors as audit_record
from vangnet.audit import services as audit
from vangnet.cases import selectors as cases
from vangnet.cases import services as case_services
from vangnet.cases.types import EntryKind
from vangnet.core.clock import Instant, local_day
from vangnet.core.errors import NotVisible
from vangnet.core.ids import new_id
from vangnet.core.versions import check_version
from vangnet.plans import rules
from vangnet.plans.errors import AgreementDone, AgreementOpen, DraftExists, NotADraft, PlanUnreadable, SecondCurrentPlan
from vangnet.plans.models import Agreement, CrisisStep, Flag, Goal, Passage, Plan, PlanRead
from vangnet.plans.selectors import agreement_views, plan_text, plan_view
from vangnet.plans.types import AgreementView, FlagReason, NewAgreement, PassageKind, PlanState, PlanText, PlanView

FINISH: Final = "plans.finish_agreement"


def draft(*, actor: Actor, case_id: UUID, text: PlanText, at: Instant) -> PlanView:
    """Start a new version of the plan.

    Raises:
        NotVisible: the case is not in sight.
        DraftExists: one is being written already.
        PlanUnreadable: something is missing.
        NoMandate: the actor may not draft, or not see the whole plan.
    """
    case = cases.case(actor=actor, case_id=case_id, at=at)
    _require_whole(actor, case_id, at)
    rules.check_plan(text, today=local_day(at))
    last = Plan.objects.filter(case_id=case_id).aggregate(last=Max("nr"))["last"]
    plan = Plan(
        id=new_id(), region=case.region, case_id=case_id, nr=(last or 0) + 1, state=PlanState.DRAFT.value,
        drafted_by=actor.worker_id, drafted_at=at, review_on=text.review_on,
    )  # fmt: skip
    try:
        with transaction.atomic():
            plan.save(force_insert=True)
    except IntegrityError as error:
        raise DraftExists from error
    _write_text(plan, text)
    audit.record(
        actor=actor, at=at, act="plans.draft", event=True, case_id=case_id, subject_id=case.person_id, object_kind="plan",
        object_id=plan.id, details={"nr": plan.nr},
    )  # fmt: skip
    return plan_view(plan)


def revise(*, actor: Actor, plan_id: UUID, version: int, text: PlanText, at: Instant) -> PlanView:
    """Change a draft.

    Raises:
        NotVisible: the plan is not in sight.
        NotADraft: it was adopted.
        StaleVersion: somebody changed it.
        PlanUnreadable: something is missing.
    """
    plan = _lock(plan_id)
    _require_whole(actor, plan.case_id, at)
    if plan.state != PlanState.DRAFT.value:
        raise NotADraft
    check_version(found=plan.version, expected=version)
    rules.check_plan(text, today=local_day(at))
    plan.version += 1
    _write_text(plan, text)
    audit.record(
        actor=actor, at=at, act="plans.revise", case_id=plan.case_id, subject_id=plan.case.person_id, object_kind="plan", object_id=plan.id,
        details={"nr": plan.nr, "version": plan.version},
    )  # fmt: skip
    return plan_view(plan)


def adopt(*, actor: Actor, plan_id: UUID, version: int, at: Instant) -> PlanView:
    """Make a draft the one current plan; the one before becomes past, its flags are settled.

    Raises:
        NotVisible: the plan is not in sight.
        NotADraft: it was adopted before.
        StaleVersion: somebody changed it.
        SecondCurrentPlan: somebody else adopted one at the same time.
        PlanUnreadable: it is not whole enough to count.
    """
    plan = _lock(plan_id)
    require_in_case(actor, "plans.adopt", case_id=plan.case_id, at=at)
    _require_whole(actor, plan.case_id, at)
    if plan.state != PlanState.DRAFT.value:
        raise NotADraft
    check_version(found=plan.version, expected=version)
    rules.check_adoptable(plan_text(plan), today=local_day(at))
    try:
        with transaction.atomic():
            Plan.objects.filter(case_id=plan.case_id, state=PlanState.CURRENT.value).update(
                state=PlanState.PAST.value, ended_at=at
            )
            Flag.objects.filter(case_id=plan.case_id, settled_at=None).update(
                settled_at=at, settled_by=actor.worker_id, settled_how="new-plan"
            )
            plan.state, plan.adopted_by, plan.adopted_at = PlanState.CURRENT.value, actor.worker_id, at
            plan.version += 1
            plan.save(update_fields=["state", "adopted_by", "adopted_at", "version"])
    except IntegrityError as error:
        raise SecondCurrentPlan from error
    audit.record(
        actor=actor, at=at, act="plans.adopt", event=True, case_id=plan.case_id,
        subject_id=plan.case.person_id, object_kind="plan", object_id=plan.id,
        details={"nr": plan.nr},
    )  # fmt: skip
    case_services.add_entry(
        actor=actor, case_id=plan.case_id, at=at, kind=EntryKind.PLAN, title=f"Plan, versie {plan.nr}, vastgesteld",
        category="C25", object_id=plan.id,
    )  # fmt: skip
    mark_read(actor=actor, case_id=plan.case_id, at=at)  # nobody adopts what they did not read
    return plan_view(plan)


def settle(*, actor: Actor, case_id: UUID, flag_id: UUID, how: str, at: Instant) -> None:
    """Say that one looked at a flag and the plan still fits, and why. Settling twice changes nothing.

    Raises:
        NotVisible: the flag is not in sight.
        PlanUnreadable: no reason was given.
    """
    flag = Flag.objects.select_for_update().filter(id=flag_id, case_id=case_id).first()
    if flag is None:
        raise NotVisible
    require_in_case(actor, "plans.adopt", case_id=case_id, at=at)
    if not how.strip():
        raise PlanUnreadable({"how": "Schrijf op waarom het plan nog klopt."})
    if flag.settled_at is not None:
        return
    flag.settled_at, flag.settled_by, flag.settled_how = at, actor.worker_id, how.strip()
    flag.save(update_fields=["settled_at", "settled_by", "settled_how"])
    audit.record(
        actor=actor, at=at, act="plans.settle", event=True, case_id=case_id,
        subject_id=flag.case.person_id, object_kind="flag", object_id=flag.id,
        details={"reason": flag.reason},
    )  # fmt: skip


def flag(*, actor: Actor, case_id: UUID, reason: FlagReason, cause_id: UUID, since: Instant, at: Instant) -> None:
    """Mark the current plan of a case as perhaps no longer fitting; the same cause twice is one flag.

    Args:
        cause_id: the signal, contact, person or title that caused it.
        since: when it happened; a plan adopted at or after this moment knew of it.
    """
    plan = Plan.objects.filter(case_id=case_id, state=PlanState.CURRENT.value).first()
    if plan is None or (plan.adopted_at is not None and plan.adopted_at >= since):
        return
    _, created = Flag.objects.get_or_create(
        plan=plan,
        cause_id=cause_id,
        defaults={
            "region": plan.region,
            "case_id": case_id,
            "reason": reason.value,
            "since": since,
            "due_on": rules.flag_due(reason, day=local_day(since)),
        },
    )
    if created:
        audit.record(
            actor=actor, at=at, act="plans.flag", event=True, case_id=case_id,
            subject_id=plan.case.person_id, object_kind="plan", object_id=plan.id,
            details={"reason": reason.value, "cause": str(cause_id)},
        )  # fmt: skip


def mark_read(*, actor: Actor, case_id: UUID, at: Instant) -> None:
    """Keep that the actor has read the current plan; reading twice changes nothing."""
    plan = Plan.objects.filter(case_id=case_id, state=PlanState.CURRENT.value).first()
    if plan is None:
        raise NotVisible
    _, created = PlanRead.objects.get_or_create(
        plan=plan, worker_id=actor.worker_id, defaults={"region": plan.region, "case_id": case_id, "at": at}
    )
    if created:
        audit.record(
            actor=actor,
            at=at,
            act="plans.mark_read",
            case_id=case_id,
            subject_id=plan.case.person_id,
            object_kind="plan",
            object_id=plan.id,
        )


def agree(*, actor: Actor, case_id: UUID, agreement: NewAgreement, idempotency_key: str, at: Instant) -> UUID:
    """Add a numbered agreement; the same key twice is one agreement.

    Raises:
        NotVisible: the case is not in sight.
        AgreementUnreadable: something is missing.
    """
    case = cases.case(actor=actor, case_id=case_id, at=at)
    grants.require(actor, "plans.agree")
    rules.check_agreement(agreement, today=local_day(at), idempotency_key=idempotency_key)
    with transaction.atomic():
        # The plan's row is the queue for numbers: two agreements at once wait for each other here.
        list(Plan.objects.select_for_update().filter(case_id=case_id).values_list("id", flat=True))
        with grants.as_enforcer():  # The wall hides agreements of other categories, and their numbers are taken too.
            same = Agreement.objects.filter(case_id=case_id, idempotency_key=idempotency_key).first()
            last = Agreement.objects.filter(case_id=case_id).aggregate(last=Max("nr"))["last"]
        if same is not None:
            return same.id
        row = Agreement.objects.create(
            region=case.region, case_id=case_id, nr=(last or 0) + 1, what=agreement.what.strip(), why=agreement.why.strip(),
            owner_id=agreement.owner_id, owner_name=agreement.owner_name.strip(), deputy_id=agreement.deputy_id,
            due_on=agreement.due_on, repeats_days=agreement.repeats_days, category=agreement.category,
            idempotency_key=idempotency_key,
        )  # fmt: skip
    audit.record(
        actor=actor, at=at, act="plans.agree", event=True, case_id=case_id, subject_id=case.person_id,
        object_kind="agreement", object_id=row.id, details={"nr": row.nr},
    )  # fmt: skip
    case_services.add_entry(
        actor=actor, case_id=case_id, at=at, kind=EntryKind.AGREEMENT, title=f"Afspraak {row.nr} gemaakt",
        text=row.what, category=row.category, object_id=row.id,
    )  # fmt: skip
    return row.id


def finish_agreement(*, actor: Actor, agreement_id: UUID, version: int, at: Instant) -> AgreementView:
    """Mark an agreement as done; a repeating one moves to its next day.

    Returns:
        The agreement as it stands now; with its version the act can be undone.

    Raises:
        NotVisible: it is not in sight.
        AgreementDone: it was done before.
        StaleVersion: somebody changed it.
    """
    row = _lock_agreement(actor, agreement_id, at)
    grants.require(actor, "plans.agree")
    if row.done_on is not None:
        raise AgreementDone
    check_version(found=row.version, expected=version)
    today, was_due = local_day(at), row.due_on
    if row.repeats_days:
        row.due_on = rules.next_due(row.due_on, repeats_days=row.repeats_days, done_on=today)
    else:
        row.done_on, row.done_by = today, actor.worker_id
    row.version += 1
    row.save(update_fields=["due_on", "done_on", "done_by", "version"])
    audit.record(
        actor=actor, at=at, act=FINISH, event=True, case_id=row.case_id, subject_id=row.case.person_id, object_kind="agreement",
        object_id=row.id, details={"nr": row.nr, "version": row.version, "was_due": was_due.isoformat()},
    )  # fmt: skip
    case_services.add_entry(
        actor=actor, case_id=row.case_id, at=at, kind=EntryKind.AGREEMENT, title=f"Afspraak {row.nr} is gedaan",
        text=row.what, category=row.category, object_id=row.id,
    )  # fmt: skip
    return agreement_views([row])[0]


def reopen_agreement(*, actor: Actor, agreement_id: UUID, version: int, at: Instant) -> AgreementView:
    """Undo that an agreement was done ("Ongedaan maken"); the record and the timeline keep both.

    A repeating agreement gets back the day it had, as the record tells it.

    Raises:
        NotVisible: it is not in sight.
        StaleVersion: somebody changed it.
        AgreementOpen: it is not done, so there is nothing to undo.
    """
    row = _lock_agreement(actor, agreement_id, at)
    grants.require(actor, "plans.agree")
    check_version(found=row.version, expected=version)
    last = audit_record.last_entry(case_id=row.case_id, act=FINISH, object_id=row.id) if row.repeats_days else None
    if last is not None and last.details.get("version") == row.version:
        row.due_on = date.fromisoformat(str(last.details["was_due"]))
    elif row.done_on is None:
        raise AgreementOpen
    row.done_on, row.done_by, row.version = None, None, row.version + 1
    row.save(update_fields=["due_on", "done_on", "done_by", "version"])
    audit.record(
        actor=actor, at=at, act="plans.reopen_agreement", event=True, case_id=row.case_id,
        subject_id=row.case.person_id, object_kind="agreement",
        object_id=row.id, details={"nr": row.nr},
    )  # fmt: skip
    case_services.add_entry(
        actor=actor, case_id=row.case_id, at=at, kind=EntryKind.AGREEMENT, title=f"Afspraak {row.nr} staat weer open",
        text=row.what, category=row.category, object_id=row.id,
    )  # fmt: skip
    return agreement_views([row])[0]


def _lock_agreement(actor: Actor, agreement_id: UUID, at: Instant) -> Agreement:
    """Return the agreement, locked, if the actor may see its category of the case."""
    row = Agreement.objects.select_for_update().filter(id=agreement_id).first()
    if row is None or not access.sight(actor=actor, case_id=row.case_id, at=at).may_see(row.category):
        raise NotVisible
    return row


def _lock(plan_id: UUID) -> Plan:
    """Return the plan, locked together with its case's other plans, if it is in sight."""
    case_id = Plan.objects.filter(id=plan_id).values_list("case_id", flat=True).first()
    if case_id is None:
        raise NotVisible
    plans = {row.id: row for row in Plan.objects.select_for_update().filter(case_id=case_id).order_by("nr")}
    return plans[plan_id]


def _require_whole(actor: Actor, case_id: UUID, at: Instant) -> None:
    """Pass when the actor may draft and sees the whole plan: what one does not see, one would write away.

    Raises:
        NoMandate: one of the two is not so.
    """
    grants.require(actor, "plans.draft")
    sight = access.sight(actor=actor, case_id=case_id, at=at)
    if not all(sight.may_see(code) for code in rules.WHOLE_PLAN):
        raise NoMandate("plans.draft")


def _write_text(plan: Plan, text: PlanText) -> None:
    plan.review_on = text.review_on
    plan.save(update_fields=["review_on", "version"])
    Passage.objects.filter(plan=plan).delete()
    Passage.objects.bulk_create(
        Passage(
            region=plan.region, case_id=plan.case_id, plan=plan, kind=kind.value, category=category, text=said.strip(),
            said_on=said_on,
        )
        for kind, category, said, said_on in (
            (PassageKind.OWN_WORDS, text.own_words_category, text.own_words, text.own_words_on),
            (PassageKind.SUMMARY, text.summary_category, text.summary, None),
        )
        if said.strip()
    )  # fmt: skip
    Goal.objects.filter(plan=plan).delete()
    Goal.objects.bulk_create(
        Goal(
            region=plan.region,
            case_id=plan.case_id,
            plan=plan,
            nr=nr,
            domain=goal.domain,
            state=goal.state.value,
            now=goal.now,
            goal=goal.goal,
            who=goal.who,
        )
        for nr, goal in enumerate(text.goals, start=1)
    )
    CrisisStep.objects.filter(plan=plan).delete()
    CrisisStep.objects.bulk_create(
        CrisisStep(region=plan.region, case_id=plan.case_id, plan=plan, nr=nr, text=step.text, phone=step.phone)
        for nr, step in enumerate(text.crisis_steps, start=1)
        if step.text.strip()
    )
