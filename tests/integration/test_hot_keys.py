"""A key that thousands share is read no further than its bound, whatever the planner thinks of how many there are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from tests.country import made_up_country

from vangnet.access.services import as_job, system_actor
from vangnet.people.models import MatchKey
from vangnet.people.selectors import elsewhere
from vangnet.people.services import matching

pytestmark = pytest.mark.django_db
JOB = system_actor(reason="test")
SHARED, KEYS, BOUND = 6_000, [1, 2, 3], 1_000


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for part in plan.get("Plans", []):
        yield from nodes(part)


def read_a_key(sql: str, values: object) -> list[float]:
    """Return how many rows of the keys each look at a key took from the table."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", values)
        found = cursor.fetchone()[0]
    plan = (json.loads(found) if isinstance(found, str) else found)[0]["Plan"]
    read = [one["Actual Rows"] for one in nodes(plan) if one.get("Relation Name") == MatchKey._meta.db_table]
    assert read
    return read


@pytest.mark.parametrize("counted", [False, True], ids=["not counted yet", "counted"])
@pytest.mark.parametrize("which", ["own region", "other regions"])
def test_a_key_that_thousands_share_is_read_to_its_bound(which: str, counted: bool) -> None:
    made_up_country()
    with as_job(JOB), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO people_matchkey (key, person_id, region) SELECT key, gen_random_uuid(), 'ZVH0' || 4 + nr %% 2 "
            "FROM generate_series(1, %s) AS nr, unnest(%s::bigint[]) AS key",
            [SHARED, KEYS],
        )
    if counted:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE people_matchkey")
    with as_job(JOB):
        if which == "own region":
            read = read_a_key(matching._FIND, [KEYS, "ZVH04", 20])
        else:
            values = {"keys": KEYS, "region": "ZVH04", "numbers": [], "most": 20}
            read = read_a_key(elsewhere._FIND, values)
    assert max(read) <= BOUND
