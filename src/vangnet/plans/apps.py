"""Django's name for the stage."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """Plans."""

    name = "vangnet.plans"
    label = "plans"
