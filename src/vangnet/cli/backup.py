"""`vangnet backup` and `vangnet restore`: the whole database in one file, and back, with proof that the record holds."""

from __future__ import annotations

from pathlib import Path

import click

from vangnet.cli.check import say_chain
from vangnet.cli.product import open_product
from vangnet.connections.postgres import copies
from vangnet.core.errors import BrokenInvariant


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup(file: Path) -> None:
    """Maak een reservekopie van de hele database in FILE. Vangnet mag doorlopen."""
    with open_product(behind=True) as product:
        copies.dump(product.environment.owner_url, file)
    click.echo(f"Reservekopie: {file} ({file.stat().st_size / 2**20:.1f} MB). Bewaar haar versleuteld en elders.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--replace", is_flag=True, help="Vervang wat er nu in de database staat.")
def restore(file: Path, replace: bool) -> None:
    """Zet de reservekopie FILE terug en controleer het auditspoor. Stop Vangnet eerst."""
    with open_product(alone=True, behind=True) as product:
        from vangnet.config import database

        database.refuse_content(product.environment.owner_url, replace=replace)
        database.ensure_roles(product.environment.owner_url)
        copies.restore(file, product.environment.owner_url)
        steps = database.migrate(product.environment.owner_url)
        click.echo(f"Teruggezet uit {file}" + (f" en bijgewerkt met {steps} stappen." if steps else "."))
        if not say_chain():
            raise BrokenInvariant(
                "chain-broken",
                nl="De reservekopie is teruggezet, maar het auditspoor klopt niet. Gebruik deze gegevens niet.",
                en="The backup is in place, but the audit chain does not add up. Do not use this data.",
            )
