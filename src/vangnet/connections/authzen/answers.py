"""What we ask a foreign decision point, and how its answer is read: only a clear yes is a yes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from vangnet.core.clock import Instant
from vangnet.core.errors import InvalidInput
from vangnet.core.strict_json import JsonObject, JsonValue, loads
from vangnet.core.trace_context import Trace


@dataclass(frozen=True, slots=True)
class Question:
    """One question in AuthZEN's words.

    Args:
        subject: type and id of who wants to act.
        action: name of what it wants to do.
        resource: type and id of on what.
        at: the logical moment of the act; goes along as `context.time`.
        subject_properties: what the other side needs to know of the subject, and no more.
        action_properties: of the act. A processing activity stays inside our own organisation and is not sent.
        resource_properties: what the other side needs to know of the resource, and no more.
    """

    subject: tuple[str, str]
    action: str
    resource: tuple[str, str]
    at: Instant
    subject_properties: Mapping[str, JsonValue] = field(default_factory=dict)
    action_properties: Mapping[str, JsonValue] = field(default_factory=dict)
    resource_properties: Mapping[str, JsonValue] = field(default_factory=dict)

    def as_json(self, trace: Trace) -> JsonObject:
        """Return the question as it goes over the wire.

        Source: NLGov AuthZEN, information model: `processing_activity_id` must not cross an organisation's border.
        """
        told = {name: value for name, value in self.action_properties.items() if name != "processing_activity_id"}
        return {
            "subject": _entity(self.subject, self.subject_properties),
            "action": {"name": self.action, **({"properties": told} if told else {})},
            "resource": _entity(self.resource, self.resource_properties),
            "context": {"time": self.at.isoformat(), "traceparent": trace.traceparent},
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """The decision that counts for us.

    Args:
        decision: true only for a clear and understood yes.
        reason: a stable code: `foreign-permit`, `foreign-deny`, or what went wrong.
        detail: one English phrase for the maintainer, without personal data.
        context: what the other side told along; empty when it could not be read.
    """

    decision: bool
    reason: str
    detail: str
    context: Mapping[str, JsonValue] = field(default_factory=dict)


def deny(reason: str, detail: str, context: Mapping[str, JsonValue] | None = None) -> Answer:
    """Return a deny for what went wrong."""
    return Answer(False, reason, detail, context or {})


def read_answer(body: bytes, *, understood: frozenset[str]) -> Answer:
    """Return the decision in the body of a 200, where everything but a clear yes is a deny.

    Args:
        body: as received.
        understood: ids of the obligations that our side carries out.

    >>> read_answer(b'{"decision": true}', understood=frozenset()).decision
    True
    >>> read_answer(b'{"decision": "true"}', understood=frozenset()).reason
    'foreign-unclear'
    """
    try:
        value = loads(body)
    except InvalidInput as error:
        return deny("foreign-unclear", error.en)
    if not isinstance(value, dict) or not isinstance(value.get("decision"), bool):
        return deny("foreign-unclear", "the answer has no decision that is true or false")
    context = value.get("context", {})
    if not isinstance(context, dict):
        return deny("foreign-unclear", "the context of the answer is not an object")
    if value["decision"] is False:
        return deny("foreign-deny", "the decision point says no", context)
    strange = _strange_obligations(context, understood)
    if strange:
        return deny("foreign-obligation", f"the permit comes with what we do not carry out: {strange}", context)
    return Answer(True, "foreign-permit", "the decision point says yes", context)


def _strange_obligations(context: JsonObject, understood: frozenset[str]) -> str:
    """Return the obligations that our side does not know; one without a readable id is not known either."""
    obligations = context.get("obligations", [])
    if not isinstance(obligations, list):
        return "obligations that are not a list"
    ids = [str(item.get("id", "?")) if isinstance(item, dict) else "?" for item in obligations]
    return ", ".join(name for name in ids if name not in understood)


def _entity(key: tuple[str, str], properties: Mapping[str, JsonValue]) -> JsonObject:
    named: JsonObject = {"type": key[0], "id": key[1]}
    return {**named, "properties": dict(properties)} if properties else named
