"""A PostgreSQL of somebody else: an owner without privileges of its own is enough, and one address says it all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction
from psycopg.conninfo import make_conninfo
from tests.conftest import Database, connected_to
from tests.country import made_up_country

from vangnet.access.services import as_job, system_actor
from vangnet.cases.models import Case
from vangnet.config import database
from vangnet.connections.postgres import copies, distribution
from vangnet.connections.postgres.server import LocalServer
from vangnet.core.errors import Unavailable

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.skipif(bool(os.environ.get("DATABASE_URL")), reason="makes a server of its own")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalServer]:
    chosen = distribution.select(os.environ.get("VANGNET_POSTGRES", distribution.EMBEDDED))
    made = LocalServer(tmp_path_factory.mktemp("elders") / "postgres", chosen, durable=False)
    made.start()
    yield made
    made.stop()


def owned(server: LocalServer, owner: str, *rights: str) -> Database:
    """Make an owner as an administrator would, with a database of its own."""
    with psycopg.connect(server.url(), autocommit=True) as link:
        link.execute(f"CREATE ROLE {owner} LOGIN {' '.join(rights)}")
        link.execute(f"CREATE DATABASE {owner} OWNER {owner}")
    return Database(make_conninfo(server.url(), user=owner), owner)


def current_user() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return str(cursor.fetchone()[0])


@pytest.fixture
def own(server: LocalServer, django_db_blocker: pytest.FixtureDef) -> Iterator[Database]:
    """A database whose owner may make roles, and nothing else."""
    made = owned(server, "gemeente", "CREATEROLE")
    with django_db_blocker.unblock(), connected_to(made):
        yield made
    administrator = Database(server.url(), "gemeente")
    administrator.drop()
    with psycopg.connect(server.url(), autocommit=True) as link:
        link.execute("DROP ROLE IF EXISTS vangnet_app, vangnet_retention, vangnet_job, gemeente")


def test_an_owner_that_may_make_roles_is_enough(own: Database, tmp_path: Path) -> None:
    assert database.migrate(own.url) > 0
    assert database.migrate(own.url) == 0
    assert current_user() == database.APP_ROLE
    case_id = made_up_country().case(at=AT)
    assert not Case.objects.exists(), "nobody named, nothing seen"
    with as_job(system_actor(reason="test")):
        assert Case.objects.get().id == case_id
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute("DELETE FROM audit_entry")

    file = tmp_path / "kopie"
    copies.dump(own.url, file)
    copies.restore(file, own.url)
    assert database.migrate(own.url) == 0
    with as_job(system_actor(reason="test")):
        assert Case.objects.get().id == case_id


def test_a_login_of_its_own_can_never_become_the_owner(own: Database) -> None:
    database.migrate(own.url)
    with psycopg.connect(own.url, autocommit=True) as link:
        link.execute(f"CREATE ROLE vangnet_web LOGIN IN ROLE {', '.join(database.ROLES)}")
    web = Database(make_conninfo(own.server_url, user="vangnet_web"), own.name)
    try:
        with connected_to(web):
            assert current_user() == database.APP_ROLE
            made_up_country().case(at=AT)
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                connection.cursor().execute("SET ROLE gemeente")
    finally:
        with psycopg.connect(own.url, autocommit=True) as link:
            link.execute("DROP ROLE vangnet_web")


def test_an_owner_that_may_make_nothing_reads_what_to_have_done(
    server: LocalServer, django_db_blocker: pytest.FixtureDef
) -> None:
    poor = owned(server, "arm")
    with django_db_blocker.unblock(), connected_to(poor):
        with pytest.raises(Unavailable, match="role-missing") as refusal:
            database.migrate(poor.url)
        assert "CREATE ROLE vangnet_app" in refusal.value.nl
    Database(server.url(), "arm").drop()
