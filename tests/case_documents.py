"""Documents for tests: files that are what they say, and one that is not."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from uuid import UUID

from PIL import Image

from vangnet.access.services import acting
from vangnet.access.types import Actor
from vangnet.cases import services
from vangnet.cases.types import NewDocument
from vangnet.core.ids import new_id

PDF = b"%PDF-1.7\n1 0 obj << >> endobj\ntrailer << >>\n%%EOF\n"


def picture(kind: str) -> bytes:
    """Return a small picture of a format that Pillow knows."""
    kept = BytesIO()
    Image.new("RGB", (4, 4), "white").save(kept, format=kind)
    return kept.getvalue()


def several_pictures() -> bytes:
    """Return a photo as many phones write it: one file of JPEGs behind each other, of which the first is what one sees."""
    kept = BytesIO()
    photo = Image.new("RGB", (4, 4), "white")
    photo.save(kept, format="MPO", save_all=True, append_images=[photo])
    return kept.getvalue()


def handed_in(
    actor: Actor, case_id: UUID, *, at: datetime, category: str = "C18", title: str = "Brief verhuurder", key: str = ""
) -> UUID:
    """Hand in a pdf; returns its id."""
    document = NewDocument(title, "letter", category, PDF)
    with acting(actor, at=at):
        return services.add_document(
            actor=actor, case_id=case_id, document=document, idempotency_key=key or str(new_id()), at=at
        )
