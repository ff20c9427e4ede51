"""Keep the keys under which a person may be found again, and the person as the engine compares them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from vangnet.access import services as grants
from vangnet.core.statements import Fixed
from vangnet.people.engine.keys import hash_key, keys
from vangnet.people.engine.records import BETWEEN, PREPARED_COLUMNS, pack
from vangnet.people.models import MatchKey, MatchRecord, Person, Residence
from vangnet.people.selectors.matching import prepared

_KEEP_KEYS = Fixed(
    "INSERT INTO people_matchkey (key, person_id, region) "
    "SELECT * FROM unnest(%s::bigint[], %s::uuid[], %s::text[]) ON CONFLICT DO NOTHING"
)
_KEEP_RECORDS = Fixed(
    "INSERT INTO people_matchrecord (person_id, digest, region, packed) "
    "SELECT * FROM unnest(%s::uuid[], %s::bigint[], %s::text[], %s::text[]) ON CONFLICT DO NOTHING"
)
# What has not as many cells as this version compares.
_DROP_UNREADABLE = Fixed(
    "DELETE FROM people_matchrecord WHERE person_id = ANY(%s::uuid[]) "
    "AND length(packed) - length(replace(packed, %s, '')) <> %s"
)


@dataclass(frozen=True, slots=True)
class Ready:
    """A person at one address, ready to be found: hashed keys, and the record packed as the engine compares it."""

    person_id: UUID
    region: str
    keys: tuple[int, ...]
    digest: int
    packed: str


@dataclass(frozen=True, slots=True)
class Page:
    """What was done for one page of persons.

    Args:
        persons: persons on it.
        added: rows by which they are found that were not there.
        last: the last person, to go on after; None at the end.
    """

    persons: int
    added: int
    last: UUID | None


def index(row: Person, stay: Residence | None) -> None:
    """Keep the keys under which a person may be found again; keys of an earlier address stay, people are found by those too."""
    with grants.as_enforcer():
        keep([ready(row, stay)])


def index_many(*, after: UUID | None = None, limit: int = 5_000) -> Page:
    """Make the keys of persons that came in by a bulk load, a page at a time; doing it again changes nothing. Background work only.

    What an earlier version kept in a form that this one cannot read is replaced. Keys of names and addresses that somebody
    no longer has stay: people are found by those too.

    Args:
        after: last person of the page before.
    """
    rows = Person.objects.order_by("id")
    page = list((rows.filter(id__gt=after) if after else rows)[:limit])
    stays: dict[UUID, list[Residence]] = {}
    for stay in Residence.objects.filter(person__in=page):
        stays.setdefault(stay.person_id, []).append(stay)
    ids = [row.id for row in page]
    with connection.cursor() as cursor:
        cursor.execute(_DROP_UNREADABLE, [ids, BETWEEN, len(PREPARED_COLUMNS) - 1])
    added = keep(ready(row, stay) for row in page for stay in stays.get(row.id, [None]))
    return Page(len(page), added, page[-1].id if len(page) == limit else None)


def found_by(row: Person, stay: Residence | None) -> list[MatchKey | MatchRecord]:
    """Return the rows by which a person at one address is found, for whoever loads everything in bulk."""
    one = ready(row, stay)
    kept: list[MatchKey | MatchRecord] = [
        MatchRecord(region=row.region, person_id=row.id, digest=one.digest, packed=one.packed)
    ]
    return kept + [MatchKey(region=row.region, key=key, person_id=row.id) for key in one.keys]


def ready(row: Person, stay: Residence | None) -> Ready:
    """Return a person at one address with their keys and as the engine compares them."""
    record = prepared(row, stay)
    packed = pack(record)
    return Ready(row.id, row.region, tuple(dict.fromkeys(keys(record))), hash_key(packed), packed)


def keep(made: Iterable[Ready]) -> int:
    """Write the rows by which people are found, in two statements; return how many are new. Background work only."""
    made = list(made)
    found = sorted({(key, str(one.person_id), one.region) for one in made for key in one.keys})
    columns = list(zip(*found, strict=True)) or [(), (), ()]
    with connection.cursor() as cursor:
        cursor.execute(_KEEP_KEYS, [f"{{{','.join(map(str, column))}}}" for column in columns])
        added = int(cursor.rowcount)
        cursor.execute(
            _KEEP_RECORDS,
            [
                [one.person_id for one in made],
                [one.digest for one in made],
                [one.region for one in made],
                [one.packed for one in made],
            ],
        )
        return added + int(cursor.rowcount)
