"""The trace of the act that is going on: one id that joins a decision, its processing record and its audit line.

The edges (a request, a job, a command) open a trace; everything below may read its id and nobody below sets it.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from contextvars import ContextVar

_CURRENT: ContextVar[str] = ContextVar("vangnet_trace_id", default="")
_PARENT: ContextVar[str] = ContextVar("vangnet_parent_span_id", default="")
_PLACE: ContextVar[str] = ContextVar("vangnet_place", default="")


def new_trace_id() -> str:
    """Return a new random trace id: 32 hexadecimal characters, never only zeros.

    Source: W3C Trace Context, section 3.2.2.3.

    >>> len(new_trace_id())
    32
    """
    while not any(raw := os.urandom(16)):
        continue
    return raw.hex()


def current_trace_id() -> str:
    """Return the id of the trace that is going on, or an empty text outside any trace.

    >>> current_trace_id()
    ''
    """
    return _CURRENT.get()


def current_parent() -> str:
    """Return the id of the action that started what is going on, at the other side of the edge; empty when there is none."""
    return _PARENT.get()


def current_place() -> str:
    """Return the network address from which the act comes; empty for this machine itself, a job, or a command."""
    return _PLACE.get()


@contextlib.contextmanager
def traced(trace_id: str, *, parent: str = "", place: str = "") -> Iterator[str]:
    """Let `trace_id` be the current trace while the block runs; an empty text starts a new one.

    Args:
        parent: span id that the caller named.
        place: network address of the caller.

    >>> with traced("4bf92f3577b34da6a3ce929d0e0e4736"):
    ...     current_trace_id()
    '4bf92f3577b34da6a3ce929d0e0e4736'
    """
    token = _CURRENT.set(trace_id or new_trace_id())
    parents, places = _PARENT.set(parent), _PLACE.set(place)
    try:
        yield _CURRENT.get()
    finally:
        _PLACE.reset(places)
        _PARENT.reset(parents)
        _CURRENT.reset(token)
