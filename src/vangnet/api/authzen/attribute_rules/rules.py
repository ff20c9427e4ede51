"""What a rules file says: entities, actions, and rules that match by equality. Pure; knows nothing of files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from vangnet.api.authzen.types import Action, Entity
from vangnet.core.strict_json import JsonValue, same


class Effect(Enum):
    """What a matching rule says."""

    PERMIT = "permit"
    FORBID = "forbid"


@dataclass(frozen=True, slots=True)
class EntityPattern:
    """Which subjects or resources a rule is about; what is None or not named may be anything."""

    type: str | None = None
    id: str | None = None
    properties: Mapping[str, JsonValue] = field(default_factory=dict)

    def matches(self, entity: Entity, stored: Mapping[str, JsonValue]) -> bool:
        """Say whether the entity is meant, where a property in the request wins over a stored one.

        >>> EntityPattern(type="user", properties={"role": "admin"}).matches(Entity("user", "bob"), {"role": "admin"})
        True
        """
        return (
            (self.type is None or self.type == entity.type)
            and (self.id is None or self.id == entity.id)
            and _hold(self.properties, entity.properties, stored)
        )


@dataclass(frozen=True, slots=True)
class ActionPattern:
    """Which actions a rule is about; what is None or not named may be anything."""

    name: str | None = None
    properties: Mapping[str, JsonValue] = field(default_factory=dict)

    def matches(self, action: Action) -> bool:
        """Say whether the action is meant."""
        return (self.name is None or self.name == action.name) and _hold(self.properties, action.properties, {})


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; it matches when every key it names equals the request's."""

    id: str
    effect: Effect
    subject: EntityPattern = EntityPattern()
    action: ActionPattern = ActionPattern()
    resource: EntityPattern = EntityPattern()


@dataclass(frozen=True, slots=True)
class StoredEntity:
    """An entity of the file."""

    type: str
    id: str
    properties: Mapping[str, JsonValue]


@dataclass(frozen=True, slots=True)
class RuleBook:
    """A whole rules file, checked.

    Args:
        entities: in the order of the file, which is the order of search results.
        actions: names, in the order of the file.
        rules: in any order; the order never changes an answer.
        version: a fingerprint of the file, for the decision record.
    """

    entities: tuple[StoredEntity, ...]
    actions: tuple[str, ...]
    rules: tuple[Rule, ...]
    version: str


def _hold(wanted: Mapping[str, JsonValue], sent: Mapping[str, JsonValue], stored: Mapping[str, JsonValue]) -> bool:
    """Say whether every wanted property is there and equal; an absent property equals nothing, not even null."""
    for name, value in wanted.items():
        source = sent if name in sent else stored
        if name not in source or not same(value, source[name]):
            return False
    return True
