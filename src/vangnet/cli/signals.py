"""`vangnet signals import`: take signals in from a file of the police, a meldpunt or anybody else."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from itertools import count, islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from vangnet.cli.agreed import agree, agreed, figures
from vangnet.cli.dutch import Group
from vangnet.cli.product import with_product
from vangnet.config import process
from vangnet.core.clock import local_day, now
from vangnet.core.errors import Conflict

if TYPE_CHECKING:
    from vangnet.connections.files.converting import Converter
    from vangnet.connections.files.rejects import RejectFile
    from vangnet.connections.files.rows import Row
    from vangnet.intake.types import Channel, TriageStep

BATCH: Final = 2_000
# How people call two municipalities that have another name on paper.
_ALSO: Final = {"den haag": "'s-gravenhage", "den bosch": "'s-hertogenbosch"}


@dataclass(slots=True)
class Report:
    """What an import did."""

    rows: int = 0
    new: int = 0
    known: int = 0
    refused: int = 0
    seconds: float = 0.0
    reject: Path | None = None
    reasons: dict[str, int] = field(default_factory=dict)


@click.group(cls=Group)
def signals() -> None:
    """Signalen uit bestanden, afspraken over de intake, en cijfers."""


signals.add_command(agree)
signals.add_command(agreed)
signals.add_command(figures)


@signals.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--mapping", required=True, metavar="NAAM|PAD", help="politie, meldpunt, of het pad van een eigen bestand."
)
@click.option(
    "--reject", type=click.Path(path_type=Path), help="Bestand voor de rijen die niet konden; standaard ernaast."
)
@click.option("--json", "as_json", is_flag=True, help="Antwoord als JSON.")
@with_product
def import_(file: Path, mapping: str, reject: Path | None, as_json: bool) -> None:
    """Neem signalen in uit FILE: CSV, Excel of JSON-regels. Hetzelfde bestand twee keer voegt niets toe."""
    process.give_way()
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TimeElapsedColumn(),
        console=Console(stderr=True, quiet=as_json),
    ) as progress:
        bar = progress.add_task("Rijen worden gelezen", total=None)
        report = take_in(
            file,
            mapping=mapping,
            reject=reject,
            on_rows=lambda rows: progress.update(bar, description=f"{rows} rijen gelezen"),
        )
    _say(report, as_json=as_json)


def take_in(
    file: Path, *, mapping: str, reject: Path | None = None, on_rows: Callable[[int], None] = lambda rows: None
) -> Report:
    """Read a file and take its signals in, batch by batch; each batch is kept or not as a whole.

    Args:
        mapping: name of a mapping that ships, or the path of one.
        reject: where refused rows go; beside the file when None.
        on_rows: told how many rows have been read, after each batch.

    Raises:
        InvalidInput: the file or the mapping as a whole cannot be used.
    """
    from vangnet.access import selectors as access
    from vangnet.connections.files.converting import Converter
    from vangnet.connections.files.mapping import load_mapping, places_of
    from vangnet.connections.files.rejects import RejectFile
    from vangnet.connections.files.sources import open_table

    started = time.monotonic()
    rules = load_mapping(mapping)
    optional = [column for rule in rules.fields.values() if not rule.required for column in rule.columns]
    table = open_table(file, encodings=rules.encodings, delimiter=rules.delimiter, optional=optional)
    municipalities = _by_name(access.municipality_codes())
    converter = Converter(rules, places_of(rules, table.header), municipalities, walk=_questions(rules.channel))
    report = Report()
    origin = _digest(file)
    with RejectFile(reject_target(file, reject, table.form), table) as rejects:
        while batch := list(islice(table.rows, BATCH)):
            _take_batch(batch, converter, rejects, report, origin=origin)
            on_rows(report.rows)
    report.reject = rejects.path if rejects.rows else None
    report.seconds = round(time.monotonic() - started, 1)
    return report


def _take_batch(batch: list[Row], converter: Converter, rejects: RejectFile, report: Report, *, origin: str) -> None:
    """Take a batch in; what cannot be taken goes to the reject file, in the order of the rows."""
    from vangnet.access.services import as_job, system_actor
    from vangnet.connections.files.rows import CellFault
    from vangnet.intake import services as intake

    readable, signals, refused = [], [], []
    for row in batch:
        signal, faults = converter.convert(row)
        if signal is None:
            refused.append((row, faults))
        else:
            readable.append(row)
            signals.append(signal)
    actor = system_actor(reason="signals-import")
    with as_job(actor):
        done = intake.register_many(actor=actor, signals=signals, origin=origin, at=now())
    for position, fields in done.refused.items():
        row = readable[position]
        told = [CellFault(converter.column_of(name), converter.cell_of(row, name), why) for name, why in fields.items()]
        refused.append((row, tuple(told)))
    for row, faults in sorted(refused, key=lambda pair: pair[0].number):
        rejects.write(row, faults)
        for fault in faults:
            report.reasons[fault.reason] = report.reasons.get(fault.reason, 0) + 1
    report.rows += len(batch)
    report.new += done.new
    report.known += done.known
    report.refused += len(refused)


def _questions(channel: Channel) -> Callable[[Sequence[str]], TriageStep | None]:
    """Return what goes through the questions of a channel as they are asked today, each way once."""
    from vangnet.intake import selectors as intake
    from vangnet.intake.errors import TriageUnreadable

    day = local_day(now())

    @cache
    def walked(answers: tuple[str, ...]) -> TriageStep | None:
        try:
            return intake.triage(channel=channel, answers=answers, day=day)
        except TriageUnreadable:
            return None

    return lambda answers: walked(tuple(answers))


def _by_name(codes: Mapping[str, str]) -> dict[str, str]:
    """Return the code of a municipality by everything a file may call it, without case."""
    found = {name.casefold(): code for name, code in codes.items()}
    found |= {also: found[name] for also, name in _ALSO.items() if name in found}
    return found | {code.casefold(): code for code in codes.values()}


def reject_target(file: Path, wanted: Path | None, form: str) -> Path:
    """Return where refused rows go: never over a file that is there, since it may hold rows that nobody mended yet.

    Raises:
        Conflict: the wanted file exists.
    """
    if wanted is not None:
        if wanted.exists():
            raise Conflict(
                "reject-exists",
                nl=f"{wanted.name} bestaat al. Geef een andere naam aan --reject, zodat er geen rijen verloren gaan.",
                en=f"{wanted.name} exists already. Give another name to --reject, so that no rows are lost.",
            )
        return wanted
    stem, ending = file.stem.removesuffix(".afgewezen"), "jsonl" if form == "jsonl" else "csv"
    names = (f"{stem}.afgewezen{'' if nr == 1 else f'-{nr}'}.{ending}" for nr in count(1))
    return next(path for path in map(file.with_name, names) if not path.exists())


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _say(report: Report, *, as_json: bool) -> None:
    if as_json:
        answer = asdict(report) | {"reject": str(report.reject) if report.reject else None}
        click.echo(json.dumps(answer, ensure_ascii=False))
        return
    click.echo(
        f"{report.rows} rijen in {report.seconds} s: {report.new} nieuw, {report.known} al bekend, {report.refused} afgewezen."
    )
    for reason, number in sorted(report.reasons.items(), key=lambda pair: -pair[1])[:10]:
        click.echo(f"  {number:>7}  {reason}")
    if report.reject is not None:
        click.echo(
            f"De afgewezen rijen staan in {report.reject}. Verbeter ze daar en neem dat bestand op dezelfde manier in."
        )
