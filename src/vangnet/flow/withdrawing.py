"""A document that was attached by mistake goes out of a case, and whoever received it hears so."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from vangnet.access.types import Actor
from vangnet.cases.services import documents
from vangnet.cases.types import WITHDRAWAL_TEXTS, WithdrawalReason
from vangnet.core.clock import Instant
from vangnet.sharing import services as sharing

# What receivers hear; the reason of who withdrew it follows.
WITHDRAWN = "Dit document hoort niet bij deze casus en is ingetrokken. Gebruik het niet en gooi het weg. Waarom:"


def withdraw_document(*, actor: Actor, case_id: UUID, document_id: UUID, why: str, at: Instant) -> int:
    """Withdraw a document, see `cases.services.documents`, and tell everybody who received it; each acknowledges.

    Returns:
        How many disclosures it was told to.

    Law: AVG articles 16 and 19.
    """
    with transaction.atomic():
        documents.withdraw_document(actor=actor, case_id=case_id, document_id=document_id, why=why, at=at)
        return sharing.correct(
            actor=actor,
            case_id=case_id,
            item_id=document_id,
            correction=f"{WITHDRAWN} {WITHDRAWAL_TEXTS[WithdrawalReason(why)]}",
            at=at,
        )
