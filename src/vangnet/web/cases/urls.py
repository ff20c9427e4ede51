"""Addresses of cases."""

from __future__ import annotations

from django.urls import path

from vangnet.web.cases import again, documents, listing, shutting, staffing, views, writing

urlpatterns = [
    path("casussen", listing.case_list, name="cases"),
    path("casussen/<uuid:case_id>", views.case, name="case"),
    path("casussen/<uuid:case_id>/papier", views.paper, name="case-paper"),
    path("casussen/<uuid:case_id>/tijdlijn", views.timeline, name="case-timeline"),
    path("casussen/<uuid:case_id>/betrokkenen", views.people, name="case-people"),
    path("casussen/<uuid:case_id>/documenten", documents.listing, name="case-documents"),
    path("casussen/<uuid:case_id>/documenten/nieuw", documents.add, name="document-new"),
    path("casussen/<uuid:case_id>/documenten/<uuid:document_id>", documents.download, name="document"),
    path(
        "casussen/<uuid:case_id>/documenten/<uuid:document_id>/intrekken", documents.withdraw, name="document-withdraw"
    ),
    path("casussen/<uuid:case_id>/eerdere-plannen", views.earlier, name="case-earlier"),
    path("casussen/<uuid:case_id>/wie-keek-hier", views.looked, name="case-looked"),
    path("casussen/<uuid:case_id>/notitie", writing.note, name="note-new"),
    path("casussen/<uuid:case_id>/contact", writing.contact, name="contact-new"),
    path("casussen/<uuid:case_id>/overleg", writing.meeting, name="meeting-new"),
    path("casussen/<uuid:case_id>/besluit", writing.decision, name="decision-new"),
    path("casussen/<uuid:case_id>/bewaren", again.keep, name="case-keep"),
    path("herverwerking", again.listing, name="reprocessings"),
    path("herverwerking/nieuw", again.order, name="reprocessing-new"),
    path("herverwerking/<uuid:reprocessing_id>", again.one, name="reprocessing"),
    path("casussen/<uuid:case_id>/verhuisd", writing.moved, name="moved"),
    path("casussen/<uuid:case_id>/afsluiten", writing.close, name="case-close"),
    path("casussen/<uuid:case_id>/uitgesloten", shutting.listing, name="case-shut-out"),
    path("casussen/<uuid:case_id>/uitgesloten/nieuw", shutting.add, name="shut-out-new"),
    path("casussen/<uuid:case_id>/uitgesloten/<uuid:worker_id>/toelaten", shutting.lift, name="shut-out-lift"),
    path("casussen/<uuid:case_id>/rollen/nieuw", staffing.add, name="slot-add"),
    path("casussen/<uuid:case_id>/rollen/<uuid:slot_id>/bezetten", staffing.hold, name="slot-hold"),
    path("casussen/<uuid:case_id>/rollen/<uuid:slot_id>/vervanger", staffing.deputy, name="slot-deputy"),
    path("casussen/<uuid:case_id>/rollen/<uuid:slot_id>/stoppen", staffing.end, name="slot-end"),
]
