"""Keep the keys under which a person may be found again, and the person as the engine compares them."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from vangnet.access import services as grants
from vangnet.people.engine.keys import hash_key, keys
from vangnet.people.engine.records import pack
from vangnet.people.models import MatchKey, MatchRecord, Person, Residence
from vangnet.people.selectors.matching import prepared


def index(row: Person, stay: Residence | None) -> None:
    """Keep the keys under which a person may be found again; keys of an earlier address stay, people are found by those too."""
    with grants.as_enforcer():
        keep(found_by(row, stay))


def index_many(*, after: UUID | None = None, limit: int = 5_000) -> UUID | None:
    """Make the keys of persons that came in by a bulk load, a page at a time; doing it again changes nothing. Background work only.

    Args:
        after: last person of the page before.

    Returns:
        The last person of this page, or None at the end.
    """
    rows = Person.objects.order_by("id")
    page = list((rows.filter(id__gt=after) if after else rows)[:limit])
    stays: dict[UUID, list[Residence]] = {}
    for stay in Residence.objects.filter(person__in=page):
        stays.setdefault(stay.person_id, []).append(stay)
    keep(kept for row in page for stay in stays.get(row.id, [None]) for kept in found_by(row, stay))
    return page[-1].id if len(page) == limit else None


def found_by(row: Person, stay: Residence | None) -> list[MatchKey | MatchRecord]:
    """Return the rows by which a person at one address is found."""
    record = prepared(row, stay)
    packed = pack(record)
    kept: list[MatchKey | MatchRecord] = [
        MatchRecord(region=row.region, person_id=row.id, digest=hash_key(packed), packed=packed)
    ]
    kept += [MatchKey(region=row.region, key=key, person_id=row.id) for key in dict.fromkeys(keys(record))]
    return kept


def keep(made: Iterable[MatchKey | MatchRecord]) -> None:
    """Write the rows by which people are found; those that are there stay as they are. Background work only."""
    made = list(made)
    MatchKey.objects.bulk_create(
        (kept for kept in made if isinstance(kept, MatchKey)), ignore_conflicts=True, batch_size=10_000
    )
    MatchRecord.objects.bulk_create(
        (kept for kept in made if isinstance(kept, MatchRecord)), ignore_conflicts=True, batch_size=10_000
    )
