"""`vangnet share`: may this be shared? Evaluates a file of scenarios and compares with what is expected."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from vangnet.cli.dutch import Group
from vangnet.core.errors import InvalidInput
from vangnet.law.decide import decide
from vangnet.law.errors import QuestionInvalid
from vangnet.law.explain import explain
from vangnet.law.loader import load_norms
from vangnet.law.normset import NormSet
from vangnet.law.question import read_question

_EQUAL = ("outcome", "missing", "output_form")
_INCLUDED = {"grounds_include": "grounds", "prohibitions_include": "prohibitions", "duties_include": "duties"}


@click.group(cls=Group)
def share() -> None:
    """Mag dit worden gedeeld? Vraag het, met een bestand vol vragen."""


@share.command()
@click.option("--file", "path", required=True, type=click.Path(path_type=Path), help="Bestand met scenario's (JSON).")
@click.option(
    "--json/--text",
    "as_json",
    default=None,
    help="JSON, of tekst voor mensen. Zonder keuze: tekst op een scherm, JSON in een pijp of bestand.",
)
@click.option(
    "--norms",
    "folders",
    multiple=True,
    envvar="VANGNET_NORMS",
    type=click.Path(path_type=Path),
    help="Extra map met normbestanden.",
)
def ask(path: Path, as_json: bool | None, folders: tuple[Path, ...]) -> None:
    """Beantwoord elke vraag in een scenariobestand.

    Geeft per vraag uitkomst, gronden, verboden, wat ontbreekt, plichten, vorm en uitleg, in de volgorde van het bestand.
    Staat er bij een vraag wat werd verwacht, dan wordt vergeleken; een verschil of een onleesbare vraag eindigt met code 1.
    """
    scenarios = read_scenarios(path)
    norms = load_norms(folders)
    answers = [answer(norms, scenario) for scenario in scenarios]
    differences = [line for scenario, one in zip(scenarios, answers, strict=True) for line in compare(scenario, one)]
    if as_json or (as_json is None and not sys.stdout.isatty()):
        click.echo(json.dumps(answers, indent=1))
    else:
        for one in answers:
            click.echo(_printable(_text(one)))
    for line in [*differences, *remarks(scenarios)]:
        click.echo(_printable(line), err=True)
    if differences or any("error" in one for one in answers):
        sys.exit(1)


def read_scenarios(path: Path) -> list[Any]:
    """Read a scenario file: a list of scenarios, an object that holds such a list, or one scenario.

    Raises:
        InvalidInput: the file is absent, not UTF-8, not JSON, or holds no list of scenarios.
    """
    try:
        content = json.loads(path.read_bytes().decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_number)
    except OSError:
        raise _unreadable("bestaat niet of is niet te openen") from None
    except UnicodeDecodeError:
        raise _unreadable("is geen UTF-8") from None
    except (ValueError, RecursionError) as error:
        place = f" (regel {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise _unreadable(f"is geen geldige JSON{place}") from None
    if isinstance(content, list):
        return content
    if isinstance(content, dict):
        if "input" in content:
            return [content]
        lists = [value for value in content.values() if isinstance(value, list)]
        if isinstance(content.get("scenarios"), list):
            return list(content["scenarios"])
        if len(lists) == 1:
            return lists[0]
    raise _unreadable("bevat geen lijst van scenario's")


def _unreadable(reason: str) -> InvalidInput:
    return InvalidInput(
        "scenario-file-unreadable",
        nl=f"Het scenariobestand {reason}. Geef een JSON-bestand met een lijst van scenario's.",
        en="The scenario file cannot be read. Give a JSON file with a list of scenarios.",
        fields={"file": reason},
    )


def _no_number(text: str) -> None:
    raise ValueError(f"{text} is no JSON")


class _Twice:
    """Stands in for a value whose field was written twice: it has no type, so whoever reads it refuses it."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content: dict[str, Any] = {}
    for name, value in pairs:
        content[name] = _Twice() if name in content else value
    return content


def answer(norms: NormSet, scenario: object) -> dict[str, Any]:
    """Return the answer to one scenario, or its id with an error that names the field."""
    if not isinstance(scenario, dict):
        return {"id": None, "error": "input: een scenario moet een object zijn met id en input"}
    name = scenario.get("id")
    shown = name if isinstance(name, str | int | float) and not isinstance(name, bool) else None
    if "input" not in scenario:
        return {"id": shown, "error": "input: ontbreekt"}
    try:
        question = read_question(scenario["input"], norms)
    except QuestionInvalid as refusal:
        return {"id": shown, "error": "; ".join(f"{field}: {message}" for field, message in refusal.fields.items())}
    verdict = decide(norms, question)
    return {
        "id": shown,
        "outcome": verdict.outcome,
        "grounds": list(verdict.grounds),
        "prohibitions": list(verdict.prohibitions),
        "missing": list(verdict.missing),
        "duties": list(verdict.duties),
        "output_form": verdict.output_form,
        "explanation": explain(norms, question, verdict),
    }


def compare(scenario: object, given: dict[str, Any]) -> list[str]:
    """Return one line for each key of `expected` in which the answer differs."""
    expected = scenario.get("expected") if isinstance(scenario, dict) else None
    if expected is None:
        return []
    name = given["id"]
    if not isinstance(expected, dict):
        return [f"{name}: expected: moet een object zijn"]
    if "error" in given:
        return [f"{name}: verwacht een antwoord, maar de vraag is niet te lezen: {given['error']}"] if expected else []
    lines = []
    for key in _EQUAL:
        if key in expected and _sorted(expected[key]) != given[key]:
            lines.append(f"{name}: {key}: verwacht {expected[key]!r}, kreeg {given[key]!r}")
    for key, field in _INCLUDED.items():
        wanted = expected.get(key, [])
        if not isinstance(wanted, list):
            lines.append(f"{name}: {key}: moet een lijst zijn")
            continue
        absent = [one for one in wanted if one not in given[field]]
        if absent:
            lines.append(f"{name}: {field}: verwacht ook {absent!r}, kreeg {given[field]!r}")
    return lines


def remarks(scenarios: Sequence[object]) -> list[str]:
    """Return what is odd about a file and yet no difference: an id twice, or an expectation that nothing is compared by."""
    rows = [scenario for scenario in scenarios if isinstance(scenario, dict)]
    ids = Counter(row["id"] for row in rows if isinstance(row.get("id"), str))
    lines = [f"let op: {name} staat {count} keer in het bestand" for name, count in ids.items() if count > 1]
    for row in rows:
        expected = row.get("expected")
        for key in expected if isinstance(expected, dict) else ():
            if key not in _EQUAL and key not in _INCLUDED:
                lines.append(f"let op: {row.get('id')}: expected.{key} wordt niet vergeleken")
    return lines


def _sorted(value: object) -> object:
    return sorted(value) if isinstance(value, list) and all(isinstance(one, str) for one in value) else value


def _printable(text: str) -> str:
    """Return the text with characters that no screen can show written out, such as half of a surrogate pair."""
    return text.encode("utf-8", "backslashreplace").decode()


def _text(one: dict[str, Any]) -> str:
    if "error" in one:
        return f"{one['id']}  NIET TE LEZEN\n  {one['error']}\n"
    lines = [f"{one['id']}  {one['outcome']}  {one['output_form']}"]
    for field, label in (
        ("grounds", "gronden"),
        ("prohibitions", "verboden"),
        ("missing", "ontbreekt"),
        ("duties", "plichten"),
    ):
        if one[field]:
            lines.append(f"  {label}: {', '.join(one[field])}")
    lines += [f"  {line}" if line else "" for line in one["explanation"].splitlines()]
    return "\n".join(lines) + "\n"
