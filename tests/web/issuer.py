"""A made-up OpenID Connect issuer on this machine: it vouches for whomever the test says."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import jwt

CLIENT = "vangnet"


class Issuer:
    """What it says about the person at the door, and what it was asked."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.claims: dict[str, Any] = {}
        self.asked: list[dict[str, list[str]]] = []

    def token(self) -> str:
        """Return a signed statement about the person."""
        fixed = {"iss": self.address, "aud": CLIENT, "exp": int(time.time()) + 60, "iat": int(time.time())}
        return jwt.encode(fixed | self.claims, "x" * 32, algorithm="HS256")

    def answer(self, path: str) -> dict[str, Any]:
        """Return the answer to a request."""
        if path.endswith("openid-configuration"):
            names = {"authorization": "ingang", "token": "bewijs", "userinfo": "wie"}
            points = {f"{name}_endpoint": f"{self.address}/{word}" for name, word in names.items()}
            return points | {"issuer": self.address, "jwks_uri": f"{self.address}/sleutels"}
        if path == "/bewijs":
            return {"access_token": "bewijs", "token_type": "Bearer", "id_token": self.token()}
        return self.claims


@contextmanager
def made_up_issuer() -> Iterator[Issuer]:
    """Run the issuer while the block runs."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.reply()

        def do_POST(self) -> None:
            issuer.asked.append(parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()))
            self.reply()

        def reply(self) -> None:
            body = json.dumps(issuer.answer(self.path)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    issuer = Issuer(f"http://127.0.0.1:{server.server_port}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield issuer
    finally:
        server.shutdown()
        server.server_close()
