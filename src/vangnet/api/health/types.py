"""What a check finds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Finding:
    """One check and how it ended.

    Args:
        name: what was checked, one Dutch word.
        ok: whether people can be served as far as this goes.
        remark: a few Dutch words, without personal data and without addresses.
    """

    name: str
    ok: bool
    remark: str


Check: TypeAlias = Callable[[], Finding]
