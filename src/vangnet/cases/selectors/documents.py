"""Documents of a case: those of a category in sight."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from vangnet.access import selectors as access
from vangnet.access import services as grants
from vangnet.access.types import Actor, SightView
from vangnet.audit import services as audit
from vangnet.cases import rules
from vangnet.cases.engine.stripping import without_metadata
from vangnet.cases.errors import PictureBroken
from vangnet.cases.models import Document, Withdrawal
from vangnet.cases.types import DocumentFile, DocumentKind, DocumentView
from vangnet.core.clock import Instant
from vangnet.core.errors import NotVisible


def documents(
    *, actor: Actor, case_id: UUID, at: Instant, sight: SightView | None = None, limit: int = 200
) -> list[DocumentView]:
    """Return the documents of a case that the actor may see, newest first, without their bytes, and record the read.

    Raises:
        NotVisible: the case is not in sight.
    """
    sight = access.sight_of(actor=actor, case_id=case_id, at=at, known=sight)
    rows = Document.objects.filter(category__in=sight.seen_categories(), case_id=case_id).order_by("-added_at", "-id")
    found = _views(list(rows.defer("content")[:limit]))
    audit.record(
        actor=actor, at=at, act="cases.list_documents", case_id=case_id, subject_id=sight.subject_id,
        object_kind="document", fields=["title"], details={"rows": len(found)},
    )  # fmt: skip
    return found


def document_file(*, actor: Actor, case_id: UUID, document_id: UUID, at: Instant) -> DocumentFile:
    """Return a document with its bytes, and record that it was read.

    Raises:
        NotVisible: absent, of another case, or not in sight.
        PictureBroken: where and when it was taken cannot be taken out of it.
    """
    sight = access.sight(actor=actor, case_id=case_id, at=at)
    row = Document.objects.filter(case_id=case_id, id=document_id).first()
    if row is None or not sight.may_see(row.category):
        raise NotVisible
    audit.record(
        actor=actor, at=at, act="cases.read_document", case_id=case_id, subject_id=sight.subject_id,
        object_kind="document", object_id=row.id, fields=["content"],
    )  # fmt: skip
    return _file(row)


def categories_to_add(*, actor: Actor, case_id: UUID, at: Instant) -> tuple[str, ...]:
    """Return of which categories the actor may hand in a document in a case.

    Raises:
        NotVisible: the case is not in sight.
    """
    sight = access.sight(actor=actor, case_id=case_id, at=at)
    return tuple(code for code in rules.document_categories(actor.agency_kind) if sight.may_see(code))


def usual_category(*, actor: Actor) -> str:
    """Return the category that is most likely for what somebody of this organisation hands in; empty when none stands out.

    A choice that is filled in decides who reads a document, so it is filled in only for who works with one kind of data.
    """
    return rules.own_category(actor.agency_kind)


def document_titles(*, ids: Sequence[UUID]) -> dict[UUID, str]:
    """Return the names of these documents: those that the database shows to whoever asks; the reader records the read."""
    return dict(Document.objects.filter(id__in=set(ids)).values_list("id", "title")) if ids else {}


def withdrawn(*, ids: Collection[UUID]) -> set[UUID]:
    """Return which of these documents were withdrawn, whoever asks: their titles are shown no more."""
    if not ids:
        return set()
    with grants.as_enforcer():
        return set(Withdrawal.objects.filter(document_id__in=ids).values_list("document_id", flat=True))


def shown_file(*, document_id: UUID) -> DocumentFile | None:
    """Return a document if the database shows it to whoever asks; the reader records the read."""
    row = Document.objects.filter(id=document_id).first()
    return _file(row) if row is not None else None


def documents_of(*, case_id: UUID) -> list[DocumentView]:
    """Return every document of a case that was not withdrawn, without bytes. Background work only: for the person's own question.

    What was attached by mistake may be about somebody else.
    """
    gone = Withdrawal.objects.filter(case_id=case_id).values("document_id")
    return _views(
        list(
            Document.objects.filter(case_id=case_id).exclude(id__in=gone).order_by("-added_at", "-id").defer("content")
        )
    )


def _file(row: Document) -> DocumentFile:
    """Return the bytes of a document; of a picture never what it says beside what one sees, whenever it was stored.

    Raises:
        PictureBroken: that cannot be taken out of it.
    """
    content = without_metadata(bytes(row.content), row.media_type)
    if content is None:
        raise PictureBroken
    return DocumentFile(row.title, row.media_type, content)


def _views(rows: Sequence[Document]) -> list[DocumentView]:
    authors = access.workers(worker_ids=[row.author_id for row in rows]) if rows else {}
    found = []
    for row in rows:
        author = authors.get(row.author_id)
        found.append(
            DocumentView(
                id=row.id,
                case_id=row.case_id,
                title=row.title,
                kind=DocumentKind(row.kind),
                category=row.category,
                media_type=row.media_type,
                size=row.size,
                added_at=row.added_at,
                author_id=row.author_id,
                author_name=author.name if author else "Vangnet",
                agency_name=author.agency_name if author else "",
            )
        )
    return found
