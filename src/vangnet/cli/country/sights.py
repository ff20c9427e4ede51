"""Who may see what of a case, derived from who holds it; and on which day the next thing is owed in it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from vangnet.access.models import Grant, Sight
from vangnet.access.rules import ROLE_CATEGORIES, relation
from vangnet.access.types import NOTHING_OWED, Basis
from vangnet.cases import rules
from vangnet.cases.types import Cover
from vangnet.cli.country.casework import CaseFile
from vangnet.cli.country.chance import Chance, start_of
from vangnet.cli.country.signals import Desks
from vangnet.core.clock import Instant
from vangnet.plans.models import Plan


def grant(chance: Chance, desks: Desks, file: CaseFile) -> list[Grant]:
    """Return the grants of a case: the process directors as a team, whoever holds a slot, whoever stands in."""
    case, roster = file.case, desks.roster
    opened_at = start_of(case.opened_on)
    zvh = roster.agency("ZVH")
    grants = [
        _grant(chance, file, worker.id, "procesregisseur", Basis.TEAM, zvh.id, opened_at)
        for worker in roster.everybody("procesregisseur")
    ]
    for holding in file.holdings:
        role, since = holding.slot.role, start_of(holding.days.lower)
        row = _grant(chance, file, holding.worker_id, role, Basis.SLOT, holding.id, since)
        if holding.days.upper is not None:
            row.closed_at, row.closed_why = start_of(holding.days.upper), "slot-ended"
        grants.append(row)
    for deputy in file.deputies:
        role = deputy.slot.role
        grants.append(_grant(chance, file, deputy.worker_id, role, Basis.DEPUTY, deputy.id, deputy.asked_at))
    if case.closed_on is not None:
        for row in grants:
            if row.closed_at is None:
                row.closed_at, row.closed_why = start_of(case.closed_on), "case-closed"
    return grants


def sum_up(grants: Iterable[Grant], *, owed_on: date) -> list[Sight]:
    """Return one sight for each worker with an open grant on the case."""
    by_worker: dict[UUID, list[Grant]] = {}
    for row in grants:
        if row.closed_at is None:
            by_worker.setdefault(row.worker_id, []).append(row)
    sights = []
    for worker_id, rows in by_worker.items():
        categories = 0
        for row in rows:
            categories |= row.categories
        sights.append(
            Sight(
                worker_id=worker_id,
                case_id=rows[0].case_id,
                subject_id=rows[0].subject_id,
                region=rows[0].region,
                relation=relation(Basis(row.basis) for row in rows).value,
                categories=categories,
                form=5,
                until=None,
                owed_on=owed_on,
            )
        )
    return sights


def next_day(desks: Desks, file: CaseFile, plans: list[Plan], days: list[date]) -> date:
    """Return the day on which the next thing is owed, as `flow.reactions.order` computes it."""
    case = file.case
    owed = list(days)
    if case.closed_on is None and case.contact_due_on is not None:
        owed.append(case.contact_due_on)
    owed += [plan.review_on for plan in plans[-1:]]
    away = desks.roster.away_on(desks.day)
    uncovered = case.closed_on is None and any(
        slot.required and not _covered(file, slot.id, desks.day, away) for slot in file.slots.values()
    )
    if not plans or uncovered:
        owed.append(desks.day)
    return min(owed, default=NOTHING_OWED)


def _covered(file: CaseFile, slot_id: UUID, day: date, away: set[UUID]) -> bool:
    holder = next((row for row in file.holdings if row.slot_id == slot_id and row.days.upper is None), None)
    deputy = next((row for row in file.deputies if row.slot_id == slot_id and row.days.lower <= day), None)
    cover = rules.cover(
        holder_away=None if holder is None else holder.worker_id in away,
        deputy_briefed=None if deputy is None else deputy.briefed_at is not None,
        deputy_away=deputy is not None and deputy.worker_id in away,
    )
    return cover in {Cover.HOLDER, Cover.DEPUTY}


def _grant(
    chance: Chance, file: CaseFile, worker_id: UUID, role: str, basis: Basis, basis_id: UUID, at: Instant
) -> Grant:
    return Grant(
        id=chance.new_id(at), worker_id=worker_id, case_id=file.case.id, subject_id=file.case.person_id,
        region=file.case.region, categories=ROLE_CATEGORIES[role], form=5, basis=basis.value, basis_id=basis_id,
        opened_at=at,
    )  # fmt: skip
