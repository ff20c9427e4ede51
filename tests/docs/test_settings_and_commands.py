"""Every setting and every command is documented, and nothing is documented that is gone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from vangnet.cli.root import COMMANDS, vangnet
from vangnet.config.env import VARIABLES, read
from vangnet.core.errors import InvalidInput

REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "reference"
ROW = re.compile(r"^\| `([A-Za-z_-]+)` \| (.*) \|$", re.M)


def rows(page: str) -> dict[str, str]:
    return dict(ROW.findall((REFERENCE / page).read_text(encoding="utf-8")))


def test_settings() -> None:
    assert sorted(rows("settings.md")) == sorted(VARIABLES)


def test_what_production_needs() -> None:
    with pytest.raises(InvalidInput) as refusal:
        read({"VANGNET_MODE": "production"})
    marked = {name for name, row in rows("settings.md").items() if row.startswith("yes |")}
    assert marked == set(refusal.value.fields)


def test_commands() -> None:
    assert sorted(rows("commands.md")) == sorted(COMMANDS)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_each_command_says_what_it_is_for(name: str) -> None:
    said = CliRunner().invoke(vangnet, [name, "--help"])
    assert said.exit_code == 0
    assert len(said.output.splitlines()[2].strip()) > 10
