"""The citizen service number: its eleven-test, and the only numbers that demos and tests may use."""

from __future__ import annotations

from itertools import islice
from typing import Final

_WEIGHTS: Final = (9, 8, 7, 6, 5, 4, 3, 2, -1)


def passes(number: str) -> bool:
    """Return whether nine digits pass the eleven-test.

    >>> passes("999990019"), passes("123456789")
    (True, False)
    """
    return (
        len(number) == 9
        and number.isascii()
        and number.isdigit()
        and number != "000000000"
        and sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number, strict=True)) % 11 == 0
    )


def made_up(count: int) -> list[str]:
    """Return the first `count` numbers of the fixed list: all that start with 9999 and pass, in order.

    Args:
        count: at most 9,090; the list is no longer.
    """
    numbers = (f"9999{tail:05d}" for tail in range(100_000))
    return list(islice((number for number in numbers if passes(number)), count))
