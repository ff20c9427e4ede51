"""Django's name for the stage."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Intake."""

    name = "vangnet.intake"
    label = "intake"
