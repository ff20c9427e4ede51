"""Who calls: a connected system with a token of its own, which stands for one worker of one organisation."""

from __future__ import annotations

import functools
import hashlib
import inspect
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar
from uuid import UUID

from django.http import HttpRequest
from ninja.security import HttpBearer
from oauth2_provider.models import get_access_token_model

from vangnet.access import selectors as access
from vangnet.access.services import acting
from vangnet.access.types import Actor
from vangnet.core.clock import Instant, now
from vangnet.core.errors import InvalidInput, NotVisible
from vangnet.core.tracing import current_trace_id

P = ParamSpec("P")
R = TypeVar("R")


class BearerToken(HttpBearer):
    """Accepts the token of a connected system; anything else is nobody."""

    openapi_name = "oauth2"

    def authenticate(self, request: HttpRequest, token: str) -> Any | None:
        """Return the actor behind a valid token, or None."""
        checksum = hashlib.sha256(token.encode()).hexdigest()
        tokens = get_access_token_model().objects.select_related("application")
        found = tokens.filter(token_checksum=checksum).first()
        if found is None or found.is_expired() or found.application is None:
            return None
        try:
            return access.actor_of_system(client_id=found.application.client_id, trace_id=current_trace_id())
        except NotVisible:
            return None


def as_caller(
    operation: Callable[Concatenate[Actor, Instant, HttpRequest, P], R],
) -> Callable[Concatenate[HttpRequest, P], R]:
    """Run an operation inside the actor's transaction, with the time it was asked at."""

    @functools.wraps(operation)
    def run(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> R:
        actor: Actor = request.auth  # type: ignore[attr-defined]
        with acting(actor):
            return operation(actor, now(), request, *args, **kwargs)

    run.__signature__ = _without_caller(operation)  # type: ignore[attr-defined]
    return run


def cursor_of(text: str | None) -> tuple[str, UUID] | None:
    """Return the parts of a paging cursor.

    Raises:
        InvalidInput: it was not made by us.
    """
    if not text:
        return None
    sort, _, last = text.rpartition("_")
    try:
        return sort, UUID(last)
    except ValueError as error:
        raise InvalidInput(
            "cursor-unreadable",
            nl="Deze cursor is niet van ons. Begin opnieuw zonder cursor.",
            en="This cursor is not ours. Start again without a cursor.",
            fields={"cursor": "onleesbaar"},
        ) from error


def _without_caller(operation: Callable[..., Any]) -> Any:
    """Return the signature the framework reads: actor and time are ours to fill in."""
    signature = inspect.signature(operation, eval_str=True)
    return signature.replace(parameters=list(signature.parameters.values())[2:])
