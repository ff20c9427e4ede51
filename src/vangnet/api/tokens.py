"""Which connected system bears a token; the one place where a token is believed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from oauth2_provider.models import get_access_token_model

from vangnet.access import selectors as access
from vangnet.access.types import Actor
from vangnet.core.errors import NotVisible

CHALLENGE = 'Bearer realm="vangnet"'


def system_of(token: str) -> str | None:
    """Return the client id of the connected system behind a token that still holds, or None; no token is nobody's."""
    if not token:
        return None
    checksum = hashlib.sha256(token.encode()).hexdigest()
    tokens = get_access_token_model().objects.select_related("application")
    found = tokens.filter(token_checksum=checksum).first()
    if found is None or found.is_expired() or found.application is None:
        return None
    client_id: str = found.application.client_id
    return client_id


def actor_behind(token: str, *, trace_id: str) -> Actor | None:
    """Return the actor that the bearer of a token stands for, or None when it stands for nobody."""
    client_id = system_of(token)
    if client_id is None:
        return None
    try:
        return access.actor_of_system(client_id=client_id, trace_id=trace_id)
    except NotVisible:
        return None


def bearer_token(headers: Mapping[str, str]) -> str:
    """Return the token in an `Authorization` header; empty when it bears none.

    Args:
        headers: names in lower case.
    """
    scheme, _, sent = headers.get("authorization", "").partition(" ")
    return sent.strip() if scheme.lower() == "bearer" else ""
