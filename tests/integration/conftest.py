"""A small made-up country, loaded once for all tests that read one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from tests.conftest import Database, connected_to

from vangnet.cli import seed
from vangnet.cli.country.world import Wish
from vangnet.core.ids import new_id

COUNTRY_DAY = date(2026, 11, 23)
COUNTRY = Wish(0.006, 1, COUNTRY_DAY)


@dataclass(frozen=True)
class Loaded:
    """A database with a country in it, and what loading it said."""

    database: Database
    seeded: seed.Seeded


@pytest.fixture(scope="session")
def country_database(template_database: Database, django_db_blocker: pytest.FixtureDef) -> Iterator[Loaded]:
    """The database with the country; nobody connects to it outside `seeded`."""
    own = Database(template_database.server_url, f"vangnet_country_{new_id().hex}")
    own.create(template_database.name)
    with django_db_blocker.unblock(), connected_to(own):
        done = seed.load(COUNTRY)
    yield Loaded(own, done)
    own.drop()


@pytest.fixture
def seeded(country_database: Loaded, django_db_blocker: pytest.FixtureDef) -> Iterator[seed.Seeded]:
    """Work in the country: read it, or undo what you write."""
    with django_db_blocker.unblock(), connected_to(country_database.database):
        yield country_database.seeded


@pytest.fixture
def own_country(country_database: Loaded, django_db_blocker: pytest.FixtureDef) -> Iterator[None]:
    """A copy of the country: the test commits, and the others compare every row of the original."""
    own = Database(country_database.database.server_url, f"vangnet_copy_{new_id().hex}")
    own.create(country_database.database.name)
    with django_db_blocker.unblock(), connected_to(own):
        yield
    own.drop()
