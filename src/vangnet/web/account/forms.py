"""The form at the door, without what allauth adds and our page already says."""

from __future__ import annotations

from typing import Any

from allauth.account import forms


class SignInForm(forms.LoginForm):  # type: ignore[misc]  # allauth has no types
    """Address and password: a label says what a field is, so nothing stands in it, and the way out stands below."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
