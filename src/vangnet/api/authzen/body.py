"""The body of a request: right kind, right size, one JSON object. Or the rejection that says what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from vangnet.api.authzen.types import Request
from vangnet.core.errors import InvalidInput
from vangnet.core.strict_json import JsonObject, loads

_PATIENCE = 8 * 1024 * 1024
_PIECE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Rejection:
    """A request that gets no decision: the status, and one plain sentence for the maintainer of the caller."""

    status: int
    message: str
    headers: Mapping[str, str] = field(default_factory=dict)


def read(request: Request, *, limit: int) -> JsonObject | Rejection:
    """Return the JSON object in the body, or why there is none.

    A wrong or missing media type is a 400, as AuthZEN 1.0 asks; 415 is kept for a body that is compressed.

    Args:
        request: whose body has not been read yet.
        limit: how many bytes the body may have.
    """
    encoding = request.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in {"", "identity"}:
        return Rejection(415, "Content-Encoding is not supported; send the JSON uncompressed.", {"Accept-Encoding": ""})
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json":
        return Rejection(400, "Content-Type must be application/json.")
    raw = _bounded(request, limit)
    if raw is None:
        return Rejection(413, f"The body is larger than {limit} bytes.")
    if not raw.strip():
        return Rejection(400, "The body is empty; it must be a JSON object.")
    try:
        value = loads(raw)
    except InvalidInput as error:
        return Rejection(400, error.en)
    return value if isinstance(value, dict) else Rejection(400, "The body must be a JSON object.")


def _bounded(request: Request, limit: int) -> bytes | None:
    """Return the whole body, or None when it is larger than the limit."""
    announced = request.headers.get("content-length", "")
    if announced.isascii() and announced.isdigit() and int(announced[:20]) > limit:
        _discard(request)
        return None
    pieces: list[bytes] = []
    left = limit + 1
    while left > 0 and (piece := request.body.read(left)):
        pieces.append(piece)
        left -= len(piece)
    if left > 0:
        return b"".join(pieces)
    _discard(request)
    return None


def _discard(request: Request) -> None:
    """Let a caller finish what it is sending, so that it gets to read the refusal instead of a broken connection."""
    left = _PATIENCE
    while left > 0 and (piece := request.body.read(min(left, _PIECE))):
        left -= len(piece)
