"""Icons by what they mean here, so that a template never depends on how a drawing happens to be called."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from zipfile import ZipFile

from django.utils.safestring import SafeString

# Our meaning -> the drawing in the package with icons.
ICONS: dict[str, str] = {
    # Places in the menu
    "today": "sun",
    "cases": "folders",
    "signals": "bell-ringing",
    "handovers": "transfer",
    "places": "home-search",
    "sharing": "share-3",
    "monitor": "chart-dots",
    "recommendations": "checklist",
    "menu": "menu-2",
    # What you can do
    "search": "search",
    "go": "arrow-right",
    "add": "plus",
    "edit": "pencil",
    "more": "dots",
    "print": "printer",
    "download": "download",
    "call": "phone",
    "mail": "mail",
    "next": "chevron-right",
    "previous": "chevron-left",
    "undo": "arrow-back-up",
    # How it stands
    "good": "circle-check",
    "better": "trending-up",
    "running": "progress",
    "waiting": "hourglass",
    "escalated": "arrow-up-circle",
    "worse": "trending-down",
    "consent": "shield-check",
    "not-begun": "player-pause",
    "done": "check",
    "no": "x",
    "partly": "circle-half-2",
    "ask": "messages",
    "warning": "alert-triangle",
    "info": "info-circle",
    "locked": "lock",
    "nothing": "leaf",
    # Time
    "late": "clock-exclamation",
    "clock": "clock",
    "date": "calendar-event",
    "repeats": "refresh",
    "absence": "calendar-off",
    # People and what they do
    "person": "user",
    "people": "users",
    "deputy": "user-shield",
    "account": "user-circle",
    "agency": "building",
    "meeting": "users-group",
    "contact": "messages",
    "plan": "file-text",
    "entry": "note",
    "document": "paperclip",
    "viewed": "eye",
    "hidden": "eye-off",
    "help": "help-circle",
    "screen": "screen-share",
    "moved": "map-pin",
    "history": "history",
    "crisis": "bolt",
    "law": "scale",
    # Life domains
    "health": "heartbeat",
    "home": "home",
    "money": "wallet",
    "family": "users",
    "safety": "shield-check",
    "day": "sun",
}

# The neutral tones of a status pill and a notice; a chip for time has its own.
TONE_ICONS: dict[str, str] = {
    "late": "warning",
    "now": "warning",
    "good": "good",
    "wait": "waiting",
    "share": "consent",
    "rest": "not-begun",
}

_SHAPE = re.compile(r"<(?:path|circle|rect|line|polyline|ellipse)\b[^>]*/>")


@lru_cache(maxsize=1)
def _archive() -> ZipFile:
    return ZipFile(BytesIO((files("tablericons") / "tablericons.zip").read_bytes()))


@lru_cache(maxsize=len(ICONS))
def drawing(meaning: str) -> SafeString:
    """Return an icon as SVG that only shows: words beside it carry the meaning.

    Args:
        meaning: a key of `ICONS`.

    Raises:
        KeyError: no icon has that meaning; a template with a spelling fault fails its test, not the reader.
    """
    svg = _archive().read(f"outline/{ICONS[meaning]}.svg").decode()
    shapes = "".join(" ".join(shape.split()) for shape in _SHAPE.findall(svg))
    return SafeString(f'<svg class="i" viewBox="0 0 24 24" aria-hidden="true">{shapes}</svg>')
