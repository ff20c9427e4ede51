"""Every address of the product. Screens are Dutch; each stage brings its own list."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from vangnet.api.authzen import urls as authzen
from vangnet.api.health.views import alive, ready_view
from vangnet.api.logbook.views import processing_activities
from vangnet.api.oauth import token
from vangnet.config.decisions import decision_point
from vangnet.config.readiness import checks

urlpatterns: list[URLPattern | URLResolver] = [
    path("gezondheid", alive, name="alive"),
    path("api/oauth/token", token, name="token"),
    path("api/v1/", include("vangnet.api.v1.urls")),
    *authzen.patterns(decision_point),
    path("processing-activities", processing_activities, name="processing-activities"),
    path("gereed", ready_view(checks), name="ready"),
    path("account/", include("vangnet.web.account.urls")),
    path("", include("vangnet.web.urls")),
]

handler400 = "vangnet.web.shared.faults.bad_request"
handler403 = "vangnet.web.shared.faults.forbidden"
handler404 = "vangnet.web.shared.faults.not_found"
handler500 = "vangnet.web.shared.faults.broken"
