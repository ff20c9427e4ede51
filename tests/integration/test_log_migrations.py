"""The rows of the processing log survive a change of its form, there and back: no line is lost, made or put on another person."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from vangnet.access.services import system_actor
from vangnet.audit import services
from vangnet.core.trace_context import new_span_id

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
JOB = system_actor(reason="test")
LINES = (
    "SELECT day, trace_id, span_id, parent_span_id, name, activity, subject, start_time, region FROM audit_processing"
)
APART = [("audit", "0012_months_ahead")]
TOGETHER = [("audit", "0013_processing_together")]


def kept() -> set[Any]:
    with connection.cursor() as cursor:
        cursor.execute(LINES)
        rows = cursor.fetchall()
    assert len(rows) == len(set(rows))
    return set(rows)


def move(to: list[tuple[str, str]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE")  # as `vangnet migrate`, by the owner
    MigrationExecutor(connection).migrate(to)


@pytest.mark.django_db
def test_the_lines_of_a_list_survive_being_put_apart_and_together() -> None:
    services.record(actor=JOB, at=AT, act="cases.list", subjects=[UUID(int=n) for n in range(1, 251)])
    services.record(actor=JOB, at=AT, act="cases.read", subject_id=UUID(int=7))
    services.record(actor=JOB, at=AT.replace(year=2027, month=2), act="cases.read", subject_id=UUID(int=8), event=True)
    before = kept()
    assert len(before) == 252
    move(APART)
    assert kept() == before
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_processing (day, trace_id, span_id, name, status, start_time, end_time, activity, subject,"
            " agency_id, region) SELECT %s, %s, %s, 'cases.read', 'Unset', %s, %s, 'x', repeat('a', 64), %s, ''",
            [date(2031, 1, 5), "f" * 32, new_span_id(), AT, AT, UUID(int=1)],
        )
    more = kept()
    move(TOGETHER)
    assert kept() == more
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(cardinality(subjects)), count(*) FROM audit_shown")
        assert cursor.fetchone() == (100, 6)
        cursor.execute("SELECT count(*) FROM pg_tables WHERE tablename ~ '^audit_processing'")
        assert cursor.fetchone() == (0,)
