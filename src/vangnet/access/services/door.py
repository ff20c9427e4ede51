"""Coming in and going out, for the record: who, how, and every time it was refused."""

from __future__ import annotations

from uuid import UUID

from vangnet.access import selectors
from vangnet.access.models import Account
from vangnet.access.services import acting, public_desk
from vangnet.audit import services as audit
from vangnet.core.clock import Instant
from vangnet.core.errors import NotVisible


def record_sign_in(*, account: object, how: str, trace_id: str, at: Instant) -> None:
    """Keep that somebody came in.

    Args:
        how: `password`, `organisation`, `passkey`, `demo` and the like; a code.
    """
    _record(account, "access.sign_in", trace_id=trace_id, at=at, details={"how": how[:60]})


def record_sign_out(*, account: object, trace_id: str, at: Instant) -> None:
    """Keep that somebody went out by themselves."""
    _record(account, "access.sign_out", trace_id=trace_id, at=at, details={})


def record_session_end(*, account: object, why: str, trace_id: str, at: Instant) -> None:
    """Keep that a session ended by its term, when that is first seen: at the next request with it.

    Args:
        why: `idle` after an hour without any request, `term` after the longest working day.
    """
    _record(account, "access.end_session", trace_id=trace_id, at=at, details={"why": why})


def account_of(*, account_id: str) -> Account | None:
    """Return an account by the id that a session keeps."""
    try:
        return Account.objects.filter(id=UUID(account_id)).first()
    except ValueError:
        return None


def record_refusal(*, email: str, why: str, trace_id: str, at: Instant) -> None:
    """Keep that somebody was not let in. Who tried is not known, and what they typed is not kept.

    Args:
        email: address that was typed; tells which account was tried, if there is one.
        why: `password`, `second-factor` or `locked`.
    """
    account_id: UUID | None = Account.objects.filter(email=email.lower()).values_list("id", flat=True).first()
    desk = public_desk(trace_id=trace_id)
    with acting(desk):
        audit.record(
            actor=desk, at=at, act="access.sign_in", object_kind="account", object_id=account_id, outcome="refused",
            details={"why": why},
        )  # fmt: skip


def _record(account: object, act: str, *, trace_id: str, at: Instant, details: dict[str, str | int | None]) -> None:
    try:
        actor, _ = selectors.seat_of(account=account, trace_id=trace_id, purpose="access")
    except NotVisible:
        return
    with acting(actor):
        audit.record(
            actor=actor, at=at, act=act, object_kind="account",
            object_id=account.id if isinstance(account, Account) else None, details=details,
        )  # fmt: skip
