"""The pace of background work: in steps, with room for pages between them."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

REST: Final = 2.0  # of the time a step took: a page finds a processor two times in three
REST_AT_MOST: Final = 1.0  # seconds


def in_steps(step: Callable[[], bool]) -> None:
    """Repeat a step until it says that nothing is left; rest between two of them, in no transaction and with no lock.

    Args:
        step: does a small part of the work and ends its transaction; True when more may wait.
    """
    while True:
        started = time.monotonic()
        if not step():
            return
        time.sleep(min(REST * (time.monotonic() - started), REST_AT_MOST))
