"""The sweep: every open grant must be derivable again from what it rests on; one that is not is reported and closed."""

from __future__ import annotations

from collections.abc import Iterable

from vangnet.access import selectors as access
from vangnet.access import services as grants
from vangnet.access.selectors import asking, items
from vangnet.access.services import items as item_services
from vangnet.access.types import Basis, GrantView, ItemGrantView
from vangnet.cases import selectors as cases
from vangnet.cases.selectors import reprocessing
from vangnet.core.clock import Instant, local_day
from vangnet.sharing import selectors as sharing
from vangnet.sharing import services as carrying

PAGE = 5_000


def underivable(*, at: Instant) -> list[GrantView]:
    """Return the open grants on cases that nothing carries any more. Background work only."""
    found: list[GrantView] = []
    page = access.open_grants(limit=PAGE)
    while page:
        found += _without_basis(page, at=at)
        page = access.open_grants(after=page[-1].id, limit=PAGE)
    return found


def underivable_items(*, at: Instant) -> list[ItemGrantView]:
    """Return the open grants on items that the law, asked again, no longer carries. Background work only."""
    found: list[ItemGrantView] = []
    page = items.open_items(limit=PAGE)
    while page:
        found += carrying.unsupported(page, at=at)
        page = items.open_items(after=page[-1].id, limit=PAGE)
    return found


def sweep(*, at: Instant) -> int:
    """Close the grants that nothing carries any more, each with its line in the record.

    Returns:
        How many there were; more than none means that a reaction was missed, which `vangnet check` reports.
    """
    job = grants.system_actor(reason="sweep")
    with grants.as_job(job):
        found = underivable(at=at)
        for grant in found:
            grants.close_grants(
                actor=job, at=at, why="not-derivable", case_id=grant.case_id, worker_id=grant.worker_id, basis=grant.basis,
                basis_id=grant.basis_id,
            )  # fmt: skip
        lost = underivable_items(at=at)
        item_services.close_item_grants(actor=job, at=at, why="not-derivable", ids=[grant.id for grant in lost])
    return len(found) + len(lost)


def _without_basis(page: Iterable[GrantView], *, at: Instant) -> list[GrantView]:
    by_basis: dict[Basis, list[GrantView]] = {}
    for grant in page:
        by_basis.setdefault(grant.basis, []).append(grant)
    day = local_day(at)
    left: list[GrantView] = []
    for basis, group in by_basis.items():
        if basis is Basis.TEAM:
            left += _left_the_team(group)
            continue
        ids = [grant.basis_id for grant in group]
        if basis in {Basis.SLOT, Basis.DEPUTY}:
            carried = cases.carried(basis_ids=ids, day=day)
        elif basis is Basis.REPROCESSING:
            carried = reprocessing.allowed(ids=ids, day=day)
        elif basis is Basis.BREAK_GLASS:
            carried = access.running_emergencies(ids=ids, at=at)
        elif basis is Basis.REQUEST:
            running = cases.running(case_ids=[grant.case_id for grant in group])
            carried = asking.carried(ids=ids, at=at) & {grant.basis_id for grant in group if grant.case_id in running}
        else:
            carried = sharing.carrying(basis_ids=ids)
        left += [grant for grant in group if grant.basis_id not in carried]
    return left


def _left_the_team(group: list[GrantView]) -> list[GrantView]:
    """Return the team's grants of workers who do not, or no longer, work there."""
    workers = access.workers(worker_ids=[grant.worker_id for grant in group])
    return [
        grant
        for grant in group
        if grant.worker_id not in workers or workers[grant.worker_id].agency_id != grant.basis_id
    ]
