"""Django's name for the stage."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Audit."""

    name = "vangnet.audit"
    label = "audit"
