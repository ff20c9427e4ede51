"""Addresses of oversight."""

from __future__ import annotations

from django.urls import path

from vangnet.web.audit import views

urlpatterns = [
    path("toezicht", views.oversight, name="oversight"),
    path("toezicht/logboek", views.log, name="log"),
    path("toezicht/bewaren", views.keeping, name="keeping"),
]
