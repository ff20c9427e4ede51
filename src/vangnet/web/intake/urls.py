"""Addresses of the screens about signals."""

from __future__ import annotations

from django.urls import path

from vangnet.web.intake import (
    escalation,
    figures,
    guests,
    inbox,
    inclusion,
    outreach,
    passing,
    quick,
    recognise,
    report,
    signal,
    stored,
    tables,
    telling,
    weigh,
)

urlpatterns = [
    path("signalen", inbox.signals, name="signals"),
    path("signalen/nieuw", report.new_signal, name="signal-new"),
    path("signalen/alleen-bewaard", stored.stored, name="signals-stored"),
    path("signalen/alleen-bewaard/<uuid:signal_id>", stored.ask, name="signal-ask-opening"),
    path("signalen/van-mij", telling.reported, name="signals-mine"),
    path("signalen/<uuid:signal_id>", signal.signal, name="signal"),
    path("signalen/<uuid:signal_id>/wie", recognise.who, name="signal-who"),
    path("signalen/<uuid:signal_id>/wie/nieuw", recognise.new_person, name="signal-new-person"),
    path("signalen/<uuid:signal_id>/niet-deze-persoon", recognise.not_this_person, name="signal-not-this"),
    path("signalen/<uuid:signal_id>/wegen", weigh.weigh, name="signal-weigh"),
    path("signalen/<uuid:signal_id>/inclusie", inclusion.include, name="signal-include"),
    path("signalen/<uuid:signal_id>/24-uur", quick.quick, name="signal-quick"),
    path("signalen/<uuid:signal_id>/24-uur/<uuid:quick_id>", quick.quick_done, name="quick-done"),
    path("signalen/<uuid:signal_id>/gedaan", quick.decision_done, name="decision-done"),
    path("te-laat/<uuid:escalation_id>", escalation.escalation, name="escalation"),
    path("signalen/cijfers", figures.figures, name="figures"),
    path("signalen/weegtafel", tables.boards, name="boards"),
    path("signalen/weegtafel/<uuid:board_id>", tables.board, name="board"),
    path("signalen/weegtafel/<uuid:board_id>/partners", guests.invite, name="board-guests"),
    path("signalen/aan-tafel", guests.guest_boards, name="guest-boards"),
    path("signalen/aan-tafel/<uuid:board_id>", guests.guest_board, name="guest-board"),
    path("signalen/<uuid:signal_id>/casus", signal.open_case, name="signal-case"),
    path("signalen/<uuid:signal_id>/aanbieden", passing.offer, name="signal-offer"),
    path("signalen/<uuid:signal_id>/aangeboden", passing.answer_offer, name="signal-answer-offer"),
    path("signalen/<uuid:signal_id>/houden", passing.take_back, name="signal-take-back"),
    path("signalen/<uuid:signal_id>/terugkoppeling", telling.tell, name="signal-tell"),
    path("signalen/<uuid:signal_id>/vertel-de-persoon", telling.tell_person, name="signal-tell-person"),
    path("signalen/<uuid:signal_id>/bemoeizorg", outreach.start, name="outreach-start"),
    path("bemoeizorg", outreach.watch_list, name="watch-list"),
    path("bemoeizorg/<uuid:outreach_id>", outreach.one, name="outreach"),
    path("melden", report.public_report, name="report"),
]
