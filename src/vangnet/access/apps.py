"""Django's name for the stage."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Access."""

    name = "vangnet.access"
    label = "access"
