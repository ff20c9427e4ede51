"""Settings in small parts: `base` holds what is the same everywhere; `demo`, `test` and `production` say what differs.

`select` names the module for a mode, so that nothing else needs to know their names.
"""

from __future__ import annotations


def select(mode: str) -> str:
    """Return the settings module of a mode.

    >>> select("demo")
    'vangnet.config.settings.demo'
    """
    return f"vangnet.config.settings.{mode}"
