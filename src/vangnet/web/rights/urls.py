"""Addresses of the screens about the rights of a person."""

from __future__ import annotations

from django.urls import path

from vangnet.web.rights import informs, pages, restricting

urlpatterns = [
    path("personen/<uuid:person_id>/inzage", pages.of_person, name="insight-of-person"),
    path("inzage", pages.listing, name="insights"),
    path("inzage/<uuid:request_id>", pages.one, name="insight"),
    path("inzage/<uuid:request_id>/behandelen", pages.take, name="insight-take"),
    path("inzage/<uuid:request_id>/beperking", restricting.restriction, name="restriction"),
    path("inzage/<uuid:request_id>/melding/<uuid:opening_id>", restricting.opening, name="opening"),
    path("vertellen/<uuid:inform_id>", informs.inform, name="inform"),
    path("inzage/<uuid:request_id>/antwoord", pages.answer, name="insight-answer"),
]
