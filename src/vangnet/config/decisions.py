"""Puts Vangnet's own decision point together: who may ask, who decides, where the record goes."""

from __future__ import annotations

import functools
import hmac

from django.conf import settings

from vangnet.api.authzen.product.decider import ProductDecider
from vangnet.api.authzen.product.parts import AuditLog, ConnectedSystems
from vangnet.api.authzen.service import DecisionPoint, Settings


@functools.cache
def decision_point() -> DecisionPoint:
    """Return the decision point at `/access/v1/`; its page tokens are sealed with a key of their own."""
    return DecisionPoint(
        decider=ProductDecider(),
        log=AuditLog(),
        doorkeeper=ConnectedSystems(),
        settings=Settings(
            page_key=hmac.digest(settings.SECRET_KEY.encode(), b"vangnet.authzen.page", "sha256"),
            base_url=settings.ENVIRONMENT.public_url,
            producer={"service.name": "vangnet"},
        ),
    )
