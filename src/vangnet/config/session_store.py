"""Sessions in the database, read by one fixed statement.

Each page reads its session, so that an ended one is out at the next click. What is kept, for how long, and how a session is
written or ended, is Django's own.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.db import connection
from django.utils import timezone

from vangnet.core.statements import Fixed

_FORGET = Fixed("DELETE FROM django_session WHERE session_key = %s AND expire_date <= %s RETURNING session_data")
_LOAD = Fixed("SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s")


class SessionStore(db.SessionStore):
    """Django's sessions in the database, read cheaper.

    `ended_of` is the account whose session this was, when it turns out to have ended; told once, since the row goes.
    """

    ended_of = ""

    def _forget_ended(self) -> None:
        """Remove a session of which the time is over, and remember whose it was."""
        with connection.cursor() as cursor:
            cursor.execute(_FORGET, [self.session_key, timezone.now()])
            found = cursor.fetchone()
        self.ended_of = str(self.decode(found[0]).get(SESSION_KEY, "")) if found is not None else ""

    def load(self) -> dict[str, Any]:
        """Return what the session holds; nothing when it is not there or has ended, and then its key is forgotten."""
        with connection.cursor() as cursor:
            cursor.execute(_LOAD, [self.session_key, timezone.now()])
            found = cursor.fetchone()
        if found is None:
            self._forget_ended()
            self._session_key = None
            return {}
        kept: dict[str, Any] = self.decode(found[0])
        return kept
