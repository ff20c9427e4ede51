"""How a line of the record is sealed. Pure."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC

from vangnet.audit.types import EntryView

GENESIS = "0" * 64


def canonical(entry: EntryView) -> bytes:
    """Return the bytes of an entry that are sealed: every field, in a fixed order."""
    return json.dumps(
        [
            str(entry.id),
            entry.position,
            entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
            entry.act,
            str(entry.worker_id),
            str(entry.agency_id),
            str(entry.on_behalf_of or ""),
            entry.region,
            str(entry.case_id or ""),
            str(entry.subject_id or ""),
            entry.object_kind,
            str(entry.object_id or ""),
            list(entry.fields),
            entry.ground,
            entry.purpose,
            entry.outcome,
            entry.trace_id,
            entry.details,
        ],
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    ).encode()


def seal(previous: str, entry: EntryView) -> str:
    """Return the hash of `entry` chained to `previous`.

    Args:
        previous: hex hash of the entry before it that day, or `GENESIS`.
        entry: the line to seal.

    Returns:
        64 hexadecimal characters (SHA-256).
    """
    return hashlib.sha256(previous.encode() + canonical(entry)).hexdigest()
