"""`vangnet people review`: it searches a whole country within bounds, and tells what waits."""

from __future__ import annotations

import json

import click
import pytest
from click.testing import CliRunner

from vangnet.cli.review import review as review_command


@pytest.mark.usefixtures("seeded")
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
