"""A session ends after an hour without a request, and after a long working day whatever happens."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

Respond = Callable[[HttpRequest], HttpResponse]
STARTED, SEEN = "started_at", "seen_at"
WRITE_EVERY = 60  # seconds; the last request is known to the minute, which saves a write per page


def limit_sessions(respond: Respond) -> Respond:
    """Middleware: sign out whoever was away too long or is in too long."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            _judge(request, now=time.time())
        return respond(request)

    return middleware


def _judge(request: HttpRequest, *, now: float) -> None:
    session = request.session
    started, seen = session.get(STARTED), session.get(SEEN)
    if started is None or seen is None:
        session[STARTED] = session[SEEN] = now
    elif now - seen > settings.SESSION_IDLE_SECONDS or now - started > settings.SESSION_COOKIE_AGE:
        logout(request)
    elif now - seen > WRITE_EVERY:
        session[SEEN] = now
