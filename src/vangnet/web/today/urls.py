"""Addresses of Vandaag."""

from __future__ import annotations

from django.urls import path

from vangnet.web.today import views

urlpatterns = [
    path("", views.front, name="front"),
    path("vandaag", views.work, name="today"),
]
