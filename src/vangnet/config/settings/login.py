"""Who may come in, and how: local accounts with a second factor, and organisations that vouch for their own people."""

from __future__ import annotations

AUTH_USER_MODEL = "access.Account"
AUTHENTICATION_BACKENDS = ["vangnet.web.account.backends.SignedIn"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 14}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

ACCOUNT_ADAPTER = "vangnet.web.account.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "vangnet.web.account.adapters.OrganisationAdapter"
MFA_ADAPTER = "vangnet.web.account.adapters.SecondFactorAdapter"
SECOND_FACTOR_REQUIRED = True

ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an account is made by the organisation, never by signing up
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300  # seconds
ACCOUNT_FORMS = {"login": "vangnet.web.account.forms.SignInForm"}
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "20/5m/ip,5/5m/key",
    "reset_password": "20/h/ip,5/h/key",
    "reauthenticate": "10/5m/user",
    "change_password": "5/m/user",
}

MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_FORMS = {"add_webauthn": "vangnet.web.account.forms.AddPasskeyForm"}
MFA_TOTP_ISSUER = "Vangnet"
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_RECOVERY_CODES_SHOW_ONCE = True

SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
USERSESSIONS_TRACK_ACTIVITY = False
