"""The updates that brought a term to tell the reporter and the person, with rows of before in the tables, and the way back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from tests.conftest import Database

from vangnet.config import database
from vangnet.core.clock import now
from vangnet.core.ids import new_id
from vangnet.core.workdays import deadline

BEFORE, FIRST, LAST = "0008_inclusion_key", "0012_guests_of_own_table", "0014_person_word"
DESK, COLLEAGUE, OTHER = new_id(), new_id(), new_id()


@contextmanager
def at_step(target: Database) -> Iterator[None]:
    with database.as_owner(target.url):
        yield


def go(step: str) -> None:
    MigrationExecutor(connection).migrate([("intake", step)])


def answered(
    *,
    ago: timedelta,
    reported_by: UUID | None = OTHER,
    decided_by: UUID = COLLEAGUE,
    name: str = "x",
    informed: bool = True,
) -> UUID:
    """Write an answered signal that nobody told of, as it stood before."""
    signal_id, at = new_id(), now() - ago
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO intake_signal (id, region, desk_id, municipality, channel, source, external_key, idempotency_key, kind, label,"
            " text, place, postcode, acute, reporter_name, reporter_contact, reported_by, hint, received_at, answer_due, state, decision,"
            " answered_at, version, triage, reporter_kind, own_code, routed_by, offered_why, declined)"
            " VALUES (%s, 'ZVH04', %s, 'GM0193', 'form', '', '', %s, 'zorg', '', 'Made up.', '', '', false, %s, '', %s, '{}', %s, %s,"
            " 'answered', 'local', %s, 1, '{}', '', '', '', '', false)",
            [signal_id, DESK, str(signal_id), name, reported_by, at, at, at],
        )
        cursor.execute(
            "INSERT INTO intake_weighing (id, region, signal_id, at, participants, decision, reason, person_informed, not_informed_why,"
            " decided_by, carried_by, done_text) VALUES (%s, 'ZVH04', %s, %s, 'x', 'local', 'x', %s, '', %s, '', '')",
            [new_id(), signal_id, at, informed, decided_by],
        )
    return signal_id


def climbed(signal_id: UUID, what: str, *, taken: bool = False) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO intake_escalation (id, region, signal_id, desk_id, what, level, at, to_agency, to_role, municipality, kind,"
            " answer_due, taken_at, taken_text) VALUES (%s, 'ZVH04', %s, %s, %s, 1, %s, %s, 'manager', 'GM0193', 'zorg', %s, %s, '')",
            [new_id(), signal_id, DESK, what, now(), DESK, now(), now() if taken else None],
        )


def due() -> dict[UUID, datetime | None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, tell_due FROM intake_signal")
        return dict(cursor.fetchall())


def open_levels() -> set[tuple[UUID, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT signal_id, what FROM intake_escalation WHERE ended_at IS NULL")
        return set(cursor.fetchall())


def test_old_answers_are_not_late_at_the_update_and_the_way_back_and_forth_works(own_database: Database) -> None:
    with at_step(own_database):
        go(BEFORE)
        recent, old = (answered(ago=timedelta(days=ago), informed=False) for ago in (5, 90))
        own = answered(ago=timedelta(days=5), reported_by=COLLEAGUE)
        nobody = answered(ago=timedelta(days=5), reported_by=None, name="")
        started = now()
        go(LAST)
        found = due()
        assert (found[old], found[own], found[nobody]) == (None, None, None)
        assert found[recent] is not None
        assert found[recent] >= deadline(started, workdays=2) > now()

        # An installation that ran the earlier steps some time ago, where it all climbed.
        go(BEFORE)
        go(FIRST)
        assert all(due()[one] is not None for one in (recent, old, own))
        for one in (recent, old, own):
            climbed(one, "answer")
            climbed(one, "telling", taken=one == old)
        go(LAST)
        assert open_levels() == {(one, "answer") for one in (recent, old, own)}
        with connection.cursor() as cursor:
            cursor.execute("SELECT signal_id FROM intake_escalation WHERE what = 'telling'")
            assert cursor.fetchall() == [(old,)]  # somebody took it up

        # A level climbed for both things is no hindrance on the way back.
        climbed(recent, "telling")
        go(BEFORE)
        go(LAST)
        assert {signal_id for signal_id, _ in open_levels()} == {recent, old, own}
        assert {what for _, what in open_levels()} == {"answer"}
        with connection.cursor() as cursor:
            cursor.execute("SELECT id, inform_owner FROM intake_signal WHERE inform_on > now()::date")
            assert cursor.fetchall() == [(recent, COLLEAGUE)]  # whom nobody told, weighed in the last thirty days


@pytest.mark.parametrize("days", [29, 31])
def test_what_was_answered_in_the_last_thirty_days_is_still_told(own_database: Database, days: int) -> None:
    with at_step(own_database):
        go(BEFORE)
        one = answered(ago=timedelta(days=days))
        go(LAST)
        assert (due()[one] is not None) == (days < 30)
