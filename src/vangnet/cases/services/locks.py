"""The case that an act is about, locked."""

from __future__ import annotations

from uuid import UUID

from vangnet.cases.errors import CaseClosed
from vangnet.cases.models import Case
from vangnet.core.errors import NotVisible


def lock_open(case_id: UUID) -> Case:
    """Return the open case, locked, if it is in sight."""
    case = Case.objects.select_for_update().filter(id=case_id).first()
    if case is None:
        raise NotVisible
    if case.closed_on is not None:
        raise CaseClosed
    return case
