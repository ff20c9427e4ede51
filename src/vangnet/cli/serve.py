"""`vangnet serve`: the web server, the background worker and, without `DATABASE_URL`, the database."""

from __future__ import annotations

import errno
import os
import shutil
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import click

from vangnet.cli.product import Product, open_product
from vangnet.cli.supervisor import Kept, Supervisor
from vangnet.config import env
from vangnet.core.errors import Conflict, Unavailable

READY_SECONDS = 60


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Adres waarop geluisterd wordt.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Poort.")
def serve(host: str, port: int) -> None:
    """Start Vangnet en blijf draaien tot Ctrl-C."""
    refuse_taken(host, port)
    refuse_full(env.read(os.environ))
    with open_product(alone=True) as product:
        run(product, host=host, port=port, on_ready=lambda: say_address(host, port))


def say(line: str) -> None:
    """Print a line at once; when nobody reads any more, go on in silence."""
    try:
        click.echo(line)
        sys.stdout.flush()
    except OSError:
        with Path(os.devnull).open("w") as nowhere:
            os.dup2(nowhere.fileno(), sys.stdout.fileno())


def say_address(host: str, port: int) -> None:
    """Print where the product is and how to stop it."""
    say(f"Vangnet draait op  http://{host}:{port}/\nStoppen: Ctrl-C")


def run(product: Product, *, host: str, port: int, on_ready: Callable[[], None]) -> None:
    """Keep server and worker running until a signal; call `on_ready` when the first answer came.

    Raises:
        Unavailable: the server does not answer in time, or a part keeps falling.
    """
    if product.environment.mode == env.PRODUCTION:
        gather_static_files()
    supervisor = Supervisor(_parts(product.environment, host, port), server=product.server, say=say)

    def announce() -> None:
        _await_answer(host, port, gave_up=lambda: supervisor.stopping or supervisor.kept[0].fell())
        if not supervisor.stopping:
            on_ready()

    supervisor.run(on_start=announce)


def server_command(
    environment: env.Environment, host: str, port: int, *, application: str = "vangnet.config.wsgi:application"
) -> list[str]:
    """Return the command that starts the web server.

    Args:
        application: what it serves; a measurement serves something beside the product.
    """
    return [
        *(sys.executable, "-m", "granian", application, "--interface", "wsgi"),
        *("--host", host, "--port", str(port)),
        *("--workers", str(environment.servers), "--blocking-threads", str(environment.threads)),
        *("--backlog", "1024", "--backpressure", str(environment.threads * 16)),
        *("--respawn-failed-workers", "--respawn-interval", "1", "--workers-kill-timeout", "15"),
        *("--no-ws", "--log-level", "error"),
    ]


def _parts(environment: env.Environment, host: str, port: int) -> list[Kept]:
    worker = [sys.executable, "-m", "vangnet", "worker"]
    variables = {**os.environ, "VANGNET_MODE": environment.mode, "VANGNET_POOL": str(environment.threads)}
    return [
        Kept("server", server_command(environment, host, port), variables),
        Kept("achtergrondwerk", worker, variables | {"VANGNET_POOL": "0"}),
    ]


def gather_static_files() -> None:
    """Put style sheets, scripts and fonts together under names that hold their contents' hash."""
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)


def refuse_taken(host: str, port: int) -> None:
    """Refuse a port that something else listens on.

    Raises:
        Conflict: it is taken.
    """
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            taken = error.errno == errno.EADDRINUSE
            raise Conflict(
                "port-taken" if taken else "port-refused",
                nl=f"Poort {port} op {host} is {'al in gebruik' if taken else 'niet te gebruiken'}. "
                f"Kies een andere: make demo PORT={port + 1 if port < 65535 else 8000}",
                en=f"Port {port} on {host} is {'already taken' if taken else 'not usable'}. "
                f"Choose another: make demo PORT={port + 1 if port < 65535 else 8000}",
            ) from error


def refuse_full(environment: env.Environment) -> None:
    """Refuse to start on a disk without room.

    Raises:
        Unavailable: less is free than `VANGNET_DISK_MINIMUM_MB`.
    """
    folder = environment.data.resolve()
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free // 2**20
    if free < environment.disk_minimum_mb:
        raise Unavailable(
            "disk-full",
            nl=f"De schijf is (bijna) vol: {free} MB vrij in {folder}, nodig is {environment.disk_minimum_mb} MB.",
            en=f"The disk is (nearly) full: {free} MB free in {folder}, {environment.disk_minimum_mb} MB is needed.",
        )


def _await_answer(host: str, port: int, *, gave_up: Callable[[], bool]) -> None:
    end = time.monotonic() + READY_SECONDS
    address = f"http://{'127.0.0.1' if host in ('0.0.0.0', '::') else host}:{port}/gezondheid"  # noqa: S104
    while not gave_up() and time.monotonic() < end:
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except urllib.error.HTTPError:
            return  # it answers; whether the host name is allowed is not ours to ask
        except OSError:
            time.sleep(0.05)
        else:
            return
    if time.monotonic() >= end:
        raise Unavailable(
            "server-silent",
            nl=f"De server antwoordt niet binnen {READY_SECONDS} seconden.",
            en=f"The server does not answer within {READY_SECONDS} seconds.",
        )
