"""A running Vangnet and a real browser, for tests that look at screens as people do.

- `site`: Vangnet on a free port of this machine, on a database of this module's own. What a test commits stays until
  the module ends. `site.url("/pad")` gives an address; `site.cookies(client)` carries a signed-in test client over.
- `open_page`: opens a page: `open_page("/pad", width=390, javascript=False)`; another answer than `status` fails.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from wsgiref.simple_server import WSGIRequestHandler

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page
from tests.conftest import Database, connected_to

from vangnet.cli import browser
from vangnet.core.errors import Unavailable
from vangnet.core.ids import new_id


class _Silent(WSGIRequestHandler):
    """Answers without writing a line for each request."""

    def log_message(self, *args: object) -> None:
        pass


@dataclass(frozen=True, slots=True)
class Site:
    """A running Vangnet."""

    base: str
    database: Database

    def url(self, path: str) -> str:
        """Return the address of a page."""
        return self.base + path

    def cookies(self, client: Client) -> list[dict[str, str]]:
        """Return what a signed-in test client holds, for the browser."""
        return [{"name": name, "value": morsel.value, "url": self.base} for name, morsel in client.cookies.items()]


@pytest.fixture(scope="module")
def site(template_database: Database, django_db_blocker) -> Iterator[Site]:
    """Vangnet on a free port, in demo mode, with a database of this module's own."""
    own = Database(template_database.server_url, f"vangnet_browser_{new_id().hex}")
    own.create(template_database.name)
    with django_db_blocker.unblock(), connected_to(own), pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "DEMO_SIGN_IN", True, raising=False)
        patch.setattr(settings, "ALLOWED_HOSTS", ["127.0.0.1", "testserver"])
        # Playwright keeps an event loop in this thread; Django would take every query for one inside that loop.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        server = ThreadedWSGIServer(("127.0.0.1", 0), _Silent)
        server.daemon_threads = True
        server.set_app(StaticFilesHandler(get_wsgi_application()))
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield Site(f"http://127.0.0.1:{server.server_port}", own)
        finally:
            server.shutdown()
            server.server_close()
            thread.join()
    own.drop()


@pytest.fixture(scope="module")
def chromium(site: Site) -> Iterator[Browser]:
    """Debian's Chromium; its absence is a failure with one line, never a skip.

    It comes after the site and goes before it, because its driver keeps an event loop in this thread.
    """
    try:
        browser.find()
    except Unavailable as missing:
        pytest.fail(missing.nl, pytrace=False)
    with browser.launched() as running:
        yield running
        # While the driver's loop runs Django keeps connections of their own for this thread; the next module has
        # another database.
        connections.close_all()


Opener = Callable[..., Page]


@pytest.fixture
def open_page(site: Site, chromium: Browser) -> Iterator[Opener]:
    """Open pages of the site; every one of them is closed after the test, and an error in a page fails it."""
    contexts: list[BrowserContext] = []
    broken: list[str] = []

    def open_at(
        path: str, *, width: int = 1440, client: Client | None = None, status: int = 200, **options: object
    ) -> Page:
        javascript = bool(options.pop("javascript", True))
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            java_script_enabled=javascript,
            locale="nl-NL",
            reduced_motion="reduce",
            **options,
        )
        contexts.append(context)
        if client is not None:
            context.add_cookies(site.cookies(client))
        page = context.new_page()
        page.on("pageerror", lambda error: broken.append(str(error)))
        page.on("console", lambda line: broken.append(line.text) if "Content Security Policy" in line.text else None)
        answer = page.goto(site.url(path))
        assert answer is not None
        assert answer.status == status, f"{path} answered {answer.status}"
        return page

    yield open_at
    for context in contexts:
        context.close()
    assert broken == []
