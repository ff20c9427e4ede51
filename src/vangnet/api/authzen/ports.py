"""What this edge asks of others: a decision, a caller's identity, and a place for the record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from vangnet.api.authzen.types import (
    Action,
    ActionName,
    Context,
    Decision,
    Entity,
    EntityKey,
    Found,
    Kind,
    Slice,
    Sources,
)
from vangnet.core.strict_json import JsonObject


class Decider(Protocol):
    """Decides. Pure in its answer: the same question on the same sources gives the same answer.

    A refusal to decide (unknown facts, a part that does not answer) is a `VangnetError`; the protocol then answers
    with an error or, inside a batch, with a deny. What a search returns evaluates to true when the caller fills it in.
    An unknown id or type is never an error: an evaluation of it denies or follows the rules, a search finds nothing.
    """

    def evaluate(self, *, subject: Entity, action: Action, resource: Entity, context: Context) -> Decision:
        """Return whether this subject may do this to that."""

    def search_subject(
        self, *, subject: Kind, action: Action, resource: Entity, context: Context, part: Slice
    ) -> Found[EntityKey]:
        """Return who of this kind may do this to that."""

    def search_resource(
        self, *, subject: Entity, action: Action, resource: Kind, context: Context, part: Slice
    ) -> Found[EntityKey]:
        """Return to what of this kind the subject may do this."""

    def search_action(self, *, subject: Entity, resource: Entity, context: Context, part: Slice) -> Found[ActionName]:
        """Return what the subject may do to that."""

    def sources(self, *, context: Context) -> Sources:
        """Return on what answers in this context rest; goes into the decision record."""


class DecisionLog(Protocol):
    """Keeps decision records. Returns only when the record is safe; raises `Unavailable` when it is not."""

    def write(self, record: JsonObject) -> None:
        """Keep one record; the same `trace_id` and `span_id` a second time changes nothing."""


class Doorkeeper(Protocol):
    """Says which system is calling."""

    def caller(self, headers: Mapping[str, str]) -> str | None:
        """Return the name of the calling system, or None when it did not prove who it is."""

    @property
    def challenge(self) -> str:
        """The value of `WWW-Authenticate` that tells a refused caller how to prove who it is."""
