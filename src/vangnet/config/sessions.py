"""A session ends after an hour without a request, and after a long working day whatever happens; the record is told once."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from vangnet.access.services import door
from vangnet.core import clock
from vangnet.core.tracing import current_trace_id

Respond = Callable[[HttpRequest], HttpResponse]
STARTED, SEEN = "started_at", "seen_at"
WRITE_EVERY = 60  # seconds; the last request is known to the minute, which saves a write per page


def limit_sessions(respond: Respond) -> Respond:
    """Middleware: sign out whoever was away too long or is in too long."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            _judge(request, now=time.time())
        else:
            _tell_of_ended(request)
        return respond(request)

    return middleware


def _judge(request: HttpRequest, *, now: float) -> None:
    session = request.session
    started, seen = session.get(STARTED), session.get(SEEN)
    if started is None or seen is None:
        session[STARTED] = session[SEEN] = now
    elif now - seen > settings.SESSION_IDLE_SECONDS or now - started > settings.SESSION_COOKIE_AGE:
        # Read by the record of who goes out: this was no choice of theirs.
        request.ended_by = "idle" if now - seen > settings.SESSION_IDLE_SECONDS else "term"  # type: ignore[attr-defined]
        logout(request)
    elif now - seen > WRITE_EVERY:
        session[SEEN] = now


def _tell_of_ended(request: HttpRequest) -> None:
    """Keep that a session ended in the database, the first time that somebody still comes with it."""
    account_id = getattr(request.session, "ended_of", "")
    account = door.account_of(account_id=account_id) if account_id else None
    if account is not None:
        door.record_session_end(account=account, why="term", trace_id=current_trace_id(), at=clock.now())
