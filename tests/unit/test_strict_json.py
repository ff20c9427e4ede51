"""JSON that means one thing only."""

from __future__ import annotations

import pytest

from vangnet.core.errors import InvalidInput
from vangnet.core.strict_json import MAX_DEPTH, canonical, encoded, loads, same


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (b'{"a": [1, 2.5, true, null, "x"]}', {"a": [1, 2.5, True, None, "x"]}),
        (b'"\\ud83d\\ude00 \xc3\xa9"', "😀 é"),
        (b" 7 ", 7),
        (b"1e308", 1e308),
        (b"[" * MAX_DEPTH + b"]" * MAX_DEPTH, None),
    ],
)
def test_sound_json_is_read(text: bytes, value: object):
    read = loads(text)
    assert value is None or read == value


@pytest.mark.parametrize(
    "text",
    [
        b"", b"{", b"nul", b"'a'", b"[1,]", b"{} {}", b"\xff", b"NaN", b"-Infinity", b"1e309", b"-1e309", b"9" * 309,
        b'{"a":1,"\\u0061":2}', b'["\\udc00"]', b'{"\\ud800": 1}', b"[" * (MAX_DEPTH + 2) + b"]" * (MAX_DEPTH + 2),
        b"[" * 1_000_000, b"\xef\xbb\xbf1",
    ],
)  # fmt: skip
def test_what_two_readers_could_read_differently_is_refused(text: bytes):
    with pytest.raises(InvalidInput) as refused:
        loads(text)
    assert refused.value.code == "json-malformed"


def test_equality_is_that_of_json():
    values = [None, True, False, 0, 1, 1.5, "", "1", [], [1], {}, {"a": 1}, {"a": True}, [{"a": [1]}]]
    for left in values:
        for right in values:
            assert same(left, right) is (canonical(left) == canonical(right)), (left, right)
    assert same(1, 1.0)
    assert same({"a": 1, "b": 2}, {"b": 2, "a": 1})


def test_one_value_has_one_canonical_text_and_keeps_its_order_when_told_to():
    assert canonical({"b": "é", "a": 1}) == '{"a":1,"b":"é"}'.encode()
    assert encoded({"b": 1, "a": 2}) == b'{"b":1,"a":2}'
