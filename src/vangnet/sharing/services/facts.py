"""Keep the facts the law asks for: only added, an adverse finding only replaced with a reason."""

from __future__ import annotations

from uuid import UUID

from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.cases import selectors as cases
from vangnet.core.clock import Instant
from vangnet.law.loader import standard_norms
from vangnet.sharing import rules
from vangnet.sharing.errors import FactForHuman, FindingDropped
from vangnet.sharing.models import Fact
from vangnet.sharing.selectors import facts


def record_fact(
    *,
    actor: Actor,
    case_id: UUID,
    name: str,
    value: bool,
    source: str,
    note: str,
    at: Instant,
    receiver_org: str = "",
    purpose: str = "",
    item_id: UUID | None = None,
) -> None:
    """Record a fact the law asks for; it replaces the one before, which stays on record.

    Args:
        name: fact of the law's vocabulary.
        source: where it comes from, such as `form` or `partner`.
        note: reason in the recorder's own words; required for what only a human may establish, and to replace an
            adverse finding (a barrier, or a fact recorded false).
        receiver_org: only for this receiver; for all when empty.
        purpose: only for this purpose; for all when empty.
        item_id: only for this item; for all when None.

    Raises:
        NotVisible: the case is not in sight.
        FactForHuman: only a named human may record it, with a reason.
        FindingDropped: it would take away an adverse finding without a reason.
        QuestionUnreadable: the vocabulary does not have this fact.
    """
    case = cases.case(actor=actor, case_id=case_id, at=at)
    fact = rules.known_fact(name, norms=standard_norms())
    if fact.human_only and (actor.is_system or not note.strip()):
        raise FactForHuman(name)
    before = facts(case_id=case_id, receiver_org=receiver_org, purpose=purpose, item_id=item_id).get(name)
    if before is not None and rules.adverse(fact, value=before.value) and not note.strip():
        raise FindingDropped
    Fact.objects.create(
        region=case.region, case_id=case_id, receiver_org=receiver_org, purpose=purpose, item_id=item_id, name=name,
        value=value, recorded_by=actor.worker_id, recorded_at=at, source=source, note=note.strip(),
    )  # fmt: skip
    audit.record(
        actor=actor, at=at, act="sharing.record_fact", event=True, case_id=case_id, subject_id=case.person_id,
        object_kind="fact", details={"name": name, "value": int(value), "receiver": receiver_org},
    )  # fmt: skip


def adopt_origin(*, actor: Actor, case_id: UUID, at: Instant) -> None:
    """Record what the table found when it weighed the signal a case was opened from; background work only.

    Law: Bgs 2.20(1), registering per criterion whether it is met.
    """
    case_region = cases.region_of(case_id=case_id)
    for name, value in sorted(rules.facts_of_origin(cases.origin(case_id=case_id)).items()):
        Fact.objects.create(
            region=case_region, case_id=case_id, name=name, value=value, recorded_by=actor.worker_id, recorded_at=at,
            source="weighing",
        )  # fmt: skip
    audit.record(actor=actor, at=at, act="sharing.adopt_origin", case_id=case_id, object_kind="fact")
