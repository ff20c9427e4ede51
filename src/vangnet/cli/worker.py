"""`vangnet worker`: do the work in the background queue."""

from __future__ import annotations

import click

from vangnet.cli.product import open_product
from vangnet.config import process


@click.command()
@click.option("--until-empty", is_flag=True, help="Stop zodra er niets meer te doen is.")
def worker(until_empty: bool) -> None:
    """Doe het achtergrondwerk tot Ctrl-C."""
    process.give_way()
    with open_product():
        from vangnet.config import queue

        queue.run_worker(until_empty=until_empty)
