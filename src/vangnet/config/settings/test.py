"""The tests: the same as the demo without its open door, and quick to hash a password."""

from __future__ import annotations

from vangnet.config.settings.base import *  # noqa: F403

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
DEMO_SIGN_IN = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_USE_FINDERS = True
STATIC_ROOT = None
SECOND_FACTOR_REQUIRED = False
