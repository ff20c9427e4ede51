"""One case, opened."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from vangnet.access import selectors as access
from vangnet.access.types import Actor, Relation, SightView
from vangnet.audit import services as audit
from vangnet.cases.types import CaseKind, CaseView
from vangnet.core.clock import Instant
from vangnet.core.errors import NotVisible
from vangnet.core.statements import Fixed

_CASE = Fixed("""
SELECT s.subject_id, s.relation, s.categories, s.until, s.owed_on, c.number, c.region, c.person_id, c.kind, c.phase, c.level,
  c.municipality, c.opened_on, c.closed_on, c.contact_every_days, c.last_contact_on, c.next_meeting_at, c.version, m.name,
  s.restricted, c.contact_due_on
FROM access_sight s JOIN cases_case c ON c.id = s.case_id LEFT JOIN access_municipality m ON m.code = c.municipality
WHERE s.worker_id = %(worker)s AND s.case_id = %(case)s AND (s.until IS NULL OR s.until > %(at)s)
""")


@dataclass(frozen=True, slots=True)
class OpenedCase:
    """A case with what the actor may see of it.

    Args:
        place: name of the municipality.
    """

    sight: SightView
    case: CaseView
    place: str


def opened(*, actor: Actor, case_id: UUID, at: Instant) -> OpenedCase:
    """Return one case and what the actor may see of it, and record that it was read.

    Raises:
        NotVisible: absent, or not in sight.
    """
    if not access.sees_cases(actor):
        raise NotVisible
    with connection.cursor() as cursor:
        cursor.execute(_CASE, {"worker": actor.worker_id, "case": case_id, "at": at})
        row = cursor.fetchone()
    if row is None:
        raise NotVisible
    subject_id, relation, categories, until, owed_on = row[:5]
    sight = SightView(case_id, subject_id, Relation(relation), categories, until, owed_on, row[19])
    audit.record(
        actor=actor, at=at, act="cases.read", case_id=case_id, subject_id=row[7], object_kind="case", object_id=case_id,
        fields=["case", "person", "slots"], ground=sight.relation.value,
    )  # fmt: skip
    case = CaseView(
        id=case_id,
        number=row[5],
        region=row[6],
        person_id=row[7],
        kind=CaseKind(row[8]),
        phase=row[9],
        level=row[10],
        municipality=row[11],
        opened_on=row[12],
        closed_on=row[13],
        contact_every_days=row[14],
        last_contact_on=row[15],
        next_meeting_at=row[16],
        relation=sight.relation,
        categories=sight.categories,
        version=row[17],
        contact_due_on=row[20],
    )
    return OpenedCase(sight, case, row[18] or "")
