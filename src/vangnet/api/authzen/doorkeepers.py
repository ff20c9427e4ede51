"""Who may ask: anybody on this machine, or whoever holds a token."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OpenDoor:
    """A `Doorkeeper` that asks nothing; only for a decision point over made-up data."""

    challenge: str = "Bearer"

    def caller(self, headers: Mapping[str, str]) -> str | None:
        """Return the empty name: a caller, but not one we know."""
        return ""


@dataclass(frozen=True, slots=True)
class TokenHolders:
    """A `Doorkeeper` that knows callers by the token they bear.

    Args:
        names: token to the name of the system that holds it.
    """

    names: Mapping[str, str]
    challenge: str = 'Bearer realm="vangnet"'

    def caller(self, headers: Mapping[str, str]) -> str | None:
        """Return the name of whoever holds the token; every token is compared, so time tells nothing."""
        scheme, _, sent = headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        found = None
        for token, name in self.names.items():
            if hmac.compare_digest(token.encode(), sent.strip().encode()):
                found = name
        return found
