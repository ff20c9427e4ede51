"""Django's name for the stage."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Cases."""

    name = "vangnet.cases"
    label = "cases"
