"""The case that an act is about, locked."""

from __future__ import annotations

from uuid import UUID

from vangnet.cases.errors import CaseClosed
from vangnet.cases.models import Case
from vangnet.cases.selectors.of_person import KeptCase, kept_case, renewals
from vangnet.core.errors import NotVisible


def lock_open(case_id: UUID) -> Case:
    """Return the open case, locked, if it is in sight."""
    case = Case.objects.select_for_update().filter(id=case_id).first()
    if case is None:
        raise NotVisible
    if case.closed_on is not None:
        raise CaseClosed
    return case


def take_to_destroy(*, case_id: UUID) -> KeptCase | None:
    """Lock a case, open or closed, whose term may have come; None when it is gone or somebody else has it. Background only."""
    row = Case.objects.select_for_update(skip_locked=True).filter(id=case_id).first()
    return kept_case(row, renewals(case_ids=[case_id]).get(case_id)) if row is not None else None
