"""From JSON to the words of AuthZEN: what is missing or of the wrong type is refused, what is unknown is ignored."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from vangnet.api.authzen.types import PROCESSING_ACTIVITY, Action, Context, Entity, Kind
from vangnet.core.clock import Instant
from vangnet.core.errors import InvalidInput
from vangnet.core.strict_json import JsonObject, JsonValue
from vangnet.core.trace_context import Trace

_MOMENT = re.compile(
    r"(\d{4}-\d{2}-\d{2})[Tt](\d{2}):(\d{2})(?::(\d{2})(\.\d+)?)?(?:[Zz]|([+-])([01]\d|2[0-3]):([0-5]\d))", re.ASCII
)
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[!-~]+")


def invalid(field: str, en: str, nl: str) -> InvalidInput:
    """Return the error for one field; both sentences follow the field's name."""
    return InvalidInput("authzen-request", nl=f"{field} {nl}.", en=f"{field} {en}.", fields={field: en})


def required(body: Mapping[str, JsonValue], field: str) -> JsonObject:
    """Return the object in `field`.

    Raises:
        InvalidInput: it is missing or not an object.
    """
    if field not in body:
        raise invalid(field, "is required", "ontbreekt")
    return as_object(body[field], field)


def as_object(value: JsonValue, field: str) -> JsonObject:
    """Return `value` when it is an object.

    Raises:
        InvalidInput: it is something else; null is something else too.
    """
    if not isinstance(value, dict):
        raise invalid(field, "must be a JSON object", "moet een JSON-object zijn")
    return value


def text(value: Mapping[str, JsonValue], field: str, name: str) -> str:
    """Return the string `name` of the object in `field`.

    An empty one names nothing: no type, id or action is known by it.

    Raises:
        InvalidInput: it is missing, not a string, or empty.
    """
    if name not in value:
        raise invalid(f"{field}.{name}", "is required", "ontbreekt")
    found = value[name]
    if not isinstance(found, str):
        raise invalid(f"{field}.{name}", "must be a string", "moet tekst zijn")
    if not found:
        raise invalid(f"{field}.{name}", "must not be empty", "mag niet leeg zijn")
    return found


def entity(body: Mapping[str, JsonValue], field: str) -> Entity:
    """Return the subject or resource in `field`."""
    value = required(body, field)
    return Entity(text(value, field, "type"), text(value, field, "id"), _properties(value, field))


def kind(body: Mapping[str, JsonValue], field: str) -> Kind:
    """Return what a search looks for in `field`; an id that was sent all the same is ignored."""
    value = required(body, field)
    return Kind(text(value, field, "type"), _properties(value, field))


def action(body: Mapping[str, JsonValue]) -> Action:
    """Return the action, with its processing activity checked (NLGov: the key is fixed, the value a URI)."""
    value = required(body, "action")
    properties = _properties(value, "action")
    if PROCESSING_ACTIVITY in properties:
        activity = properties[PROCESSING_ACTIVITY]
        if not isinstance(activity, str) or not _URI.fullmatch(activity):
            raise invalid(f"action.properties.{PROCESSING_ACTIVITY}", "must be a URI", "moet een URI zijn")
    return Action(text(value, "action", "name"), properties)


def context(body: Mapping[str, JsonValue], *, received: Instant, caller: str, trace: Trace) -> Context:
    """Return the circumstances; a `time` that cannot be read is refused, since it decides what is read as of when."""
    attributes = as_object(body["context"], "context") if "context" in body else {}
    at = moment(attributes["time"], "context.time") if "time" in attributes else received
    return Context(attributes, at, received, caller, trace)


def moment(value: JsonValue, field: str) -> Instant:
    """Return the moment that an RFC 3339 text names, in UTC.

    The seconds may be left out: the examples of AuthZEN 1.0 and its certification scenario leave them out, although
    RFC 3339 asks for them. A zone may not be left out.

    Source: RFC 3339 section 5.6; NLGov AuthZEN, context properties.

    >>> moment("2026-11-22T18:03-07:00", "context.time").isoformat()
    '2026-11-23T01:03:00+00:00'
    """
    match = _MOMENT.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise _not_a_moment(field)
    day, hour, minute, second, fraction, sign, zone_hours, zone_minutes = match.groups()
    seconds = int(second or 0)
    leap = timedelta(seconds=1) if seconds == 60 else timedelta()
    try:
        local = datetime.fromisoformat(f"{day}T{hour}:{minute}:{min(seconds, 59):02}").replace(tzinfo=UTC)
        offset = timedelta(hours=int(zone_hours or 0), minutes=int(zone_minutes or 0))
        exact = local + leap + timedelta(microseconds=int(float(fraction or 0) * 1_000_000))
        found = exact + offset if sign == "-" else exact - offset
    except (ValueError, OverflowError):
        raise _not_a_moment(field) from None
    if seconds > 60:
        raise _not_a_moment(field)
    return found


def _not_a_moment(field: str) -> InvalidInput:
    return invalid(
        field, "must be a moment with a zone (RFC 3339)", "moet een tijdstip met tijdzone zijn, zoals RFC 3339"
    )


def _properties(value: Mapping[str, JsonValue], field: str) -> JsonObject:
    return as_object(value["properties"], f"{field}.properties") if "properties" in value else {}
