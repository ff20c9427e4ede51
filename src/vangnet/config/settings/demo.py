"""The demo: made-up people, on this machine only."""

from __future__ import annotations

from vangnet.config.settings.base import *  # noqa: F403

ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
DEMO_SIGN_IN = True
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
WHITENOISE_USE_FINDERS = True
STATIC_ROOT = None  # nothing is gathered: files are served from where they are written
SECOND_FACTOR_REQUIRED = False
LOGIN_URL = "demo-choose"
