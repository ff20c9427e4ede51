"""Read what others shared with one: exactly the items of which a grant is open, and nothing of the case around them."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from vangnet.access import selectors as access
from vangnet.access import services as grants
from vangnet.access.selectors import items
from vangnet.access.selectors.lockouts import shut_to
from vangnet.access.types import Actor, ItemGrantView
from vangnet.audit import services as audit
from vangnet.cases import selectors as cases
from vangnet.cases.types import DocumentFile
from vangnet.core.clock import Instant
from vangnet.core.errors import NotVisible
from vangnet.people.selectors.clusters import secret_addresses
from vangnet.plans import selectors as plans
from vangnet.sharing import rules
from vangnet.sharing.models import DisclosedItem
from vangnet.sharing.types import ItemKind
from vangnet.sharing.types.received import ReceivedCorrection, ReceivedItem


def received_items(*, actor: Actor, at: Instant, limit: int = 50) -> list[ReceivedItem]:
    """Return the items that were shared with the actor and may still be seen, newest first; each read is recorded."""
    open_now = items.mine(actor=actor, at=at, limit=limit)
    texts = item_texts((grant.item_kind, grant.item_id) for grant in open_now)
    parts = _parts(open_now)
    workers = access.workers(worker_ids=[part.disclosure.disclosed_by for part in parts.values()])
    found = []
    for grant in open_now:
        part = parts.get(grant.disclosed_id)
        if part is None:
            continue
        by = workers.get(part.disclosure.disclosed_by)
        found.append(_received(grant, part, texts.get(grant.item_id, ""), f"{by.name}, {by.agency_name}" if by else ""))
        audit.record(
            actor=actor, at=at, act="sharing.read_received", case_id=grant.case_id, subject_id=grant.subject_id,
            object_kind="disclosed_item", object_id=part.id, fields=["text"], ground=str(grant.verdict_id),
        )  # fmt: skip
    return found


def received_document(*, actor: Actor, disclosed_id: UUID, at: Instant) -> DocumentFile:
    """Return a document that was shared with the actor, for as long as they may see it, and record that it was read.

    Raises:
        NotVisible: absent, no document, not theirs, over by now, or shared in a form that leaves the content out.
    """
    grant = next((one for one in items.mine(actor=actor, at=at) if one.disclosed_id == disclosed_id), None)
    part = _parts([grant]).get(disclosed_id) if grant is not None else None
    found = None
    if grant is not None and part is not None and grant.item_kind == ItemKind.DOCUMENT.value:
        found = cases.shown_file(document_id=grant.item_id)
    if grant is None or found is None or not rules.shows_text(grant.form, ItemKind.DOCUMENT):
        raise NotVisible
    audit.record(
        actor=actor, at=at, act="sharing.read_received", case_id=grant.case_id, subject_id=grant.subject_id,
        object_kind="disclosed_item", object_id=disclosed_id, fields=["content"], ground=str(grant.verdict_id),
    )  # fmt: skip
    return found


def received_corrections(*, actor: Actor, at: Instant, limit: int = 50) -> list[ReceivedCorrection]:
    """Return what was wrong in what the actor received and did not acknowledge yet, newest first; each read is recorded.

    Also when the item itself may no longer be seen, or its case never was: who used a wrong fact must hear of it. Not of a case that
    they are kept out of: it stays unacknowledged, so that who directs tells their organisation.

    Law: AVG article 19.
    """
    with grants.as_enforcer():
        rows = DisclosedItem.objects.filter(
            disclosure__question__receiver_worker=actor.worker_id, corrected_at__isnull=False, correction_seen_at=None
        ).exclude(case_id__in=shut_to(worker_id=actor.worker_id))
        parts = list(rows.select_related("verdict", "disclosure", "case").order_by("-corrected_at", "-id")[:limit])
    workers = access.workers(worker_ids=[part.disclosure.disclosed_by for part in parts]) if parts else {}
    for part in parts:
        audit.record(
            actor=actor, at=at, act="sharing.read_correction", case_id=part.case_id, subject_id=part.case.person_id,
            object_kind="disclosed_item", object_id=part.id, fields=["correction"],
        )  # fmt: skip
    found = []
    for part in parts:
        by = workers.get(part.disclosure.disclosed_by)
        said = f"{by.name}, {by.agency_name}" if by else ""
        found.append(ReceivedCorrection(part.id, part.verdict.category, part.correction, said, part.disclosure.at))
    return found


def _parts(open_now: list[ItemGrantView]) -> dict[UUID, DisclosedItem]:
    """Return what was disclosed, by id; not an address that is secret by now, whose grant background work still has to close.

    The disclosure itself lies within the case; of it only what the receiver was told is read.
    """
    with grants.as_enforcer():
        rows = DisclosedItem.objects.filter(id__in=[grant.disclosed_id for grant in open_now])
        parts = {part.id: part for part in rows.select_related("verdict", "disclosure__question")}
        about = {
            grant.disclosed_id: grant.subject_id
            for grant in open_now
            if grant.disclosed_id in parts and parts[grant.disclosed_id].verdict.category == rules.ADDRESS
        }
        secret = secret_addresses(person_ids=set(about.values())) if about else set()
    return {part_id: part for part_id, part in parts.items() if about.get(part_id) not in secret}


def item_texts(wanted: Iterable[tuple[str, UUID]]) -> dict[UUID, str]:
    """Return what items say, by id; only those that the database shows to whoever asks."""
    ids: dict[str, list[UUID]] = {}
    for kind, item_id in wanted:
        ids.setdefault(kind, []).append(item_id)
    return {
        **cases.entry_texts(ids=ids.get(ItemKind.ENTRY.value, [])),
        **cases.document_titles(ids=ids.get(ItemKind.DOCUMENT.value, [])),
        **plans.item_texts(
            goals=ids.get(ItemKind.GOAL.value, []),
            agreements=ids.get(ItemKind.AGREEMENT.value, []),
            steps=ids.get(ItemKind.STEP.value, []),
            passages=ids.get(ItemKind.PASSAGE.value, []),
        ),
    }


def _received(grant: ItemGrantView, part: DisclosedItem, text: str, by: str) -> ReceivedItem:
    question = part.disclosure.question
    return ReceivedItem(
        id=part.id,
        kind=ItemKind(part.verdict.item_kind),
        category=part.verdict.category,
        purpose=question.purpose,
        output_form=part.output_form,
        text=text if rules.shows_text(part.output_form, ItemKind(part.verdict.item_kind)) else "",
        by=by,
        at=part.disclosure.at,
        until=grant.until,
        grounds=tuple(part.verdict.record["verdict"]["grounds"]),
        duties=tuple(part.duties),
        correction=part.correction,
    )
