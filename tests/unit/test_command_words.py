"""The command line says what is wrong in Dutch, and its lists tell each command in a whole sentence."""

from __future__ import annotations

import subprocess
import sys

import pytest

from vangnet.cli import root
from vangnet.cli.dutch import Group

ENGLISH = ("Usage", "Options", "Commands", "Show ", "Error", "Missing", "No such", "Invalid", "Try ", "default:")


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "vangnet", *words], capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["bla"], "vangnet: De opdracht bla bestaat niet."),
        (["seed", "--scale", "x"], "vangnet: Dit past niet bij '--scale': x is geen getal."),
        (["seed", "--day", "morgen"], "morgen is geen datum. Schrijf jaar-maand-dag, zoals 2026-11-27."),
        (["restore", "/is/er/niet"], "Bestand /is/er/niet bestaat niet."),
        (["signals", "import"], "vangnet: Dit ontbreekt: 'FILE'."),
        (["law", "list", "--zo"], "vangnet: De optie --zo bestaat niet."),
        (["backup", "een", "twee"], "vangnet: Dit is te veel: twee"),
    ],
)
def test_what_does_not_fit_is_said_in_dutch(words, said):
    done = run(*words)
    assert done.returncode == 2
    assert said in done.stderr
    assert [word for word in ENGLISH if word in done.stdout + done.stderr] == []


@pytest.mark.parametrize("words", [[], ["signals"], ["people", "link"], ["seed"]], ids=" ".join)
def test_help_is_dutch_and_whole(words):
    shown = run(*words, "--help").stdout
    assert shown.startswith("Gebruik: vangnet")
    assert [word for word in ENGLISH if word in shown] == []
    assert "..." not in shown.split("Opdrachten:")[-1]


def test_every_group_tells_its_commands_whole():
    groups = [name for name in root.COMMANDS if hasattr(root.LazyGroup().get_command(None, name), "commands")]
    assert len(groups) > 5
    for name in groups:
        assert isinstance(root.LazyGroup().get_command(None, name), Group)
