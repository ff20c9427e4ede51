"""What Vangnet decides differently from django-allauth: nobody signs up, and an organisation speaks for its own people."""

from __future__ import annotations

import base64
import hashlib
from typing import Any
from uuid import UUID

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from qrcode.main import QRCode

from vangnet.access import selectors as access
from vangnet.access.services import door
from vangnet.core.clock import now
from vangnet.core.errors import NotMandated
from vangnet.core.tracing import current_trace_id
from vangnet.web.shared import faults


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Local accounts: an organisation makes them, nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody opens an account for themselves."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Let nobody try on and on; that the door is shut for a while stands in the record."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            _refused(credentials, "locked")
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Keep that an address and a password did not fit."""
        super().authentication_failed(request, **credentials)
        _refused(credentials, "password")


class OrganisationAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Sign-in by one's own organisation: each issuer speaks for the people of one agency, and for nobody else."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Nobody opens an account for themselves."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Let in whom the issuer may speak for; everybody else gets the same refusal, known or not."""
        app = sociallogin.account.get_provider().app
        agency_id = UUID(app.settings["agency"])
        known = sociallogin.user.pk if sociallogin.is_existing else None
        address = next((e.email for e in sociallogin.email_addresses if e.verified), "")
        account = access.account_in_agency(agency_id=agency_id, account_id=known, email=address)
        if account is None:
            raise ImmediateHttpResponse(faults.respond(request, _not_known_here()))
        if known is None:
            sociallogin.connect(request, account)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The second factor: its secrets are stored encrypted, its picture needs no exception in the security policy."""

    def encrypt(self, text: str) -> str:
        """Return what is stored in place of a secret."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret that was stored."""
        return _box().decrypt(encrypted_text.encode()).decode()

    def build_totp_svg(self, url: str) -> SafeString:
        """Draw the code to scan, with attributes and without any style."""
        code = QRCode(border=4)
        code.add_data(url)
        rows = code.get_matrix()
        path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
        return format_html(
            '<svg viewBox="0 0 {0} {0}" width="240" height="240" aria-hidden="true" focusable="false">'
            '<rect width="{0}" height="{0}" fill="#fff"/><path d="{1}" fill="#000"/></svg>',
            len(rows),
            path,
        )


def _refused(credentials: dict[str, Any], why: str) -> None:
    door.record_refusal(email=str(credentials.get("email", "")), why=why, trace_id=current_trace_id(), at=now())


def _box() -> Fernet:
    key = hashlib.sha256(b"vangnet second factor " + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def _not_known_here() -> NotMandated:
    return NotMandated(
        "no-account-here",
        nl="Je organisatie heeft je aangemeld, maar je hebt daar nog geen plek in Vangnet. "
        "Vraag de beheerder van je organisatie.",
        en="Your organisation signed you in, but you have no place in Vangnet there yet. "
        "Ask your organisation's administrator.",
    )
