"""How often one address may do something without an account, so that a flood never hides what matters."""

from __future__ import annotations

import hashlib
from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from vangnet.core.clock import Instant

PER_HOUR = 10
HOUR = 3600  # seconds


def too_often(request: HttpRequest, *, at: Instant, what: str = "report") -> bool:
    """Count this act, and return whether its sender has had enough for this hour.

    The sender is kept as a keyed hash for at most an hour: who it was stays unknown.

    Args:
        what: which act is counted; each has a count of its own.
    """
    window = int(at.timestamp()) // HOUR
    key = f"{what}:{window}:{_sender(request)}"
    count = int(cache.get(key, 0)) + 1
    cache.set(key, count, timeout=HOUR)
    return count > PER_HOUR


def _sender(request: HttpRequest) -> str:
    """Return a hash of where something comes from; of IPv6 the network, since one subscriber has a whole one."""
    try:
        address = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return "unknown"
    place = str(address)
    if isinstance(address, IPv6Address):
        place = address.exploded[:19]
    return hashlib.blake2b(place.encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=16).hexdigest()
