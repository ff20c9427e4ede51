"""The forms of the door, in our own words and without what our pages already say."""

from __future__ import annotations

from typing import Any

from allauth.account import forms
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django.utils.translation import gettext_lazy


class SignInForm(forms.LoginForm):  # type: ignore[misc]  # allauth has no types
    """Address and password: a label says what a field is, so nothing stands in it, and the way out stands below."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """A passkey of one's own: it has a name, and it opens the door by itself unless somebody wants otherwise."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"passwordless": True} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.fields["name"].label = gettext_lazy("Naam van deze sleutel")
        self.fields["name"].help_text = gettext_lazy("Bijvoorbeeld: telefoon van het werk")
        self.fields["passwordless"].label = gettext_lazy("Hiermee wil ik inloggen zonder wachtwoord")
        self.fields["passwordless"].help_text = gettext_lazy(
            "Je apparaat vraagt dan om je vinger, je gezicht of een code."
        )
