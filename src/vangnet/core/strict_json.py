"""JSON that means one thing only: the I-JSON profile, so that two readers never see two different questions.

A name that stands twice in one object, a number that no double can hold, half a surrogate pair: a lenient reader
picks something, another reader picks something else, and a decision is then made about another question than was asked.
Everything that reads JSON from outside for a decision reads it here.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import TypeAlias

from vangnet.core.errors import InvalidInput

JsonValue: TypeAlias = "bool | int | float | str | list[JsonValue] | dict[str, JsonValue] | None"
JsonObject: TypeAlias = "dict[str, JsonValue]"

MAX_DEPTH = 64
_MAX_DIGITS = 308


def loads(data: bytes) -> JsonValue:
    """Return the value that `data` holds.

    Args:
        data: UTF-8 text of one JSON value.

    Raises:
        InvalidInput: not UTF-8, not JSON, nested deeper than `MAX_DEPTH`, or ambiguous in the sense of I-JSON.

    Source: RFC 8259; RFC 7493 sections 2.1 to 2.3 (I-JSON).

    >>> loads(b'{"decision": true}')
    {'decision': True}
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise _malformed("The text is not UTF-8.", "De tekst is geen UTF-8.") from None
    try:
        value: JsonValue = json.loads(
            text,
            object_pairs_hook=_unique_names,
            parse_constant=_refuse_constant,
            parse_float=_finite,
            parse_int=_bounded,
        )
    except RecursionError:
        raise _too_deep() from None
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise _malformed(f"The text is not valid JSON ({place}).", "De tekst is geen geldige JSON.") from None
    _check(value)
    return value


def canonical(value: JsonValue | Mapping[str, JsonValue]) -> bytes:
    """Return one fixed text for a value: names sorted, no white space, so that equal values give equal bytes.

    >>> canonical({"b": 1, "a": [True, None]})
    b'{"a":[true,null],"b":1}'
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def encoded(value: JsonValue | Mapping[str, JsonValue]) -> bytes:
    """Return the text of a value, names in the order given.

    >>> encoded({"page": 1, "a": 2})
    b'{"page":1,"a":2}'
    """
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def same(left: JsonValue, right: JsonValue) -> bool:
    """Say whether two values are equal as JSON, where `true` is not 1 and 1 is 1.0.

    >>> same(True, 1), same(1, 1.0), same([{"a": 1}], [{"a": 1}])
    (False, True, True)
    """
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(left[name], right[name]) for name in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, int | float) and isinstance(right, int | float):
        return left == right
    return type(left) is type(right) and left == right


def _malformed(en: str, nl: str) -> InvalidInput:
    return InvalidInput("json-malformed", nl=nl, en=en)


def _too_deep() -> InvalidInput:
    return _malformed(
        f"The JSON is nested deeper than {MAX_DEPTH} levels.", f"De JSON is dieper genest dan {MAX_DEPTH} lagen."
    )


def _unique_names(pairs: list[tuple[str, JsonValue]]) -> JsonObject:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise _malformed("A name stands twice in one JSON object.", "Een naam staat twee keer in één JSON-object.")
    return members


def _refuse_constant(_: str) -> JsonValue:
    raise _malformed("NaN and Infinity are not JSON.", "NaN en Infinity zijn geen JSON.")


def _finite(literal: str) -> float:
    number = float(literal)
    if math.isinf(number):
        raise _too_large()
    return number


def _bounded(literal: str) -> int:
    if len(literal) > _MAX_DIGITS:
        raise _too_large()
    return int(literal)


def _too_large() -> InvalidInput:
    return _malformed("A number is too large for a double.", "Een getal is te groot.")


def _check(value: JsonValue) -> None:
    """Refuse depth and half surrogate pairs; without recursion, since depth is what it guards against."""
    level: list[JsonValue] = [value]
    for _ in range(MAX_DEPTH + 1):
        below: list[JsonValue] = []
        for item in level:
            if isinstance(item, str):
                _check_text(item)
            elif isinstance(item, list):
                below.extend(item)
            elif isinstance(item, dict):
                below.extend(item.keys())
                below.extend(item.values())
        if not below:
            return
        level = below
    raise _too_deep()


def _check_text(text: str) -> None:
    if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
        raise _malformed("A text holds half a surrogate pair.", "Een tekst bevat een half teken.")
