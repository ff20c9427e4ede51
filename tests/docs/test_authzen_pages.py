"""The AuthZEN pages say what is: their examples run, and no endpoint, option, status or reason is left out."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import click
import pytest
from tests.unit.authzen.point import asker

from vangnet.api.authzen import metadata
from vangnet.cli.authzen import authzen

ROOT = Path(__file__).resolve().parents[2]
HOW_TO = (ROOT / "docs/how-to/authzen.md").read_text(encoding="utf-8")
REFERENCE = (ROOT / "docs/reference/authzen.md").read_text(encoding="utf-8")
SOURCE = ROOT / "src/vangnet"


def test_the_examples_of_the_how_to_run():
    rules = re.search(r"```yaml\n(.*?)```", HOW_TO, re.S)
    assert rules
    calls = re.findall(r"curl -s http://127\.0\.0\.1:8181(\S+) .*? -d '\n(.*?)'\n(.*?)\n", HOW_TO, re.S)
    assert len(calls) == 2
    for path, question, answer in calls:
        said = json.dumps(asker(rules[1]).ask(path, json.loads(question)), separators=(",", ":"))
        assert re.sub(r'"next_token":"[^"]+"', '"next_token":"…"', said) == answer


@pytest.mark.parametrize("name", sorted(authzen.commands))
def test_every_command_and_option_is_described(name: str):
    assert f"`vangnet authzen {name}`" in REFERENCE
    row = next(line for line in REFERENCE.splitlines() if line.startswith(f"| `vangnet authzen {name}`"))
    options = {
        option for each in authzen.commands[name].params if isinstance(each, click.Option) for option in each.opts
    }
    assert {option for option in options if f"`{option}`" not in row} == set()


def test_every_endpoint_and_status_is_described():
    paths = {value for name, value in vars(metadata).items() if name.isupper()}
    assert {path for path in paths if f" {path}`" not in REFERENCE} == set()
    document = metadata.openapi("http://127.0.0.1")["paths"]
    assert isinstance(document, dict)
    statuses = {status for item in document.values() for status in item.get("post", {}).get("responses", {})}
    assert {
        status for status in statuses - {"200"} if not re.search(rf"^\|[^|]*\b{status}\b", REFERENCE, re.M)
    } == set()


def test_every_reason_of_the_client_is_described():
    written = {
        node.value
        for path in (SOURCE / "connections/authzen").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.fullmatch(r"foreign-[a-z-]+", node.value)
    } - {"foreign-decision-point"}
    assert len(written) == 8
    assert {reason for reason in written if f"| `{reason}` |" not in REFERENCE} == set()
