"""`vangnet people reindex` and `learn`: make everybody findable again, and count what is common among them."""

from __future__ import annotations

import json
import sys
import time
from dataclasses import asdict

import click

from vangnet.cli.product import with_product
from vangnet.core.clock import now


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Antwoord als JSON.")
@with_product
def reindex(as_json: bool) -> None:
    """Maak de sleutels opnieuw waarmee personen worden gevonden; nodig na het inlezen van veel personen of een nieuwe versie.

    Mensen kunnen blijven werken. Afbreken kan, en nog een keer verandert niets.
    """
    from django.db import transaction

    from vangnet.access.services import as_job, system_actor
    from vangnet.people import selectors, services

    begun, persons, added = time.monotonic(), 0, 0
    with as_job(system_actor(reason="reindex")):
        total = selectors.about_how_many()
    with click.progressbar(length=total, label="personen", file=sys.stderr) as bar:
        page = None
        while page is None or page.last is not None:
            with as_job(system_actor(reason="reindex")), transaction.atomic():
                page = services.index_many(after=page.last if page else None)
            persons, added = persons + page.persons, added + page.added
            bar.update(page.persons)
    seconds = round(time.monotonic() - begun, 1)
    if as_json:
        click.echo(json.dumps({"persons": persons, "added": added, "seconds": seconds}))
        return
    click.echo(f"{persons} personen, {added} regels erbij, {seconds} s")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Antwoord als JSON.")
@with_product
def learn(as_json: bool) -> None:
    """Tel welke namen, datums en adressen vaak voorkomen, en weeg daar vanaf nu mee. Elke week gaat dit vanzelf.

    Niemand wordt gekoppeld, en vragen die al wachten veranderen niet.
    """
    from vangnet.access.services import as_job, system_actor
    from vangnet.people.services import learning

    actor = system_actor(reason="learn-model")
    with as_job(actor):
        learned = learning.learn_model(
            actor=actor, at=now(), progress=lambda count: click.echo(f"{count} gelezen", err=True)
        )
    if as_json:
        click.echo(json.dumps(asdict(learned) if learned else None))
        return
    if learned is None:
        click.echo("Er zijn nog geen personen. Het meegeleverde model blijft in gebruik.")
        return
    listed = ", ".join(f"{column} {count}" for column, count in sorted(learned.listed.items()))
    click.echo(f"model {learned.model}, geteld bij {learned.records} personen; bij naam genoemd: {listed}")
