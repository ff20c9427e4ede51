"""`vangnet people import`: deliveries of the register of persons (BRP) from a file, beside what is kept."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vangnet.cli.product import with_product
from vangnet.cli.signals import reject_target
from vangnet.core.clock import now
from vangnet.core.errors import InvalidInput, VangnetError

if TYPE_CHECKING:
    from vangnet.access.types import Actor
    from vangnet.connections.files.brp import BrpRow
    from vangnet.connections.files.rows import CellFault


@dataclass(slots=True)
class Taken:
    """What an import did.

    Args:
        new: deliveries that were taken in; `known` those that were here already.
        registered: people who were registered because of it.
    """

    rows: int = 0
    new: int = 0
    known: int = 0
    registered: int = 0
    refused: int = 0
    reject: Path | None = None
    reasons: dict[str, int] = field(default_factory=dict)


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--as", "email", required=True, metavar="E-MAIL", help="De collega namens wie het gebeurt; met haar rechten."
)
@click.option("--new", "register", is_flag=True, help="Leg ook mensen vast die de organisatie nog niet kent.")
@click.option(
    "--reject", type=click.Path(path_type=Path), help="Bestand voor de rijen die niet konden; standaard ernaast."
)
@click.option("--json", "as_json", is_flag=True, help="Antwoord als JSON.")
@with_product
def import_(file: Path, email: str, register: bool, reject: Path | None, as_json: bool) -> None:
    """Neem leveringen van de BRP in uit FILE: JSON-regels zoals de BRP ze levert, of een tabel met de veldnamen van de BRP.

    Wie het is, zegt persoonId of het burgerservicenummer. Niets wordt overschreven, en nog een keer verandert niets.
    """
    report = take_in(file, email=email, register=register, reject=reject)
    if as_json:
        answer = asdict(report) | {"reject": str(report.reject) if report.reject else None}
        click.echo(json.dumps(answer, ensure_ascii=False))
        return
    click.echo(
        f"{report.rows} leveringen: {report.new} nieuw, {report.known} al bekend, {report.registered} mensen vastgelegd, "
        f"{report.refused} afgewezen."
    )
    for reason, number in sorted(report.reasons.items(), key=lambda pair: -pair[1])[:10]:
        click.echo(f"  {number:>7}  {reason}")
    if report.reject is not None:
        click.echo(f"De afgewezen rijen staan in {report.reject}. Verbeter ze daar en neem dat bestand opnieuw in.")


def take_in(file: Path, *, email: str, register: bool = False, reject: Path | None = None) -> Taken:
    """Read a file and take its deliveries in, each kept or refused by itself.

    Args:
        email: login of the colleague who takes them in.
        register: whether people who are not known yet are registered.
        reject: where refused rows go; beside the file when None.

    Raises:
        InvalidInput: the file as a whole cannot be used, or nobody has this login.
    """
    from vangnet.access import selectors as access
    from vangnet.connections.files.brp import check_columns, read_row
    from vangnet.connections.files.rejects import RejectFile
    from vangnet.connections.files.sources import open_table

    actor = access.actor_by_login(email=email)
    if actor is None:
        raise InvalidInput(
            "nobody-with-login",
            nl="Er is geen collega met dit e-mailadres die nu mag inloggen.",
            en="There is no colleague with this e-mail address who may sign in now.",
        )
    table = open_table(file, encodings=("utf-8", "windows-1252"))
    check_columns(table)
    report = Taken()
    with RejectFile(reject_target(file, reject, table.form), table) as rejects:
        for row in table.rows:
            report.rows += 1
            found, faults = read_row(table, row)
            if found is not None:
                faults = _take(actor, found, report, register=register)
            if faults:
                rejects.write(row, faults)
                report.refused += 1
                _count(report, faults)
            if report.rows % 500 == 0 and sys.stderr.isatty():
                click.echo(f"{report.rows} rijen gelezen", err=True)
    report.reject = rejects.path if rejects.rows else None
    return report


def _take(actor: Actor, found: BrpRow, report: Taken, *, register: bool) -> tuple[CellFault, ...]:
    """Take one delivery in; return why not."""
    from vangnet.access.services import acting
    from vangnet.connections.files.rows import CellFault
    from vangnet.people import services
    from vangnet.people.services.registers import BRP, read_delivery
    from vangnet.people.types import SourceKind

    try:
        with acting(actor):
            done = services.take_in(
                actor=actor, delivery=read_delivery(found.person), kind=SourceKind.BRP, source=BRP, at=now(),
                reference=found.reference, person_id=found.person_id, register_unknown=register,
            )  # fmt: skip
    except VangnetError as error:
        return tuple(CellFault(name, "", why) for name, why in error.fields.items()) or (CellFault("", "", error.nl),)
    report.new += done.new
    report.known += not done.new
    report.registered += done.registered
    return ()


def _count(report: Taken, faults: Iterable[CellFault]) -> None:
    for fault in faults:
        report.reasons[fault.reason] = report.reasons.get(fault.reason, 0) + 1
