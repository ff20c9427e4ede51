"""`vangnet story`: two years of one invented person, told moment by moment."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from vangnet.cli.product import with_product

if TYPE_CHECKING:
    from vangnet.cli.tale.telling import Moment

_MARK = {"kept": "gehouden", "broken": "GEBROKEN", "not-built": "nog niet gebouwd"}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Schrijf de momenten als JSON.")
@with_product
def story(as_json: bool) -> None:
    """Speel twee jaar van één verzonnen persoon na, en zie per moment welke belofte is gehouden.

    Alles gaat door de echte diensten; na afloop blijft er niets van in de database.
    """
    from django.db import transaction

    from vangnet.access.services import as_job, system_actor
    from vangnet.cli.tale import cast, scenes, telling
    from vangnet.flow import promises

    with transaction.atomic():
        ledger = telling.play(cast.make(), scenes.SCENES)
        with as_job(system_actor(reason="story", region=cast.REGION)):
            counts = promises.count(region=cast.REGION, at=cast.at(2026, 5, 11))
        transaction.set_rollback(True)
    if as_json:
        rows = [asdict(moment) | {"day": moment.day.isoformat()} for moment in ledger.moments]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        _print(ledger.moments)
        click.echo("\nDe beloften op 11-05-2026, zoals Vangnet ze zelf telt in deze regio:")
        for promise in counts:
            number = "nog niet te tellen" if promise.violations is None else f"{promise.violations} open"
            click.echo(f"  {promise.code}  {number:18}  {promise.title}: {promise.what}")
    if ledger.broken:
        click.echo(f"{len(ledger.broken)} keer is een belofte gebroken.", err=True)
        sys.exit(1)


def _print(moments: Sequence[Moment]) -> None:
    for moment in moments:
        click.echo(f"{moment.day:%d-%m-%Y}  {moment.promise}  {_MARK[moment.state]:16}  {moment.happened}")
        click.echo(f"{'':34}{moment.did}")
        for line in moment.lines:
            click.echo(f"{'':36}{line}")
    kept = sum(1 for moment in moments if moment.state == "kept")
    waiting = sum(1 for moment in moments if moment.state == "not-built")
    click.echo(f"\n{kept} momenten waarop een belofte is gehouden, {waiting} waarvoor het onderdeel nog niet bestaat.")
