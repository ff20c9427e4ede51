"""Django's name for the stage."""

from django.apps import AppConfig


class HandoversConfig(AppConfig):
    """Hand-overs."""

    name = "vangnet.handovers"
    label = "handovers"
