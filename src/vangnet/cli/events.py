"""`vangnet events`: what could not be followed up, and trying it again."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from vangnet.cli.product import with_product
from vangnet.core.clock import now


@click.command()
@click.option("--retry", is_flag=True, help="Zet alles wat geparkeerd staat terug in de rij.")
@click.option("--json", "as_json", is_flag=True, help="Eén JSON-object per regel.")
@with_product
def events(retry: bool, as_json: bool) -> None:
    """Toon de gebeurtenissen waarvan het gevolg steeds mislukte, en probeer ze zo nodig opnieuw."""
    from vangnet.access.services import as_job, system_actor
    from vangnet.audit import selectors, services

    actor = system_actor(reason="operate")
    with as_job(actor):
        parked = selectors.parked_events()
        for event in parked:
            if as_json:
                click.echo(json.dumps(asdict(event), default=str))
            else:
                click.echo(
                    f"{event.parked_at:%Y-%m-%d %H:%M}  {event.act}  {event.fault}  {event.attempts} keer  {event.entry_id}"
                )
        again = services.try_parked_again(actor=actor, at=now()) if retry else 0
    click.echo(f"{len(parked)} geparkeerd" + (f", {again} terug in de rij" if retry else ""), err=True)
