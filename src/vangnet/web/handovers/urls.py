"""Addresses of the screens between regions."""

from __future__ import annotations

from django.urls import path

from vangnet.web.handovers import elsewhere

urlpatterns = [
    path("casussen/<uuid:case_id>/navraag", elsewhere.ask_about_case, name="case-elsewhere"),
    path("signalen/<uuid:signal_id>/navraag", elsewhere.ask_about_signal, name="signal-elsewhere"),
    path("navragen/<uuid:query_id>", elsewhere.answer, name="elsewhere-answer"),
    path("navragen/aan-ons/<uuid:answer_id>", elsewhere.asked_of_us, name="elsewhere-notice"),
]
