"""`vangnet signals agree`, `agreed`, `figures`: agreements of the field as data, and figures without persons."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vangnet.cli.product import with_product
from vangnet.core.clock import now
from vangnet.core.errors import InvalidInput

if TYPE_CHECKING:
    from vangnet.intake.types.figures import DeskFigures

HIDDEN = "<10"


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@with_product
def agree(files: tuple[Path, ...]) -> None:
    """Sla afspraken op uit FILES (YAML): vragen, kenmerken, escalatie, inclusie, termijnen, codes of een meldpunt.

    Ze gelden vanaf hun eigen eerste dag. Klopt een bestand niet, dan wordt er geen een opgeslagen.
    """
    from vangnet.access.services import as_job, system_actor
    from vangnet.intake import services as intake

    actor, at = system_actor(reason="agree"), now()
    with as_job(actor):
        stored = [intake.store_convention(actor=actor, text=_read(file), at=at) for file in files]
    for sheet in stored:
        until = f" tot {sheet.valid_until}" if sheet.valid_until else ""
        click.echo(f"{sheet.what} voor {sheet.scope}, versie {sheet.version}: geldt vanaf {sheet.valid_from}{until}.")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Antwoord als JSON.")
@with_product
def agreed(as_json: bool) -> None:
    """Laat zien welke afspraken er zijn, ook die niet meer gelden."""
    from vangnet.intake import selectors as intake

    rows = [
        {
            "what": one.what.value, "scope": one.scope, "version": one.version, "from": one.valid_from.isoformat(),
            "until": one.valid_until.isoformat() if one.valid_until else None, "shipped": one.shipped,
        }
        for one in intake.stored_conventions()
    ]  # fmt: skip
    if as_json:
        click.echo(json.dumps({"agreements": rows}, ensure_ascii=False))
        return
    for row in rows:
        end = f" tot {row['until']}" if row["until"] else ""
        whose = "met het product meegegeven" if row["shipped"] else "eigen"
        click.echo(
            f"  {row['what']:<12} {row['scope']:<38} versie {row['version']:<3} vanaf {row['from']}{end}  ({whose})"
        )


@click.command()
@click.option("--quarter", help="Kwartaal als 2026Q3; standaard het laatste dat is gepubliceerd.")
@click.option("--region", help="Alleen deze regio, met haar code, zoals ZVH04.")
@click.option("--json", "as_json", is_flag=True, help="Antwoord als JSON.")
@click.option("--csv", "as_csv", is_flag=True, help="Antwoord als CSV: een regel per meldpunt, kenmerk en code.")
@with_product
def figures(quarter: str | None, region: str | None, as_json: bool, as_csv: bool) -> None:
    """Laat cijfers van meldpunten naast elkaar zien, zonder personen; kleine aantallen blijven verborgen."""
    from vangnet.access.services import as_job, system_actor
    from vangnet.intake import selectors, services

    actor = system_actor(reason="publish-figures")
    with as_job(actor):
        services.publish_figures(actor=actor, at=now())
        quarters = selectors.figure_quarters()
        wanted = quarter or (quarters[0] if quarters else "")
        found = selectors.figures(quarter=wanted, region=region) if wanted in quarters else []
    if not found:
        known = ", ".join(quarters) or "nog geen"
        raise InvalidInput(
            "no-figures",
            nl=f"Over {wanted or 'dit kwartaal'} zijn geen cijfers. Gepubliceerd: {known}.",
            en=f"There are no figures of {wanted or 'this quarter'}. Published: {known}.",
        )
    if as_json:
        click.echo(json.dumps({"quarter": wanted, "desks": [_row(one) for one in found]}, ensure_ascii=False))
    elif as_csv:
        _write_csv(found)
    else:
        _print(wanted, found)


def _row(one: DeskFigures) -> dict[str, object]:
    return {"region": one.region, "desk": one.name, "total": one.total, "numbers": one.numbers}


def _write_csv(found: list[DeskFigures]) -> None:
    """Write one line a number; a hidden number is an empty cell."""
    writer = csv.writer(sys.stdout)
    writer.writerow(["quarter", "region", "desk", "feature", "code", "number"])
    for one in found:
        for feature, line in one.numbers.items():
            for code, number in line.items():
                writer.writerow([one.quarter, one.region, one.name, feature, code, "" if number is None else number])


def _print(quarter: str, found: list[DeskFigures]) -> None:
    click.echo(f"Signalen in {quarter}. {HIDDEN} of leeg: te weinig om te laten zien.")
    for one in found:
        click.echo(f"{one.region} {one.name}: {HIDDEN if one.total is None else one.total}")
        for feature, line in one.numbers.items():
            if feature != "total":
                said = ", ".join(f"{code} {'·' if number is None else number}" for code, number in line.items())
                click.echo(f"    {feature:<10} {said}")


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(
            "file-unreadable",
            nl=f"Het bestand {file.name} is niet te lezen als tekst in UTF-8.",
            en=f"The file {file.name} cannot be read as text in UTF-8.",
        ) from error
