"""Documents in the written cases, so that whoever opens one sees how a document looks. Nothing is drawn: the rest stays the same."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid5

from vangnet.cases.models import Document, Entry
from vangnet.cases.types import EntryKind
from vangnet.cli.country.casework import CaseFile
from vangnet.cli.country.chance import days_before, start_of, workday_before
from vangnet.cli.country.signals import Desks
from vangnet.cli.country.texts import pool


def write_documents(desks: Desks, file: CaseFile) -> None:
    """Write the documents of a case that was written out, and none of one that was drawn."""
    if not file.shape.director:
        return
    for nr, said in enumerate(pool("documents")["document"]):
        day = workday_before(days_before(desks.day, said["ago"]), not_before=file.case.opened_on)
        at, author = start_of(day) + timedelta(hours=10), file.actor(said["role"])
        content = said["text"].strip().encode()
        row = Document(
            id=uuid5(file.case.id, f"document-{nr}"), region=file.case.region, case=file.case, title=said["title"],
            kind=said["kind"], category=said["category"], media_type="text/plain", size=len(content), content=content,
            author_id=author.id, added_at=at, idempotency_key=f"seed-{nr}",
        )  # fmt: skip
        line = Entry(
            id=uuid5(file.case.id, f"line-{nr}"), region=file.case.region, case=file.case, at=at,
            kind=EntryKind.DOCUMENT.value, title=row.title, text="", category=row.category, author_id=author.id,
            object_id=row.id,
        )  # fmt: skip
        file.rows += [row, line]
