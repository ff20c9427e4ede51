"""Answers from a rule book: forbid beats permit, and what no rule permits is denied."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from vangnet.api.authzen.attribute_rules.rules import Effect, Rule, RuleBook
from vangnet.api.authzen.types import (
    Action,
    ActionName,
    Context,
    Decision,
    Entity,
    EntityKey,
    Found,
    Kind,
    Reason,
    Slice,
    Sources,
)
from vangnet.core.strict_json import JsonValue

Item = TypeVar("Item")

_ENGLISH = "This is not permitted. Ask the owner of the rules if you need it."
_DUTCH = "Dit mag niet. Vraag het de beheerder van de regels als je het nodig hebt."


class RuleBookDecider:
    """A `Decider` over one rule book. It holds no state beside it, so any number of threads may ask at once."""

    def __init__(self, book: RuleBook) -> None:
        self._book = book
        self._stored: Mapping[tuple[str, str], Mapping[str, JsonValue]] = {
            (entity.type, entity.id): entity.properties for entity in book.entities
        }

    def evaluate(self, *, subject: Entity, action: Action, resource: Entity, context: Context) -> Decision:
        """Return whether a rule permits this and none forbids it."""
        matching = [rule for rule in self._book.rules if self._matches(rule, subject, action, resource)]
        forbidding = sorted(rule.id for rule in matching if rule.effect is Effect.FORBID)
        if forbidding:
            return _deny("forbidden", f"Forbidden by {', '.join(forbidding)}.")
        if not matching:
            return _deny("not-permitted", "No rule permits this.")
        return Decision(True)

    def search_subject(
        self, *, subject: Kind, action: Action, resource: Entity, context: Context, part: Slice
    ) -> Found[EntityKey]:
        """Return which entities of this type may act on the resource; none when the resource is not in the file."""
        if not self._knows(resource):
            return Found((), total=0)
        return _sliced(
            (
                EntityKey(entity.type, entity.id)
                for entity in self._book.entities
                if entity.type == subject.type and self._permits(subject.named(entity.id), action, resource)
            ),
            part,
        )

    def search_resource(
        self, *, subject: Entity, action: Action, resource: Kind, context: Context, part: Slice
    ) -> Found[EntityKey]:
        """Return on which entities of this type the subject may act; none when the subject is not in the file."""
        if not self._knows(subject):
            return Found((), total=0)
        return _sliced(
            (
                EntityKey(entity.type, entity.id)
                for entity in self._book.entities
                if entity.type == resource.type and self._permits(subject, action, resource.named(entity.id))
            ),
            part,
        )

    def search_action(self, *, subject: Entity, resource: Entity, context: Context, part: Slice) -> Found[ActionName]:
        """Return which actions of the file the subject may do; none when subject or resource is not in the file."""
        if not (self._knows(subject) and self._knows(resource)):
            return Found((), total=0)
        names = (name for name in self._book.actions if self._permits(subject, Action(name), resource))
        return _sliced((ActionName(name) for name in names), part)

    def sources(self, *, context: Context) -> Sources:
        """Return the fingerprint of the file, from which every answer can be given again."""
        return Sources(policies={"rules-file": self._book.version}, information={"rules-file": self._book.version})

    def _knows(self, entity: Entity) -> bool:
        return (entity.type, entity.id) in self._stored

    def _permits(self, subject: Entity, action: Action, resource: Entity) -> bool:
        effects = {rule.effect for rule in self._book.rules if self._matches(rule, subject, action, resource)}
        return effects == {Effect.PERMIT}

    def _matches(self, rule: Rule, subject: Entity, action: Action, resource: Entity) -> bool:
        return (
            rule.action.matches(action)
            and rule.subject.matches(subject, self._stored.get((subject.type, subject.id), {}))
            and rule.resource.matches(resource, self._stored.get((resource.type, resource.id), {}))
        )


def _deny(code: str, admin: str) -> Decision:
    return Decision(False, (Reason(code, nl=_DUTCH, en=_ENGLISH, admin=admin),))


def _sliced(found: Iterable[Item], part: Slice) -> Found[Item]:
    """Return the wanted part; the cursor is a position, which holds as long as the file does."""
    items = tuple(found)
    start = int(part.cursor or 0)
    end = start + part.limit
    return Found(items[start:end], str(end) if end < len(items) else "", len(items))
