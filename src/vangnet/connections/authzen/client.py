"""Asks a foreign AuthZEN decision point, and fails closed: down, slow, broken or unclear is always a deny.

The whole call has one deadline, from the first packet to the last byte: a decision point that answers one byte a
second is as good as down. Nothing is tried again and nothing is remembered: a decision counts for its own question.
"""

from __future__ import annotations

import http.client
import ipaddress
import secrets
import socket
import ssl
import threading
import urllib.parse
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field

from vangnet.connections.authzen.answers import Answer, Question, deny, read_answer
from vangnet.core.errors import InvalidInput
from vangnet.core.strict_json import canonical
from vangnet.core.trace_context import Trace

_MAX_ANSWER = 1024 * 1024
EVALUATION = "/access/v1/evaluation"


@dataclass(frozen=True, slots=True)
class ForeignDecisionPoint:
    """A decision point that is not ours.

    Args:
        base_url: its address, without the path of the endpoint. Plain http is accepted only on this machine: whoever
            can change an answer on its way decides.
        seconds: within how many seconds the whole answer must be here.
        token: proves who we are; empty when the other side asks for nothing.
        understood: ids of the obligations that our side carries out; a permit with any other one is a deny.
        endpoint: path of the evaluation endpoint, when the metadata of the other side names another.

    Raises:
        InvalidInput: the address or the time cannot be used.
    """

    base_url: str
    seconds: float = 2.0
    token: str = field(default="", repr=False)
    understood: frozenset[str] = frozenset()
    endpoint: str = EVALUATION

    def __post_init__(self) -> None:
        parts = urllib.parse.urlsplit(self.base_url)
        safe = parts.scheme == "https" or (parts.scheme == "http" and _on_this_machine(parts.hostname or ""))
        if not safe or not parts.hostname or parts.query or parts.fragment or self.seconds <= 0:
            raise InvalidInput(
                "foreign-decision-point",
                nl="Het adres van het beslispunt moet met https beginnen, en de wachttijd moet meer dan nul zijn.",
                en="The address of the decision point must be https, and the time to wait more than zero.",
            )

    def evaluate(self, question: Question, *, trace: Trace) -> Answer:
        """Return the other side's decision, or a deny that says what went wrong. Never raises for what others do.

        Args:
            question: who, what, to what, and as of when.
            trace: of this call; goes along as header and in the context, so that both sides' records join.
        """
        request_id = secrets.token_hex(16)
        headers = {
            "Content-Type": "application/json",
            "Accept": "application/json",
            "X-Request-ID": request_id,
            "traceparent": trace.traceparent,
        }
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        try:
            status, answered, body = self._post(canonical(question.as_json(trace)), headers)
        except TimeoutError:
            return deny("foreign-slow", f"no answer within {self.seconds:g} seconds")
        except (OSError, http.client.HTTPException) as error:
            return deny("foreign-down", f"no answer ({type(error).__name__})")
        if answered and answered != request_id:
            return deny("foreign-mixed-up", "the answer belongs to another request")
        if status != http.HTTPStatus.OK:
            return deny("foreign-error", f"status {status}")
        if len(body) > _MAX_ANSWER:
            return deny("foreign-unclear", "the answer is too large")
        return read_answer(body, understood=self.understood)

    def _post(self, body: bytes, headers: Mapping[str, str]) -> tuple[int, str, bytes]:
        """Return status, request id and body, all of it before the deadline."""
        parts = urllib.parse.urlsplit(self.base_url)
        connection = _connection(parts, self.seconds)
        deadline = _Deadline(connection, self.seconds)
        with closing(connection), deadline:
            connection.connect()
            deadline.check()
            connection.request("POST", parts.path.rstrip("/") + self.endpoint, body, dict(headers))
            response = connection.getresponse()
            content = response.read(_MAX_ANSWER + 1)
            deadline.check()
            if response.length and len(content) <= _MAX_ANSWER:
                raise http.client.IncompleteRead(content, response.length)
            return response.status, response.headers.get("X-Request-ID", ""), content


class _Deadline:
    """Cuts the connection when the time is over, since a time-out of a socket starts anew with each byte."""

    def __init__(self, connection: http.client.HTTPConnection, seconds: float) -> None:
        self._connection = connection
        self._over = threading.Event()
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        self._timer.cancel()
        if isinstance(error, OSError | http.client.HTTPException):
            self.check()

    def check(self) -> None:
        """Raise TimeoutError when the time is over; what was cut off may look whole."""
        if self._over.is_set():
            raise TimeoutError

    def _cut(self) -> None:
        self._over.set()
        wire = self._connection.sock
        if wire is not None:
            try:
                wire.shutdown(socket.SHUT_RDWR)
            except OSError:
                return


def _connection(parts: urllib.parse.SplitResult, seconds: float) -> http.client.HTTPConnection:
    host = parts.hostname or ""
    if parts.scheme == "https":
        return http.client.HTTPSConnection(host, parts.port, timeout=seconds, context=ssl.create_default_context())
    return http.client.HTTPConnection(host, parts.port, timeout=seconds)


def _on_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
