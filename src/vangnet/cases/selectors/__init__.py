"""Read cases. The database shows an actor only the cases in sight; categories are masked here, from the same grants."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from vangnet.access import selectors as access
from vangnet.access import services as grants
from vangnet.access.types import NOTHING_OWED, Actor, SightView
from vangnet.audit import services as audit
from vangnet.cases.models import Case, Deputy, Holding
from vangnet.cases.selectors.cover import stand_in as stand_in
from vangnet.cases.selectors.cover import stand_ins_by as stand_ins_by
from vangnet.cases.selectors.cover import stand_ins_for as stand_ins_for
from vangnet.cases.selectors.documents import categories_to_add as categories_to_add
from vangnet.cases.selectors.documents import document_file as document_file
from vangnet.cases.selectors.documents import document_titles as document_titles
from vangnet.cases.selectors.documents import documents as documents
from vangnet.cases.selectors.documents import documents_of as documents_of
from vangnet.cases.selectors.documents import shown_file as shown_file
from vangnet.cases.selectors.documents import usual_category as usual_category
from vangnet.cases.selectors.documents import withdrawn as withdrawn
from vangnet.cases.selectors.entries import entry_texts as entry_texts
from vangnet.cases.selectors.listing import CasePage as CasePage
from vangnet.cases.selectors.listing import page as page
from vangnet.cases.selectors.looking import looked as looked
from vangnet.cases.selectors.opening import opened as opened
from vangnet.cases.selectors.owing import brief as brief
from vangnet.cases.selectors.owing import briefings as briefings
from vangnet.cases.selectors.owing import named as named
from vangnet.cases.selectors.owing import owed_contacts as owed_contacts
from vangnet.cases.selectors.owing import owed_slots as owed_slots
from vangnet.cases.selectors.owing import standing_in as standing_in
from vangnet.cases.selectors.owing import unconfirmed as unconfirmed
from vangnet.cases.selectors.owing import uncovered_by_region as uncovered_by_region
from vangnet.cases.selectors.slots import slots as slots
from vangnet.cases.selectors.slots import slots_of as slots_of
from vangnet.cases.selectors.timeline import timeline as timeline
from vangnet.cases.selectors.words import cases_with, words_of
from vangnet.cases.types import (
    CaseKind,
    CaseRow,
    CaseView,
    FoundCase,
)
from vangnet.core.clock import Instant, local_day
from vangnet.core.errors import NotVisible
from vangnet.intake import selectors as intake
from vangnet.people import selectors as people

LEAST_OF_NUMBER = 6


def case(*, actor: Actor, case_id: UUID, at: Instant, sight: SightView | None = None) -> CaseView:
    """Return one case and record that it was read.

    Args:
        sight: what the actor may see of the case, when the caller has just asked.

    Raises:
        NotVisible: absent, or not in sight.
    """
    sight = access.sight_of(actor=actor, case_id=case_id, at=at, known=sight)
    row = Case.objects.filter(id=case_id).first()
    if row is None:
        raise NotVisible
    audit.record(
        actor=actor, at=at, act="cases.read", case_id=row.id, subject_id=row.person_id, object_kind="case", object_id=row.id,
        fields=["case", "person", "slots"], ground=sight.relation.value,
    )  # fmt: skip
    return _case_view(row, sight)


def find(*, actor: Actor, number: str, at: Instant, limit: int = 20) -> list[CaseRow]:
    """Return the cases in sight with this number, or whose number starts with it; nothing reads the same as not allowed.

    Args:
        number: such as `2026-0481`, or its first part of at least `LEAST_OF_NUMBER` characters.
    """
    matching = Case.objects.filter(number__startswith=number).order_by("number", "id").values_list("id", flat=True)
    found = list(matching[:limit]) if len(number) >= LEAST_OF_NUMBER else []
    sights = access.sights_of(actor=actor, case_ids=found, at=at)
    rows = _case_rows(sights, day=local_day(at))
    audit.record(
        actor=actor, at=at, act="cases.search", object_kind="case", fields=["name"],
        subjects=[sight.subject_id for sight in sights], details={"rows": len(rows)},
    )  # fmt: skip
    return rows


def search(*, actor: Actor, text: str, at: Instant, limit: int = 20) -> list[FoundCase]:
    """Return the cases in sight in whose name, timeline or plan every word stands; nothing reads the same as not allowed.

    Args:
        text: words, in any order; a word also finds what begins with it, and words of less than three letters find nothing.
    """
    found = cases_with(words=words_of(text), limit=limit)
    sights = access.sights_of(actor=actor, case_ids=list(found), at=at)
    rows = _case_rows(sights, day=local_day(at))
    audit.record(
        actor=actor, at=at, act="cases.search_words", object_kind="case", fields=["name"], details={"rows": len(rows)}
    )
    return [FoundCase(row, tuple(sorted(found[row.id]))) for row in rows]


def held_slots(*, actor: Actor, days_from: date, days_until: date) -> list[tuple[UUID, UUID, str]]:
    """Return the slots the actor holds in a period, as (case id, slot id, role)."""
    rows = Holding.objects.filter(
        worker_id=actor.worker_id, days__overlap=(days_from, days_until), case__closed_on=None
    )
    return list(rows.order_by("case_id").values_list("case_id", "slot_id", "slot__role"))


def contact_overdue_by_region(*, region: str | None, day: date) -> dict[str, int]:
    """Return how many open cases wait longer for contact than was agreed (promise P2), by region. Background work only.

    Args:
        region: only this one; all when None. A region without any is left out.
    """
    return _by_region(open_cases(region=region).filter(contact_due_on__lt=day))


def _by_region(rows: QuerySet[Case]) -> dict[str, int]:
    return dict(rows.order_by().values("region").annotate(number=Count("pk")).values_list("region", "number"))


def open_cases(*, region: str | None) -> QuerySet[Case]:
    """Return the query for open cases, of one region or of all; what the database shows of them depends on who asks."""
    rows = Case.objects.filter(closed_on=None)
    return rows.filter(region=region) if region else rows


def cases_of_person(*, person_id: UUID) -> list[UUID]:
    """Return the open cases of a person that are in sight."""
    return list(Case.objects.filter(person_id=person_id, closed_on=None).values_list("id", flat=True))


def cases_of_persons(*, person_ids: Sequence[UUID]) -> dict[UUID, list[tuple[UUID, str]]]:
    """Return the open cases in sight of several persons, as (case id, number), in one query."""
    rows = Case.objects.filter(person_id__in=set(person_ids), closed_on=None).order_by("number")
    found: dict[UUID, list[tuple[UUID, str]]] = {}
    for case_id, person_id, number in rows.values_list("id", "person_id", "number"):
        found.setdefault(person_id, []).append((case_id, number))
    return found


def _case_rows(sights: Sequence[SightView], *, day: date) -> list[CaseRow]:
    ids = [sight.case_id for sight in sights]
    cases = {row.id: row for row in Case.objects.filter(id__in=ids)}
    persons = people.persons(person_ids=[sight.subject_id for sight in sights])
    directors = _directors(case_ids=ids, day=day)
    rows: list[CaseRow] = []
    for sight in sights:
        row, person = cases.get(sight.case_id), persons.get(sight.subject_id)
        if row is None or person is None:
            continue
        rows.append(
            CaseRow(
                id=row.id,
                number=row.number,
                name=person.name,
                birth_year=person.birth.year,
                kind=CaseKind(row.kind),
                phase=row.phase,
                municipality=row.municipality,
                director=directors.get(row.id, ""),
                last_contact_on=row.last_contact_on,
                contact_due_on=row.contact_due_on,
                relation=sight.relation,
                owed_on=sight.owed_on if sight.owed_on != NOTHING_OWED else None,
                birth=person.birth,
            )
        )
    return rows


def _directors(*, case_ids: Sequence[UUID], day: date) -> dict[UUID, str]:
    rows = Holding.objects.filter(case_id__in=set(case_ids), slot__role="procesregisseur", days__contains=day)
    pairs = dict(rows.values_list("case_id", "worker_id"))
    workers = access.workers(worker_ids=list(pairs.values()))
    return {case_id: workers[worker_id].name for case_id, worker_id in pairs.items() if worker_id in workers}


def _case_view(row: Case, sight: SightView) -> CaseView:
    return CaseView(
        id=row.id,
        number=row.number,
        region=row.region,
        person_id=row.person_id,
        kind=CaseKind(row.kind),
        phase=row.phase,
        level=row.level,
        municipality=row.municipality,
        opened_on=row.opened_on,
        closed_on=row.closed_on,
        contact_every_days=row.contact_every_days,
        last_contact_on=row.last_contact_on,
        next_meeting_at=row.next_meeting_at,
        relation=sight.relation,
        categories=sight.categories,
        version=row.version,
        contact_due_on=row.contact_due_on,
    )


def origin(*, case_id: UUID) -> dict[str, bool]:
    """Return which criteria the table found met when it weighed the signal a case was opened from; empty when unknown.

    The case itself must be in sight; of the weighing nothing else is told.
    """
    signal_id = Case.objects.filter(id=case_id).values_list("opened_from", flat=True).first()
    return intake.findings_of(signal_id=signal_id) if signal_id is not None else {}


def region_of(*, case_id: UUID) -> str:
    """Return the region that owns a case in sight.

    Raises:
        NotVisible: absent, or not in sight.
    """
    region = Case.objects.filter(id=case_id).values_list("region", flat=True).first()
    if region is None:
        raise NotVisible
    return region


def locate(*, region: str, number: str) -> tuple[UUID, UUID]:
    """Return the ids of an open case and its person by the case's number, past the own sight.

    Only for an emergency, which is recorded, told to the director and reviewed; it tells two ids and nothing else.

    Raises:
        NotVisible: the region has no open case with this number.
    """
    with grants.as_enforcer():
        found = Case.objects.filter(region=region, number=number, closed_on=None).values_list("id", "person_id").first()
    if found is None:
        raise NotVisible
    return found


def running(*, case_ids: Sequence[UUID]) -> set[UUID]:
    """Return which of these cases are open. Background work only."""
    return set(Case.objects.filter(id__in=set(case_ids), closed_on=None).values_list("id", flat=True))


def carried(*, basis_ids: Sequence[UUID], day: date) -> set[UUID]:
    """Return which of these holdings and deputies carry a grant on `day`, or will. Background work only.

    Who begins later has the grant already, to read in; closing it would leave them without sight on their first day.
    """
    ids, lasts = set(basis_ids), Q(days__endswith__gt=day) | Q(days__endswith=None)
    held = Holding.objects.filter(lasts, id__in=ids, case__closed_on=None).values_list("id", flat=True)
    asked = Deputy.objects.filter(lasts, id__in=ids, case__closed_on=None).values_list("id", flat=True)
    return {*held, *asked}
