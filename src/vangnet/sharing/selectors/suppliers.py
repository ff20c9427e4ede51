"""Which organisations gave information to a case by answering a question."""

from __future__ import annotations

from uuid import UUID

from vangnet.access import selectors as access
from vangnet.access.types import WorkerView
from vangnet.audit import selectors as audited
from vangnet.sharing.models import InformationRequest
from vangnet.sharing.types import RequestState


def suppliers_by_answer(*, case_id: UUID) -> dict[UUID | None, set[UUID]]:
    """Return the organisations that answered a request in a case, and who there did; None for one that is known by name only.

    Background work only, or inside `as_enforcer`.
    """
    rows = list(InformationRequest.objects.filter(case_id=case_id, state=RequestState.ANSWERED.value))
    people = {worker_id for row in rows for worker_id in (row.to_worker, row.closed_by) if worker_id is not None}
    workers = access.workers(worker_ids=list(people))
    found: dict[UUID | None, set[UUID]] = {}
    for row in rows:
        people = {one for one in (row.to_worker, row.closed_by) if one is not None and one in workers}
        for agency_id in _suppliers_of(row, workers):
            there = {one for one in people if workers[one].agency_id == agency_id}
            found.setdefault(agency_id, set()).update(there)
    return found


def _suppliers_of(row: InformationRequest, workers: dict[UUID, WorkerView]) -> set[UUID | None]:
    """Return who stands behind one answer: who wrote it for themselves, and whoever was asked."""
    asked = workers.get(row.to_worker) if row.to_worker is not None else None
    line = audited.last_entry(case_id=row.case_id, act="sharing.answer_request", object_id=row.id)
    if line is not None and row.closed_by == row.to_worker:
        return {line.agency_id}
    if asked is not None:
        return {asked.agency_id}
    wrote = workers.get(row.closed_by) if row.closed_by is not None else None
    own = wrote is not None and row.closed_by != row.asked_by and wrote.agency_kind == row.to_org
    return {wrote.agency_id} if wrote is not None and own else {None}
