"""Addresses of the law."""

from __future__ import annotations

from django.urls import path

from vangnet.web.law import views

urlpatterns = [
    path("wet", views.statutes, name="law"),
    path("wet/bron/<slug:statute>", views.statute, name="statute"),
    path("wet/<slug:key>", views.norm, name="norm"),
]
