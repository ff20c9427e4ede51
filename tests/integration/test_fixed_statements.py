"""Fixed statements are planned once a connection and see what any other statement would; a dead connection is noticed."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import psycopg
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.country import made_up_country

from vangnet.access import selectors as access
from vangnet.access.services import acting
from vangnet.cases import selectors as cases
from vangnet.config.postgresql.base import alive
from vangnet.core.statements import Fixed

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
