"""A number opens with its own key, in its own place, and is found without being readable."""

from __future__ import annotations

import pytest

from vangnet.config.wiring import KeyedVault
from vangnet.core.errors import Unavailable

ONE, TWO = ("k1", bytes(range(32))), ("k2", bytes(range(32, 64)))
NUMBER = "999990019"


def test_what_is_closed_opens_and_says_nothing() -> None:
    vault = KeyedVault((ONE,))
    closed = vault.encrypt(NUMBER, context="bsn:1")
    assert vault.decrypt(closed, context="bsn:1") == NUMBER
    assert NUMBER.encode() not in closed
    assert vault.encrypt(NUMBER, context="bsn:2")[-25:] != closed[-25:]
    assert vault.encrypt("999990020", context="bsn:1")[3:15] != closed[3:15]


def test_it_opens_in_its_own_place_only() -> None:
    vault = KeyedVault((ONE,))
    closed = vault.encrypt(NUMBER, context="bsn:1")
    with pytest.raises(Unavailable):
        vault.decrypt(closed, context="bsn:2")


@pytest.mark.parametrize("changed", [b"", b"k1", b"k9\0" + bytes(40), b"\xff\xfe\0" + bytes(40)])
def test_what_was_changed_or_has_no_key_here_does_not_open(changed: bytes) -> None:
    with pytest.raises(Unavailable):
        KeyedVault((ONE,)).decrypt(changed, context="bsn:1")


def test_one_changed_bit_is_noticed() -> None:
    vault = KeyedVault((ONE,))
    closed = bytearray(vault.encrypt(NUMBER, context="bsn:1"))
    closed[-1] ^= 1
    with pytest.raises(Unavailable):
        vault.decrypt(bytes(closed), context="bsn:1")


def test_the_index_finds_equal_numbers_of_one_kind_and_needs_the_key() -> None:
    vault = KeyedVault((ONE,))
    (index,) = vault.indexes(NUMBER, context="bsn")
    assert vault.indexes(NUMBER, context="bsn") == (index,)
    assert len(index) == 32
    others = (
        vault.indexes("999990020", context="bsn"),
        vault.indexes(NUMBER, context="police"),
        KeyedVault((("k1", TWO[1]),)).indexes(NUMBER, context="bsn"),
    )
    assert all(other != (index,) for other in others)


def test_a_new_key_closes_and_an_older_one_still_opens_and_finds() -> None:
    old, both = KeyedVault((ONE,)), KeyedVault((TWO, ONE))
    closed = old.encrypt(NUMBER, context="bsn:1")
    assert both.decrypt(closed, context="bsn:1") == NUMBER
    assert both.key_id == "k2"
    assert both.encrypt(NUMBER, context="bsn:1").startswith(b"k2\0")
    assert old.indexes(NUMBER, context="bsn")[0] in both.indexes(NUMBER, context="bsn")
    with pytest.raises(Unavailable):
        KeyedVault((TWO,)).decrypt(closed, context="bsn:1")
