"""Addresses of the screens about persons."""

from __future__ import annotations

from django.urls import path

from vangnet.web.people import search

urlpatterns = [path("zoeken", search.search, name="search")]
