"""Documents of a case: list them, hand one in, take one along. A document is never shown in the page, only downloaded."""

from __future__ import annotations

import re
import unicodedata
from typing import Final
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from vangnet.access import selectors as access
from vangnet.access.errors import NoMandate
from vangnet.access.types import Relation, SightView
from vangnet.cases import selectors as cases
from vangnet.cases import services
from vangnet.cases.types import WITHDRAWAL_TEXTS, DocumentFile, DocumentView, NewDocument
from vangnet.core.errors import NotVisible
from vangnet.flow.withdrawing import withdraw_document
from vangnet.web.cases.forms import DocumentForm
from vangnet.web.cases.page import frame, opened
from vangnet.web.cases.words import DOCUMENTS
from vangnet.web.cases.writing import answer
from vangnet.web.shared.entry_titles import ENTRY_TEXTS
from vangnet.web.shared.fields import Form
from vangnet.web.shared.visit import Visit, visited
from vangnet.web.sharing import words

_ENDINGS: Final = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg", "text/plain": "txt"}
KILO: Final = 1024


@require_safe
@visited
def listing(request: HttpRequest, visit: Visit, case_id: UUID) -> HttpResponse:
    """Show the documents of a case, newest first."""
    found = opened(visit, case_id)
    rows = [
        {
            "document": one,
            "kind": DOCUMENTS[one.kind],
            "may_withdraw": found.case.closed_on is None and _may_withdraw(visit, one, found.sight),
            "about": words.headed(words.say("categories", one.category)),
            "ending": _ENDINGS.get(one.media_type, ""),
            "kilobytes": max(1, round(one.size / KILO)),
        }
        for one in cases.documents(actor=visit.actor, case_id=case_id, at=visit.at, sight=found.sight)
    ]
    return render(request, "cases/documents.html", frame(found, visit, "documents") | {"documents": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def add(request: HttpRequest, visit: Visit, case_id: UUID) -> HttpResponse:
    """Hand in a document."""
    case = cases.case(actor=visit.actor, case_id=case_id, at=visit.at)
    codes = cases.categories_to_add(actor=visit.actor, case_id=case_id, at=visit.at)
    usual = cases.usual_category(actor=visit.actor)
    form = DocumentForm(
        request.POST or None, request.FILES or None, categories=words.choices("categories", list(codes)),
        initial={"category": usual if usual in codes else ""},
    )  # fmt: skip

    def write() -> None:
        said = form.cleaned_data
        document = NewDocument(said["title"], said["kind"], said["category"], said["content"].read())
        services.add_document(
            actor=visit.actor, case_id=case_id, document=document, idempotency_key=str(said["key"]), at=visit.at
        )

    return answer(
        request, case, form, title=gettext("Document toevoegen"), button=gettext("Bewaar het document"),
        lead=gettext("Wie dit onderwerp mag zien, ziet ook het document. Vangnet zelf zoekt niet naar virussen."),
        said=gettext("Opgeslagen. Het document staat bij Documenten en op de tijdlijn."), write=write,
    )  # fmt: skip


class WithdrawForm(Form):
    """Why a document does not belong here."""

    why = forms.ChoiceField(
        label=gettext_lazy("Waarom hoort dit document hier niet?"), widget=forms.RadioSelect,
        choices=[(code.value, ENTRY_TEXTS[text]) for code, text in WITHDRAWAL_TEXTS.items()],
        help_text=gettext_lazy("Wie het document kreeg, leest dit ook."),
        error_messages={"required": gettext_lazy("Kies waarom dit document hier niet hoort.")},
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def withdraw(request: HttpRequest, visit: Visit, case_id: UUID, document_id: UUID) -> HttpResponse:
    """Withdraw a document that was attached by mistake, and tell who received it."""
    case = cases.case(actor=visit.actor, case_id=case_id, at=visit.at)
    listed = cases.documents(actor=visit.actor, case_id=case_id, at=visit.at)
    document = next((one for one in listed if one.id == document_id), None)
    if document is None:
        raise NotVisible
    if not _may_withdraw(visit, document, access.sight(actor=visit.actor, case_id=case_id, at=visit.at)):
        raise NoMandate("cases.decide")
    form = WithdrawForm(request.POST or None)

    def write() -> None:
        withdraw_document(
            actor=visit.actor, case_id=case_id, document_id=document_id, why=form.cleaned_data["why"], at=visit.at
        )

    return answer(
        request, case, form, title=gettext("Document intrekken"), button=gettext("Trek het document in"),
        lead=gettext(
            "Daarna leest niemand het meer. Wie het kreeg, hoort het. Op de tijdlijn blijft staan dat het er was."
        ),
        said=gettext("Ingetrokken. Wie het document kreeg, hoort dit."), back=reverse("web:case-documents", args=[case_id]),
        write=write,
    )  # fmt: skip


def _may_withdraw(visit: Visit, document: DocumentView, sight: SightView) -> bool:
    """Return whether the visitor handed it in and may, or directs and stands in the case; the service asks again."""
    if document.author_id == visit.actor.worker_id:
        return access.may(actor=visit.actor, act="cases.record_contact")
    return access.may(actor=visit.actor, act="cases.decide") and sight.relation is not Relation.OTHER


@require_safe
@visited
def download(request: HttpRequest, visit: Visit, case_id: UUID, document_id: UUID) -> HttpResponse:
    """Hand over a document as a file."""
    found = cases.document_file(actor=visit.actor, case_id=case_id, document_id=document_id, at=visit.at)
    return as_download(found)


def as_download(found: DocumentFile) -> HttpResponse:
    """Return a document as a file to keep: no browser opens it as a page of ours, whatever is in it."""
    kind = found.media_type if found.media_type in _ENDINGS else "application/octet-stream"
    answered = HttpResponse(found.content, content_type=f"{kind}; charset=utf-8" if kind == "text/plain" else kind)
    answered["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=_file_name(found)) or ""
    answered["X-Content-Type-Options"] = "nosniff"
    answered["Cross-Origin-Resource-Policy"] = "same-origin"
    return answered


def _file_name(found: DocumentFile) -> str:
    """Return a name that no system trips over, with the ending that fits what the file is."""
    plain = "".join(sign for sign in found.title if unicodedata.category(sign)[0] not in "CZ" or sign == " ")
    name = re.sub(r"[\\/:*?\"<>|.\s]+", " ", plain).strip()[:80]
    return f"{name or 'document'}.{_ENDINGS.get(found.media_type, 'bin')}"
