"""Django's handle on the screens: templates, style, words and tags live in `shared`."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The shared part of all screens is the Django app; the folders of the stages hold views and their templates."""

    name = "vangnet.web.shared"
    label = "web"
    verbose_name = "Schermen"

    def ready(self) -> None:
        """Let the record hear who comes in and goes out."""
        import_module("vangnet.web.account.record").connect()
