"""A decision point that misbehaves as told: one answer on the wire for each call, byte for byte."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

Behaviour = Callable[[socket.socket], None]


@dataclass
class Heard:
    """Where it listens, and what it was asked."""

    url: str
    requests: list[bytes] = field(default_factory=list)


@contextlib.contextmanager
def behaving(behave: Behaviour) -> Iterator[Heard]:
    """Listen on a free port of this machine and answer each call by `behave`."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        heard = Heard(f"http://127.0.0.1:{listener.getsockname()[1]}")
        over = threading.Event()

        def answer() -> None:
            while not over.is_set():
                with contextlib.suppress(OSError):
                    wire, _ = listener.accept()
                    with wire:
                        wire.settimeout(5)
                        heard.requests.append(_request(wire))
                        behave(wire)

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        try:
            yield heard
        finally:
            over.set()
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            thread.join(timeout=5)
            assert not thread.is_alive()


def _request(wire: socket.socket) -> bytes:
    """Read one whole request."""
    got = b""
    while b"\r\n\r\n" not in got:
        piece = wire.recv(65536)
        if not piece:
            return got
        got += piece
    head, _, body = got.partition(b"\r\n\r\n")
    length = next(int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))
    while len(body) < length:
        body += wire.recv(65536)
    return head + b"\r\n\r\n" + body


def reply(body: object, *, status: str = "200 OK", headers: str = "") -> Behaviour:
    """Answer with this body; what is not bytes is sent as JSON."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    head = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(content)}\r\n{headers}\r\n"
    return lambda wire: wire.sendall(head.encode() + content)


def raw(data: bytes) -> Behaviour:
    """Send these bytes and hang up."""
    return lambda wire: wire.sendall(data)


def dripping(data: bytes, seconds: float) -> Behaviour:
    """Send one byte at a time, so slowly that each byte is in time and the whole is not."""

    def drip(wire: socket.socket) -> None:
        for byte in data:
            wire.sendall(bytes([byte]))
            time.sleep(seconds)

    return drip


def silent(seconds: float) -> Behaviour:
    """Say nothing."""
    return lambda _: time.sleep(seconds)


def asked(request: bytes) -> tuple[dict[str, str], dict[str, Any]]:
    """Take a request apart into its headers and its question."""
    head, _, body = request.partition(b"\r\n\r\n")
    headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:])
    return {name.lower(): value for name, value in headers.items()}, json.loads(body)
