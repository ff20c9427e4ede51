"""No page leaves without its record: not when the connection is lost, and not when an error was swallowed on the way."""

from __future__ import annotations

from datetime import UTC, datetime

import psycopg
import pytest
from django.db import DatabaseError, InternalError, connection, transaction
from tests.conftest import Database
from tests.country import Country, made_up_country

from vangnet.access.services import acting
from vangnet.audit import services
from vangnet.audit.models import Entry
from vangnet.cases.selectors import page

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def country(own_database: Database) -> Country:
    made = made_up_country()
    made.case(at=AT)
    return made


def lists() -> int:
    return Entry.objects.filter(act="cases.list").count()


def read(country: Country) -> None:
    with services.together():
        assert page(actor=country.director, at=AT).rows


def test_a_page_whose_connection_is_lost_before_the_end_does_not_leave(
    country: Country, own_database: Database
) -> None:
    with pytest.raises(DatabaseError), acting(country.director):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            [mine] = cursor.fetchone()
        read(country)
        assert connection.ahead is not None
        with psycopg.connect(own_database.url, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s)", [mine])
    connection.close()
    assert lists() == 0
    with acting(country.director):
        read(country)
    assert lists() == 1


@pytest.mark.parametrize("first", [True, False])
def test_an_error_that_was_swallowed_still_lets_no_page_leave(country: Country, first: bool) -> None:
    with pytest.raises(InternalError), acting(country.director):
        if not first:
            read(country)
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 / 0")
        except DatabaseError:
            pass
    assert lists() == 0
    with acting(country.director):
        read(country)
    assert lists() == 1


def test_an_error_within_its_own_savepoint_undoes_that_alone(country: Country) -> None:
    with acting(country.director):
        read(country)
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")
    assert lists() == 1
