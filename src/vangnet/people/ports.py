"""What the stage needs from outside."""

from __future__ import annotations

import functools
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class Vault(Protocol):
    """Encrypts identifiers and makes their keyed index; the setting `VAULT` names what makes one."""

    key_id: str
    """Name of the key that encrypts now."""

    def encrypt(self, plain: str, *, context: str) -> bytes:
        """Return the encrypted form; it opens in the same context only."""
        ...

    def decrypt(self, encrypted: bytes, *, context: str) -> str:
        """Return the plain form."""
        ...

    def indexes(self, plain: str, *, context: str) -> tuple[bytes, ...]:
        """Return 32 bytes for each key, that of now first: equal for equal input, telling nothing without the key."""
        ...


@functools.cache
def vault() -> Vault:
    """Return the vault of this installation, named by the setting `VAULT`."""
    made: Vault = import_string(settings.VAULT)()
    return made
