"""Addresses of plans and agreements."""

from __future__ import annotations

from django.urls import path

from vangnet.web.plans import views

urlpatterns = [
    path("casussen/<uuid:case_id>/plan/schrijven", views.write, name="plan-write"),
    path("casussen/<uuid:case_id>/plan/vaststellen", views.adopt, name="plan-adopt"),
    path("casussen/<uuid:case_id>/plan/gelezen", views.read, name="plan-read"),
    path("casussen/<uuid:case_id>/plan/past-nog/<uuid:flag_id>", views.settle, name="flag-settle"),
    path("casussen/<uuid:case_id>/afspraken/nieuw", views.agree, name="agreement-new"),
    path("casussen/<uuid:case_id>/afspraken/<uuid:agreement_id>/gedaan", views.done, name="agreement-done"),
    path("casussen/<uuid:case_id>/afspraken/<uuid:agreement_id>/weer-open", views.reopen, name="agreement-reopen"),
]
