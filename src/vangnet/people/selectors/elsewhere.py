"""Is this person known in another region? For the question between regions only, which is limited, recorded and told.

What is done is the same whether somebody is found or not: the same statements, the same number of comparisons. So neither
the answer's time nor its load tells what the answer does not say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from vangnet.access import services as grants
from vangnet.core.errors import NotVisible
from vangnet.intake.types import PersonHint
from vangnet.people.engine.keys import keys
from vangnet.people.engine.records import Prepared
from vangnet.people.engine.score import Scorer
from vangnet.people.models import Identifier, Person, Residence
from vangnet.people.rules.identity import lacks, surely_same
from vangnet.people.selectors import hint_record
from vangnet.people.selectors.matching import in_use, prepared

# Stands in where nothing was found, so that the next statement runs all the same.
NOBODY = UUID(int=0)
AT_MOST = 20

# Who shares a key with the record, or carries the same BSN, in any region but one's own.
_FIND = """
SELECT found.person_id, bool_or(found.same_number) FROM (
  SELECT hit.person_id, false AS same_number, count(*) AS shared
  FROM unnest(%(keys)s::bigint[]) AS wanted(key)
  CROSS JOIN LATERAL (SELECT any_region.person_id FROM (SELECT k.person_id, k.region FROM people_matchkey k
    WHERE k.key = wanted.key ORDER BY k.person_id LIMIT (SELECT 1000)) AS any_region
    WHERE any_region.region <> %(region)s LIMIT 100) AS hit
  GROUP BY hit.person_id
  UNION ALL
  SELECT i.person_id, true, 1000 FROM people_identifier i
  WHERE i.kind = 'bsn' AND i.passes_test AND i.until IS NULL AND i.blind_index = ANY(%(numbers)s::bytea[])
    AND i.region <> %(region)s
) AS found GROUP BY found.person_id ORDER BY max(found.shared) DESC, found.person_id LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who somebody is, as recorded at the ground of a question; it is never typed in for the question.

    Args:
        record: as the engine compares it.
        numbers: keyed hashes of the BSNs that pass their test.
        person_id: the person at one's own side, when somebody said who it is.
        secret: whether any record of that person says that the address is secret.
    """

    record: Prepared
    numbers: tuple[bytes, ...]
    person_id: UUID | None
    secret: bool

    @property
    def lacks(self) -> tuple[str, ...]:
        """Return what is missing to point at one person; see `rules.identity.lacks`."""
        return lacks(self.record, number=bool(self.numbers))


@dataclass(frozen=True, slots=True)
class KnownElsewhere:
    """Somebody in another region who is surely the same person.

    Args:
        secret: whether their address is secret, so that even the region may not be told.
    """

    person_id: UUID
    region: str
    secret: bool


def identity_of(*, person_id: UUID) -> Identity:
    """Return who a person in sight is. The calling service records the read.

    Raises:
        NotVisible: absent, or not in sight.
    """
    row = Person.objects.filter(id=person_id).first()
    if row is None:
        raise NotVisible
    stay = Residence.objects.filter(person_id=person_id, kind="stay", until=None).first()
    held = Identifier.objects.filter(person_id=person_id, kind="bsn", passes_test=True, until=None)
    return Identity(
        record=prepared(row, stay), numbers=tuple(bytes(value) for value in held.values_list("blind_index", flat=True)),
        person_id=row.id, secret=row.secret_address or row.secret_elsewhere,
    )  # fmt: skip


def identity_of_hint(*, hint: PersonHint) -> Identity:
    """Return whom a reporter spoke of."""
    return Identity(record=hint_record(hint), numbers=(), person_id=None, secret=False)


def known_elsewhere(*, identity: Identity, region: str) -> list[KnownElsewhere]:
    """Return who is surely this person in other regions, past the own sight; the same work whether anybody is found.

    Only for the question between regions, which asks the law first and tells no more than a contact point.
    """
    with grants.as_enforcer():
        with connection.cursor() as cursor:
            cursor.execute(
                _FIND,
                {"keys": keys(identity.record), "numbers": list(identity.numbers), "region": region, "most": AT_MOST},
            )
            numbered = dict(cursor.fetchall())
        ids = list(numbered) or [NOBODY]
        places: dict[UUID, list[Residence | None]] = {}
        for stay in Residence.objects.filter(person_id__in=ids).order_by("-since"):
            places.setdefault(stay.person_id, []).append(stay)
        rows = list(Person.objects.filter(id__in=ids))
        weigher = in_use()
    found = [
        row for row in rows if _is(weigher, identity, row, places.get(row.id, [None]), same_number=numbered[row.id])
    ]
    for _ in range(AT_MOST - len(rows)):
        weigher.score(identity.record, identity.record)
    return [KnownElsewhere(row.id, row.region, row.secret_address or row.secret_elsewhere) for row in found]


def _is(
    weigher: Scorer, identity: Identity, row: Person, stays: Sequence[Residence | None], *, same_number: bool
) -> bool:
    for stay in stays:
        other = prepared(row, stay)
        if surely_same(identity.record, other, weigher.score(identity.record, other), same_number=same_number):
            return True
    return False
