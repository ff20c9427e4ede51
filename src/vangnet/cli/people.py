"""`vangnet people link` and `dedupe`: link files of person records, without a database; what works on the database hangs here too."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from math import isfinite
from pathlib import Path

import click
import duckdb
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from vangnet.cli.dutch import Group
from vangnet.cli.people_import import import_
from vangnet.cli.register import learn, reindex
from vangnet.cli.review import review
from vangnet.core.errors import InvalidInput
from vangnet.people.engine.batch import output, truth
from vangnet.people.engine.batch.files import PersonFile, read_person_file
from vangnet.people.engine.batch.run import STEPS, Outcome, link_tables
from vangnet.people.engine.batch.sql import connect
from vangnet.people.engine.batch.truth import Quality
from vangnet.people.engine.model import default_model, read_model
from vangnet.people.engine.records import RAW_COLUMNS

_TABLE = (-10.0, -5.0, 0.0, 2.0, 4.0, 6.0, 8.0, 10.0, 15.0, 20.0, 30.0)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked on the command line."""

    files: tuple[Path, ...]
    truth: Path | None
    threshold: float | None
    out: Path | None
    clusters: Path | None
    model: Path | None
    save_model: Path | None
    mapping: Mapping[str, str]
    as_json: bool


@click.group(cls=Group)
def people() -> None:
    """Personen: records koppelen zonder database, de vragen wie wie is, en het zoeken zelf."""


def _finite(context: click.Context, option: click.Parameter, value: float | None) -> float | None:
    """Refuse what is no number of bits, such as nan."""
    if value is not None and not isfinite(value):
        raise InvalidInput(
            "linkage-threshold",
            nl="--threshold is een getal van bits, bijvoorbeeld 4.5.",
            en="--threshold is a number of bits, such as 4.5.",
        )
    return value


def _shared(command: click.decorators.FC) -> click.decorators.FC:
    """Add the options that both commands have."""
    for option in reversed(
        (
            click.option("--truth", type=click.Path(path_type=Path), help="CSV met ware paren, of per id een cluster."),
            click.option(
                "--threshold",
                type=float,
                callback=_finite,
                metavar="W",
                help="Drempel in bits; anders kiest Vangnet hem.",
            ),
            click.option("--out", type=click.Path(path_type=Path), help="CSV voor de voorgestelde paren."),
            click.option("--clusters", type=click.Path(path_type=Path), help="CSV voor records met hun cluster."),
            click.option(
                "--model", type=click.Path(path_type=Path), help="Hergebruik de getallen uit dit modelbestand."
            ),
            click.option("--save-model", type=click.Path(path_type=Path), help="Bewaar de gebruikte getallen."),
            click.option(
                "--map", "maps", multiple=True, metavar="KOLOM=NAAM", help="Onze kolom = naam in het bestand."
            ),
            click.option("--json", "as_json", is_flag=True, help="Druk de uitkomst af als JSON."),
        )
    ):
        command = option(command)
    return command


people.add_command(review)
people.add_command(import_)
people.add_command(reindex)
people.add_command(learn)


@people.command()
@click.option("--left", required=True, type=click.Path(path_type=Path), help="CSV met persoonsrecords.")
@click.option("--right", type=click.Path(path_type=Path), help="Tweede CSV; zonder deze: dubbelen binnen de eerste.")
@_shared
def link(
    left: Path,
    right: Path | None,
    truth: Path | None,
    threshold: float | None,
    out: Path | None,
    clusters: Path | None,
    model: Path | None,
    save_model: Path | None,
    maps: tuple[str, ...],
    as_json: bool,
) -> None:
    """Koppel de records van twee bestanden aan elkaar.

    Kolommen, alle optioneel: given_name, prefix, surname, birth_date, sex, street, house_number, postcode, city, phone,
    identifier. Het id staat in id, rec_id of unique_id; anders telt het rijnummer, vanaf 1.
    """
    files = (left,) if right is None else (left, right)
    _run(Wanted(files, truth, threshold, out, clusters, model, save_model, read_maps(maps), as_json))


@people.command()
@click.option(
    "--left", "--input", "left", required=True, type=click.Path(path_type=Path), help="CSV met persoonsrecords."
)
@_shared
def dedupe(
    left: Path,
    truth: Path | None,
    threshold: float | None,
    out: Path | None,
    clusters: Path | None,
    model: Path | None,
    save_model: Path | None,
    maps: tuple[str, ...],
    as_json: bool,
) -> None:
    """Vind records van dezelfde persoon binnen één bestand.

    Kolommen en id: zie `vangnet people link --help`.
    """
    _run(Wanted((left,), truth, threshold, out, clusters, model, save_model, read_maps(maps), as_json))


def read_maps(maps: Sequence[str]) -> dict[str, str]:
    """Return our column name to the file's, from `ours=theirs` (or the other way round when only that can be meant).

    Raises:
        InvalidInput: no equals sign, or neither side is one of our columns.

    >>> read_maps(["surname=naam2", "street_number=house_number"])
    {'surname': 'naam2', 'house_number': 'street_number'}
    """
    ours = {*RAW_COLUMNS, "id"}
    mapping: dict[str, str] = {}
    for text in maps:
        one, _, two = (part.strip() for part in text.partition("="))
        if one in ours and two:
            mapping[one] = two
        elif two in ours and one:
            mapping[two] = one
        else:
            raise InvalidInput(
                "linkage-map",
                nl=f"--map {text} is niet te lezen. Schrijf onze kolom, een = en de naam in het bestand: surname=naam2.",
                en=f"--map {text} cannot be read. Write our column, = and the name in the file: surname=name2.",
            )
    return mapping


def _run(wanted: Wanted) -> None:
    start = read_model(wanted.model) if wanted.model else default_model()
    con = connect()
    read: list[PersonFile] = []
    with _progress(bool(wanted.truth)) as step:
        step("bestanden openen")
        tables = tuple(f"source_{side}" for side in range(len(wanted.files)))
        read = [
            read_person_file(con, path, table, wanted.mapping) for path, table in zip(wanted.files, tables, strict=True)
        ]
        _check_maps(wanted.mapping, read)
        outcome = link_tables(
            con, tables, start=start, reuse=wanted.model is not None, at=wanted.threshold, progress=step
        )
        quality, compared = None, 0
        if wanted.truth:
            step("vergelijken met de waarheid")
            truth.read_truth(con, wanted.truth, linking=len(tables) == 2)
            quality = truth.measure(con, "scored", [outcome.model.threshold, *_TABLE])
            compared = truth.compared(con)
        step("uitkomst schrijven")
        _write(con, wanted, outcome)
    report = _report(read, outcome, quality, compared)
    if wanted.as_json:
        click.echo(json.dumps(report, indent=2, ensure_ascii=False))
    else:
        _print(report, read, outcome, quality, compared)


def _check_maps(mapping: Mapping[str, str], read: Sequence[PersonFile]) -> None:
    """Refuse a --map that names a column of no file: it would silently leave that column out."""
    known = {name.strip().lower() for one in read for name in (*one.columns.values(), one.id_column or "")}
    for ours, theirs in mapping.items():
        if theirs.strip().lower() not in known:
            raise InvalidInput(
                "linkage-map-absent",
                nl=f"De kolom {theirs} (voor {ours}) staat in geen van de bestanden. Controleer --map.",
                en=f"The column {theirs} (for {ours}) is in none of the files. Check --map.",
            )


def _write(con: duckdb.DuckDBPyConnection, wanted: Wanted, outcome: Outcome) -> None:
    if wanted.out:
        output.write_pairs(con, wanted.out, outcome.model.threshold)
    if wanted.clusters:
        output.write_clusters(con, wanted.clusters, output.make_clusters(con, outcome.model.threshold))
    if wanted.save_model:
        output.write_text(wanted.save_model, outcome.model.to_json())


def _report(
    read: list[PersonFile], outcome: Outcome, quality: list[Quality] | None, compared: int
) -> dict[str, object]:
    """Return the record of the run: input, model, counts, and the quality when the truth is known."""
    report: dict[str, object] = {
        "files": [
            {
                "name": f.path.name,
                "encoding": f.encoding.removesuffix("-sig"),
                "sha256": f.sha256,
                "records": f.rows,
                "id_column": f.id_column,
                "columns": dict(f.columns),
            }
            for f in read
        ],
        "model": outcome.model.id,
        "learned": outcome.learned,
        "threshold": outcome.model.threshold,
        "certain": outcome.model.certain,
        "blocking": asdict(outcome.blocked),
        "proposed": outcome.proposed,
        "shared_numbers": outcome.shared_numbers,
    }
    if quality:
        report["compared_true_pairs"] = compared
        report["quality"] = _as_row(quality[0])
        report["thresholds"] = [_as_row(row) for row in quality[1:]]
    return report


def _as_row(row: Quality) -> dict[str, float | int]:
    return {
        "threshold": row.threshold, "proposed": row.proposed, "right": row.right, "true": row.true,
        "precision": round(row.precision, 6), "recall": round(row.recall, 6), "f1": round(row.f1, 6),
    }  # fmt: skip


def _print(
    report: dict[str, object],
    read: Sequence[PersonFile],
    outcome: Outcome,
    quality: list[Quality] | None,
    compared: int,
) -> None:
    blocked = outcome.blocked
    for one in read:
        if one.encoding != "utf-8-sig":
            click.echo(f"let op             {one.path.name} is geen UTF-8; gelezen als {one.encoding}")
    click.echo(f"records            {outcome.records}")
    click.echo(f"paren vergeleken   {blocked.pairs} van {blocked.possible}")
    if blocked.hot_keys:
        click.echo(
            f"te volle sleutels  {blocked.hot_keys} (records die daardoor niemand ontmoeten: {blocked.hot_records})"
        )
    click.echo(
        f"model              {report['model']} ({'geleerd van deze records' if outcome.learned else 'hergebruikt'})"
    )
    click.echo(f"drempel            {outcome.model.threshold:.2f} bits")
    click.echo(f"voorgesteld        {outcome.proposed}")
    if outcome.shared_numbers:
        click.echo(
            f"gedeelde nummers   {outcome.shared_numbers} (zelfde nummer, andere persoon: zoek uit, voeg niet samen)"
        )
    if quality:
        best = quality[0]
        click.echo(f"ware paren         {best.true}, waarvan vergeleken {compared}")
        click.echo(f"precision {best.precision:.4f}  recall {best.recall:.4f}  F1 {best.f1:.4f}")
        click.echo("\ndrempel  voorgesteld  precision  recall  F1")
        for row in quality[1:]:
            click.echo(
                f"{row.threshold:7.1f}  {row.proposed:11d}  {row.precision:9.4f}  {row.recall:6.4f}  {row.f1:.4f}"
            )


@contextmanager
def _progress(with_truth: bool) -> Iterator[Callable[[str], None]]:
    """Show the steps on the error channel; yields the function that announces the next step."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description:<28}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=False) as progress:
        task = progress.add_task("begonnen", total=len(STEPS) + 2 + with_truth)
        begun = False

        def step(name: str) -> None:
            nonlocal begun
            progress.update(task, description=name, advance=1 if begun else 0)
            begun = True

        yield step
        progress.update(task, description="klaar", advance=1)
