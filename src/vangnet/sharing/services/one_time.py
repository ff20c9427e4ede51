"""Let a third without an account look at one item, once: a link, and a code told apart.

The third gets no access to the system: no actor of theirs exists, the database shows them nothing, and this service hands
over one text. Whatever is wrong (no such link, over, seen before, wrong code, the law says no by now) reads the same.

Law: legal.md W06 (Wgs 2.31(9)-(10), Bgs 2.21) and H08 (no access to the system for an incidental third).
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from vangnet.access import selectors as access
from vangnet.access import services as grants
from vangnet.access.selectors.restrictions import restricted
from vangnet.access.services.directing import require_in_case
from vangnet.access.services.items import invited_reader
from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.audit.types import Outcome
from vangnet.cases import selectors as cases
from vangnet.core.clock import Instant, local_day
from vangnet.core.errors import NotVisible
from vangnet.core.ids import new_id
from vangnet.sharing import rules
from vangnet.sharing.errors import HasAccount, NoDocumentOnce, NotPermitted
from vangnet.sharing.models import DisclosedItem, OneTimeView
from vangnet.sharing.selectors import item_texts
from vangnet.sharing.services.carrying import holds
from vangnet.sharing.types import ItemKind
from vangnet.sharing.types.received import OneTimeContent, OneTimeInvite


def invite(
    *,
    actor: Actor,
    disclosed_id: UUID,
    for_name: str,
    expertise: str,
    declared_on: date,
    hours: int,
    at: Instant,
    key: UUID | None = None,
) -> OneTimeInvite:
    """Let an invited third look once at an item that was shared with them; link and code are told here and never again.

    Args:
        disclosed_id: the item as it was disclosed, to a receiver without an account.
        expertise: which knowledge is needed, from which task of their own.
        declared_on: day on which they signed the declaration of secrecy.
        hours: how long the link waits, 1 to `rules.ONE_TIME_HOURS`.
        key: of the form; the same key twice is one invitation, of which only the link and code told last work.

    Raises:
        NotVisible: absent, not in sight, or the invitation of this key was used or is over.
        NoMandate: the actor does not direct this case.
        HasAccount: the receiver works with Vangnet.
        NoDocumentOnce: it is a document.
        NotPermitted: the law no longer lets it go.
        OneTimeUnreadable: something is missing.
    """
    part = _disclosed(actor, disclosed_id, at)
    rules.check_one_time(
        for_name=for_name, expertise=expertise, declared_on=declared_on, hours=hours, today=local_day(at)
    )
    question = part.verdict.question
    if not holds(question, part.verdict, on=local_day(at)):
        raise NotPermitted(str(part.verdict_id))
    case = cases.case(actor=actor, case_id=part.case_id, at=at)
    link, code, until = secrets.token_urlsafe(32), f"{secrets.randbelow(10**6):06d}", at + timedelta(hours=hours)
    hashes = {"link_hash": _link_hash(link), "code_hash": _code_hash(link, code)}
    with transaction.atomic():
        row, fresh = OneTimeView.objects.select_for_update().get_or_create(
            id=rules.once(actor.worker_id, key) if key is not None else new_id(),
            defaults={
                "region": part.region, "case_id": part.case_id, "disclosed": part, "for_name": for_name.strip(),
                "expertise": expertise.strip(), "declared_on": declared_on, "opened_by": actor.worker_id, "opened_at": at,
                "until": until,
            } | hashes,
        )  # fmt: skip
        if row.disclosed_id != part.id or row.viewed_at or row.closed_at:
            raise NotVisible
        if not fresh:
            OneTimeView.objects.filter(id=row.id).update(**hashes)
        audit.record(
            actor=actor, at=at, act="sharing.invite_once", event=True, case_id=part.case_id, subject_id=case.person_id,
            object_kind="one_time_view", object_id=row.id, ground="W06", details={"hours": hours},
        )  # fmt: skip
    return OneTimeInvite(row.id, link, code, row.until)


def check_inviting(*, actor: Actor, disclosed_id: UUID, at: Instant) -> UUID:
    """Return the case of an item, when the actor may invite a third to look at it; `invite` asks again.

    Raises:
        NotVisible: absent, or not in sight.
        NoMandate: the actor does not direct this case.
        HasAccount: the receiver works with Vangnet.
    """
    return _disclosed(actor, disclosed_id, at).case_id


def _disclosed(actor: Actor, disclosed_id: UUID, at: Instant) -> DisclosedItem:
    part = DisclosedItem.objects.select_related("verdict__question").filter(id=disclosed_id).first()
    if part is None or not access.sight(actor=actor, case_id=part.case_id, at=at).may_see(part.verdict.category):
        raise NotVisible
    require_in_case(actor, "cases.staff", case_id=part.case_id, at=at)
    if part.verdict.question.receiver_worker is not None:
        raise HasAccount
    if part.verdict.item_kind == ItemKind.DOCUMENT.value:
        raise NoDocumentOnce
    return part


def withdraw(*, actor: Actor, view_id: UUID, at: Instant) -> UUID:
    """Take an invitation back before it was used; taking it back twice changes nothing.

    Returns:
        The case it was of.

    Raises:
        NotVisible: absent, or its case is not in sight.
        NoMandate: the actor does not direct this case.
    """
    row = OneTimeView.objects.select_for_update().filter(id=view_id).first()
    if row is None:
        raise NotVisible
    require_in_case(actor, "cases.staff", case_id=row.case_id, at=at)
    if row.viewed_at is None and row.closed_at is None:
        row.closed_at = at
        row.save(update_fields=["closed_at"])
        audit.record(
            actor=actor, at=at, act="sharing.withdraw_once", case_id=row.case_id,
            subject_id=row.case.person_id, object_kind="one_time_view",
            object_id=row.id,
        )  # fmt: skip
    return row.case_id


def look(*, link: str, code: str, trace_id: str, at: Instant) -> OneTimeContent | None:
    """Hand over one item, once, to who holds both link and code; None for everything that is wrong, without a reason.

    A wrong code counts, and after `rules.WRONG_CODES` of them the link is dead. What is counted stays, also when None is returned.

    Args:
        link: secret part of the address.
        code: as typed; spaces do not matter.
    """
    reader = invited_reader(trace_id=trace_id)
    with transaction.atomic(), grants.acting(reader, at=at), grants.as_enforcer():
        row = (
            OneTimeView.objects.select_for_update(of=("self",))
            .select_related("disclosed__verdict__question", "disclosed__disclosure", "case")
            .filter(link_hash=_link_hash(link))
            .first()
        )
        if row is None or row.viewed_at or row.closed_at or row.until <= at or row.wrong_codes >= rules.WRONG_CODES:
            return None
        if not hmac.compare_digest(row.code_hash, _code_hash(link, "".join(code.split()))):
            row.wrong_codes += 1
            row.closed_at = at if row.wrong_codes >= rules.WRONG_CODES else None
            row.save(update_fields=["wrong_codes", "closed_at"])
            _tell(reader, row, "refused", at)
            return None
        verdict = row.disclosed.verdict
        text = item_texts([(verdict.item_kind, verdict.item_id)]).get(verdict.item_id, "")
        stopped = row.case.closed_on is not None or bool(restricted(subject_ids=[row.case.person_id]))
        if stopped or not text or not holds(verdict.question, verdict, on=local_day(at)):
            row.closed_at = at
            row.save(update_fields=["closed_at"])
            _tell(reader, row, "refused", at)
            return None
        row.viewed_at = at
        row.save(update_fields=["viewed_at"])
        _tell(reader, row, "done", at)
        giver = access.workers(worker_ids=[row.disclosed.disclosure.disclosed_by]).get(
            row.disclosed.disclosure.disclosed_by
        )
        shown = rules.shows_text(row.disclosed.output_form, ItemKind(verdict.item_kind))
        return OneTimeContent(
            category=verdict.category,
            purpose=verdict.question.purpose,
            text=text if shown else "",
            by=f"{giver.name}, {giver.agency_name}" if giver else "",
            duties=tuple(row.disclosed.duties),
        )


def _tell(reader: Actor, row: OneTimeView, outcome: Outcome, at: Instant) -> None:
    audit.record(
        actor=reader, at=at, act="sharing.look_once", case_id=row.case_id, subject_id=row.case.person_id,
        object_kind="one_time_view", object_id=row.id, fields=["text"] if outcome == "done" else [], ground="W06",
        outcome=outcome, details={"wrong_codes": row.wrong_codes},
    )  # fmt: skip


def _link_hash(link: str) -> str:
    return hashlib.sha256(link.encode()).hexdigest()


def _code_hash(link: str, code: str) -> str:
    """Return the hash of a code under its link: without the link, which nobody keeps, a code cannot be tried."""
    return hashlib.scrypt(code.encode(), salt=link.encode(), n=2**14, r=8, p=1, dklen=32).hex()
