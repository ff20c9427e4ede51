"""Addresses of sharing."""

from __future__ import annotations

from django.urls import path

from vangnet.web.sharing import advice, asking, consents, disclosures, findings, kept, requests, steps, verdict

urlpatterns = [
    path("delen", asking.start, name="sharing"),
    path("delen/<uuid:question_id>", verdict.verdict, name="share-verdict"),
    path("delen/<uuid:question_id>/antwoord", verdict.answer, name="share-answer"),
    path("delen/<uuid:question_id>/opnieuw", verdict.again, name="share-again"),
    path("delen/<uuid:question_id>/tegenhouden", findings.finding, name="share-finding"),
    path("delen/<uuid:question_id>/delen", verdict.share, name="share-disclose"),
    path("delen/<uuid:question_id>/adviseur", verdict.ask_adviser, name="share-adviser"),
    path("delen/<uuid:question_id>/beroepsgeheim/<uuid:item_id>", steps.step, name="share-steps"),
    path("delen/verbeterd/<uuid:disclosed_id>", disclosures.acknowledge, name="correction-seen"),
    path("casussen/<uuid:case_id>/delen", kept.overview, name="case-sharing"),
    path("casussen/<uuid:case_id>/toestemming/nieuw", consents.new, name="consent-new"),
    path("toestemming/<uuid:consent_id>", consents.consent, name="consent"),
    path("toestemming/<uuid:consent_id>/intrekken", consents.withdraw, name="consent-withdraw"),
    path("casussen/<uuid:case_id>/gedeeld", disclosures.disclosures, name="case-disclosures"),
    path("casussen/<uuid:case_id>/gedeeld/<uuid:disclosed_id>/verbeteren", disclosures.correct, name="correct"),
    path("casussen/<uuid:case_id>/gedeeld/<uuid:disclosed_id>/bevestigd", disclosures.seen, name="correct-seen"),
    path("casussen/<uuid:case_id>/gedeeld/<uuid:disclosure_id>/verteld", disclosures.told, name="inform-told"),
    path("casussen/<uuid:case_id>/gedeeld/<uuid:disclosure_id>/later", disclosures.postpone, name="inform-later"),
    path("casussen/<uuid:case_id>/verzoeken/nieuw", requests.new, name="request-new"),
    path("verzoeken/<uuid:request_id>", requests.asked, name="request"),
    path("adviesvragen", advice.desk, name="advices"),
    path("adviesvragen/<uuid:advice_id>/gelezen", verdict.read_advice, name="advice-read"),
    path("adviesvragen/<uuid:advice_id>", advice.advice, name="advice"),
    path("casussen/<uuid:case_id>/mag-ik-dit-delen", asking.receiver, name="share-receiver"),
    path("casussen/<uuid:case_id>/mag-ik-dit-delen/<str:to>", asking.question, name="share-ask"),
]
