"""Addresses of the screens, in Dutch; each stage's folder brings its own list."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from vangnet.web.shared import views as shared

app_name = "web"

urlpatterns: list[URLPattern | URLResolver] = [
    path("taal", shared.language, name="language"),
    path("scherm-delen", shared.screen, name="screen"),
    path("wakker", shared.awake, name="awake"),
    path("onderdelen", shared.parts, name="parts"),
    path("", include("vangnet.web.access.urls")),
    path("", include("vangnet.web.intake.urls")),
    path("", include("vangnet.web.people.urls")),
    path("", include("vangnet.web.today.urls")),
    path("", include("vangnet.web.cases.urls")),
    path("", include("vangnet.web.handovers.urls")),
    path("", include("vangnet.web.plans.urls")),
    path("", include("vangnet.web.rights.urls")),
    path("", include("vangnet.web.sharing.urls")),
    path("", include("vangnet.web.law.urls")),
    path("", include("vangnet.web.audit.urls")),
]
