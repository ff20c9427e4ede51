"""What is owed in cases: roles without anybody, contact, a yes of a deputy. One fixed statement each, for the work list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import connection

from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.cases.models import Case
from vangnet.cases.types import BriefingView, Cover, OwedContact, OwedSlot, StandIn, Unconfirmed
from vangnet.core.clock import Instant
from vangnet.core.statements import Fixed, ids_text
from vangnet.people.types import called

# A required slot `r` of an open case `c` without a present holder or a present, briefed deputy. This is the one
# definition of promise P2: the work list and the counts of the promises both rest on it. Who is away is looked up once.
_AWAY = "WITH away AS MATERIALIZED (SELECT worker_id FROM access_absence WHERE days @> %(day)s)"
_UNCOVERED = """
FROM cases_roleslot r JOIN cases_case c ON c.id = r.case_id
WHERE r.required AND c.closed_on IS NULL
  AND NOT EXISTS (SELECT 1 FROM cases_holding h WHERE h.case_id = r.case_id AND h.slot_id = r.id AND h.days @> %(day)s
    AND h.worker_id NOT IN (SELECT worker_id FROM away))
  AND NOT EXISTS (SELECT 1 FROM cases_deputy d WHERE d.case_id = r.case_id AND d.slot_id = r.id AND d.days @> %(day)s
    AND d.briefed_at IS NOT NULL AND d.worker_id NOT IN (SELECT worker_id FROM away))
"""
_OWED_SLOTS = Fixed(f"""
{_AWAY}
SELECT r.id, r.case_id, c.person_id, c.municipality, r.role, EXISTS (
  SELECT 1 FROM cases_deputy n WHERE n.case_id = r.case_id AND n.slot_id = r.id AND n.days @> %(day)s), c.opened_on
{_UNCOVERED} AND r.case_id = ANY(%(cases)s::uuid[])
ORDER BY r.case_id, r.id LIMIT %(limit)s
""")  # noqa: S608 - our own text
_BY_REGION = Fixed(f"""
{_AWAY} SELECT r.region, count(*) {_UNCOVERED} AND (%(region)s::text IS NULL OR r.region = %(region)s) GROUP BY r.region
""")
_CONTACTS = Fixed("""
SELECT id, person_id, municipality, last_contact_on, contact_due_on FROM cases_case
WHERE id = ANY(%(cases)s::uuid[]) AND closed_on IS NULL AND contact_due_on <= %(day)s
ORDER BY contact_due_on, id LIMIT %(limit)s
""")
_UNCONFIRMED = Fixed("""
SELECT d.case_id, d.slot_id, r.role, d.worker_id, d.asked_at, coalesce(w.name, '')
FROM cases_deputy d JOIN cases_roleslot r ON r.id = d.slot_id JOIN cases_case c ON c.id = d.case_id
LEFT JOIN access_worker w ON w.id = d.worker_id
WHERE d.case_id = ANY(%(cases)s::uuid[]) AND d.briefed_at IS NULL AND c.closed_on IS NULL
ORDER BY d.asked_at, d.id LIMIT %(limit)s
""")
_BRIEFINGS = Fixed("""
SELECT d.id, d.slot_id, d.case_id, r.role,
  coalesce((SELECT h.worker_id FROM cases_holding h WHERE h.case_id = d.case_id AND h.slot_id = d.slot_id
    ORDER BY h.days DESC LIMIT 1), d.worker_id), d.asked_at
FROM cases_deputy d JOIN cases_roleslot r ON r.id = d.slot_id JOIN cases_case c ON c.id = d.case_id
WHERE d.worker_id = %(worker)s AND d.briefed_at IS NULL AND c.closed_on IS NULL
ORDER BY d.asked_at LIMIT %(limit)s
""")
_STANDING_IN = Fixed("""
WITH mine AS MATERIALIZED (
  SELECT d.case_id, d.slot_id FROM cases_deputy d
  WHERE d.worker_id = %(worker)s AND d.days @> %(day)s AND d.briefed_at IS NOT NULL)
SELECT h.worker_id, w.name, upper(a.days), count(*)
FROM mine
JOIN LATERAL (SELECT o.worker_id, o.case_id FROM cases_holding o
  WHERE o.case_id = mine.case_id AND o.slot_id = mine.slot_id AND o.days @> %(day)s OFFSET 0) h ON true
JOIN cases_case c ON c.id = h.case_id AND c.closed_on IS NULL
JOIN access_absence a ON a.worker_id = h.worker_id AND a.days @> %(day)s
JOIN access_worker w ON w.id = h.worker_id
GROUP BY h.worker_id, w.name, upper(a.days) ORDER BY w.name, h.worker_id
""")
_BRIEF = Fixed("""
SELECT c.id, c.municipality, p.given_names, p.prefix, p.surname, p.partner_prefix, p.partner_surname, p.name_use
FROM cases_case c LEFT JOIN people_person p ON p.id = c.person_id
WHERE c.id = ANY(%s::uuid[])
""")


def owed_slots(*, case_ids: Sequence[UUID], day: date, limit: int = 100) -> list[OwedSlot]:
    """Return the required slots of these cases that nobody covers on `day`."""
    with connection.cursor() as cursor:
        cursor.execute(_OWED_SLOTS, {"cases": ids_text(case_ids), "day": day, "limit": limit})
        return [
            OwedSlot(slot_id, case_id, person_id, place, role, Cover.DEPUTY_UNBRIEFED if asked else Cover.NOBODY, since)
            for slot_id, case_id, person_id, place, role, asked, since in cursor.fetchall()
        ]


def uncovered_by_region(*, region: str | None, day: date) -> dict[str, int]:
    """Return how many required slots nobody covers (promise P2), by region. Background work only.

    Args:
        region: only this one; all when None. A region without any is left out.
    """
    with connection.cursor() as cursor:
        cursor.execute(_BY_REGION, {"region": region, "day": day})
        return dict(cursor.fetchall())


def owed_contacts(*, case_ids: Sequence[UUID], day: date, limit: int = 100) -> list[OwedContact]:
    """Return the cases among these in which contact is owed on or before `day`, longest overdue first."""
    with connection.cursor() as cursor:
        cursor.execute(_CONTACTS, {"cases": ids_text(case_ids), "day": day, "limit": limit})
        return [OwedContact(*row) for row in cursor.fetchall()]


def unconfirmed(*, case_ids: Sequence[UUID], limit: int = 20) -> list[Unconfirmed]:
    """Return who was asked to stand in in these cases and has not said yes, longest waiting first."""
    with connection.cursor() as cursor:
        cursor.execute(_UNCONFIRMED, {"cases": ids_text(case_ids), "limit": limit})
        return [Unconfirmed(*row) for row in cursor.fetchall()]


def briefings(*, actor: Actor, limit: int = 50) -> list[BriefingView]:
    """Return the requests to stand in that wait for the actor's yes."""
    with connection.cursor() as cursor:
        cursor.execute(_BRIEFINGS, {"worker": actor.worker_id, "limit": limit})
        return [BriefingView(*row) for row in cursor.fetchall()]


def standing_in(*, actor: Actor, day: date) -> list[StandIn]:
    """Return the absent colleagues for whom the actor stands in on a day, having confirmed it, by name."""
    with connection.cursor() as cursor:
        cursor.execute(_STANDING_IN, {"worker": actor.worker_id, "day": day})
        return [StandIn(*row) for row in cursor.fetchall()]


def named(*, actor: Actor, case_ids: Sequence[UUID], at: Instant) -> dict[UUID, str]:
    """Return whom cases in sight are about, by name, and record that it was read; others are left out."""
    found = {case_id: name for case_id, (name, _) in brief(case_ids=case_ids).items() if name}
    if found:
        subjects = Case.objects.filter(id__in=found).values_list("person_id", flat=True)
        audit.record(
            actor=actor, at=at, act="cases.read_names", subjects=set(subjects), object_kind="case", fields=["name"]
        )
    return found


def brief(*, case_ids: Sequence[UUID]) -> dict[UUID, tuple[str, str]]:
    """Return (person's name, municipality) of cases in sight, for lists, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(_BRIEF, [ids_text(case_ids)])
        return {row[0]: (called(*row[2:]) if row[4] is not None else "", row[1]) for row in cursor.fetchall()}
