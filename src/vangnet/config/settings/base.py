"""What is the same in the demo, in the tests and in production."""

from __future__ import annotations

import os
from pathlib import Path

from csp.constants import SELF

from vangnet.config import database, env, issuers, logs, tracing
from vangnet.config.settings.login import *  # noqa: F403
from vangnet.config.settings.security import *  # noqa: F403
from vangnet.config.settings.security import CONTENT_SECURITY_POLICY

ENVIRONMENT = env.read(os.environ)
ISSUERS = issuers.read(ENVIRONMENT.issuers)
NORM_FOLDERS = ENVIRONMENT.norms
PACKAGE = Path(__file__).resolve().parents[2]

SECRET_KEY = ENVIRONMENT.secret_key
VAULT = "vangnet.config.wiring.vault"
PERSONS_BESIDE = "vangnet.people.selectors.beside.persons_beside"
DECISION_POINT = "vangnet.config.wiring.foreign_decision_point"
POLICE_KEY = ENVIRONMENT.police_key
DEBUG = False
ROOT_URLCONF = "vangnet.config.urls"
WSGI_APPLICATION = "vangnet.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The stages in the order of the flow; a stage joins this list when it has tables.
STAGES = [
    "vangnet.audit",
    "vangnet.access",
    "vangnet.intake",
    "vangnet.people",
    "vangnet.cases",
    "vangnet.plans",
    "vangnet.sharing",
    "vangnet.handovers",
    "vangnet.web",
]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "template_partials",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "oauth2_provider",
    "procrastinate.contrib.django",
    *STAGES,
]

MIDDLEWARE = [
    "vangnet.config.requests.record_requests",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "vangnet.web.shared.middleware.PrivatePages",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "vangnet.config.sessions.limit_sessions",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "vangnet.web.shared.middleware.Language",
    "vangnet.web.shared.middleware.SharedScreen",
    "vangnet.web.account.factor.require_second_factor",
    "vangnet.web.shared.middleware.Refusals",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": sorted(PACKAGE.glob("web/*/templates")),
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "vangnet.web.shared.shell.context",
            ],
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
        },
    }
]

DATABASES = {"default": database.settings_for(ENVIRONMENT.database_url, pool=ENVIRONMENT.pool)}

# The counters of failed sign-ins are shared by all server processes, so they live in the database.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "vangnet_cache"},
}

SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [issuer.as_app() for issuer in ISSUERS]}}
CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"] = [SELF, *sorted({issuer.origin for issuer in ISSUERS})]

CSRF_FAILURE_VIEW = "vangnet.web.shared.faults.csrf_refused"

PROCRASTINATE_IMPORT_PATHS = ["vangnet.config.queue", "vangnet.flow.tasks"]

LOGGING_CONFIG = None
logs.configure(level=ENVIRONMENT.log_level, for_people=ENVIRONMENT.mode == env.DEMO)
tracing.configure(endpoint=ENVIRONMENT.otlp_endpoint)

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LOCALE_PATHS = sorted(PACKAGE.glob("web/*/locale"))
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT: Path | None = ENVIRONMENT.data.resolve() / "static"
WHITENOISE_ALLOW_ALL_ORIGINS = False
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.AppDirectoriesFinder"]

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
FILE_UPLOAD_HANDLERS = ["vangnet.web.shared.uploads.BoundedUpload"]

# Connected systems come in by client credentials only; a token is short and carries no rights of its own.
OAUTH2_PROVIDER = {
    "ACCESS_TOKEN_EXPIRE_SECONDS": 15 * 60,
    "SCOPES": {"api": "Signalen aanleveren en lezen, casussen en plannen lezen"},
    "ALLOWED_GRANT_TYPES": ["client-credentials"],
    "PKCE_REQUIRED": True,
    # RFC 9700: tokens are stored as a hash only, and what we do not use is off as well.
    "COMPLIANT_BCP_RFC9700_TOKEN_STORAGE": True,
    "COMPLIANT_BCP_RFC9700_ACCESS_TOKEN_TRANSPORT": True,
    "COMPLIANT_BCP_RFC9700_IMPLICIT_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PASSWORD_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PKCE_METHOD": True,
    "COMPLIANT_BCP_RFC9700_AUTHZ_RESPONSE_ISS": True,
    "REFRESH_TOKEN_REUSE_PROTECTION": True,
    "ALLOWED_REDIRECT_URI_SCHEMES": ["https"],
}
