"""Keep what the person agreed to, and end it at once."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from vangnet.access import selectors as access
from vangnet.access import services as grants
from vangnet.access.types import Actor, Basis
from vangnet.audit import services as audit
from vangnet.cases import selectors as cases
from vangnet.core.clock import Instant, local_day
from vangnet.core.errors import NotVisible
from vangnet.core.ids import new_id
from vangnet.law.loader import standard_norms
from vangnet.sharing import rules
from vangnet.sharing.models import Consent
from vangnet.sharing.services.carrying import close_unsupported
from vangnet.sharing.services.facts import record_fact
from vangnet.sharing.types import NewConsent


def give_consent(*, actor: Actor, case_id: UUID, consent: NewConsent, at: Instant, key: UUID | None = None) -> UUID:
    """Keep a consent as the person gave it.

    Args:
        key: of the form; the same key twice is one consent.

    Raises:
        NotVisible: the case is not in sight.
        ConsentUnreadable: something is missing.

    Law: AVG article 7.
    """
    case = cases.case(actor=actor, case_id=case_id, at=at)
    rules.check_consent(consent, today=local_day(at), norms=standard_norms())
    consent_id = rules.once(actor.worker_id, key) if key is not None else new_id()
    if key is not None and Consent.objects.filter(id=consent_id).exists():
        return consent_id
    with transaction.atomic():
        row = Consent.objects.create(
            id=consent_id, region=case.region, case_id=case_id, receivers=sorted(consent.receivers),
            categories=sorted(consent.categories), purposes=sorted(consent.purposes), explicit=consent.explicit,
            text_shown=consent.text_shown.strip(), form=consent.form, competent=consent.competent,
            given_on=local_day(at), until=consent.until, taken_by=actor.worker_id,
        )  # fmt: skip
        audit.record(
            actor=actor, at=at, act="sharing.give_consent", event=True, case_id=case_id, subject_id=case.person_id,
            object_kind="consent", object_id=row.id,
        )  # fmt: skip
        for receiver in sorted(consent.receivers):
            record_fact(
                actor=actor, case_id=case_id, name="consent_free_and_competent", value=True, source="consent",
                note=consent.text_shown, receiver_org=receiver, at=at,
            )  # fmt: skip
    return row.id


def withdraw_consent(*, actor: Actor, consent_id: UUID, at: Instant) -> None:
    """End a consent at once: nothing more goes on it, and who received something on it reads it no more. Twice changes nothing.

    Raises:
        NotVisible: the consent is not in sight.

    Law: AVG article 7(3): as easy to withdraw as to give.
    """
    row = Consent.objects.select_for_update().filter(id=consent_id).first()
    if row is None:
        raise NotVisible
    if row.withdrawn_at is not None:
        return
    subject_id = access.sight(actor=actor, case_id=row.case_id, at=at).subject_id
    row.withdrawn_at, row.withdrawn_to = at, actor.worker_id
    row.save(update_fields=["withdrawn_at", "withdrawn_to"])
    grants.close_grants(actor=actor, at=at, why="consent-withdrawn", basis=Basis.VERDICT, basis_id=row.id)
    with grants.as_enforcer():
        close_unsupported(actor=actor, case_id=row.case_id, at=at)
    audit.record(
        actor=actor, at=at, act="sharing.withdraw_consent", event=True, case_id=row.case_id, subject_id=subject_id,
        object_kind="consent", object_id=row.id,
    )  # fmt: skip
