"""What stages need from outside, made here and named in the settings."""

from __future__ import annotations

import functools
import hashlib
import hmac

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from vangnet.access.ports import Ruling
from vangnet.access.types import Actor
from vangnet.connections.authzen.answers import Question
from vangnet.connections.authzen.client import ForeignDecisionPoint
from vangnet.core.clock import Instant
from vangnet.core.errors import Unavailable
from vangnet.core.trace_context import begin, in_trace

_NONCE = 12  # bytes


class KeyedVault:
    """Encrypts with AES-256-GCM and indexes with HMAC-SHA256, each under a key of its own derived from a named key.

    Args:
        keys: name and 32 bytes; the first encrypts, all decrypt and index.
    """

    def __init__(self, keys: tuple[tuple[str, bytes], ...]) -> None:
        self._keys = dict(keys)
        self.key_id = keys[0][0]

    def encrypt(self, plain: str, *, context: str) -> bytes:
        """Return the encrypted form: name of the key, a zero byte, nonce, text and tag. It opens in this context only.

        The nonce is made from what is closed and where, so that two different texts never share one; the same text in the
        same place is the same bytes, which tells nothing because a place (a row) holds one text.
        """
        nonce = hmac.digest(self._derived(self.key_id, b"nonce"), f"{context}\0{plain}".encode(), "sha256")[:_NONCE]
        sealed = AESGCM(self._derived(self.key_id, b"encrypt")).encrypt(nonce, plain.encode(), context.encode())
        return self.key_id.encode() + b"\0" + nonce + sealed

    def decrypt(self, encrypted: bytes, *, context: str) -> str:
        """Return the plain form.

        Raises:
            Unavailable: the key it was closed with is not here, or it was changed, or moved from another context.
        """
        name, _, rest = bytes(encrypted).partition(b"\0")
        try:
            key = AESGCM(self._derived(name.decode(), b"encrypt"))
            return key.decrypt(rest[:_NONCE], rest[_NONCE:], context.encode()).decode()
        except (KeyError, ValueError, InvalidTag) as error:
            raise Unavailable(
                "number-closed",
                nl="Dit nummer kan nu niet worden geopend. Vraag de beheerder om de sleutels na te kijken.",
                en="This number cannot be opened now. Ask the administrator to check the keys.",
            ) from error

    def indexes(self, plain: str, *, context: str) -> tuple[bytes, ...]:
        """Return 32 bytes for each key, that of now first: equal for equal input, telling nothing without the key."""
        text = f"{context}\0{plain}".encode()
        return tuple(hmac.digest(self._derived(name, b"index"), text, "sha256") for name in self._keys)

    def _derived(self, name: str, purpose: bytes) -> bytes:
        return hmac.digest(self._keys[name], b"vangnet.people." + purpose, hashlib.sha256)


@functools.cache
def vault() -> KeyedVault:
    """Return the vault of this installation."""
    return KeyedVault(settings.ENVIRONMENT.vault_keys)


class AuthZENPoint:
    """Asks a foreign decision point in AuthZEN's words; tells it who acts by id, function and organisation, and no name.

    Args:
        client: where it is, and how long it may take.
    """

    def __init__(self, client: ForeignDecisionPoint) -> None:
        self._client = client

    def rule(self, *, actor: Actor, action: str, kind: str, name: str, at: Instant) -> Ruling:
        """Return the ruling; whatever goes wrong on the way is a no."""
        question = Question(
            subject=("worker", str(actor.worker_id)),
            action=action,
            resource=(kind, name),
            at=at,
            subject_properties={
                "role": actor.role, "agency": str(actor.agency_id), "agency_kind": actor.agency_kind, "region": actor.region,
            },
        )  # fmt: skip
        answer = self._client.evaluate(question, trace=in_trace(actor.trace_id) if actor.trace_id else begin())
        return Ruling(answer.decision, answer.reason, answer.reason in {"foreign-permit", "foreign-deny"})


@functools.cache
def foreign_decision_point() -> AuthZENPoint | None:
    """Return the foreign decision point of this installation, when it has one."""
    environment = settings.ENVIRONMENT
    if not environment.decision_point:
        return None
    return AuthZENPoint(
        ForeignDecisionPoint(
            environment.decision_point, seconds=environment.decision_ms / 1000, token=environment.decision_token
        )
    )
