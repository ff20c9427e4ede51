"""Tells the record who came in, who went out, and who was not let in; connected when the program starts.

Vangnet itself has no signals; these are those of the frame, the one place that every way in and out passes.
"""

from __future__ import annotations

from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.signals import authentication_failed as factor_failed
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.http import HttpRequest

from vangnet.access.services import door
from vangnet.core.clock import now
from vangnet.core.tracing import current_trace_id


def signed_in(sender: object, request: HttpRequest | None = None, user: object = None, **more: Any) -> None:
    """Keep that somebody came in, and by which ways."""
    records = get_authentication_records(request, user) if request is not None and hasattr(request, "session") else []
    how = "+".join(str(one.get("method", "")) for one in records) or "demo"
    door.record_sign_in(account=user, how=how, trace_id=current_trace_id(), at=now())


def signed_out(sender: object, request: HttpRequest | None = None, user: object = None, **more: Any) -> None:
    """Keep that somebody went out."""
    ended = getattr(request, "ended_by", "")
    if user is not None and ended:
        door.record_session_end(account=user, why=ended, trace_id=current_trace_id(), at=now())
    elif user is not None:
        door.record_sign_out(account=user, trace_id=current_trace_id(), at=now())


def factor_refused(sender: object, request: HttpRequest | None = None, user: object = None, **more: Any) -> None:
    """Keep that a second factor was wrong."""
    email = str(getattr(user, "email", ""))
    door.record_refusal(email=email, why="second-factor", trace_id=current_trace_id(), at=now())


def connect() -> None:
    """Listen; connecting twice is once."""
    user_logged_in.connect(signed_in, dispatch_uid="vangnet.sign_in")
    user_logged_out.connect(signed_out, dispatch_uid="vangnet.sign_out")
    factor_failed.connect(factor_refused, dispatch_uid="vangnet.second_factor")
