"""Addresses of coming in and going out. The names are django-allauth's own; what is not listed does not exist."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount import views as organisation
from allauth.socialaccount.providers.openid_connect import views as oidc
from allauth.usersessions import views as sessions
from django.conf import settings
from django.urls import URLPattern, URLResolver, path, register_converter
from django.urls.converters import StringConverter

from vangnet.web.account import demo


class AccountKey(StringConverter):
    """Whose password it is; a string would take the dashes of the key along."""

    regex = "[0-9A-Za-z]+"


register_converter(AccountKey, "account_key")
urlpatterns: list[URLPattern | URLResolver] = [
    path("inloggen", account.login, name="account_login"),
    path("uitloggen", account.logout, name="account_logout"),
    path("gesloten", account.account_inactive, name="account_inactive"),
    path("bevestigen", account.reauthenticate, name="account_reauthenticate"),
    path("wachtwoord", account.password_change, name="account_change_password"),
    path("wachtwoord/kiezen", account.password_set, name="account_set_password"),
    path("wachtwoord/vergeten", account.password_reset, name="account_reset_password"),
    path("wachtwoord/vergeten/verstuurd", account.password_reset_done, name="account_reset_password_done"),
    path(
        "wachtwoord/nieuw/<account_key:uidb36>-<path:key>",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("wachtwoord/nieuw/klaar", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("sessies", sessions.list_usersessions, name="usersessions_list"),
    path("tweede-stap", mfa.index, name="mfa_index"),
    path("tweede-stap/invoeren", mfa.authenticate, name="mfa_authenticate"),
    path("tweede-stap/bevestigen", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("tweede-stap/app", totp.activate_totp, name="mfa_activate_totp"),
    path("tweede-stap/app/weg", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("tweede-stap/noodcodes", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("tweede-stap/noodcodes/nieuw", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("tweede-stap/noodcodes/bestand", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("tweede-stap/sleutels", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("tweede-stap/sleutels/nieuw", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("tweede-stap/sleutels/bevestigen", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("tweede-stap/sleutels/inloggen", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("tweede-stap/sleutels/<int:pk>/weg", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
    path("tweede-stap/sleutels/<int:pk>", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path("organisatie/afgebroken", organisation.login_cancelled, name="socialaccount_login_cancelled"),
    path("organisatie/mislukt", organisation.login_error, name="socialaccount_login_error"),
    path("organisatie/<str:provider_id>", oidc.login, name="openid_connect_login"),
    path("organisatie/<str:provider_id>/terug", oidc.callback, name="openid_connect_callback"),
]
if settings.DEMO_SIGN_IN:
    urlpatterns += [
        path("demo", demo.choose, name="demo-choose"),
        path("demo/binnen", demo.enter, name="demo-enter"),
    ]
