"""Django's name for the stage."""

from django.apps import AppConfig


class SharingConfig(AppConfig):
    """Sharing."""

    name = "vangnet.sharing"
    label = "sharing"
