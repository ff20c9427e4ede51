"""What the kernel is asked about this process."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1
_BEHIND_PAGES = 10  # a ninth of the share of a page that wants the same processor


def end_with_parent() -> None:
    """Let the kernel end this process when its parent is killed, so that no server outlives its keeper (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def give_way() -> None:
    """Let this process work only as far as no page wants the processor; a second time changes nothing."""
    if hasattr(os, "setpriority"):
        here = os.getpriority(os.PRIO_PROCESS, 0)
        os.setpriority(os.PRIO_PROCESS, 0, max(here, _BEHIND_PAGES))
