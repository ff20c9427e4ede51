"""Words for what a browser says of itself."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext

# First hit wins: Edge also says Chrome, and Chrome also says Safari.
_BROWSERS: Final = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
_MACHINES: Final = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)  # fmt: skip


def device_words(agent: str) -> str:
    """Say which browser on which machine signed in: "Firefox op Windows"; never the raw line a browser sends."""
    browser = next((name for mark, name in _BROWSERS if mark in agent), gettext("Een browser"))
    machine = next((name for mark, name in _MACHINES if mark in agent), gettext("een onbekend apparaat"))
    return gettext("%(browser)s op %(machine)s") % {"browser": browser, "machine": machine}
