"""The row of a case in the list says what stands in the tables it was taken from, whoever wrote them and in whatever order."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg.types.range import DateRange
from tests.conftest import Database
from tests.country import Country, made_up_country
from tests.web.lived import adopted

from vangnet.access.models import Sight
from vangnet.access.services import acting, as_job, close_grants, system_actor
from vangnet.cases import selectors
from vangnet.cases.models import Case, Holding, Listed, RoleSlot
from vangnet.people.models import Person
from vangnet.plans.models import Plan

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
JOB = system_actor(reason="test")
DIRECTOR = "procesregisseur"
OF_CASE = ("region", "number", "kind", "phase", "municipality", "last_contact_on", "contact_due_on")
OF_PERSON = (
    "given_names", "prefix", "surname", "partner_prefix", "partner_surname", "name_use", "birth_year", "birth_month", "birth_day",
)  # fmt: skip


def should_be() -> dict[UUID, dict[str, Any]]:
    """Gather every row of the list the slow way."""
    rows = {}
    for case in Case.objects.all():
        person = Person.objects.get(id=case.person_id)
        held = [
            (holding.worker_id, holding.days)
            for slot in RoleSlot.objects.filter(case=case, role=DIRECTOR)
            for holding in Holding.objects.filter(slot=slot)
        ]
        plan = Plan.objects.filter(case_id=case.id, state="current").first()
        rows[case.id] = (
            {name: getattr(case, name) for name in OF_CASE}
            | {name: getattr(person, name) for name in OF_PERSON}
            | {"held": sorted(held, key=str), "review_on": plan.review_on if plan else None}
        )
    return rows


def is_now() -> dict[UUID, dict[str, Any]]:
    """Return every row of the list in the same form."""
    return {
        row.case_id: {name: getattr(row, name) for name in (*OF_CASE, *OF_PERSON, "review_on")}
        | {"held": sorted(zip(row.directors, row.director_days, strict=True), key=str)}
        for row in Listed.objects.all()
    }


WHAT = ("name", "contact", "phase", "ends", "begins", "away", "plan", "no plan", "bare case", "case goes")
ACTS = st.lists(st.tuples(st.sampled_from(WHAT), st.integers(0, 2)), min_size=1, max_size=8)


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_it_follows_every_table_it_comes_from(lived: tuple[Country, list[UUID]], acts: list[tuple[str, int]]) -> None:
    country, ids = lived
    with as_job(JOB), transaction.atomic():
        for number, (act, which) in enumerate(acts):
            do(country, ids[which], act, number)
        now, should = is_now(), should_be()
        transaction.set_rollback(True)
    assert now == should


@pytest.fixture
def lived(db: None) -> tuple[Country, list[UUID]]:
    country = made_up_country()
    ids = [country.case(at=AT, name=name) for name in ("Een-Verzonnen", "Twee-Verzonnen", "Drie-Verzonnen")]
    for case_id in ids[:2]:
        adopted(country, case_id, at=AT)
    return country, ids


def do(country: Country, case_id: UUID, act: str, number: int) -> None:
    """Write one table as a service might, or as none does."""
    case, slots = Case.objects.filter(id=case_id), Holding.objects.filter(case_id=case_id, slot__role=DIRECTOR)
    if act == "name":
        Person.objects.filter(id__in=case.values("person_id")).update(
            surname=f"Verzonnen{number}", birth_year=1970 + number
        )
    elif act == "contact":
        case.update(last_contact_on=TODAY - timedelta(days=number), contact_due_on=TODAY + timedelta(days=number))
    elif act == "phase":
        case.update(phase="A2", municipality="GM0363")
    elif act == "ends":
        slots.filter(days__endswith=None).update(days=DateRange(TODAY, TODAY + timedelta(days=3 + number)))
    elif act == "begins":
        slot = RoleSlot.objects.filter(case_id=case_id, role=DIRECTOR).first()
        if slot is not None and not slots.filter(days__endswith=None).exists():
            slots.delete()
            days = DateRange(TODAY + timedelta(days=30), None)
            Holding.objects.create(
                region=slot.region, case_id=case_id, slot=slot, worker_id=country.officer.worker_id, days=days
            )
    elif act == "away":
        slots.delete()
    elif act == "no plan":
        Plan.objects.filter(case_id=case_id, state="current").update(state="past")
    elif act == "plan":
        past = Plan.objects.filter(case_id=case_id, state="past").first()
        if past is not None and not Plan.objects.filter(case_id=case_id, state="current").exists():
            Plan.objects.filter(id=past.id).update(state="current", review_on=TODAY + timedelta(days=number))
    elif act == "bare case":
        like = case.get()
        Case.objects.create(
            number=f"bare{number}", region=like.region, person_id=like.person_id, kind=f"bare{number}", phase="A2",
            municipality="GM0193", opened_on=TODAY,
        )  # fmt: skip
    else:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM cases_case WHERE number LIKE 'bare%'")


@pytest.mark.django_db
def test_who_directs_follows_the_day(lived: tuple[Country, list[UUID]]) -> None:
    country, (case_id, *_) = lived
    with as_job(JOB):
        holding = Holding.objects.get(case_id=case_id, slot__role=DIRECTOR)
        Holding.objects.filter(id=holding.id).update(days=DateRange(holding.days.lower, TODAY + timedelta(days=2)))
        later = DateRange(TODAY + timedelta(days=3), None)
        Holding.objects.create(
            region=holding.region, case_id=case_id, slot_id=holding.slot_id, worker_id=country.officer.worker_id, days=later
        )  # fmt: skip
        names = ["Werker 0", "", "Werker 2"]
    told = []
    for days in (0, 2, 3):
        at = AT + timedelta(days=days)
        with acting(country.director, at=at):
            told += [row.director for row in selectors.page(actor=country.director, at=at).rows if row.id == case_id]
    assert told == names


@pytest.mark.django_db
def test_the_wall_of_the_case_holds_and_ends(lived: tuple[Country, list[UUID]]) -> None:
    country, ids = lived
    with acting(country.director, at=AT):
        assert {row.case_id for row in Listed.objects.all()} == set(ids)
    assert not Listed.objects.exists(), "nobody acts"
    with acting(country.stranger, at=AT):
        assert not Listed.objects.exists()
    with as_job(JOB):
        close_grants(actor=JOB, case_id=ids[0], at=AT, why="test")
        Sight.objects.filter(case_id=ids[1]).update(until=AT)
    with acting(country.director, at=AT):
        assert {row.case_id for row in Listed.objects.all()} == {ids[2]}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cases_listed SET surname = 'Anders'",
        "DELETE FROM cases_listed",
        "INSERT INTO cases_listed SELECT * FROM cases_listed",
    ],
)
@pytest.mark.parametrize("job", [False, True])
def test_nobody_writes_it_by_hand(lived: tuple[Country, list[UUID]], statement: str, job: bool) -> None:
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        as_job(JOB) if job else acting(lived[0].director),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.django_db
def test_a_case_stays_with_its_person(lived: tuple[Country, list[UUID]]) -> None:
    one, other, _ = lived[1]
    with pytest.raises(DatabaseError, match="stays with its person"), as_job(JOB), transaction.atomic():
        Case.objects.filter(id=one).update(person_id=Case.objects.get(id=other).person_id)


def test_two_writers_at_once_lose_nothing(own_database: Database) -> None:
    country = made_up_country()
    case_id = country.case(at=AT)
    with as_job(JOB):
        holding = Holding.objects.get(case_id=case_id, slot__role=DIRECTOR)
        slot, region = holding.slot_id, holding.region
        Holding.objects.filter(id=holding.id).update(days=DateRange(TODAY, TODAY + timedelta(days=9)))
    written, together = threading.Event(), threading.Barrier(2)
    faults: list[BaseException] = []

    def later(days: DateRange, wait: bool) -> None:
        try:
            together.wait()
            with as_job(JOB):
                if wait:
                    written.wait(10)
                Holding.objects.create(
                    region=region, case_id=case_id, slot_id=slot, worker_id=country.officer.worker_id, days=days
                )
                Person.objects.filter(id__in=Case.objects.values("person_id")).update(given_names=str(days.lower))
                if not wait:
                    written.set()
                    threading.Event().wait(0.3)
        except BaseException as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    first = DateRange(TODAY + timedelta(days=10), TODAY + timedelta(days=20))
    second = DateRange(TODAY + timedelta(days=20), None)
    threads = [threading.Thread(target=later, args=(first, False)), threading.Thread(target=later, args=(second, True))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    with as_job(JOB):
        assert is_now() == should_be()
        assert len(Listed.objects.get(case_id=case_id).directors) == 3
