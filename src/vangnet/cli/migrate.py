"""`vangnet migrate`: bring the database up to date, as the owner of its tables."""

from __future__ import annotations

import click

from vangnet.cli.product import open_product


@click.command()
@click.option("-v", "--verbose", is_flag=True, help="Noem elke stap.")
def migrate(verbose: bool) -> None:
    """Breng de database bij: maak de rol van de toepassing, de tabellen en hun rechten. Herhalen kan geen kwaad."""
    with open_product(behind=True) as product:
        from vangnet.config import database

        done = database.migrate(product.environment.owner_url, verbosity=1 if verbose else 0)
        click.echo(f"De database is bij: {done} stappen gezet." if done else "De database was al bij.")
