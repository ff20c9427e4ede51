"""An E33 whose origin the program filled in before the form asked for it has none; what somebody may have said stays."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from tests.conftest import Database
from tests.country import made_up_country
from tests.integration.test_telling_migration import DESK, at_step, go

from vangnet.access.types import Actor
from vangnet.core.clock import now
from vangnet.core.ids import new_id

BEFORE, AFTER = "0015_person_word_climbs", "0016_origin_unsaid"
OLD = now() - timedelta(days=9)


def kept(who: Actor, said: str, *, kind: str = "E33", channel: str = "form", at: datetime = OLD) -> UUID:
    signal_id = new_id()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO intake_signal (id, region, desk_id, municipality, channel, source, external_key, idempotency_key, kind, label,"
            " text, place, postcode, acute, reporter_name, reporter_contact, reported_by, hint, received_at, answer_due, state, decision,"
            " version, triage, reporter_kind, own_code, routed_by, offered_why, declined)"
            " VALUES (%s, 'ZVH04', %s, 'GM0193', %s, '', '', %s, %s, '', 'Made up.', '', '', false, 'x', '', %s, '{}', %s, %s,"
            " 'received', '', 1, '{}', %s, '', '', '', false)",
            [signal_id, DESK, channel, str(signal_id), kind, who.worker_id, at, at, said],
        )
    return signal_id


def test_only_what_the_program_filled_in_before_the_form_asked_is_emptied(own_database: Database) -> None:
    with at_step(own_database):
        country = made_up_country()
        go(BEFORE)
        filled = kept(country.clinician, "care")
        stays = {
            kept(country.clinician, "relative"): "relative",
            kept(country.officer, "police"): "police",
            kept(country.clinician, "care", kind="zorg"): "care",
            kept(country.clinician, "care", channel="api"): "care",
            kept(country.clinician, "care", at=now()): "care",  # the form asked already
        }
        go(AFTER)
        with connection.cursor() as cursor:
            cursor.execute("SELECT id, reporter_kind FROM intake_signal")
            assert dict(cursor.fetchall()) == {filled: "", **stays}
