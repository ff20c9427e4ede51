"""Hand in a document. What it says is never looked at here; whether a virus is in it, another program finds out."""

from __future__ import annotations

from uuid import UUID

from vangnet.access import selectors as access
from vangnet.access import services as grants
from vangnet.access.services.directing import require_in_case
from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.cases import rules
from vangnet.cases.engine.sniffing import media_type
from vangnet.cases.engine.stripping import without_metadata
from vangnet.cases.errors import DocumentUnreadable
from vangnet.cases.models import Document, Entry, Withdrawal
from vangnet.cases.services.locks import lock_open
from vangnet.cases.types import WITHDRAWAL_TEXTS, WITHDRAWAL_TITLE, EntryKind, NewDocument, WithdrawalReason
from vangnet.core.clock import Instant
from vangnet.core.errors import NotVisible
from vangnet.core.ids import new_id


def add_document(*, actor: Actor, case_id: UUID, document: NewDocument, idempotency_key: str, at: Instant) -> UUID:
    """Keep a document in a case, with a line on its timeline; the same key twice is one document.

    Of a picture only what one sees is kept: where, when and with what it was taken is left out.

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
    sniffed = media_type(small)
    kept = without_metadata(small, sniffed) if sniffed is not None else None
    found = rules.check_document(document, categories=categories, media_type=sniffed if kept is not None else None)
    assert kept is not None
    row, created = Document.objects.defer("content").get_or_create(
        case=case,
        idempotency_key=idempotency_key,
        defaults={
            "id": new_id(), "region": case.region, "title": document.title.strip(), "kind": document.kind,
            "category": document.category, "media_type": found, "size": len(kept),
            "content": kept, "author_id": actor.worker_id, "added_at": at,
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


def withdraw_document(*, actor: Actor, case_id: UUID, document_id: UUID, why: str, at: Instant) -> None:
    """Take out of sight what was attached by mistake, with a line on the timeline; `flow.withdrawing` tells who received it.

    Who handed it in may, and who directs the case. The bytes and the title stay until the case goes, and nobody reads them: the
    database takes the title off the line of the timeline that said it was handed in.

    Raises:
        NotVisible: the case or the document is not in sight, or it was withdrawn before.
        NoMandate: the actor neither handed it in nor directs the case.
        CaseClosed: nothing is changed any more.
        DocumentUnreadable: no reason of `WithdrawalReason` was given.

    Law: AVG article 5(1)(d), what is wrong is rectified without delay; article 16.
    """
    case = lock_open(case_id)
    sight = access.sight(actor=actor, case_id=case.id, at=at)
    row = Document.objects.defer("content").filter(case=case, id=document_id).first()
    if row is None or not sight.may_see(row.category):
        raise NotVisible
    if row.author_id == actor.worker_id:
        grants.require(actor, "cases.record_contact")
    else:
        require_in_case(actor, "cases.decide", case_id=case.id, at=at)
    if why not in set(WithdrawalReason):
        raise DocumentUnreadable({"why": "Kies waarom dit document hier niet hoort."})
    Withdrawal.objects.create(
        id=new_id(), region=case.region, case=case, document=row, category=row.category, why=why,
        withdrawn_by=actor.worker_id, withdrawn_at=at,
    )  # fmt: skip
    audit.record(
        actor=actor, at=at, act="cases.withdraw_document", event=True, case_id=case.id, subject_id=case.person_id,
        object_kind="document", object_id=row.id, details={"kind": row.kind},
    )  # fmt: skip
    Entry.objects.create(
        region=case.region, case_id=case.id, at=at, kind=EntryKind.DOCUMENT.value, title=WITHDRAWAL_TITLE,
        text=WITHDRAWAL_TEXTS[WithdrawalReason(why)], category=row.category, author_id=actor.worker_id, object_id=row.id,
    )  # fmt: skip
