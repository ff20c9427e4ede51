"""Addresses of the screens about signals."""

from __future__ import annotations

from django.urls import path

from vangnet.web.intake import inbox, recognise, report, signal, weigh

urlpatterns = [
    path("signalen", inbox.signals, name="signals"),
    path("signalen/nieuw", report.new_signal, name="signal-new"),
    path("signalen/<uuid:signal_id>", signal.signal, name="signal"),
    path("signalen/<uuid:signal_id>/wie", recognise.who, name="signal-who"),
    path("signalen/<uuid:signal_id>/wie/nieuw", recognise.new_person, name="signal-new-person"),
    path("signalen/<uuid:signal_id>/wegen", weigh.weigh, name="signal-weigh"),
    path("signalen/<uuid:signal_id>/casus", signal.open_case, name="signal-case"),
    path("melden", report.public_report, name="report"),
]
