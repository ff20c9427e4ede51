"""One record for every call, in the form of the Dutch Authorization Decision Log.

Each of request, response, policies and information stands either raw in `body` or as a reference in `attributes`, never
in both. An answer to a question stands raw. What a search found does not: a list of who may see what is itself a
disclosure, so the record holds a count and a fingerprint; with the request, the policies and the information it can be
found again. A deny is `Unset`, as any answer; `Error` means that no decision was made.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from vangnet.api.authzen.types import PROCESSING_ACTIVITY, Sources
from vangnet.core.clock import Instant
from vangnet.core.strict_json import JsonObject, JsonValue, canonical
from vangnet.core.trace_context import Trace

_AUTHZEN_PARTS = ("subject", "action", "resource", "context", "evaluations", "options", "page")


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the decision point, as far as it came.

    Args:
        event: one of the five event names, without `adl.`.
        trace: the call's place in its trace.
        at: the moment of the decision.
        request: what was asked; None when it could not be read.
        response: what was answered; None when there was no decision.
        sources: on what the answer rests; None when it was not reached.
        producer: which system answered, as name and value.
    """

    event: str
    trace: Trace
    at: Instant
    request: JsonObject | None
    response: JsonObject | None
    sources: Sources | None
    producer: Mapping[str, str]


def record(call: Call) -> JsonObject:
    """Return the decision record of one call.

    Source: Logius, Authorization Decision Log, interface; level 4 (request, response, policies, information, configuration).
    """
    attributes: JsonObject = {}
    body: JsonObject = {}
    if call.request is not None:
        body["adl.core.request"] = {name: call.request[name] for name in _AUTHZEN_PARTS if name in call.request}
        activities = _activities(call.request)
        if activities:
            attributes["dpl.core.processing_activity_id"] = activities[0] if len(activities) == 1 else activities
    if call.response is not None and "results" in call.response:
        attributes["adl.core.response"] = _reference(call.response)
    elif call.response is not None:
        body["adl.core.response"] = call.response
    if call.sources is not None:
        attributes["adl.core.policies"] = dict(call.sources.policies)
        attributes["adl.core.information"] = dict(call.sources.information)
        if call.sources.configuration:
            attributes["adl.core.configuration"] = dict(call.sources.configuration)
    entry: JsonObject = {
        "trace_id": call.trace.trace_id,
        "span_id": call.trace.span_id,
        "event_name": f"adl.{call.event}",
        "timestamp": int(call.at.timestamp() * 1000),
        "status": "Error" if call.response is None else "Unset",
        "attributes": attributes,
        "resource": dict(call.producer),
        "body": body,
    }
    if call.trace.parent_span_id:
        entry["parent_span_id"] = call.trace.parent_span_id
    return entry


def _reference(response: JsonObject) -> JsonObject:
    results = response["results"]
    assert isinstance(results, list)
    return {"count": len(results), "sha256": hashlib.sha256(canonical(results)).hexdigest()}


def _activities(request: JsonObject) -> list[JsonValue]:
    """Return the processing activities named, each once, so that the record joins the processing log."""
    questions: list[JsonValue] = [request]
    items = request.get("evaluations")
    if isinstance(items, list):
        questions += items
    found: list[JsonValue] = []
    for question in questions:
        action = question.get("action") if isinstance(question, dict) else None
        properties = action.get("properties") if isinstance(action, dict) else None
        activity = properties.get(PROCESSING_ACTIVITY) if isinstance(properties, dict) else None
        if isinstance(activity, str) and activity not in found:
            found.append(activity)
    return found
