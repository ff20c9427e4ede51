"""Who calls: a connected system with a token of its own, which stands for one worker of one organisation."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar
from uuid import UUID

from django.http import HttpRequest
from ninja.security import HttpBearer

from vangnet.access.services import acting
from vangnet.access.services.foreign import require_foreign
from vangnet.access.types import Actor
from vangnet.api.tokens import actor_behind
from vangnet.core.clock import Instant, now
from vangnet.core.errors import InvalidInput
from vangnet.core.tracing import current_trace_id

P = ParamSpec("P")
R = TypeVar("R")


class BearerToken(HttpBearer):
    """Accepts the token of a connected system; anything else is nobody."""

    openapi_name = "oauth2"

    def authenticate(self, request: HttpRequest, token: str) -> Any | None:
        """Return the actor behind a valid token, or None."""
        return actor_behind(token, trace_id=current_trace_id())


def as_caller(
    operation: Callable[Concatenate[Actor, Instant, HttpRequest, P], R],
) -> Callable[Concatenate[HttpRequest, P], R]:
    """Run an operation inside the actor's transaction, with the time it was asked at."""

    @functools.wraps(operation)
    def run(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> R:
        actor: Actor = request.auth  # type: ignore[attr-defined]
        case, at = kwargs.get("case_id"), now()
        require_foreign(
            actor=actor,
            action="read" if request.method in {"GET", "HEAD"} else "write",
            kind="case" if case else "endpoint",
            name=str(case or getattr(request.resolver_match, "route", "")),
            at=at,
        )
        with acting(actor, at=at):
            return operation(actor, at, request, *args, **kwargs)

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
