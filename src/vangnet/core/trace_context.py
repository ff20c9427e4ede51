"""W3C trace context: the one thread that joins a decision, a processing record and an audit line.

A received trace id is never changed. What cannot be read is ignored and a fresh trace starts: a caller with a broken
header loses the thread, and never the answer. The sampled flag is passed on and otherwise ignored: records of
accountability are not sampled.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass

from vangnet.core.tracing import current_parent, current_trace_id

_TRACEPARENT = re.compile(
    r"(?P<version>[0-9a-f]{2})-(?P<trace>[0-9a-f]{32})-(?P<span>[0-9a-f]{16})-(?P<flags>[0-9a-f]{2})(?P<rest>-.*)?"
)


@dataclass(frozen=True, slots=True)
class Trace:
    """One action inside a trace.

    Args:
        trace_id: 32 hexadecimal characters, shared by everything that follows from one act.
        span_id: 16 hexadecimal characters, of this action.
        parent_span_id: of the action that started this one; empty at the root.
        flags: two hexadecimal characters, passed on as received.
    """

    trace_id: str
    span_id: str
    parent_span_id: str
    flags: str

    @property
    def traceparent(self) -> str:
        """The header by which the next action names this one as its parent."""
        return f"00-{self.trace_id}-{self.span_id}-{self.flags}"


def begin() -> Trace:
    """Return the root of a new trace, with random ids that are derived from nothing.

    >>> begin().parent_span_id
    ''
    """
    return Trace(_random_hex(16), _random_hex(8), "", "00")


def in_trace(trace_id: str) -> Trace:
    """Return an action in a trace that is going on; its parent is what the caller named in this trace, if anything.

    >>> in_trace("4bf92f3577b34da6a3ce929d0e0e4736").trace_id
    '4bf92f3577b34da6a3ce929d0e0e4736'
    """
    return Trace(trace_id, _random_hex(8), current_parent() if trace_id == current_trace_id() else "", "00")


def continue_from(traceparent: object) -> Trace | None:
    """Return a child of the received action, or None when the text is not a valid `traceparent`.

    Source: W3C Trace Context section 3.2. A later version may carry more fields; version ff and ids of only zeros are
    invalid.

    >>> continue_from("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01").parent_span_id
    '00f067aa0ba902b7'
    >>> continue_from("00-00000000000000000000000000000000-00f067aa0ba902b7-01") is None
    True
    """
    match = _TRACEPARENT.fullmatch(traceparent) if isinstance(traceparent, str) else None
    if match is None or match["version"] == "ff" or (match["version"] == "00" and match["rest"]):
        return None
    if not match["trace"].strip("0") or not match["span"].strip("0"):
        return None
    return Trace(match["trace"], _random_hex(8), match["span"], match["flags"])


def new_span_id() -> str:
    """Return the random id of one action: 16 hexadecimal characters.

    >>> len(new_span_id())
    16
    """
    return _random_hex(8)


def new_span_ids(number: int) -> list[str]:
    """Return the random ids of so many actions, asked of the system at once: fifty calls cost as much as a query.

    >>> [len(one) for one in new_span_ids(3)]
    [16, 16, 16]
    """
    raw = os.urandom(8 * number).hex()
    found = [raw[start : start + 16] for start in range(0, len(raw), 16)]
    return [one if one.strip("0") else new_span_id() for one in found]


def _random_hex(size: int) -> str:
    """Return `size` random bytes as text, never all zeros (which means absent)."""
    while True:
        raw = os.urandom(size)
        if any(raw):
            return raw.hex()
