"""Machines ask whether we live and whether we can serve people."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client

from vangnet.config import readiness

pytestmark = pytest.mark.django_db


def beat() -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")


def test_alive_asks_nothing_of_the_database(client: Client, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        answer = client.get("/gezondheid")
    assert (answer.status_code, answer.json()) == (200, {"status": "goed"})


def test_ready_when_everything_is(client: Client) -> None:
    beat()
    answer = client.get("/gereed")
    assert answer.status_code == 200, answer.json()
    assert set(answer.json()["onderdelen"]) == {"schijf", "database", "migraties", "achtergrondwerk", "gevolgen"}


def test_not_ready_without_a_worker(client: Client) -> None:
    answer = client.get("/gereed")
    assert answer.status_code == 503
    assert [name for name, part in answer.json()["onderdelen"].items() if not part["goed"]] == ["achtergrondwerk"]


def test_a_silent_worker_is_no_worker(client: Client) -> None:
    beat()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'")
    assert client.get("/gereed").status_code == 503


def test_not_ready_on_a_full_disk(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    beat()
    monkeypatch.setattr(readiness.shutil, "disk_usage", lambda _: Full())
    assert client.get("/gereed").json()["onderdelen"]["schijf"]["goed"] is False


class Full:
    """A disk without room."""

    free = 0


def test_not_ready_with_a_migration_to_go(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    beat()
    monkeypatch.setattr(readiness.database, "pending_migrations", lambda: ["plans.0009"])
    answer = client.get("/gereed")
    assert (answer.status_code, answer.json()["onderdelen"]["migraties"]["goed"]) == (503, False)


def test_not_ready_as_owner_of_the_tables(client: Client) -> None:
    beat()
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute("SET LOCAL ROLE NONE")
    answer = client.get("/gereed")
    assert (answer.status_code, answer.json()["onderdelen"]["database"]["goed"]) == (503, False)


@pytest.mark.parametrize("address", ["/gezondheid", "/gereed"])
def test_only_asking_is_possible(client: Client, address: str) -> None:
    assert client.post(address).status_code == 405


def test_answers_hold_no_names_of_machines_or_people(client: Client) -> None:
    text = client.get("/gereed").content.decode()
    assert "/" not in text
    assert "@" not in text
