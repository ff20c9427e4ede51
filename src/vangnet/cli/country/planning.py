"""The plan of a case and everything that hangs on it: goals, steps, agreements, flags, who has read it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from vangnet.cases.types import EntryKind
from vangnet.cli.country.casework import CaseFile, Cause
from vangnet.cli.country.chance import Chance, days_before, workday_before
from vangnet.cli.country.shapes import Shape, Task
from vangnet.cli.country.signals import Desks
from vangnet.cli.country.texts import pool
from vangnet.core.clock import Instant, local_day
from vangnet.plans import rules
from vangnet.plans.models import Agreement, CrisisStep, Flag, Goal, Passage, Plan, PlanRead
from vangnet.plans.types import PassageKind, PlanState

# The number of a crisis service that does not exist, and the word by which a step says that somebody is called.
CRISIS_SERVICE: Final = "038 000 0000"
_CALL: Final = re.compile(r"\bbel\b")


def write_plans(chance: Chance, desks: Desks, file: CaseFile) -> list[Plan]:
    """Write every version of the plan, oldest first; the last one counts now."""
    shape, case = file.shape, file.case
    plans: list[Plan] = []
    for nr, ago in enumerate(shape.versions, start=1):
        current = nr == len(shape.versions)
        adopted_day = workday_before(days_before(desks.day, ago), not_before=case.opened_on + timedelta(days=1))
        adopted_at = chance.moment(adopted_day, first=11)
        if plans:
            plans[-1].ended_at = adopted_at
        adopted_on = local_day(adopted_at)
        plan = Plan(
            id=chance.new_id(adopted_at), region=case.region, case=case, nr=nr,
            state=(PlanState.CURRENT if current else PlanState.PAST).value,
            review_on=desks.day + timedelta(days=shape.review_in) if current else adopted_on + timedelta(days=180),
            drafted_by=file.director.id, drafted_at=adopted_at - timedelta(hours=2), adopted_by=file.director.id,
            adopted_at=adopted_at, version=2,
        )  # fmt: skip
        plans.append(plan)
        file.rows.append(plan)
        _said(chance, file, plan, shape, adopted_on)
        _words(chance, file, plan, shape, whole=current)
        file.tell(
            chance, at=adopted_at, kind=EntryKind.PLAN, title=f"Plan, versie {nr}, vastgesteld", author=file.director.id,
            category="C25", about=plan.id,
        )  # fmt: skip
    if plans:
        _readers(chance, desks, file, plans[-1])
    return plans


def _said(chance: Chance, file: CaseFile, plan: Plan, shape: Shape, on: date) -> None:
    """Write the person's own words and what the plan is about, each with what is in it."""
    said = ((PassageKind.OWN_WORDS, shape.own_words, on), (PassageKind.SUMMARY, shape.summary, None))
    for kind, text, said_on in said:
        if text:
            file.rows.append(
                Passage(
                    id=chance.new_id(plan.drafted_at), region=plan.region, case=file.case, plan=plan, kind=kind.value,
                    category=_what_is_in(text), text=text, said_on=said_on,
                )
            )  # fmt: skip


def _what_is_in(text: str) -> str:
    """Return the category of a text as its writer would say it: medical as soon as it tells of illness or treatment."""
    medical = any(word in text.casefold() for word in pool("plans")["medical_words"])
    return "C14" if medical else "C24"


def _words(chance: Chance, file: CaseFile, plan: Plan, shape: Shape, *, whole: bool) -> None:
    """Write goals and steps; an earlier version knew fewer life domains."""
    at = plan.drafted_at
    for nr, goal in enumerate(shape.goals if whole else shape.goals[:4], start=1):
        file.rows.append(
            Goal(
                id=chance.new_id(at),
                region=plan.region,
                case=file.case,
                plan=plan,
                nr=nr,
                domain=goal.domain,
                state=goal.state,
                now=goal.now,
                goal=goal.goal,
                who=goal.who,
            )
        )
    for nr, step in enumerate(shape.crisis_steps, start=1):
        phone = _phone(step, file, nr=nr)
        file.rows.append(
            CrisisStep(
                id=chance.new_id(at), region=plan.region, case=file.case, plan=plan, nr=nr, text=step, phone=phone
            )
        )


def _phone(step: str, file: CaseFile, *, nr: int) -> str:
    """Return the number to call with a step: 112, whoever it names, the crisis service, or a number of people's own.

    Empty when nobody is called, or when the one who is named is not there: a wrong number is worse than none.
    """
    said = step.casefold()
    if "112" in said:
        return "112"
    if not _CALL.search(said):
        return ""
    for role in ("wijkagent", "behandelaar"):
        if role in said:
            return file.holders[role].phone if role in file.holders else ""
    if "crisisdienst" in said:
        return CRISIS_SERVICE
    if "eerste contact" in said or "regisseur" in said:
        return file.director.phone
    return f"06 0000 {1_000 + (file.case.id.int + nr) % 9_000}"


def _readers(chance: Chance, desks: Desks, file: CaseFile, plan: Plan) -> None:
    adopted_at = plan.adopted_at
    assert adopted_at is not None
    for worker in dict.fromkeys(file.holders.values()):
        at = adopted_at + timedelta(hours=chance.between(1, 90))
        if worker.id == file.director.id or (chance.hit(0.8) and at < desks.cutoff):
            file.rows.append(
                PlanRead(
                    id=chance.new_id(adopted_at),
                    region=plan.region,
                    case=file.case,
                    plan=plan,
                    worker_id=worker.id,
                    at=min(at, desks.cutoff),
                )
            )


def write_agreements(chance: Chance, desks: Desks, file: CaseFile) -> list[date]:
    """Write the agreements, numbered in the order in which they were made; return when the open ones are due."""
    made = sorted(((_made_at(chance, desks, file.shape, task), task) for task in file.shape.tasks), key=lambda m: m[0])
    owed = []
    for nr, (at, task) in enumerate(made, start=1):
        row = _agreement(chance, desks, file, task, nr=nr, at=at)
        file.rows.append(row)
        author = row.owner_id or file.director.id
        file.tell(
            chance, at=at, kind=EntryKind.AGREEMENT, title=f"Afspraak {nr} gemaakt", author=file.director.id,
            text=task.what, category=task.category, about=row.id,
        )  # fmt: skip
        if row.done_on is None:
            owed.append(row.due_on)
        else:
            done_at = chance.moment(row.done_on, first=14)
            file.tell(
                chance, at=done_at, kind=EntryKind.AGREEMENT, title=f"Afspraak {nr} is gedaan", author=author,
                text=task.what, category=task.category, about=row.id,
            )  # fmt: skip
    return owed


def _agreement(chance: Chance, desks: Desks, file: CaseFile, task: Task, *, nr: int, at: Instant) -> Agreement:
    owner = file.actor(task.role) if task.role else None
    deputy = next((row.worker_id for row in file.deputies if row.slot.role == task.role), None)
    made_on = local_day(at)
    done_on = workday_before(days_before(desks.day, task.done), not_before=made_on) if task.done is not None else None
    return Agreement(
        id=chance.new_id(at), region=file.case.region, case=file.case, nr=nr, what=task.what, why=task.why,
        owner_id=owner.id if owner else None, owner_name="" if owner else file.shape.person.words["Naaste"],
        deputy_id=deputy if owner and deputy != owner.id else None, due_on=desks.day + timedelta(days=task.due),
        done_on=done_on, done_by=owner.id if owner and done_on else file.director.id if done_on else None,
        repeats_days=task.every, category=task.category, idempotency_key=f"seed-{nr}", version=2 if done_on else 1,
    )  # fmt: skip


def _made_at(chance: Chance, desks: Desks, shape: Shape, task: Task) -> Instant:
    """Draw when an agreement was made: before it was due and before it was done, not before the case."""
    latest = max(-task.due, task.done or 0, 1)
    ago = min(latest + chance.between(3, 20), max(shape.opened - 1, 1))
    oldest = workday_before(days_before(desks.day, shape.opened))
    return chance.moment(workday_before(days_before(desks.day, max(ago, 1)), not_before=oldest), first=9, last=13)


def write_flags(chance: Chance, desks: Desks, file: CaseFile, plans: list[Plan]) -> list[date]:
    """Mark the plan that counted for each cause; return by when the open ones must be settled."""
    owed = []
    for cause in file.causes:
        plan = next((p for p in plans if _counted(p, cause.since)), None)
        if plan is None:
            continue
        flag = Flag(
            id=chance.new_id(cause.since), region=plan.region, case=file.case, plan=plan, reason=cause.reason.value,
            since=cause.since, due_on=rules.flag_due(cause.reason, day=local_day(cause.since)), cause_id=cause.cause_id,
        )  # fmt: skip
        _settle(chance, desks, file, flag, cause)
        file.rows.append(flag)
        if flag.settled_at is None:
            owed.append(flag.due_on)
    return owed


def _counted(plan: Plan, at: Instant) -> bool:
    return plan.adopted_at is not None and plan.adopted_at < at and (plan.ended_at is None or at < plan.ended_at)


def _settle(chance: Chance, desks: Desks, file: CaseFile, flag: Flag, cause: Cause) -> None:
    """Settle a flag as people did: somebody looked within a day or so, or a new plan made it void."""
    looked_at = cause.since + timedelta(hours=chance.between(3, 30))
    ended_at = flag.plan.ended_at
    if ended_at is not None and (not cause.settled or ended_at < looked_at):
        flag.settled_at, flag.settled_how = ended_at, "new-plan"
    elif cause.settled and looked_at < desks.cutoff:
        flag.settled_at, flag.settled_how = looked_at, chance.pick(pool("plans")["flag_settled"])
    if flag.settled_at is not None:
        flag.settled_by = file.director.id
