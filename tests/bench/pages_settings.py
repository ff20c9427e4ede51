"""Settings of the bench of pages: the demo's, and a second way into the same database that no rights narrow."""

from __future__ import annotations

from vangnet.config.settings.demo import *  # noqa: F403
from vangnet.config.settings.demo import DATABASES

_bare = dict(DATABASES["default"])
_options = {name: value for name, value in _bare["OPTIONS"].items() if name not in {"options", "pool"}}
DATABASES = {
    **DATABASES,
    "bare": _bare | {"OPTIONS": _options | {"options": "-c role=vangnet_job"}, "CONN_MAX_AGE": None},
}
