"""Read plans and agreements. The database shows an actor only those of cases in sight; categories are masked here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q

from vangnet.access import selectors as access
from vangnet.access.types import Actor, SightView
from vangnet.audit import services as audit
from vangnet.cases import selectors as cases
from vangnet.core.clock import Instant, local_day
from vangnet.core.errors import NotVisible
from vangnet.core.statements import Fixed, Part
from vangnet.plans import rules
from vangnet.plans.errors import PlanUnreadable
from vangnet.plans.models import Agreement, CrisisStep, Flag, Goal, Passage, Plan, PlanRead
from vangnet.plans.selectors.agreements import agreements as agreements
from vangnet.plans.selectors.owing import owed_agreements as owed_agreements
from vangnet.plans.selectors.owing import owed_plans as owed_plans
from vangnet.plans.selectors.standing import left_out, shown_of
from vangnet.plans.selectors.standing import standing as standing
from vangnet.plans.types import (
    CRISIS_CATEGORY,
    DOMAIN_CATEGORIES,
    UNSAID_CATEGORY,
    AgreementView,
    CrisisStepText,
    FlagReason,
    FlagView,
    GoalState,
    GoalText,
    PassageKind,
    PlanState,
    PlanText,
    PlanView,
)


def plan_text(row: Plan) -> PlanText:
    """Return what a plan says."""
    goals = Goal.objects.filter(plan=row).order_by("nr")
    steps = CrisisStep.objects.filter(plan=row).order_by("nr")
    said = {one.kind: one for one in Passage.objects.filter(plan=row)}
    words, summary = said.get(PassageKind.OWN_WORDS.value), said.get(PassageKind.SUMMARY.value)
    return PlanText(
        own_words=words.text if words else "",
        own_words_on=words.said_on if words else None,
        own_words_category=words.category if words else UNSAID_CATEGORY,
        summary=summary.text if summary else "",
        summary_category=summary.category if summary else UNSAID_CATEGORY,
        review_on=row.review_on,
        goals=tuple(GoalText(g.domain, GoalState(g.state), g.now, g.goal, g.who) for g in goals),
        crisis_steps=tuple(CrisisStepText(s.text, s.phone) for s in steps),
    )


def plan_view(row: Plan, *, sight: SightView | None = None) -> PlanView:
    """Return the frozen view of a plan with its goals, steps and open flags."""
    return plan_views([row], sight=sight)[0]


def plan_views(rows: Sequence[Plan], *, sight: SightView | None = None) -> list[PlanView]:
    """Return the frozen views of plans, in four queries whatever their number.

    Args:
        sight: what the actor may see of the case; what is out of sight is left out, and its life domain is named in
            `hidden`. None where the act itself needs the whole plan.
    """
    ids = [row.id for row in rows]
    goals, steps, flags = defaultdict(list), defaultdict(list), defaultdict(list)
    said = {
        (one.plan_id, one.kind): one
        for one in Passage.objects.filter(plan_id__in=ids)
        if sight is None or sight.may_see(one.category)
    }
    for goal in Goal.objects.filter(plan_id__in=ids).order_by("nr"):
        goals[goal.plan_id].append(goal)
    for step in CrisisStep.objects.filter(plan_id__in=ids).order_by("nr"):
        steps[step.plan_id].append(CrisisStepText(step.text, step.phone))
    for flag in Flag.objects.filter(plan_id__in=ids, settled_at=None).order_by("due_on", "since"):
        flags[flag.plan_id].append(FlagView(flag.id, FlagReason(flag.reason), flag.since, flag.due_on))
    left = left_out(ids, sight) if sight is not None else {}
    crisis = sight is None or sight.may_see(CRISIS_CATEGORY)
    views = []
    for row in rows:
        words, summary = said.get((row.id, PassageKind.OWN_WORDS.value)), said.get((row.id, PassageKind.SUMMARY.value))
        seen = [g for g in goals[row.id] if sight is None or sight.may_see(DOMAIN_CATEGORIES.get(g.domain, ""))]
        views.append(
            PlanView(
                id=row.id,
                case_id=row.case_id,
                nr=row.nr,
                state=PlanState(row.state),
                own_words=words.text if words else "",
                own_words_on=words.said_on if words else None,
                own_words_category=words.category if words else "",
                summary=summary.text if summary else "",
                summary_category=summary.category if summary else "",
                review_on=row.review_on,
                adopted_at=row.adopted_at,
                adopted_by=row.adopted_by,
                goals=tuple(GoalText(g.domain, GoalState(g.state), g.now, g.goal, g.who) for g in seen),
                crisis_steps=tuple(steps[row.id]) if crisis else (),
                crisis_hidden=left[row.id][1] if row.id in left else False,
                flags=tuple(flags[row.id]),
                version=row.version,
                hidden=left[row.id][0] if row.id in left else (),
            )
        )
    return views


def current(*, actor: Actor, case_id: UUID, at: Instant, sight: SightView | None = None) -> PlanView | None:
    """Return the one current plan of a case in sight and record the read; None when there is none yet.

    Args:
        sight: what the actor may see of the case, when the caller has just asked.

    Raises:
        NotVisible: the case is not in sight.
    """
    seen = access.sight_of(actor=actor, case_id=case_id, at=at, known=sight)
    return _one(actor=actor, sight=seen, at=at, state=PlanState.CURRENT)


def being_drafted(*, actor: Actor, case_id: UUID, at: Instant) -> PlanView | None:
    """Return the draft of a case in sight, or None.

    Raises:
        NotVisible: the case is not in sight.
    """
    seen = access.sight(actor=actor, case_id=case_id, at=at)
    return _one(actor=actor, sight=seen, at=at, state=PlanState.DRAFT)


def missing(*, actor: Actor, case_id: UUID, at: Instant) -> list[str]:
    """Return what the draft of a case still lacks before it can count, in plain Dutch; nothing when there is no draft.

    Raises:
        NotVisible: the case is not in sight.
    """
    access.sight(actor=actor, case_id=case_id, at=at)
    row = Plan.objects.filter(case_id=case_id, state=PlanState.DRAFT.value).first()
    try:
        if row is not None:
            rules.check_adoptable(plan_text(row), today=local_day(at))
    except PlanUnreadable as error:
        return list(error.fields.values())
    return []


def earlier(*, actor: Actor, case_id: UUID, at: Instant, sight: SightView | None = None) -> list[PlanView]:
    """Return the plans that counted before, newest first, and record the read.

    Args:
        sight: what the actor may see of the case, when the caller has just asked.

    Raises:
        NotVisible: the case is not in sight.
    """
    seen = access.sight_of(actor=actor, case_id=case_id, at=at, known=sight)
    rows = list(Plan.objects.filter(case_id=case_id, state=PlanState.PAST.value).order_by("-nr")[:50])
    audit.record(
        actor=actor, at=at, act="plans.read_earlier", case_id=case_id, subject_id=seen.subject_id, object_kind="plan", fields=["plan"],
        details={"rows": len(rows)},
    )  # fmt: skip
    return plan_views(rows, sight=seen)


def agreement(*, actor: Actor, agreement_id: UUID, at: Instant) -> AgreementView:
    """Return one agreement in sight.

    Raises:
        NotVisible: absent, or not in sight.
    """
    row = Agreement.objects.filter(id=agreement_id).first()
    if row is None:
        raise NotVisible
    sight = access.sight(actor=actor, case_id=row.case_id, at=at)
    if not sight.may_see(row.category):
        raise NotVisible
    return agreement_views([row])[0]


def readers(*, plan_id: UUID) -> dict[UUID, Instant]:
    """Return who has read a plan, and when."""
    return dict(PlanRead.objects.filter(plan_id=plan_id).values_list("worker_id", "at"))


def review_dates(*, case_ids: Sequence[UUID]) -> dict[UUID, date]:
    """Return the review date of the current plan of each case in sight that has one."""
    rows = Plan.objects.filter(case_id__in=set(case_ids), state=PlanState.CURRENT.value)
    return dict(rows.values_list("case_id", "review_on"))


_PAST = Fixed(
    "EXISTS (SELECT 1 FROM plans_plan v WHERE v.case_id = s.case_id AND v.state = 'current' AND v.review_on < %(past)s)"
)


def past_review(*, day: date) -> Part:
    """Return the condition that the current plan of a listed case should have been looked at before `day`."""
    return Part(_PAST, {"past": day})


def not_current_by_region(*, region: str | None, day: date) -> dict[str, int]:
    """Return how many open cases lack a plan that is current: none, past its date, or flagged too long (promise P1).

    Background work only.

    Args:
        region: only this one; all when None. A region without any is left out.
    """
    fitting = Plan.objects.filter(case_id=OuterRef("pk"), state=PlanState.CURRENT.value, review_on__gte=day)
    overdue = Flag.objects.filter(case_id=OuterRef("pk"), settled_at=None, due_on__lt=day)
    rows = cases.open_cases(region=region).filter(~Exists(fitting) | Q(Exists(overdue)))
    return dict(rows.order_by().values("region").annotate(number=Count("pk")).values_list("region", "number"))


def _one(*, actor: Actor, sight: SightView, at: Instant, state: PlanState) -> PlanView | None:
    row = Plan.objects.filter(case_id=sight.case_id, state=state.value).first()
    if row is None:
        return None
    view = plan_view(row, sight=sight)
    audit.record(
        actor=actor, at=at, act="plans.read", case_id=row.case_id, subject_id=sight.subject_id, object_kind="plan", object_id=row.id,
        fields=shown_of(view),
    )  # fmt: skip
    return view


def agreement_views(rows: Sequence[Agreement]) -> list[AgreementView]:
    """Return the frozen views of agreements, with the names of who does them and who stands in, in one query."""
    ids = [worker_id for row in rows for worker_id in (row.owner_id, row.deputy_id) if worker_id]
    workers = access.workers(worker_ids=ids)
    views = []
    for row in rows:
        owner = workers.get(row.owner_id) if row.owner_id else None
        deputy = workers.get(row.deputy_id) if row.deputy_id else None
        views.append(
            AgreementView(
                id=row.id,
                case_id=row.case_id,
                nr=row.nr,
                what=row.what,
                why=row.why,
                owner_id=row.owner_id,
                owner_name=f"{owner.name}, {owner.agency_name}" if owner else row.owner_name,
                deputy_id=row.deputy_id,
                deputy_name=deputy.name if deputy else "",
                due_on=row.due_on,
                done_on=row.done_on,
                repeats_days=row.repeats_days,
                category=row.category,
                version=row.version,
            )
        )
    return views


def item_texts(
    *,
    goals: Sequence[UUID],
    agreements: Sequence[UUID],
    steps: Sequence[UUID] = (),
    passages: Sequence[UUID] = (),
) -> dict[UUID, str]:
    """Return what these parts of plans say, those the database shows to whoever asks; the reader records the read."""
    found: dict[UUID, str] = {}
    if goals:
        rows = Goal.objects.filter(id__in=set(goals)).values_list("id", "goal", "now")
        found |= {goal_id: goal or now for goal_id, goal, now in rows}
    if agreements:
        found |= dict(Agreement.objects.filter(id__in=set(agreements)).values_list("id", "what"))
    if steps:
        told = CrisisStep.objects.filter(id__in=set(steps)).values_list("id", "text", "phone")
        found |= {step_id: " ".join(filter(None, (text, phone))) for step_id, text, phone in told}
    if passages:
        found |= dict(Passage.objects.filter(id__in=set(passages)).values_list("id", "text"))
    return found


def next_days(*, case_id: UUID) -> list[date]:
    """Return the days on which something of the plan is owed: open agreements, open flags, the review."""
    days = list(
        Agreement.objects.filter(case_id=case_id, done_on=None).order_by("due_on").values_list("due_on", flat=True)[:1]
    )
    days += list(
        Flag.objects.filter(case_id=case_id, settled_at=None).order_by("due_on").values_list("due_on", flat=True)[:1]
    )
    days += list(
        Plan.objects.filter(case_id=case_id, state=PlanState.CURRENT.value).values_list("review_on", flat=True)
    )
    return days


def goals_of(*, plan_id: UUID) -> dict[UUID, GoalText]:
    """Return the goals of a plan in sight by their id."""
    rows = Goal.objects.filter(plan_id=plan_id).order_by("nr")
    return {row.id: GoalText(row.domain, GoalState(row.state), row.now, row.goal, row.who) for row in rows}


def passages_of(*, plan_id: UUID) -> dict[UUID, tuple[str, str]]:
    """Return the texts of a plan in sight that belong to no life domain, by id: category and what it says."""
    rows = Passage.objects.filter(plan_id=plan_id).order_by("-kind")
    return {row.id: (row.category, row.text) for row in rows}


def crisis_steps_of(*, plan_id: UUID) -> dict[UUID, CrisisStepText]:
    """Return what to do when it goes wrong, of a plan in sight, by id and in order."""
    rows = CrisisStep.objects.filter(plan_id=plan_id).order_by("nr")
    return {row.id: CrisisStepText(row.text, row.phone) for row in rows}


def every_plan(*, case_id: UUID) -> tuple[list[PlanView], list[AgreementView]]:
    """Return every plan that was adopted in a case, newest first, and every agreement. Background work only.

    For the person's own question: a draft is not yet a plan and is left out.
    """
    rows = Plan.objects.filter(case_id=case_id).exclude(state=PlanState.DRAFT.value).order_by("-nr")
    return plan_views(list(rows)), agreement_views(list(Agreement.objects.filter(case_id=case_id).order_by("nr")))
