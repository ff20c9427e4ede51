"""Every write names the version it looked at: nothing is overwritten in silence."""

from __future__ import annotations

from vangnet.core.errors import StaleVersion


def check_version(*, found: int, expected: int) -> None:
    """Pass when nobody changed the record in between.

    Args:
        found: version in the database, read under lock.
        expected: version the actor looked at.

    Raises:
        StaleVersion: somebody changed it.
    """
    if found != expected:
        raise StaleVersion(current=found)
