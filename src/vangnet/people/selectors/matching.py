"""Find whom one record may be about: shared keys by index, the fullest candidates weighed as the batch weighs them."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import psycopg
from django.db import connection

from vangnet.core.errors import InvalidInput
from vangnet.people import rules
from vangnet.people.engine.keys import keys, telling_keys
from vangnet.people.engine.model import Model, default_model, from_json
from vangnet.people.engine.predicates import Cells
from vangnet.people.engine.records import Prepared, cells_of, prepare, unpack
from vangnet.people.engine.score import Scorer
from vangnet.people.models import LinkageModel, Person, Residence
from vangnet.people.types import PartialDate

# A key that so many people share says nothing; no more of them are looked at, so that a placeholder costs no more than a name.
LOOKED_AT_A_KEY = 60
# Who shares less than a third of the keys that somebody else shares is passed by: among a million persons that leaves four to weigh
# instead of twenty, and loses nobody who was among the twenty.
_FIND = """
SELECT found.person_id, kept.region, kept.packed, (SELECT reltuples FROM pg_class WHERE oid = 'people_matchrecord'::regclass),
  (SELECT m.id FROM people_linkagemodel m WHERE m.in_use_from IS NOT NULL ORDER BY m.in_use_from DESC LIMIT 1)
FROM (
  SELECT hit.person_id, count(*) AS shared, max(count(*)) OVER () AS most
  FROM unnest(%s::text::bigint[]) AS wanted(key)
  CROSS JOIN LATERAL (SELECT k.person_id FROM people_matchkey k WHERE k.key = wanted.key ORDER BY k.person_id
    LIMIT %s) AS hit
  GROUP BY hit.person_id ORDER BY shared DESC, hit.person_id LIMIT %s
) AS found LEFT JOIN people_matchrecord kept ON kept.person_id = found.person_id
WHERE found.shared * 3 >= found.most
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
    """Return who a record may be about, surest first; at most `rules.CANDIDATES_AT_MOST`. Background work only.

    Looked at is who has at least one blocking key (`engine.keys`) in common with the record: first by the keys that say most,
    by all of them when those give nobody. Who has less than a third of the keys in common that the best has is passed by. Who
    is left is weighed by each address that is known of them: people are reported at places where they no longer stay. A key in
    common says little by itself; what comes out is for a human to confirm.
    """
    wanted = telling_keys(record)
    if not wanted:
        return Match((), 0, 0, 0)
    rows = _ask(wanted)
    if not rows and len(every := keys(record)) > len(wanted):
        wanted = every
        rows = _ask(wanted)
    if not rows:
        return Match((), len(wanted), 0, 0)
    weigher = scorer(rows[0][4])
    mine, score = cells_of(record), weigher.score_cells
    best: dict[UUID, Weighed] = {}
    bare: set[UUID] = set()
    for person_id, region, packed, _, _ in rows:
        try:
            cells = unpack(packed or "")
        except ValueError:  # not kept ready, or by an earlier version
            bare.add(person_id)
            continue
        weight = score(mine, cells).weight
        if person_id not in best or weight > best[person_id].weight:
            best[person_id] = Weighed(person_id, region or "", weight, cells)
    for one in _weigh_rows(weigher, mine, list(bare - best.keys())) if bare else ():
        if one.person_id not in best or one.weight > best[one.person_id].weight:
            best[one.person_id] = one
    surest = sorted(best.values(), key=lambda one: (-one.weight, one.person_id))
    return Match(tuple(surest), len(wanted), len(best), int(rows[0][3]))


def _ask(wanted: Sequence[int]) -> list[tuple[UUID, str | None, str | None, float, str | None]]:
    """Return who has one of these keys, from a statement that the server prepares once a connection: planning costs as much."""
    connection.ensure_connection()
    values = [f"{{{','.join(map(str, wanted))}}}", LOOKED_AT_A_KEY, rules.CANDIDATES_AT_MOST]
    with psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(_FIND, values, prepare=True)
        return cursor.fetchall()


def _weigh_rows(weigher: Scorer, mine: Cells, person_ids: Sequence[UUID]) -> list[Weighed]:
    """Weigh people of whom nothing was kept ready, from their own rows."""
    places: dict[UUID, list[Residence | None]] = {}
    for stay in Residence.objects.filter(person_id__in=person_ids):
        places.setdefault(stay.person_id, []).append(stay)
    weighed = []
    for row in Person.objects.filter(id__in=person_ids):
        for place in places.get(row.id, [None]):
            cells = cells_of(prepared(row, place))
            weighed.append(Weighed(row.id, row.region, weigher.score_cells(mine, cells).weight, cells))
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


def about_how_many() -> int:
    """Return about how many persons there are, from what the database last counted. Background work only."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = 'people_person'::regclass")
        return max(int(cursor.fetchone()[0]), 0)


def model_in_use() -> Model:
    """Return the model that weighs now: the one learned from the register last, else the shipped one. Background work only."""
    return in_use().model


def in_use() -> Scorer:
    """Return the scorer of the model that weighs now. Background work only."""
    rows = LinkageModel.objects.filter(in_use_from__isnull=False).order_by("-in_use_from")
    return scorer(rows.values_list("id", flat=True).first())


@functools.lru_cache(maxsize=4)
def scorer(model_id: str | None) -> Scorer:
    """Return the scorer of a stored model, which never changes, so it is read once.

    The shipped model stands in for None, and for one that an earlier version stored in another shape.
    """
    if model_id is None:
        return Scorer(default_model())
    try:
        return Scorer(from_json(LinkageModel.objects.values_list("content", flat=True).get(id=model_id)))
    except InvalidInput:
        return Scorer(default_model())
