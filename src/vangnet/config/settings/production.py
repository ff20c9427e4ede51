"""Production: real people. It does not start unless everything it needs is there and nothing of the demo is."""

from __future__ import annotations

import os
from urllib.parse import urlsplit

from vangnet.config import env
from vangnet.config.settings.base import *  # noqa: F403
from vangnet.config.settings.base import CONTENT_SECURITY_POLICY, ENVIRONMENT

# Whoever names this module in DJANGO_SETTINGS_MODULE gets the same judgement as whoever sets VANGNET_MODE.
env.read(os.environ | {"VANGNET_MODE": env.PRODUCTION})

_PUBLIC = urlsplit(ENVIRONMENT.public_url)
_MAIL = urlsplit(ENVIRONMENT.mail_url)

DEMO_SIGN_IN = False
ALLOWED_HOSTS = [str(_PUBLIC.hostname), *ENVIRONMENT.hosts]
CSRF_TRUSTED_ORIGINS = [ENVIRONMENT.public_url]

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.proxies else None
ALLAUTH_TRUSTED_PROXY_COUNT = ENVIRONMENT.proxies
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^gezondheid$", r"^gereed$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
# Listing the domain with the makers of browsers binds all of it for years: the choice of its owner, not of a program.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-vangnet_sessie"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-vangnet_csrf"
CONTENT_SECURITY_POLICY = {"DIRECTIVES": CONTENT_SECURITY_POLICY["DIRECTIVES"] | {"upgrade-insecure-requests": True}}

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

EMAIL_HOST = _MAIL.hostname or ""
EMAIL_PORT = _MAIL.port or (465 if _MAIL.scheme == "smtps" else 587)
EMAIL_HOST_USER = _MAIL.username or ""
EMAIL_HOST_PASSWORD = _MAIL.password or ""
EMAIL_USE_SSL = _MAIL.scheme == "smtps"
EMAIL_USE_TLS = _MAIL.scheme == "smtp"
DEFAULT_FROM_EMAIL = ENVIRONMENT.mail_from
