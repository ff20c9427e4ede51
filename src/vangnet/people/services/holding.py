"""Hold a person while something is decided about what is kept of them: a request that comes in, or the end of a term."""

from __future__ import annotations

from uuid import UUID

from vangnet.core.errors import NotVisible
from vangnet.people.models import Person
from vangnet.people.selectors.clusters import whole


def hold_person(*, person_id: UUID) -> None:
    """Lock a person in sight until the transaction ends; waits for whoever destroys something of them.

    Raises:
        NotVisible: absent, or not in sight.
    """
    if Person.objects.select_for_update(no_key=True).filter(id=person_id).first() is None:
        raise NotVisible


def hold_to_destroy(*, person_id: UUID) -> bool:
    """Lock all of a person, and return whether nobody else has any of it in hand. Background work only."""
    persons = Person.objects.filter(id__in=whole(person_id))
    return len(persons.select_for_update(no_key=True, skip_locked=True)) == persons.count()
