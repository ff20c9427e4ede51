"""Addresses of the screens about persons."""

from __future__ import annotations

from django.urls import path

from vangnet.web.people import apart, changing, page, search, who_is_who

urlpatterns = [
    path("zoeken", search.search, name="search"),
    path("personen/<uuid:person_id>", page.person, name="person"),
    path("personen/<uuid:person_id>/wijzigen", changing.describe, name="person-describe"),
    path("personen/<uuid:person_id>/naam", changing.name, name="person-name"),
    path("personen/<uuid:person_id>/inschrijfadres", changing.registered, name="person-registered"),
    path("personen/<uuid:person_id>/nummer", changing.number, name="person-number"),
    path("personen/<uuid:person_id>/kring", changing.relation, name="person-relation"),
    path("personen/<uuid:person_id>/onderzoek", changing.research, name="person-research"),
    path("personen/<uuid:person_id>/nummer/sluiten", changing.end, {"part": "nummer"}, name="person-number-end"),
    path("personen/<uuid:person_id>/naam/weghalen", changing.end, {"part": "naam"}, name="person-name-drop"),
    path("personen/<uuid:person_id>/kring/sluiten", changing.end, {"part": "kring"}, name="person-relation-end"),
    path("personen/<uuid:person_id>/uit-elkaar", apart.part, name="person-part"),
    path("personen/<uuid:person_id>/besluiten/<uuid:decision_id>/intrekken", apart.take_back, name="person-take-back"),
    path("uit-elkaar/<uuid:split_id>", apart.learned, name="person-learned"),
    path("wie-is-wie", who_is_who.queue, name="who-is-who"),
    path("wie-is-wie/hulp", who_is_who.help_page, name="who-is-who-help"),
    path("wie-is-wie/<uuid:pair_id>", who_is_who.one, name="who-is-who-pair"),
]
