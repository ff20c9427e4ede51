"""How it stands with the plan of a case: the plan that counts, all of it, in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection

from vangnet.access import selectors as access
from vangnet.access import services as grants
from vangnet.access.types import Actor, SightView
from vangnet.audit import services as audit
from vangnet.core.clock import Instant
from vangnet.core.statements import Fixed
from vangnet.plans import rules
from vangnet.plans.models import CrisisStep, Goal
from vangnet.plans.types import (
    CRISIS_CATEGORY,
    DOMAIN_CATEGORIES,
    CrisisStepText,
    FlagReason,
    FlagView,
    GoalState,
    GoalText,
    PassageKind,
    PlanState,
    PlanView,
    Standing,
)

# A text that is not there: category, what it says, day on which it was said.
_NOTHING: Final = ("", "", None)
_HEAD = """
SELECT p.id, p.nr, p.state, p.review_on, p.adopted_at, p.adopted_by, p.version,
  (SELECT json_agg(json_build_array(f.id, f.reason, f.since, f.due_on) ORDER BY f.due_on, f.since)
     FROM plans_flag f WHERE f.plan_id = p.id AND f.settled_at IS NULL),
  (SELECT array_agg(r.worker_id) FROM plans_planread r WHERE r.plan_id = p.id),
  (SELECT json_agg(json_build_array(w.kind, w.category, w.text, w.said_on)) FROM plans_passage w WHERE w.plan_id = p.id),
  {whole}
FROM plans_plan p WHERE p.case_id = %s AND p.state <> 'past'
"""
_STANDING_HEAD = Fixed(_HEAD.format(whole="NULL, NULL"))
_STANDING = Fixed(
    _HEAD.format(
        whole="""
  (SELECT json_agg(json_build_array(g.domain, g.state, g.now, g.goal, g.who) ORDER BY g.nr)
     FROM plans_goal g WHERE g.plan_id = p.id),
  (SELECT json_agg(json_build_array(c.text, c.phone) ORDER BY c.nr) FROM plans_crisisstep c WHERE c.plan_id = p.id)"""
    )
)


def standing(
    *, actor: Actor, case_id: UUID, at: Instant, sight: SightView | None = None, head_only: bool = False
) -> Standing:
    """Return how it stands with the plan of a case in sight, and record the read.

    Args:
        sight: what the actor may see of the case, when the caller has just asked.
        head_only: leave out goals and steps, for a page that only names the plan.

    Raises:
        NotVisible: the case is not in sight.
    """
    seen = access.sight_of(actor=actor, case_id=case_id, at=at, known=sight)
    with connection.cursor() as cursor:
        cursor.execute(_STANDING_HEAD if head_only else _STANDING, [case_id])
        rows = {row[2]: row for row in cursor.fetchall()}
    current, draft = rows.get(PlanState.CURRENT.value), rows.get(PlanState.DRAFT.value)
    draft_nr = draft[1] if draft else None
    if current is None:
        return Standing(None, draft_nr, frozenset())
    view = _view(case_id, current, seen)
    audit.record(
        actor=actor, at=at, act="plans.read", case_id=case_id, subject_id=seen.subject_id, object_kind="plan", object_id=current[0],
        fields=shown_of(view),
    )  # fmt: skip
    return Standing(view, draft_nr, frozenset(current[8] or ()))


def shown_of(plan: PlanView) -> list[str]:
    """Return the parts of a plan that the actor really saw, for the record: what is out of sight or empty was not shown."""
    parts = {
        "own_words": plan.own_words, "summary": plan.summary, "goals": plan.goals, "crisis_steps": plan.crisis_steps,
    }  # fmt: skip
    return ["review_on", *(name for name, shown in parts.items() if shown)]


def left_out(plan_ids: Sequence[UUID], sight: SightView) -> dict[UUID, tuple[tuple[str, ...], bool]]:
    """Return of which life domains a plan speaks that are out of sight, and whether it has crisis steps that are.

    The wall hides those rows; this tells their life domain past it, and nothing else, so that nobody takes a part for all.
    """
    if all(sight.may_see(code) for code in rules.WHOLE_PLAN):
        return {}
    with grants.as_enforcer():
        domains = list(Goal.objects.filter(plan_id__in=plan_ids).order_by("nr").values_list("plan_id", "domain"))
        steps = set(CrisisStep.objects.filter(plan_id__in=plan_ids).values_list("plan_id", flat=True))
    hidden: dict[UUID, list[str]] = {plan_id: [] for plan_id in plan_ids}
    for plan_id, domain in domains:
        if not sight.may_see(DOMAIN_CATEGORIES.get(domain, "")):
            hidden[plan_id].append(domain)
    crisis = not sight.may_see(CRISIS_CATEGORY)
    return {plan_id: (tuple(found), crisis and plan_id in steps) for plan_id, found in hidden.items()}


def _view(case_id: UUID, row: Sequence[Any], sight: SightView) -> PlanView:
    """Return the plan as far as it is in sight; of what is hidden only the life domain is named."""
    goals = [GoalText(domain, GoalState(state), now, goal, who) for domain, state, now, goal, who in row[10] or ()]
    seen = [goal for goal in goals if sight.may_see(DOMAIN_CATEGORIES.get(goal.domain, ""))]
    steps = tuple(CrisisStepText(text, phone) for text, phone in row[11] or ())
    left = left_out([row[0]], sight).get(row[0], ((), False))
    crisis = sight.may_see(CRISIS_CATEGORY)
    said = {kind: (category, text, day) for kind, category, text, day in row[9] or () if sight.may_see(category)}
    words, summary = said.get(PassageKind.OWN_WORDS, _NOTHING), said.get(PassageKind.SUMMARY, _NOTHING)
    return PlanView(
        id=row[0],
        case_id=case_id,
        nr=row[1],
        state=PlanState(row[2]),
        own_words=words[1],
        own_words_on=date.fromisoformat(words[2]) if words[2] else None,
        summary=summary[1],
        review_on=row[3],
        adopted_at=row[4],
        adopted_by=row[5],
        goals=tuple(seen),
        crisis_steps=steps if crisis else (),
        crisis_hidden=left[1],
        flags=tuple(_flag(*flag) for flag in row[7] or ()),
        version=row[6],
        hidden=left[0],
        own_words_category=words[0],
        summary_category=summary[0],
    )


def _flag(flag_id: str, reason: str, since: str, due_on: str) -> FlagView:
    return FlagView(UUID(flag_id), FlagReason(reason), datetime.fromisoformat(since), date.fromisoformat(due_on))
