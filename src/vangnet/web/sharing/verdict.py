"""A question with its answer, and what one does with it: answer what is missing, share, ask the adviser, look again."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from vangnet.sharing import selectors, services
from vangnet.sharing.errors import NotPermitted
from vangnet.sharing.types import QuestionView
from vangnet.web.shared.fields import Form
from vangnet.web.shared.saving import SAVED, attempt, sentence, status_of
from vangnet.web.shared.visit import Visit, visited
from vangnet.web.sharing.forms import AdviserForm, AnswerForm, ShareForm
from vangnet.web.sharing.page import Forms, show


@require_safe
@visited
def verdict(request: HttpRequest, visit: Visit, question_id: UUID) -> HttpResponse:
    """Show what was asked, what the law says of each item and why, and what one can do."""
    return show(request, visit, _found(visit, question_id))


@require_POST
@visited
def answer(request: HttpRequest, visit: Visit, question_id: UUID) -> HttpResponse:
    """Keep what the professional answered, and ask the law again."""
    found = _found(visit, question_id)
    form = AnswerForm(request.POST, names=found.missing)
    status = status_of(form)
    if status == 200:
        asked: list[QuestionView] = []
        status = attempt(
            form,
            lambda: asked.append(
                services.answer_missing(
                    actor=visit.actor,
                    question_id=question_id,
                    answers=form.answers(),
                    at=visit.at,
                    key=form.cleaned_data["key"],
                )
            ),
        )
        if status is SAVED:
            messages.success(request, gettext("Opgeslagen. Vangnet heeft opnieuw gekeken."))
            return redirect("web:share-verdict", asked[0].id)
    return show(request, visit, found, typed=Forms(answer=form), status=status)


@require_POST
@visited
def again(request: HttpRequest, visit: Visit, question_id: UUID) -> HttpResponse:
    """Ask the same again, with what is known now."""
    form = Form(request.POST)
    key = form.cleaned_data["key"] if form.is_valid() else None
    asked = services.ask_again(actor=visit.actor, question_id=question_id, at=visit.at, key=key)
    return redirect("web:share-verdict", asked.id)


@require_POST
@visited
def share(request: HttpRequest, visit: Visit, question_id: UUID) -> HttpResponse:
    """Share every item that may go, with the motive of the professional."""
    found = _found(visit, question_id)
    form = ShareForm(request.POST)
    status = status_of(form)
    if status == 200:
        status = _disclosed(visit, found, form)
        if status is SAVED:
            messages.success(request, gettext("Vastgelegd. Je kunt het nu geven."))
            return redirect("web:case-disclosures", found.case_id)
    return show(request, visit, found, typed=Forms(share=form), status=status)


def _disclosed(visit: Visit, found: QuestionView, form: ShareForm) -> HTTPStatus:
    """Share what may go; when that is refused by now, the page comes back with what was typed."""
    try:
        return attempt(
            form,
            lambda: services.disclose(
                actor=visit.actor,
                question_id=found.id,
                item_ids=[one.item.id for one in found.verdicts if one.permitted],
                motive=form.cleaned_data["motive"],
                idempotency_key=str(form.cleaned_data["key"]),
                at=visit.at,
                conditions=form.cleaned_data["conditions"],
            ),
        )
    except NotPermitted as error:
        form.add_error(None, sentence(error))
        return HTTPStatus.FORBIDDEN


@require_POST
@visited
def read_advice(request: HttpRequest, visit: Visit, advice_id: UUID) -> HttpResponse:
    """Keep that the answer of the adviser was read; it goes from Vandaag."""
    found = services.read_advice(actor=visit.actor, advice_id=advice_id, at=visit.at)
    return redirect("web:share-verdict", found.question_id)


@require_POST
@visited
def ask_adviser(request: HttpRequest, visit: Visit, question_id: UUID) -> HttpResponse:
    """Put the question to the privacy adviser."""
    found = _found(visit, question_id)
    form = AdviserForm(request.POST)
    status = status_of(form)
    if status == 200:
        status = attempt(
            form,
            lambda: services.ask_adviser(
                actor=visit.actor,
                question_id=question_id,
                text=form.cleaned_data["text"],
                at=visit.at,
                key=form.cleaned_data["key"],
            ),
        )
        if status is SAVED:
            messages.success(
                request, gettext("Je vraag ligt bij de privacy-adviseur. Het antwoord komt hier te staan.")
            )
            return redirect("web:share-verdict", question_id)
    return show(request, visit, found, typed=Forms(adviser=form), status=status)


def _found(visit: Visit, question_id: UUID) -> QuestionView:
    return selectors.question(actor=visit.actor, question_id=question_id, at=visit.at)
