"""`vangnet retention`: until when may what is here be kept, and why; and destroy what must be gone."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime

import click

from vangnet.cli.dutch import Day, Group
from vangnet.cli.product import with_product


@click.group(cls=Group)
def retention() -> None:
    """Bewaartermijnen: wat moet wanneer weg en waarom, en wat is er vernietigd."""


@retention.command("list")
@click.option("--until", type=Day(), help="Alleen wat op of voor deze dag weg moet.")
@click.option("--json", "as_json", is_flag=True, help="Eén JSON-object per regel.")
@with_product
def list_terms(until: datetime | None, as_json: bool) -> None:
    """Toon van alles tot wanneer het bewaard mag blijven, op grond waarvan, en wat het nu tegenhoudt."""
    from vangnet.access.services import as_job, system_actor
    from vangnet.core.clock import now
    from vangnet.flow.retention import terms

    shown = 0
    with as_job(system_actor(reason="retention")):
        for term in terms(at=now()):
            if until is not None and term.until > until.date():
                continue
            shown += 1
            if as_json:
                click.echo(json.dumps(asdict(term), default=str, ensure_ascii=False))
            else:
                held = f" Blijft nog: {term.held}" if term.held else ""
                click.echo(f"{term.until.isoformat()}  {term.rule}  {term.kind}  {term.id}  {term.why}{held}")
    click.echo(f"{shown} regels", err=True)


@retention.command("run")
@click.option("--dry-run", is_flag=True, help="Tel alleen; er verandert niets.")
@click.option("--json", "as_json", is_flag=True, help="Eén JSON-object.")
@with_product
def run(dry_run: bool, as_json: bool) -> None:
    """Vernietig of anonimiseer wat weg moet. Een tweede keer verandert niets; afbreken mag."""
    from vangnet.core.clock import now
    from vangnet.flow.destruction import run as destroy

    done = destroy(at=now(), dry_run=dry_run)
    if as_json:
        gone = [{"kind": kind, "rule": rule, "number": number} for (kind, rule), number in sorted(done.gone.items())]
        click.echo(json.dumps({"dry_run": dry_run, "gone": gone, "held": done.held}))
        return
    verb = "zou weg gaan" if dry_run else "weg"
    for (kind, rule), number in sorted(done.gone.items()):
        click.echo(f"{number:>7}  {verb}  {kind}  {rule}")
    click.echo(f"{done.held:>7}  blijft nog, omdat iemand iets betwist of vraagt")


@retention.command("register")
@click.option("--last", type=click.IntRange(1, 100_000), default=100, show_default=True, help="Hoeveel regels.")
@click.option("--json", "as_json", is_flag=True, help="Eén JSON-object per regel.")
@with_product
def register(last: int, as_json: bool) -> None:
    """Toon wat er vernietigd is: wat, wanneer, op welke grond en hoeveel; nooit wat erin stond."""
    from vangnet.access.services import as_job, system_actor
    from vangnet.audit.selectors import destroyed

    with as_job(system_actor(reason="retention")):
        rows = destroyed(limit=last)
    for row in rows:
        if as_json:
            click.echo(json.dumps(asdict(row), default=str, ensure_ascii=False))
        else:
            total = sum(row.counts.values())
            click.echo(
                f"{row.at.date().isoformat()}  {row.rule}  {row.kind}  {row.object_id}  {row.way}  {total} regels"
            )
