"""`vangnet people reindex` and `learn` on a whole country: everybody findable, and what is common counted and used."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import click
import pytest
from click.testing import CliRunner
from tests.conftest import Database, connected_to
from tests.integration.conftest import Loaded

from vangnet.access.services import as_job, system_actor
from vangnet.cli.register import learn, reindex
from vangnet.core.ids import new_id
from vangnet.people.models import MatchKey, MatchRecord, Person
from vangnet.people.selectors.matching import model_in_use

JOB = system_actor(reason="test")


@pytest.fixture
def own_country(country_database: Loaded, django_db_blocker: pytest.FixtureDef) -> Iterator[None]:
    """A copy of the country, because the commands commit."""
    own = Database(country_database.database.server_url, f"vangnet_register_{new_id().hex}")
    own.create(country_database.database.name)
    with django_db_blocker.unblock(), connected_to(own):
        yield
    own.drop()


def said(command: click.Command, *words: str) -> Any:
    told = CliRunner().invoke(click.Command("it", callback=command.callback.__wrapped__, params=command.params), words)
    assert told.exit_code == 0, told.output
    return json.loads(told.stdout) if "--json" in words else told.stdout


@pytest.mark.usefixtures("own_country")
def test_an_older_install_is_made_findable_and_learned_from() -> None:
    with as_job(JOB):
        before = MatchKey.objects.count()
        MatchKey.objects.all().delete()
        MatchRecord.objects.update(packed="of an earlier version")
        people = Person.objects.count()
    first = said(reindex, "--json")
    assert first["persons"] == people
    with as_job(JOB):
        assert MatchKey.objects.count() == before
    assert said(reindex, "--json")["added"] == 0
    assert f"{people} personen" in said(reindex)
    learned = said(learn, "--json")
    assert learned["records"] == people
    assert set(learned) == {"model", "records", "listed", "dropped"}
    with as_job(JOB):
        assert model_in_use().id == learned["model"]
    assert learned["model"] in said(learn)
