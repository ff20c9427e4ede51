"""Sessions in the database, read by one fixed statement.

Each page reads its session, so that an ended one is out at the next click. What is kept, for how long, and how a session is
written or ended, is Django's own.
"""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends import db
from django.db import connection
from django.utils import timezone

from vangnet.core.statements import Fixed

_LOAD = Fixed("SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s")


class SessionStore(db.SessionStore):
    """Django's sessions in the database, read cheaper."""

    def load(self) -> dict[str, Any]:
        """Return what the session holds; nothing when it is not there or has ended, and then its key is forgotten."""
        with connection.cursor() as cursor:
            cursor.execute(_LOAD, [self.session_key, timezone.now()])
            found = cursor.fetchone()
        if found is None:
            self._session_key = None
            return {}
        kept: dict[str, Any] = self.decode(found[0])
        return kept
