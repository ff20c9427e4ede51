"""Find whom one record may be about: shared keys by index, the fullest candidates weighed as the batch weighs them."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import psycopg
from django.db import connection

from vangnet.people import rules
from vangnet.people.engine.keys import keys
from vangnet.people.engine.model import default_model
from vangnet.people.engine.predicates import Cells
from vangnet.people.engine.records import Prepared, cells_of, prepare, unpack
from vangnet.people.engine.score import Scorer
from vangnet.people.models import Person, Residence
from vangnet.people.types import PartialDate

# A key that so many people share says nothing; no more of them are looked at, so that a placeholder costs no more than a name.
LOOKED_AT_A_KEY = 60
_FIND = """
SELECT found.person_id, kept.region, kept.packed, (SELECT reltuples FROM pg_class WHERE oid = 'people_matchrecord'::regclass)
FROM (
  SELECT hit.person_id, count(*) AS shared
  FROM unnest(%s::text::bigint[]) AS wanted(key)
  CROSS JOIN LATERAL (SELECT k.person_id FROM people_matchkey k WHERE k.key = wanted.key ORDER BY k.person_id
    LIMIT %s) AS hit
  GROUP BY hit.person_id ORDER BY shared DESC, hit.person_id LIMIT %s
) AS found LEFT JOIN people_matchrecord kept ON kept.person_id = found.person_id
"""


@dataclass(frozen=True, slots=True)
class Weighed:
    """Somebody who shares a key with the record, weighed by the address that fits best."""

    person_id: UUID
    region: str
    weight: float
    cells: Cells


@dataclass(frozen=True, slots=True)
class Match:
    """What was found for one record, surest first.

    Args:
        found: people who share a key with the record.
        keys: keys that were looked up.
        looked_at: people who were weighed.
        persons: about how many people there are.
    """

    found: tuple[Weighed, ...]
    keys: int
    looked_at: int
    persons: int


def match(record: Prepared) -> Match:
    """Return who shares a key with a record, surest first; at most `rules.CANDIDATES_AT_MOST`. In background work only.

    People are weighed by each address that is known of them: they are reported at places where they no longer stay.
    """
    wanted = keys(record)
    if not wanted:
        return Match((), 0, 0, 0)
    rows = _ask(wanted)
    mine, score = cells_of(record), scorer().score_cells
    best: dict[UUID, Weighed] = {}
    bare: set[UUID] = set()
    for person_id, region, packed, _ in rows:
        try:
            cells = unpack(packed or "")
        except ValueError:  # not kept ready, or by an earlier version
            bare.add(person_id)
            continue
        weight = score(mine, cells).weight
        if person_id not in best or weight > best[person_id].weight:
            best[person_id] = Weighed(person_id, region or "", weight, cells)
    for one in _weigh_rows(mine, list(bare - best.keys())) if bare else ():
        if one.person_id not in best or one.weight > best[one.person_id].weight:
            best[one.person_id] = one
    surest = sorted(best.values(), key=lambda one: (-one.weight, one.person_id))
    return Match(tuple(surest), len(wanted), len(best), int(rows[0][3]) if rows else 0)


def _ask(wanted: Sequence[int]) -> list[tuple[UUID, str | None, str | None, float]]:
    """Return who shares a key, from a statement that the server prepares once a connection: planning costs as much as finding."""
    connection.ensure_connection()
    values = [f"{{{','.join(map(str, wanted))}}}", LOOKED_AT_A_KEY, rules.CANDIDATES_AT_MOST]
    with psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(_FIND, values, prepare=True)
        return cursor.fetchall()


def _weigh_rows(mine: Cells, person_ids: Sequence[UUID]) -> list[Weighed]:
    """Weigh people of whom nothing was kept ready, from their own rows."""
    places: dict[UUID, list[Residence | None]] = {}
    for stay in Residence.objects.filter(person_id__in=person_ids):
        places.setdefault(stay.person_id, []).append(stay)
    weighed = []
    for row in Person.objects.filter(id__in=person_ids):
        for place in places.get(row.id, [None]):
            cells = cells_of(prepared(row, place))
            weighed.append(Weighed(row.id, row.region, scorer().score_cells(mine, cells).weight, cells))
    return weighed


def prepared(row: Person, stay: Residence | None) -> Prepared:
    """Return a person as the engine compares them."""
    birth = PartialDate(row.birth_year, row.birth_month, row.birth_day)
    return prepare(
        rules.cells(
            given=row.given_names,
            prefix=row.prefix,
            surname=" ".join(part for part in (row.surname, row.partner_surname) if part),
            birth=birth.iso(),
            sex=row.sex,
            street=stay.street if stay else "",
            house_number=stay.house_number if stay else "",
            postcode=stay.postcode if stay else "",
            city=stay.city if stay else "",
            phone=row.phone,
        )
    )


@functools.cache
def scorer() -> Scorer:
    """Return the scorer of the model that comes with the program."""
    return Scorer(default_model())
