"""Identifiers: version 7 UUIDs made in Python, so that they sort by time and no database extension is needed."""

from __future__ import annotations

import os
import time
from uuid import UUID


def new_id(at_ms: int | None = None) -> UUID:
    """Return a new version 7 UUID.

    Args:
        at_ms: milliseconds since 1970 to place in the id; the present when absent.

    Source: RFC 9562 section 5.7.

    >>> new_id(0).version
    7
    >>> new_id(1) < new_id(2)
    True
    """
    ms = time.time_ns() // 1_000_000 if at_ms is None else at_ms
    rand = int.from_bytes(os.urandom(10), "big")
    value = (ms & 0xFFFF_FFFF_FFFF) << 80
    value |= 0x7 << 76 | (rand >> 68 & 0xFFF) << 64
    value |= 0b10 << 62 | (rand & 0x3FFF_FFFF_FFFF_FFFF)
    return UUID(int=value)
