"""Reads a rules file and checks it whole: every fault is named with its place, and a file with a fault is not used."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from vangnet.api.authzen.attribute_rules.rules import (
    ActionPattern,
    Effect,
    EntityPattern,
    Rule,
    RuleBook,
    StoredEntity,
)
from vangnet.api.authzen.attribute_rules.values import Checker
from vangnet.core.errors import InvalidInput

_ENTITY_KEYS = ("type", "id", "properties")


def load(path: Path) -> RuleBook:
    """Return the rule book in a YAML file.

    Raises:
        InvalidInput: the file is absent, is not YAML or holds faults; `fields` names each place and its fault.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise InvalidInput(
            "rules-unreadable",
            nl=f"Het regelbestand {path} kan niet worden gelezen.",
            en=f"The rules file {path} cannot be read.",
            fields={str(path): error.strerror or "unreadable"},
        ) from None
    return parse(raw, name=str(path))


def parse(raw: bytes, *, name: str) -> RuleBook:
    """Return the rule book in the text of a rules file.

    Args:
        raw: YAML, in UTF-8.
        name: how to call the file in messages.

    Raises:
        InvalidInput: the text is not YAML or holds faults; `fields` names each place and its fault.
    """
    try:
        value = _value(raw)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, ValueError) as error:
        raise _faulty(name, {"YAML": " ".join(str(error).split())}) from None
    checker = Checker()
    book = _book(checker, value, f"sha256:{hashlib.sha256(raw).hexdigest()}")
    if checker.faults:
        raise _faulty(name, checker.faults)
    return book


def _faulty(name: str, faults: Mapping[str, str]) -> InvalidInput:
    count = len(faults)
    return InvalidInput(
        "rules-faulty",
        nl=f"Het regelbestand {name} heeft {count} fout{'' if count == 1 else 'en'} en wordt niet gebruikt.",
        en=f"The rules file {name} has {count} fault{'' if count == 1 else 's'} and is not used.",
        fields=faults,
    )


def _book(checker: Checker, value: object, version: str) -> RuleBook:
    content = checker.mapping(value, "the file", ("entities", "actions", "rules"))
    entities = tuple(
        _entity(checker, item, f"entities[{index}]") for index, item in enumerate(checker.items(content, "entities"))
    )
    actions = tuple(
        checker.text(item, f"actions[{index}]") for index, item in enumerate(checker.items(content, "actions"))
    )
    rules = tuple(_rule(checker, item, index) for index, item in enumerate(checker.items(content, "rules")))
    checker.unique([f"{each.type!r} {each.id!r}" for each in entities if each.type and each.id], "entities")
    checker.unique(list(actions), "actions")
    checker.unique([rule.id for rule in rules], "rules")
    return RuleBook(entities, actions, rules, version)


def _entity(checker: Checker, value: object, place: str) -> StoredEntity:
    content = checker.mapping(value, place, _ENTITY_KEYS)
    for key in ("type", "id"):
        if isinstance(value, dict) and key not in content:
            checker.fault(f"{place}.{key}", "is required")
    return StoredEntity(
        checker.text(content.get("type", ""), f"{place}.type"),
        checker.text(content.get("id", ""), f"{place}.id"),
        checker.properties(content, place),
    )


def _rule(checker: Checker, value: object, index: int) -> Rule:
    place = f"rules[{index}]"
    content = checker.mapping(value, place, ("id", "effect", "subject", "action", "resource"))
    if value == {}:
        checker.fault(place, "is empty; a rule names at least an effect or what it is about")
    effect = content.get("effect", Effect.PERMIT.value)
    if effect not in ("permit", "forbid"):
        checker.fault(f"{place}.effect", "must be permit or forbid")
        effect = Effect.FORBID.value
    return Rule(
        id=checker.text(content["id"], f"{place}.id") if "id" in content else f"rule {index + 1}",
        effect=Effect(effect),
        subject=_entity_pattern(checker, content, f"{place}.subject", "subject"),
        action=_action_pattern(checker, content, f"{place}.action"),
        resource=_entity_pattern(checker, content, f"{place}.resource", "resource"),
    )


def _entity_pattern(checker: Checker, rule: Mapping[str, Any], place: str, key: str) -> EntityPattern:
    if key not in rule:
        return EntityPattern()
    content = checker.mapping(rule[key], place, _ENTITY_KEYS)
    return EntityPattern(
        checker.optional_text(content, "type", place),
        checker.optional_text(content, "id", place),
        checker.properties(content, place),
    )


def _action_pattern(checker: Checker, rule: Mapping[str, Any], place: str) -> ActionPattern:
    if "action" not in rule:
        return ActionPattern()
    content = checker.mapping(rule["action"], place, ("name", "properties"))
    return ActionPattern(checker.optional_text(content, "name", place), checker.properties(content, place))


def _value(raw: bytes) -> object:
    """Return what the text holds; a type, id or name is the text it is, since AuthZEN compares them as text."""
    loader = _Loader(raw)
    try:
        root = loader.get_single_node()
        if root is None:
            return None
        for part, items in _members(root):
            for item in getattr(items, "value", ()) if isinstance(items, yaml.SequenceNode) else ():
                if part == "actions":
                    _as_text(item)
                elif part in ("entities", "rules"):
                    _names_as_text(item)
        return loader.construct_document(root)
    finally:
        loader.dispose()


def _names_as_text(item: yaml.Node) -> None:
    """Read the names in an entity, in a rule, and in what a rule is about as text; properties keep their types."""
    for key, value in _members(item):
        if key in ("type", "id", "name"):
            _as_text(value)
        elif key in ("subject", "action", "resource"):
            _names_as_text(value)


def _members(node: yaml.Node) -> list[tuple[str, yaml.Node]]:
    return [(key.value, value) for key, value in node.value] if isinstance(node, yaml.MappingNode) else []


def _as_text(node: yaml.Node) -> None:
    if isinstance(node, yaml.ScalarNode) and node.tag in _READ_AS_TEXT:
        node.tag = "tag:yaml.org,2002:str"


_READ_AS_TEXT = frozenset(f"tag:yaml.org,2002:{kind}" for kind in ("int", "float", "bool"))


class _Loader(yaml.SafeLoader):
    """YAML as JSON has it: a date stays the text it is, and a key that stands twice is a fault."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Return the mapping; two equal keys would silently drop one of two rules' conditions."""
        plain = [
            key for key, _ in node.value if isinstance(key, yaml.ScalarNode) and key.tag != "tag:yaml.org,2002:merge"
        ]
        names = [key.value for key in plain]
        for key in plain:
            if names.count(key.value) > 1:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key.value!r} stands twice in one mapping", key.start_mark
                )
        return super().construct_mapping(node, deep)


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
