"""Who may, to what may I, what may I: the three searches, in pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeAlias

from vangnet.api.authzen import reading
from vangnet.api.authzen.evaluating import ContextOf
from vangnet.api.authzen.paging import Pager, page_in
from vangnet.api.authzen.ports import Decider
from vangnet.api.authzen.types import ActionName, Context, EntityKey, Found
from vangnet.core.strict_json import JsonObject

_Run: TypeAlias = "Callable[..., Found[EntityKey]] | Callable[..., Found[ActionName]]"


def search(name: str, body: JsonObject, *, decider: Decider, context_of: ContextOf, key: bytes) -> JsonObject:
    """Answer one search.

    Args:
        name: `subject`, `resource` or `action`.
        body: the request.
        decider: who finds.
        context_of: reads the circumstances.
        key: with which page tokens are sealed.

    Raises:
        InvalidInput: a part of the question is missing or of the wrong type, or the page token belongs elsewhere.
    """
    context = context_of(body)
    run = _SEARCHES[name](body, decider, context)
    pager = Pager(key, name, context.caller, _question(body, name, context), page_in(body))
    part = pager.part()
    found: Found[Any] = run(part=part)
    page = pager.page_of(found, part)
    results: JsonObject = {"results": [item.as_json() for item in found.items]}
    return results if page is None else {"page": page, **results}


def _subject(body: JsonObject, decider: Decider, context: Context) -> _Run:
    return partial(
        decider.search_subject,
        subject=reading.kind(body, "subject"),
        action=reading.action(body),
        resource=reading.entity(body, "resource"),
        context=context,
    )


def _resource(body: JsonObject, decider: Decider, context: Context) -> _Run:
    return partial(
        decider.search_resource,
        subject=reading.entity(body, "subject"),
        action=reading.action(body),
        resource=reading.kind(body, "resource"),
        context=context,
    )


def _action(body: JsonObject, decider: Decider, context: Context) -> _Run:
    return partial(
        decider.search_action,
        subject=reading.entity(body, "subject"),
        resource=reading.entity(body, "resource"),
        context=context,
    )


_SEARCHES: Mapping[str, Callable[[JsonObject, Decider, Context], _Run]] = {
    "subject": _subject,
    "resource": _resource,
    "action": _action,
}


def _question(body: JsonObject, wanted: str, context: Context) -> JsonObject:
    """Return what has to stay the same from page to page; what is ignored (an id, an action) is no part of it."""
    question: JsonObject = {"context": dict(context.attributes)}
    for name in {"subject", "action", "resource"} - ({"action"} if wanted == "action" else set()):
        value = reading.required(body, name)
        keys = {"type", "name", "properties"} if name == wanted else {"type", "id", "name", "properties"}
        question[name] = {key: value[key] for key in keys & value.keys()}
    return question
