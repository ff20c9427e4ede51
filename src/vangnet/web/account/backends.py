"""Who is behind a session: asked at each page, so that a closed account is out at the next click."""

from __future__ import annotations

from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser

from vangnet.access import selectors as access


class SignedIn(AuthenticationBackend):  # type: ignore[misc]
    """Allauth's way of coming in; the account of a session is read with its worker in one fixed statement."""

    def get_user(self, user_id: UUID) -> AbstractBaseUser | None:
        """Return the account of a session; None when it is gone or closed."""
        account = access.account(account_id=user_id)
        return account if account is not None and self.user_can_authenticate(account) else None
