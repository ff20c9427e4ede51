"""The trace of the act that is going on: one id that joins a decision, its processing record and its audit line.

The edges (a request, a job, a command) open a trace; everything below may read its id and nobody below sets it.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from contextvars import ContextVar

_CURRENT: ContextVar[str] = ContextVar("vangnet_trace_id", default="")


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


@contextlib.contextmanager
def traced(trace_id: str) -> Iterator[str]:
    """Let `trace_id` be the current trace while the block runs; an empty text starts a new one.

    >>> with traced("4bf92f3577b34da6a3ce929d0e0e4736"):
    ...     current_trace_id()
    '4bf92f3577b34da6a3ce929d0e0e4736'
    """
    token = _CURRENT.set(trace_id or new_trace_id())
    try:
        yield _CURRENT.get()
    finally:
        _CURRENT.reset(token)
