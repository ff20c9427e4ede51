"""One question, or many in one call: defaults for what an item leaves out, three semantics, errors that stay with their item."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from vangnet.api.authzen import reading
from vangnet.api.authzen.ports import Decider
from vangnet.api.authzen.types import Context, Decision
from vangnet.core.errors import VangnetError
from vangnet.core.strict_json import JsonObject, JsonValue

EXECUTE_ALL = "execute_all"
DENY_ON_FIRST_DENY = "deny_on_first_deny"
PERMIT_ON_FIRST_PERMIT = "permit_on_first_permit"
_STOPS_AT: Mapping[str, bool | None] = {EXECUTE_ALL: None, DENY_ON_FIRST_DENY: False, PERMIT_ON_FIRST_PERMIT: True}
_PARTS = ("subject", "action", "resource", "context")
_NAMES: Mapping[str, tuple[str, ...]] = {"subject": ("type", "id"), "action": ("name",), "resource": ("type", "id")}
MAX_EVALUATIONS = 1000

ContextOf = Callable[[JsonObject], Context]
"""Reads the circumstances of one question; knows the call, so that this module does not have to."""


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """How a batch is answered.

    Args:
        with_reasons: whether an item tells why. Off, an item is only its decision, as some callers compare literally;
            an item that could not be decided always tells what is wrong with it.
    """

    with_reasons: bool


def evaluation(body: JsonObject, *, decider: Decider, context_of: ContextOf) -> JsonObject:
    """Answer one question.

    Raises:
        InvalidInput: a part of the question is missing or of the wrong type.
    """
    return _decide(body, decider, context_of).as_json()


def evaluations(body: JsonObject, *, decider: Decider, context_of: ContextOf, options: BatchOptions) -> JsonObject:
    """Answer many questions in order; without any `evaluations` this is the single question.

    Raises:
        InvalidInput: the batch as a whole cannot be read. A broken item is not an error: it is denied and says why.
    """
    items = body.get("evaluations", [])
    if not isinstance(items, list):
        raise reading.invalid("evaluations", "must be an array", "moet een lijst zijn")
    semantic = _semantic(body)
    if not items:
        return evaluation(body, decider=decider, context_of=context_of)
    if len(items) > MAX_EVALUATIONS:
        raise reading.invalid(
            "evaluations", f"may hold {MAX_EVALUATIONS} items at most", f"mag hoogstens {MAX_EVALUATIONS} vragen hebben"
        )
    answers: list[JsonValue] = []
    for item in items:
        answer, decision = _item(body, item, decider, context_of, options)
        answers.append(answer)
        if decision is _STOPS_AT[semantic]:
            break
    return {"evaluations": answers}


def _semantic(body: JsonObject) -> str:
    options = reading.as_object(body["options"], "options") if "options" in body else {}
    semantic = options.get("evaluations_semantic", EXECUTE_ALL)
    if not isinstance(semantic, str) or semantic not in _STOPS_AT:
        raise reading.invalid(
            "options.evaluations_semantic",
            f"must be one of {', '.join(_STOPS_AT)}",
            f"is een van {', '.join(_STOPS_AT)}",
        )
    return semantic


def _decide(question: JsonObject, decider: Decider, context_of: ContextOf) -> Decision:
    return decider.evaluate(
        subject=reading.entity(question, "subject"),
        action=reading.action(question),
        resource=reading.entity(question, "resource"),
        context=context_of(question),
    )


def _item(
    defaults: JsonObject, item: JsonValue, decider: Decider, context_of: ContextOf, options: BatchOptions
) -> tuple[JsonObject, bool]:
    """Answer one item; a part it gives replaces the default, so no property of the default seeps through."""
    try:
        own = _named(defaults, _parts(reading.as_object(item, "evaluation")))
        decision = _decide({**_parts(defaults), **own}, decider, context_of)
    except VangnetError as error:
        return {"decision": False, "context": {"error": {"status": error.status, "message": error.en}}}, False
    return decision.as_json() if options.with_reasons else {"decision": decision.decision}, decision.decision


def _named(defaults: JsonObject, own: JsonObject) -> JsonObject:
    """Return the parts of an item with the type, id or name they leave out taken from the default.

    Source: AuthZEN 1.0 certification scenario, "batch with default value merging": an entity is replaced whole, except
    for the required fields that are absent from it.
    """
    filled: JsonObject = {}
    for part, value in own.items():
        default = defaults.get(part)
        if part in _NAMES and isinstance(value, dict) and isinstance(default, dict):
            value = {**{name: default[name] for name in _NAMES[part] if name in default}, **value}
        filled[part] = value
    return filled


def _parts(value: JsonObject) -> JsonObject:
    return {name: value[name] for name in _PARTS if name in value}
