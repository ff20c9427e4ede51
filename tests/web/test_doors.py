"""Every address is closed to whoever is not signed in, unless it stands in a short list."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

pytestmark = pytest.mark.django_db

OPEN = {
    "gezondheid": "for the machine that watches us",
    "gereed": "for the machine that watches us",
    "account/inloggen": "the door itself",
    "account/uitloggen": "leads to the door",
    "account/gesloten": "says that an account is closed",
    "account/wachtwoord/vergeten": "for whoever cannot come in",
    "account/wachtwoord/vergeten/verstuurd": "for whoever cannot come in",
    "account/wachtwoord/nieuw/<account_key:uidb36>-<path:key>": "for whoever cannot come in",
    "account/wachtwoord/nieuw/klaar": "for whoever cannot come in",
    "account/tweede-stap/invoeren": "the second half of the door",
    "account/tweede-stap/sleutels/inloggen": "the door for passkeys",
    "account/organisatie/afgebroken": "says that signing in was broken off",
    "account/organisatie/mislukt": "says that signing in failed",
    "account/organisatie/<str:provider_id>": "the door of an organisation",
    "account/organisatie/<str:provider_id>/terug": "the door of an organisation",
    "taal": "the language of the door",
    "scherm-delen": "hides names in one's own session",
    "api/v1/openapi.json": "describes the machine's door",
    ".well-known/authzen-configuration": "names the addresses of the decision point, and nothing else",
    "access/v1/openapi.json": "describes the decision point",
    "api/oauth/token": "the door for machines, which asks for a secret itself",
    "hulp": "for whoever is lost",
    "toegankelijkheid": "for everybody",
    "privacy": "for everybody",
    "melden": "for residents, who write and read nothing back",
    "eenmalig/<str:link>": "for an invited third: asks for a code, and hands over one item once",
    "onderdelen": "shows parts of pages with made-up words",
}
SAMPLES = {"uidb36": "1", "key": "x-y", "provider_id": "onbekend", "pk": "1"}


def routes(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, route)
        elif isinstance(pattern, URLPattern) and isinstance(pattern.pattern, RoutePattern):
            yield route


def sample(route: str) -> str:
    """Fill in a route with values of its types."""
    parts = []
    for piece in route.split("<"):
        name, closed, rest = piece.partition(">")
        if not closed:
            parts.append(piece)
            continue
        kind, _, label = name.rpartition(":")
        value = "019a9c3e-0000-7000-8000-000000000001" if kind == "uuid" else SAMPLES.get(label, "1")
        parts.append(value + rest)
    return "/" + "".join(parts)


@pytest.mark.parametrize("route", sorted(set(routes(get_resolver())) - set(OPEN)))
@pytest.mark.parametrize("method", ["get", "post"])
def test_closed(route: str, method: str, client: Client) -> None:
    answer = getattr(client, method)(sample(route))
    led_to_the_door = answer.status_code == 302 and answer.headers["Location"].startswith("/account/inloggen")
    assert led_to_the_door or answer.status_code in (401, 403, 404, 405), f"{answer.status_code} {dict(answer.headers)}"


@pytest.mark.parametrize("route", sorted(OPEN))
def test_open_ones_answer_and_still_exist(route: str, client: Client) -> None:
    assert route in set(routes(get_resolver()))
    assert client.get(sample(route)).status_code in (200, 302, 404, 405, 503)


def test_nobody_signs_up(client: Client) -> None:
    for address in ("/account/signup/", "/account/aanmelden", "/account/3rdparty/signup/", "/admin/"):
        assert client.get(address).status_code == 404
