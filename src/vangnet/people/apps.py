"""Django's name for the stage."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """People."""

    name = "vangnet.people"
    label = "people"
