"""Work in the background gives way to pages."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

ASK = """
import os
from vangnet.config.process import give_way
give_way()
give_way()
print(os.getpriority(os.PRIO_PROCESS, 0))
"""


@pytest.mark.skipif(not hasattr(os, "setpriority"), reason="this system knows no priorities")
def test_a_process_that_gives_way_does_so_once():
    here = os.getpriority(os.PRIO_PROCESS, 0)
    told = subprocess.run([sys.executable, "-c", ASK], capture_output=True, text=True, check=True)
    assert int(told.stdout) == max(here, 10) >= here
