"""One PostgreSQL for the whole run: migrated once as owner, used by the tests as the application's own role.

`VANGNET_POSTGRES=debian15` runs the same tests on Debian's PostgreSQL 15, `DATABASE_URL` on a server of your own.

- `db` (or `@pytest.mark.django_db`): a transaction that is rolled back after the test.
- `own_database`: a database for this test alone, for commits, locks, threads and hard stops.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import psycopg
import pytest
from django.db import connection, connections
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from vangnet.access import services as access
from vangnet.config import database
from vangnet.connections.postgres import distribution
from vangnet.connections.postgres.server import LocalServer
from vangnet.core.ids import new_id

TEMPLATE = "vangnet_template"


@dataclass(frozen=True, slots=True)
class Database:
    """One database of the tests."""

    server_url: str
    name: str

    @property
    def url(self) -> str:
        """Its address, as its owner."""
        return make_conninfo(self.server_url, dbname=self.name)

    def create(self, template: str | None = None) -> None:
        """Make it, empty or as a copy."""
        statement = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(self.name))
        if template:
            statement += sql.SQL(" TEMPLATE {} STRATEGY FILE_COPY").format(sql.Identifier(template))
        self._run(statement)

    def drop(self) -> None:
        """Remove it, whoever is still connected."""
        self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(self.name)))

    def _run(self, statement: sql.Composable) -> None:
        with psycopg.connect(self.server_url, autocommit=True) as link:
            link.execute(statement)


@contextlib.contextmanager
def connected_to(target: Database) -> Iterator[None]:
    """Point Django at `target`, as the application, in every thread made from now on."""
    connection.close()
    settings = connections.settings["default"]
    kept = dict(settings)
    settings.update(database.settings_for(target.url))
    try:
        yield
    finally:
        connection.close()
        settings.clear()
        settings.update(kept)


@pytest.fixture(scope="session")
def postgres() -> Iterator[LocalServer | None]:
    """The server of this run, or None when `DATABASE_URL` names one."""
    if os.environ.get("DATABASE_URL"):
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="vangnet-") as folder:
        chosen = distribution.select(os.environ.get("VANGNET_POSTGRES", distribution.EMBEDDED))
        server = LocalServer(Path(folder, "data"), chosen, durable=False)
        server.start()
        try:
            yield server
        finally:
            server.stop()


@pytest.fixture(scope="session")
def server_url(postgres: LocalServer | None) -> str:
    """The address of the server's own `postgres` database."""
    if postgres is not None:
        return postgres.url()
    given = os.environ["DATABASE_URL"]
    return make_conninfo(given, dbname=conninfo_to_dict(given).get("dbname", "postgres"))


@pytest.fixture(scope="session")
def template_database(server_url: str, django_db_blocker: pytest.FixtureDef) -> Iterator[Database]:
    """A migrated database that others are copied from. Nobody works in it."""
    template = Database(server_url, f"{TEMPLATE}_{os.getpid()}")
    template.create()
    with django_db_blocker.unblock(), connected_to(template):
        database.migrate(template.url)
    yield template
    template.drop()


@pytest.fixture(scope="session")
def django_db_setup(template_database: Database, django_db_blocker: pytest.FixtureDef) -> Iterator[None]:
    """Replace pytest-django's own: its tests share one copy of the template and roll back."""
    shared = Database(template_database.server_url, f"vangnet_test_{os.getpid()}")
    shared.create(template_database.name)
    with django_db_blocker.unblock(), connected_to(shared):
        yield
    shared.drop()


@pytest.fixture
def own_database(
    template_database: Database, request: pytest.FixtureRequest, django_db_blocker: pytest.FixtureDef
) -> Iterator[Database]:
    """A database for this test alone: what it commits, nobody else sees."""
    if request.node.get_closest_marker("django_db"):
        raise pytest.UsageError("own_database commits; do not combine it with django_db")
    own = Database(template_database.server_url, f"vangnet_own_{new_id().hex}")
    own.create(template_database.name)
    with django_db_blocker.unblock(), connected_to(own):
        yield own
    own.drop()


@pytest.fixture(autouse=True)
def moment_of_the_wall(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the wall in the database count from the moment a module works at, its `AT`, unless a test names another.

    By its own clock, whatever ends within days of a fixed `AT` (a deputy, a granted sight) is over for the wall on some days and
    not on others, and the tests would pass on the one and fail on the other.
    """
    moment = getattr(getattr(request.node, "module", None), "AT", None)
    if isinstance(moment, datetime):
        name = access._name
        monkeypatch.setattr(
            access, "_name", lambda who, of, at: name(who, of, at or (moment.isoformat() if who else ""))
        )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse transactional django_db: it empties tables, which the application's role may not."""
    for item in items:
        marker = item.get_closest_marker("django_db")
        if marker and (marker.args or marker.kwargs.get("transaction")):
            raise pytest.UsageError(f"{item.nodeid}: use own_database instead of django_db(transaction=True)")
