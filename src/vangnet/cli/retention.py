"""`vangnet retention`: until when may what is here be kept, and why."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime

import click

from vangnet.cli.product import with_product


@click.group()
def retention() -> None:
    """Bewaartermijnen: wat moet wanneer weg, en waarom. Vernietigen doet deze opdracht niet."""


@retention.command("list")
@click.option("--until", type=click.DateTime(formats=["%Y-%m-%d"]), help="Alleen wat op of voor deze dag weg moet.")
@click.option("--json", "as_json", is_flag=True, help="Eén JSON-object per regel.")
@with_product
def list_terms(until: datetime | None, as_json: bool) -> None:
    """Toon van elk signaal en elke casus tot wanneer het bewaard mag blijven, en op grond waarvan."""
    from vangnet.access.services import as_job, system_actor
    from vangnet.flow.retention import terms

    shown = 0
    with as_job(system_actor(reason="retention")):
        for term in terms():
            if until is not None and term.until > until.date():
                continue
            shown += 1
            if as_json:
                click.echo(json.dumps(asdict(term), default=str, ensure_ascii=False))
            else:
                click.echo(f"{term.until.isoformat()}  {term.rule}  {term.kind}  {term.id}  {term.why}")
    click.echo(f"{shown} regels", err=True)
