"""The words of AuthZEN: who, what, to what, in which circumstances, and the answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from vangnet.core.clock import Instant
from vangnet.core.strict_json import JsonObject, JsonValue
from vangnet.core.trace_context import Trace

PROCESSING_ACTIVITY = "processing_activity_id"


@dataclass(frozen=True, slots=True)
class Entity:
    """A subject or a resource, with the properties that the caller sent along."""

    type: str
    id: str
    properties: Mapping[str, JsonValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Kind:
    """What a search looks for: a type, with properties that hold for every candidate; never an id."""

    type: str
    properties: Mapping[str, JsonValue] = field(default_factory=dict)

    def named(self, identifier: str) -> Entity:
        """Return the candidate of this kind with this id, as a caller would name it in an evaluation."""
        return Entity(self.type, identifier, self.properties)


@dataclass(frozen=True, slots=True)
class Action:
    """What the subject wants to do."""

    name: str
    properties: Mapping[str, JsonValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Context:
    """The circumstances of one question.

    Args:
        attributes: the context as it was sent.
        at: the moment as of which is decided: `context.time` when sent, else the moment of receipt.
        received: the moment of receipt.
        caller: the authenticated system that asks; empty when the service runs without authentication.
        trace: this call's place in its trace.
    """

    attributes: Mapping[str, JsonValue]
    at: Instant
    received: Instant
    caller: str
    trace: Trace


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, once for the person at the screen (in two languages) and once for who maintains the rules."""

    code: str
    nl: str
    en: str
    admin: str


@dataclass(frozen=True, slots=True)
class Obligation:
    """What the caller has to do when it acts on the answer; a caller that does not understand it must not act."""

    id: str
    parameters: Mapping[str, JsonValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decision:
    """Yes or no, and what there is to say about it.

    Args:
        decision: true only when the act is permitted.
        reasons: why; the first one is the one a caller with room for one shows.
        obligations: what comes with the answer.
        context: anything else that the decider tells the caller.
    """

    decision: bool
    reasons: tuple[Reason, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    context: Mapping[str, JsonValue] = field(default_factory=dict)

    def as_json(self) -> JsonObject:
        """Return the answer in AuthZEN form; without anything to tell there is no `context`."""
        context: JsonObject = dict(self.context)
        if self.reasons:
            first = self.reasons[0]
            context["reason_user"] = {"nl": first.nl, "en": first.en}
            context["reason_admin"] = {"en": first.admin}
            context["reasons"] = [{"id": reason.code, "nl": reason.nl, "en": reason.en} for reason in self.reasons]
        if self.obligations:
            context["obligations"] = [
                {"id": obligation.id, "parameters": dict(obligation.parameters)} for obligation in self.obligations
            ]
        return {"decision": self.decision, "context": context} if context else {"decision": self.decision}


@dataclass(frozen=True, slots=True)
class Slice:
    """Which part of a search is wanted.

    Args:
        cursor: where the decider said the next part starts; empty for the first part.
        limit: how many results at most, 0 or more.
    """

    cursor: str
    limit: int


Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Found(Generic[Item]):
    """One part of what a search found.

    Args:
        items: in an order that stays the same from part to part.
        next_cursor: where the next part starts, in the decider's own words; empty when this was the last.
        total: how many there are in all, or None when the decider does not count.
    """

    items: tuple[Item, ...]
    next_cursor: str = ""
    total: int | None = None


@dataclass(frozen=True, slots=True)
class EntityKey:
    """A found subject or resource: enough to ask on, and no more."""

    type: str
    id: str

    def as_json(self) -> JsonObject:
        """Return the result in AuthZEN form."""
        return {"type": self.type, "id": self.id}


@dataclass(frozen=True, slots=True)
class ActionName:
    """A found action."""

    name: str

    def as_json(self) -> JsonObject:
        """Return the result in AuthZEN form."""
        return {"name": self.name}


@dataclass(frozen=True, slots=True)
class Sources:
    """What a decision rests on, as references from which it can be decided again.

    Args:
        policies: name of a policy source to its version.
        information: name of an information source to its version, or the time as of which it was read.
        configuration: what evaluated it, by name and version.
    """

    policies: Mapping[str, str]
    information: Mapping[str, str]
    configuration: Mapping[str, str] = field(default_factory=dict)


class Readable(Protocol):
    """A body that can be read in pieces."""

    def read(self, size: int, /) -> bytes:
        """Return at most `size` bytes; none at the end."""


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request, freed from any framework.

    Args:
        method: in capitals.
        path: without the query, and without the path below which the decision point is served.
        headers: names in lower case.
        body: read only as far as it is needed.
        origin: scheme, host and the path below which we are served, as the caller reached us; without a trailing slash.
        at: the moment of receipt.
    """

    method: str
    path: str
    headers: Mapping[str, str]
    body: Readable
    origin: str
    at: Instant


@dataclass(frozen=True, slots=True)
class Response:
    """One HTTP response, freed from any framework."""

    status: int
    headers: Mapping[str, str]
    body: bytes
