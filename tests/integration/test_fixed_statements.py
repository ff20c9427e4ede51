"""Fixed statements are planned once a connection and see what any other statement would; a dead connection is noticed."""

from __future__ import annotations

import contextlib
import time
from datetime import UTC, datetime

import psycopg
import pytest
from django.db import DataError, OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.country import made_up_country

from vangnet.access import selectors as access
from vangnet.access.services import acting
from vangnet.cases import selectors as cases
from vangnet.config.postgresql.base import alive
from vangnet.core.statements import Ahead, Fixed

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ONE = Fixed("SELECT %(one)s::int + %(one)s::int")


def prepared(statement: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement = %s", [statement])
        return int(cursor.fetchone()[0])


@pytest.mark.django_db
def test_a_fixed_statement_is_prepared_once_and_others_are_not():
    for number in (1, 2, 3):
        with connection.cursor() as cursor:
            cursor.execute(ONE, {"one": number})
            assert cursor.fetchone() == (2 * number,)
            cursor.execute(f"SELECT 7 + {number}")
    assert prepared("SELECT $1::int + $1::int") == 1
    assert prepared("SELECT 7 + 1") == 0


@pytest.mark.django_db
def test_what_is_counted_and_shown_of_queries_holds_the_values_too():
    with CaptureQueriesContext(connection) as asked, connection.cursor() as cursor:
        cursor.execute(ONE, {"one": 21})
    assert [query["sql"] for query in asked] == ["SELECT 21::int + 21::int"]


WRITE = Ahead("INSERT INTO ahead VALUES (%s::int), (%s::int / %s::int)")


@pytest.fixture
def table(own_database):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE ahead (number int)")
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE ahead")


def write(*values: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(WRITE, values)


def written() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM ahead ORDER BY number")
        return [row[0] for row in cursor.fetchall()]


def test_what_was_sent_ahead_is_there_for_the_next_statement_and_after_the_end(table):
    with transaction.atomic():
        write(1, 4, 2)
        assert connection.ahead is not None
        assert written() == [1, 2]
        write(3, 8, 2)
        write(5, 12, 2)
    assert connection.ahead is None
    assert written() == [1, 2, 3, 4, 5, 6]
    with pytest.raises(ValueError, match="half"), transaction.atomic():
        write(7, 8, 1)
        raise ValueError("half")
    assert written() == [1, 2, 3, 4, 5, 6]


def test_what_went_wrong_ahead_is_raised_at_the_end_or_by_the_next_statement_and_undoes_all(table):
    for more in (False, True):
        with pytest.raises(DataError, match="division by zero"), transaction.atomic():
            write(1, 1, 1)
            write(2, 1, 0)
            if more:
                written()
                pytest.fail("the next statement did not wait")
        assert connection.ahead is None
        assert written() == []


class BrokenOff(contextlib.AbstractContextManager):
    """Ends what was sent ahead as the driver does now and then: by saying that it was broken off."""

    def __init__(self, ahead):
        self.ahead = ahead

    def __exit__(self, *told):
        with contextlib.suppress(psycopg.Error):
            self.ahead.__exit__(*told)
        raise psycopg.OperationalError("pipeline aborted")


def test_of_two_errors_at_the_end_the_first_is_told(table):
    with pytest.raises(DataError, match="division by zero"), transaction.atomic():
        write(1, 1, 1)
        write(2, 1, 0)
        connection.ahead = BrokenOff(connection.ahead)
    assert written() == []
    with pytest.raises(OperationalError, match="aborted"), transaction.atomic():
        write(1, 1, 1)
        connection.ahead = BrokenOff(connection.ahead)
    assert connection.ahead is None


def test_outside_a_transaction_nothing_is_sent_ahead(table):
    with pytest.raises(DataError):
        write(2, 1, 0)
    write(1, 2, 1)
    assert connection.ahead is None
    assert written() == [1, 2]


@pytest.mark.django_db
def test_a_prepared_statement_sees_with_the_eyes_of_each_actor():
    country = made_up_country()
    case_id = country.case(at=AT)
    for _ in range(7):  # beyond the fifth time the database keeps one plan for all
        with acting(country.director):
            assert [row.id for row in cases.page(actor=country.director, at=AT).rows] == [case_id]
            assert len(cases.slots(case_id=case_id, day=AT.date())) > 1
        with acting(country.stranger):
            assert cases.page(actor=country.stranger, at=AT).rows == ()
            # Who asks with the name of another sees no more: the wall knows who acts.
            assert cases.page(actor=country.director, at=AT).rows == ()
            assert cases.slots(case_id=case_id, day=AT.date()) == []
        assert cases.page(actor=country.director, at=AT).rows == ()
        assert access.sights_page(actor=country.director, at=AT).sights == ()


@pytest.mark.django_db
def test_a_waiting_connection_that_was_ended_is_noticed_without_asking():
    parameters = connection.get_connection_params()
    wanted = {name: parameters[name] for name in ("dbname", "user", "host", "port") if parameters.get(name)}
    with psycopg.connect(**wanted, autocommit=True) as waiting, psycopg.connect(**wanted, autocommit=True) as other:
        assert alive(waiting)
        other.execute("SELECT pg_terminate_backend(%s)", [waiting.info.backend_pid])
        for _ in range(50):
            if not alive(waiting):
                break
            time.sleep(0.05)
        assert not alive(waiting)
        assert alive(other)
