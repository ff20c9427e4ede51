"""`vangnet people review`: it searches a whole country within bounds, and tells what waits."""

from __future__ import annotations

import json
from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner
from tests.conftest import Database, connected_to
from tests.integration.conftest import Loaded

from vangnet.cli.review import review as review_command
from vangnet.core.ids import new_id


@pytest.fixture
def own_country(country_database: Loaded, django_db_blocker: pytest.FixtureDef) -> Iterator[None]:
    """A copy of the country: the command commits, and the others compare every row of the original."""
    own = Database(country_database.database.server_url, f"vangnet_review_{new_id().hex}")
    own.create(country_database.database.name)
    with django_db_blocker.unblock(), connected_to(own):
        yield
    own.drop()


@pytest.mark.usefixtures("own_country")
def test_the_command_searches_a_country_and_counts_what_waits() -> None:
    command = click.Command("review", callback=review_command.callback.__wrapped__, params=review_command.params)
    told = CliRunner().invoke(command, ["--find", "--region", "ZVH04", "--json"])
    assert told.exit_code == 0, told.output
    answer = json.loads(told.stdout)
    (run,) = answer["runs"]
    assert run["counts"]["records"] > 50
    assert sum(answer["waiting"].values()) == run["counts"]["asked"]
    assert "vragen wachten" in CliRunner().invoke(command, []).output
    refused = CliRunner().invoke(command, ["--region", "Nergens"])
    assert refused.exit_code != 0
