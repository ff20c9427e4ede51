"""Addresses of the screens about who works here, and of the pages everybody may read."""

from __future__ import annotations

from django.urls import path

from vangnet.web.access import absence, account, asking, briefing, emergency, one_time, pages, received

urlpatterns = [
    path("afwezig", absence.absence, name="absence"),
    path("afwezig/<uuid:absence_id>/terug", absence.back, name="absence-back"),
    path("vervangen", briefing.stand_ins, name="stand-ins"),
    path("vervangen/<uuid:deputy_id>", briefing.briefing, name="briefing"),
    path("noodtoegang", emergency.open_case, name="emergency-open"),
    path("noodtoegang/<uuid:emergency_id>", emergency.review, name="emergency"),
    path("toegang/vragen", asking.by_number, name="access-ask"),
    path("toegang/vragen/<uuid:person_id>", asking.about_person, name="access-ask-person"),
    path("toegang/vragen/signaal/<uuid:signal_id>", asking.from_signal, name="access-ask-signal"),
    path("toegang/mijn-vragen", asking.mine, name="access-mine"),
    path("toegang/vraag/<uuid:request_id>", asking.answer, name="access-answer"),
    path("ontvangen", received.received, name="received"),
    path("ontvangen/<uuid:disclosed_id>/verbetering", received.acknowledge, name="received-correction"),
    path("ontvangen/<uuid:disclosed_id>/document", received.document, name="received-document"),
    path("eenmalig/<uuid:view_id>/intrekken", one_time.withdraw, name="one-time-withdraw"),
    path("gedeeld/<uuid:disclosed_id>/eenmalig", one_time.invite, name="one-time-invite"),
    path("eenmalig/<str:link>", one_time.look, name="one-time"),
    path("mijn-account", account.account, name="account"),
    path("hulp", pages.help_page, name="help"),
    path("toegankelijkheid", pages.accessibility, name="accessibility"),
    path("privacy", pages.privacy, name="privacy"),
]
