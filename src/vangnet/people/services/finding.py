"""Keep the keys under which a person may be found again."""

from __future__ import annotations

from uuid import UUID

from vangnet.access import services as grants
from vangnet.people.engine.keys import keys
from vangnet.people.models import MatchKey, Person, Residence
from vangnet.people.selectors import prepared


def index(row: Person, stay: Residence | None) -> None:
    """Keep the keys under which a person may be found again; keys of an earlier address stay, people are found by those too."""
    with grants.as_enforcer():
        MatchKey.objects.bulk_create(
            (MatchKey(region=row.region, key=key, person_id=row.id) for key in keys(prepared(row, stay))),
            ignore_conflicts=True,
        )


def index_many(*, after: UUID | None = None, limit: int = 5_000) -> UUID | None:
    """Make the keys of persons that came in by a bulk load, a page at a time; doing it again changes nothing. Background work only.

    Args:
        after: last person of the page before.

    Returns:
        The last person of this page, or None at the end.
    """
    rows = Person.objects.order_by("id")
    page = list((rows.filter(id__gt=after) if after else rows)[:limit])
    stays = {row.person_id: row for row in Residence.objects.filter(person__in=page, kind="stay", until=None)}
    MatchKey.objects.bulk_create(
        (
            MatchKey(region=row.region, key=key, person_id=row.id)
            for row in page
            for key in keys(prepared(row, stays.get(row.id)))
        ),
        ignore_conflicts=True,
        batch_size=10_000,
    )
    return page[-1].id if len(page) == limit else None
