"""Every case of a person, closed ones too: for the person's own question, and for keeping no longer than is allowed."""

from __future__ import annotations

from uuid import UUID

from vangnet.cases.models import Case


def every_case_of(*, person_id: UUID) -> list[UUID]:
    """Return all cases of a person that the database lets the actor see, oldest first."""
    return list(Case.objects.filter(person_id=person_id).order_by("opened_on", "id").values_list("id", flat=True))
