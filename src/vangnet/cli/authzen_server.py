"""Runs the decision point in the product's own web server until somebody stops it, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from dataclasses import dataclass
from functools import partial

import click
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from vangnet.api.authzen.standalone import Options, load_application
from vangnet.core.errors import Unavailable

_THREADS = 4
_START_SECONDS = 30
_STOP_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Address:
    """Where the decision point listens, as the caller named it and as the system knows it."""

    host: str
    ip: str
    port: int

    @property
    def url(self) -> str:
        """The address to type or to click."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"


def claim(host: str, port: int) -> Address:
    """Return the address when it is free to listen on; port 0 becomes a free one.

    The server shares its port with its workers, and so would share it with a second server. That is why this asks for
    the port alone first.

    Raises:
        Unavailable: the port is taken, or the address is not one of this machine.
    """
    try:
        family, kind, protocol, _, found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(found)
            probe.listen(1)
            ip, free = probe.getsockname()[:2]
    except OSError as error:
        raise Unavailable(
            "address-taken",
            nl=f"Op {host}, poort {port} kan niet worden geluisterd ({_why(error)}). Kies een andere met --port.",
            en=f"Cannot listen on {host} port {port} ({error.strerror}). Choose another with --port.",
        ) from None
    return Address(host, ip, free)


def serve_until_stopped(options: Options, address: Address, announcement: str) -> None:
    """Serve until Ctrl-C or SIGTERM, and say so once requests are answered."""
    server = Server(
        target="vangnet.api.authzen.standalone",
        address=address.ip,
        port=address.port,
        interface=Interfaces.WSGI,
        blocking_threads=_THREADS,
        workers=1,
        workers_kill_timeout=_STOP_SECONDS,
        log_level=LogLevels.error,
    )
    on_load = partial(_in_worker, address, announcement, os.getpid())
    server.serve(target_loader=partial(load_application, options, on_load), wrap_loader=False)


def _in_worker(address: Address, announcement: str, parent: int) -> None:
    threading.Thread(target=_announce, args=(address, announcement), daemon=True).start()
    threading.Thread(target=_follow, args=(parent,), daemon=True).start()


def _announce(address: Address, announcement: str) -> None:
    """Print the address as soon as it answers."""
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until:
        try:
            socket.create_connection((address.ip, address.port), timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            click.echo(announcement)
            return


def _follow(parent: int) -> None:
    """End this worker when the process that started it is gone without having said so."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGKILL)


def _why(error: OSError) -> str:
    return {98: "al in gebruik", 13: "geen toestemming", 99: "geen adres van deze machine"}.get(
        error.errno or 0, "onbekend adres"
    )
