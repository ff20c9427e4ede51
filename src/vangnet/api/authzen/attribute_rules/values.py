"""Checks values read from YAML, collecting every fault with its place instead of stopping at the first."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from vangnet.core.strict_json import MAX_DEPTH, JsonValue


class Checker:
    """Collects faults; what it returns for a faulty value is only good for looking on."""

    def __init__(self) -> None:
        self.faults: dict[str, str] = {}
        self._sound: set[int] = set()

    def fault(self, place: str, message: str) -> None:
        """Note a fault; the first at a place stays."""
        self.faults.setdefault(place, message)

    def mapping(self, value: object, place: str, allowed: Sequence[str]) -> Mapping[str, Any]:
        """Return a mapping of which every key is allowed."""
        if not isinstance(value, dict):
            self.fault(place, f"must be a mapping with the keys {', '.join(allowed)}")
            return {}
        for key in value:
            if key not in allowed:
                self.fault(f"{place}.{key}", f"is not a known key; known are {', '.join(allowed)}")
        return value

    def items(self, content: Mapping[str, Any], key: str) -> Sequence[Any]:
        """Return the list under `key`; a key that is absent is an empty list."""
        value = content.get(key, [])
        if not isinstance(value, list):
            self.fault(key, "must be a list")
            return []
        return value

    def text(self, value: object, place: str) -> str:
        """Return a text; a number or a yes/no has to stand in quotes to be one."""
        if isinstance(value, str):
            return value
        self.fault(place, "must be text; put it in quotes")
        return ""

    def optional_text(self, content: Mapping[str, Any], key: str, place: str) -> str | None:
        """Return the text under `key`, or None when the key is absent."""
        return self.text(content[key], f"{place}.{key}") if key in content else None

    def properties(self, content: Mapping[str, Any], place: str) -> Mapping[str, JsonValue]:
        """Return the properties: names that are text, values that JSON can hold."""
        value = content.get("properties", {})
        place = f"{place}.properties"
        if not isinstance(value, dict):
            self.fault(place, "must be a mapping")
            return {}
        self._json(value, place, 0)
        return value

    def unique(self, names: Sequence[str], place: str) -> None:
        """Note every name that stands there more than once."""
        for name, count in Counter(names).items():
            if count > 1 and name.strip():
                self.fault(f"{place}: {name}", f"stands {count} times")

    def _json(self, value: object, place: str, depth: int) -> None:
        """Check one value; one that is shared by YAML's anchors is checked once, one that holds itself is refused."""
        if depth > MAX_DEPTH:
            self.fault(place, f"is nested deeper than {MAX_DEPTH} levels, or holds itself")
        elif isinstance(value, dict | list):
            if id(value) in self._sound:
                return
            members = value.items() if isinstance(value, dict) else enumerate(value)
            for key, member in members:
                if isinstance(value, dict) and not isinstance(key, str):
                    self.fault(f"{place}.{key}", "has a name that is not text; put the name in quotes")
                self._json(member, f"{place}.{key}", depth + 1)
            self._sound.add(id(value))
        elif isinstance(value, float) and not math.isfinite(value):
            self.fault(place, "is not a number that JSON can hold")
        elif value is not None and not isinstance(value, bool | int | float | str):
            self.fault(place, "is not a value that JSON can hold")
