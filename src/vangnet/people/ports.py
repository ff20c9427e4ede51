"""What the stage needs from outside."""

from __future__ import annotations

from typing import Protocol


class Vault(Protocol):
    """Encrypts identifiers and makes their keyed index; bound in `config.wiring`."""

    def encrypt(self, plain: str) -> bytes:
        """Return the encrypted form."""
        ...

    def decrypt(self, encrypted: bytes) -> str:
        """Return the plain form."""
        ...

    def index(self, plain: str) -> bytes:
        """Return 32 bytes that are equal for equal input and tell nothing without the key."""
        ...
