"""A closed case used again, or kept longer: everybody who supplied something is asked, also who only answered a question."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from vangnet.access import services as grants
from vangnet.access.types import Actor
from vangnet.cases.selectors.reprocessing import kept_facts
from vangnet.cases.services import reprocessing as cases
from vangnet.cases.types import KeptFacts
from vangnet.core.clock import Instant
from vangnet.flow.retention import Term, term_of_facts
from vangnet.sharing.selectors.suppliers import suppliers_by_answer


def order_reprocessing(
    *, actor: Actor, number: str, ground: str, ordered_for: str, why: str, until: date, at: Instant
) -> UUID:
    """Order that a closed case is used again, or that a case stays after its term; see `cases.services.reprocessing`."""
    return cases.order_reprocessing(
        actor=actor, number=number, ground=ground, ordered_for=ordered_for, why=why, until=until, at=at,
        also=lambda case_id: suppliers_by_answer(case_id=case_id),
    )  # fmt: skip


def name_suppliers(*, at: Instant) -> int:
    """Let those who supplied data answer an order that does not know them yet; see `cases.services.reprocessing`. Background work.

    Returns:
        How many answers know their suppliers by it.
    """
    job = grants.system_actor(reason="name-suppliers")
    with grants.as_job(job), transaction.atomic():
        return cases.name_suppliers(actor=job, also=lambda case_id: suppliers_by_answer(case_id=case_id), at=at)


def keeping_of(*, actor: Actor, case_id: UUID, at: Instant) -> tuple[KeptFacts, Term]:
    """Return how long a case is kept and why, for who directs it, or directed it when it closed; nothing of its content.

    Raises:
        NotVisible: neither, or the function does not decide on it.
    """
    facts = kept_facts(actor=actor, case_id=case_id, at=at)
    return facts, term_of_facts(facts)
