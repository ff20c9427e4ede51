"""What a page knows beside its own facts: whether others look along, and in which language it speaks.

A shared screen hides names and reasons. The switch travels in a context variable and not in the template's context,
so that a filter in the smallest partial obeys it without anyone passing it on.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Literal

from django.utils.translation import get_language, gettext

from vangnet.web.shared.words import Language

Hides = Literal["name", "fact"]

_looked_along: ContextVar[bool] = ContextVar("looked_along", default=False)


def is_shared() -> bool:
    """Return whether others look along at this moment."""
    return _looked_along.get()


@contextmanager
def shared_screen(shared: bool) -> Iterator[None]:
    """Hide names and facts within this block when `shared`; the state before it comes back afterwards."""
    token = _looked_along.set(shared)
    try:
        yield
    finally:
        _looked_along.reset(token)


def shielded(value: object, kind: Hides = "name") -> object:
    """Return the value, or plain words in its place while others look along.

    Args:
        value: a name or a fact about a person; nothing stays nothing.
        kind: which words take its place.
    """
    if not is_shared() or value in (None, ""):
        return value
    return gettext("naam verborgen") if kind == "name" else gettext("verborgen")


def language() -> Language:
    """Return the language of this page: Dutch, unless somebody chose English."""
    return "en" if (get_language() or "nl").startswith("en") else "nl"
