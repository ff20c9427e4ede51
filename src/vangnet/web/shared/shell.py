"""The frame round every page: the menu, who I am, what is always within reach."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cache, lru_cache, partial
from typing import TypeAlias

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from vangnet.access import selectors as access
from vangnet.access.types import WorkerView
from vangnet.core.clock import Instant, now
from vangnet.core.errors import NotVisible
from vangnet.web.shared import screen
from vangnet.web.shared.parts import Link
from vangnet.web.shared.roles import headed, role_words

Rows: TypeAlias = tuple[tuple[Promise | str, str, str, str], ...]

# Text, address by name, icon, and the act somebody's function must allow to find it in the menu; empty is for everybody.
# A page that is not built has no address, and is left out.
MENU: Rows = (
    (gettext_lazy("Vandaag"), "web:today", "today", ""),
    (gettext_lazy("Casussen"), "web:cases", "cases", "cases.read"),
    (gettext_lazy("Signalen"), "web:signals", "signals", "intake.read"),
    (gettext_lazy("Overdrachten"), "web:handovers", "handovers", "cases.read"),
    (gettext_lazy("Plekken"), "web:places", "places", "cases.read"),
    (gettext_lazy("Delen"), "web:sharing", "sharing", ""),
    (gettext_lazy("Verzoeken van personen"), "web:insights", "person", "rights.answer"),
    (gettext_lazy("Adviesvragen"), "web:advices", "ask", "sharing.advise"),
    (gettext_lazy("Toezicht"), "web:oversight", "viewed", "audit.read"),
    (gettext_lazy("Monitor"), "web:monitor", "monitor", ""),
    (gettext_lazy("Aanbevelingen"), "web:recommendations", "recommendations", ""),
)
OWN: Rows = (
    (gettext_lazy("Ik ben afwezig"), "web:absence", "", "cases.report_absence"),
    (gettext_lazy("Mijn account"), "web:account", "", ""),
)
FOOT: Rows = (
    (gettext_lazy("Toegankelijkheid"), "web:accessibility", "", ""),
    (gettext_lazy("Privacy"), "web:privacy", "", ""),
    (gettext_lazy("Hulp, ook bij storing"), "web:help", "", ""),
)
_NOTHING: frozenset[str] = frozenset()

# First part of an address -> the part of the help page that is about it.
HELP: dict[str, str] = {
    "vandaag": "vandaag",
    "casussen": "casus",
    "personen": "casus",
    "signalen": "signaal",
    "te-laat": "signaal",
    "bemoeizorg": "signaal",
    "wie-is-wie": "signaal",
    "delen": "delen",
    "toestemming": "delen",
    "verzoeken": "delen",
    "ontvangen": "delen",
    "adviesvragen": "delen",
    "wet": "delen",
    "zoeken": "zoeken",
    "toegang": "toegang",
    "noodtoegang": "gevaar",
    "afwezig": "afwezig",
    "vervangen": "afwezig",
    "inzage": "rechten",
    "vertellen": "rechten",
    "toezicht": "toezicht",
    "mijn-account": "account",
    "account": "account",
}

# htmx keeps no page in the browser's storage, runs no text as code, adds no style of its own, and shows our faults.
HTMX = {
    "historyCacheSize": 0,
    "refreshOnHistoryMiss": True,
    "allowEval": False,
    "allowScriptTags": False,
    "includeIndicatorStyles": False,
    "selfRequestsOnly": True,
    "timeout": 15000,
    "responseHandling": [
        {"code": "204", "swap": False},
        {"code": "[23]..", "swap": True},
        {"code": "4(01|03|04|09|22|29)", "swap": True, "error": False},
        {"code": "[45]..", "swap": False, "error": True},
    ],
}
_HTMX_CONFIG = json.dumps(HTMX)


@dataclass(frozen=True, slots=True)
class Me:
    """Who is signed in, as the frame shows it.

    Args:
        name: first and last name.
        role: function and organisation in a few words.
        acts: what this function may do; decides which ways the frame offers, and nothing else.
    """

    name: str
    role: str = ""
    acts: frozenset[str] = _NOTHING


@dataclass(frozen=True, slots=True)
class Shell:
    """Everything the frame of a page shows; templates read it as `shell`."""

    here: str
    home_url: str
    menu: tuple[Link, ...]
    own_links: tuple[Link, ...]
    foot_links: tuple[Link, ...]
    me: Me | None
    search_url: str
    sharing_url: str
    new_signal_url: str
    sign_out_url: str
    screen_shared: bool
    demo: bool
    demo_url: str
    idle_seconds: int
    htmx_config: str


@cache
def address(name: str) -> str:
    """Return the address of a page by its name, or nothing when that page is not built.

    Addresses do not change while the program runs, so each is looked up once.
    """
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


@lru_cache(maxsize=1_024)
def _links(rows: Rows, path: str, language: str, acts: frozenset[str] = _NOTHING) -> tuple[Link, ...]:
    """Return the ways of one part of the frame: the same for all of one function, place and language."""
    built = ((str(text), address(name), icon) for text, name, icon, act in rows if not act or act in acts)
    return tuple(Link(text, url, current=_here(url, path), icon=icon) for text, url, icon in built if url)


@lru_cache(maxsize=1_024)
def _foot(path: str, language: str) -> tuple[Link, ...]:
    """Return the ways at the foot of a page; help opens at the part about this page."""
    part = HELP.get(path.strip("/").split("/")[0], "")
    links = _links(FOOT, path, language)
    return tuple(
        replace(one, url=f"{one.url}#{part}") if part and one.url == address("web:help") else one for one in links
    )


def _here(url: str, path: str) -> bool:
    """Return whether a page lies under a place in the menu; the front page holds only itself."""
    return path == url or (url != "/" and path.startswith(f"{url.rstrip('/')}/"))


def named(worker: WorkerView) -> Me:
    """Return a professional as the frame names them."""
    role = f"{headed(role_words(worker.role))}, {worker.agency_name}"
    return Me(worker.name, role, access.acts_of(role=worker.role))


def me(request: HttpRequest) -> Me | None:
    """Return who is signed in: what the visit put on the request, else asked for; None for a visitor."""
    known = getattr(request, "me", None)
    if isinstance(known, Me):
        return known
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    try:
        request.me = named(access.seat_of(account=user)[1])  # type: ignore[attr-defined]
    except NotVisible:
        request.me = Me(gettext("Afgesloten account"))  # type: ignore[attr-defined]
    return request.me  # type: ignore[attr-defined, no-any-return]


def build(request: HttpRequest) -> Shell:
    """Return the frame for a request; asks no database beyond what the request already knows."""
    return _frame(request, me(request))


def plain(request: HttpRequest) -> Shell:
    """Return the frame for somebody unknown; touches no session, account or database."""
    return _frame(request, None)


def _frame(request: HttpRequest, who: Me | None) -> Shell:
    path, language = request.path, screen.language()
    acts = who.acts if who else _NOTHING
    return Shell(
        here=request.get_full_path(),
        home_url=address("web:today") or "/",
        menu=_links(MENU, path, language, acts) if who else (),
        own_links=_links(OWN, path, language, acts) if who else (),
        foot_links=_foot(path, language),
        me=who,
        search_url=address("web:search") if who else "",
        sharing_url=address("web:sharing") if "cases.read" in acts else "",
        new_signal_url=address("web:signal-new") if "intake.register" in acts else "",
        sign_out_url=address("account_logout") if who else "",
        screen_shared=screen.is_shared(),
        demo=bool(getattr(settings, "DEMO_SIGN_IN", False)),
        demo_url=address("demo-choose"),
        idle_seconds=int(getattr(settings, "SESSION_IDLE_SECONDS", 0)) if who else 0,
        htmx_config=_HTMX_CONFIG,
    )


def context(request: HttpRequest) -> dict[str, object]:
    """Give every template the frame and the moment of this page.

    The frame is a function that a template calls, so that a part of a page that shows no frame makes none. A view that
    says its own `at`, as all views about persons do, wins from this one.
    """
    at: Instant = now()
    return {"shell": cache(partial(build, request)), "at": at}
