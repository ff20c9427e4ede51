"""The record is append-only in the database itself, and its chain shows every change."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction
from tests.conftest import Database
from tests.country import made_up_country

from vangnet.access.services import acting, as_job, system_actor
from vangnet.audit import selectors, services
from vangnet.audit.models import Entry, Processing
from vangnet.core.clock import now
from vangnet.core.ids import new_id

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DAY = date(2026, 11, 23)
ACTOR = system_actor(reason="test")


def write(count: int) -> None:
    for number in range(count):
        services.record(actor=ACTOR, at=AT, act="test.act", details={"number": number})


def seal_and_check() -> selectors.ChainReport:
    with as_job(ACTOR):
        services.seal(day=DAY)
        return selectors.verify_chain()


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["vangnet_app", "vangnet_job"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET act = 'x'",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
        "UPDATE audit_seal SET hash = 'x'",
        "DELETE FROM audit_seal",
        f"UPDATE audit_entry_{now():%Y%m} SET act = 'x'",
        f"DELETE FROM audit_entry_{now():%Y%m}",
        "DROP TABLE audit_entry",
        "ALTER TABLE audit_entry DISABLE ROW LEVEL SECURITY",
    ],
)
def test_nobody_who_works_in_the_database_can_change_the_record(role: str, statement: str) -> None:
    write(1)
    with pytest.raises(ProgrammingError, match=r"denied|owner"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {role}")
        cursor.execute(statement)


@pytest.mark.django_db
def test_sealing_twice_adds_nothing() -> None:
    write(5)
    assert seal_and_check().sealed == 5
    write(2)
    report = seal_and_check()
    assert (report.sealed, report.unsealed, report.holds) == (7, 0, True)


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE audit_entry SET act = 'other' WHERE (details->>'number')::int = 2",
        "UPDATE audit_entry SET worker_id = '00000000-0000-0000-0000-000000000009' WHERE (details->>'number')::int = 2",
        "DELETE FROM audit_entry WHERE (details->>'number')::int = 2",
        "DELETE FROM audit_seal WHERE nr = 3",
        "UPDATE audit_seal SET nr = nr + 100 WHERE nr = 3",
        "UPDATE audit_entry SET at = at + interval '1 second' WHERE (details->>'number')::int = 4",
    ],
)
def test_the_chain_shows_what_an_owner_of_the_database_changes(own_database: Database, tampering: str) -> None:
    write(5)
    assert seal_and_check().holds
    with psycopg.connect(own_database.url, autocommit=True) as owner:
        owner.execute(tampering)
    assert seal_and_check().broken == (DAY,)


@pytest.mark.django_db
def test_a_refused_write_leaves_no_line() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        write(1)
        raise ZeroDivisionError
    assert Entry.objects.count() == 0


@pytest.mark.django_db
def test_the_record_holds_no_names_or_texts() -> None:
    country = made_up_country()
    country.case(at=AT, name="Bijzonderenaam")
    with acting(country.director):
        words = " ".join(str(row) for row in Entry.objects.values_list())
    assert "Bijzonderenaam" not in words
    assert "Made-up signal" not in words


def test_reads_of_one_page_are_written_together_before_it_leaves(db: None):
    def written() -> list[tuple[str, UUID | None]]:
        return list(Entry.objects.order_by("position").values_list("act", "subject_id"))

    subject, case = new_id(), new_id()
    with services.together():
        for act, about in (("cases.read", subject), ("plans.read", None), ("cases.read_timeline", None)):
            services.record(actor=ACTOR, at=AT, act=act, case_id=case, subject_id=about, fields=["name"], ground="own")
        assert written() == []
        services.record(actor=ACTOR, at=AT, act="plans.adopt", event=True)
        assert written() == [("plans.adopt", None)]
    assert written()[1:] == [("cases.read", subject), ("plans.read", None), ("cases.read_timeline", None)]
    line = Processing.objects.get()
    assert (line.name, line.subject) == ("cases.read", selectors.pseudonym(subject_id=subject))
    entry = Entry.objects.get(act="cases.read")
    assert (entry.fields, entry.ground, entry.case_id, entry.worker_id) == (["name"], "own", case, ACTOR.worker_id)


def test_many_reads_and_none_at_all_are_written_too(db: None):
    with services.together():
        pass
    with services.together(), services.together():
        for number in range(19):
            services.record(actor=ACTOR, at=AT, act=f"test.{number}")
    assert [row.act for row in Entry.objects.order_by("position")] == [f"test.{number}" for number in range(19)]


def test_reads_of_a_page_that_failed_are_not_written(db: None):
    with pytest.raises(ValueError, match="half"), services.together():
        services.record(actor=ACTOR, at=AT, act="cases.read")
        raise ValueError("half")
    assert not Entry.objects.exists()
