"""Values that parts of a page are made from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """A way to somewhere.

    Args:
        text: what a person reads; a verb for an act.
        url: where it leads; never holds a name.
        current: whether this is where we are.
        count: how many wait there; None when that is not known or not of use.
        hot: whether those that wait are late.
        icon: a meaning from `icons.ICONS`, or none.
        new_tab: whether it opens beside this page, for when this page must stay.
    """

    text: str
    url: str
    current: bool = False
    count: int | None = None
    hot: bool = False
    icon: str = ""
    new_tab: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list, with the ways before and after it; empty when there is none.

    Args:
        sentence: what is shown, such as "50 casussen" or "meer dan 1.000 casussen".
    """

    sentence: str
    previous_url: str = ""
    next_url: str = ""
