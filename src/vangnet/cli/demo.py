"""`vangnet demo`: the whole product with a made-up country, on this machine only. `make demo` calls it."""

from __future__ import annotations

import os
import subprocess
import sys

import click

from vangnet.cli import serve
from vangnet.cli.product import open_product
from vangnet.config import env
from vangnet.core.errors import Unavailable

HOST = "127.0.0.1"


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Poort op deze machine.")
@click.option("--reset", is_flag=True, help="Gooi de gegevens van de vorige keer weg en begin opnieuw.")
@click.option("--scale", default=0.02, show_default=True, help="Hoeveel van het verzonnen land; 1 is heel Nederland.")
def demo(port: int, reset: bool, scale: float) -> None:
    """Start Vangnet met verzonnen mensen; Ctrl-C stopt alles."""
    os.environ["VANGNET_MODE"] = env.DEMO
    serve.refuse_taken(HOST, port)
    serve.refuse_full(env.read(os.environ))
    with open_product(alone=True, afresh=reset, behind=True) as product:
        from vangnet.config import database

        steps = database.migrate(product.environment.owner_url)
        if steps:
            click.echo(f"De database is bij ({steps} stappen).")
        _seed_if_empty(scale)
        serve.run(product, host=HOST, port=port, on_ready=lambda: _announce(port))


def _seed_if_empty(scale: float) -> None:
    from vangnet.access import selectors as access

    if access.any_account():
        return
    click.echo("Een verzonnen land wordt geladen.")
    command = [sys.executable, "-m", "vangnet", "seed", "--scale", str(scale)]
    if subprocess.run(command, stdin=subprocess.DEVNULL, check=False).returncode != 0:
        raise Unavailable(
            "seed-failed",
            nl="Het laden van het verzonnen land lukte niet. Begin opnieuw met: make demo RESET=1",
            en="Loading the made-up country failed. Start over with: make demo RESET=1",
        )


def _announce(port: int) -> None:
    from vangnet.access import selectors as access
    from vangnet.web.shared.roles import role_words

    serve.say(f"\nVangnet draait op  http://{HOST}:{port}/")
    for person in access.demo_people():
        serve.say(f"  {person.name:<28} {role_words(person.role)}, {person.agency_name}")
    serve.say("Stoppen: Ctrl-C")
