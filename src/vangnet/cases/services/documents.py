"""Hand in a document. What it says is never looked at here; whether a virus is in it, another program finds out."""

from __future__ import annotations

from uuid import UUID

from vangnet.access import selectors as access
from vangnet.access import services as grants
from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.cases import rules
from vangnet.cases.engine.sniffing import media_type
from vangnet.cases.models import Document, Entry
from vangnet.cases.services.locks import lock_open
from vangnet.cases.types import EntryKind, NewDocument
from vangnet.core.clock import Instant
from vangnet.core.ids import new_id


def add_document(*, actor: Actor, case_id: UUID, document: NewDocument, idempotency_key: str, at: Instant) -> UUID:
    """Keep a document in a case, with a line on its timeline; the same key twice is one document.

    Args:
        document: its category is one that the actor sees in this case, and that an organisation like theirs may hand in.

    Raises:
        NotVisible: the case is not in sight.
        CaseClosed: nothing can be added any more.
        DocumentUnreadable: something is missing, too much, or no file that may be kept.
    """
    case = lock_open(case_id)
    grants.require(actor, "cases.record_contact")
    sight = access.sight(actor=actor, case_id=case.id, at=at)
    categories = [code for code in rules.document_categories(actor.agency_kind) if sight.may_see(code)]
    small = document.content if len(document.content) <= rules.DOCUMENT_BYTES else b""
    found = rules.check_document(document, categories=categories, media_type=media_type(small))
    row, created = Document.objects.defer("content").get_or_create(
        case=case,
        idempotency_key=idempotency_key,
        defaults={
            "id": new_id(), "region": case.region, "title": document.title.strip(), "kind": document.kind,
            "category": document.category, "media_type": found, "size": len(document.content),
            "content": document.content, "author_id": actor.worker_id, "added_at": at,
        },
    )  # fmt: skip
    if not created:
        return row.id
    audit.record(
        actor=actor, at=at, act="cases.add_document", event=True, case_id=case.id, subject_id=case.person_id,
        object_kind="document", object_id=row.id, details={"kind": document.kind, "bytes": row.size},
    )  # fmt: skip
    Entry.objects.create(
        region=case.region, case_id=case.id, at=at, kind=EntryKind.DOCUMENT.value, title=row.title, text="",
        category=row.category, author_id=actor.worker_id, object_id=row.id,
    )  # fmt: skip
    return row.id
