"""Share what may go, and put right what was wrong with everybody who received it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from vangnet.access import selectors as access
from vangnet.access import services as grants
from vangnet.access.services.restricting import require_unrestricted
from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.cases import selectors as cases
from vangnet.core.clock import Instant, local_day
from vangnet.core.errors import NotVisible
from vangnet.core.ids import new_id
from vangnet.law.normset import NormSet
from vangnet.people.selectors.clusters import address_is_secret
from vangnet.sharing import rules
from vangnet.sharing.errors import AddressSecret, NotPermitted, VerdictOutdated
from vangnet.sharing.models import DisclosedItem, Disclosure, Question, Verdict
from vangnet.sharing.selectors import running_norms
from vangnet.sharing.services.carrying import let_receiver_see
from vangnet.sharing.services.informing import owe_of_duties
from vangnet.sharing.services.insight import link_correction
from vangnet.sharing.services.weighing import advised_now, decide_now, once_read


def disclose(
    *,
    actor: Actor,
    question_id: UUID,
    item_ids: Sequence[UUID],
    motive: str,
    idempotency_key: str,
    at: Instant,
    conditions: str = "",
) -> UUID:
    """Share items of a question; each is asked of the law again at this moment, and one "no" stops all.

    Where the law leaves it to a human and nothing is missing, the privacy adviser must have said yes to exactly this.

    Args:
        item_ids: which items of the question really go.
        motive: why this is necessary for the receiver, in the giver's own words.
        conditions: what the giver asks of the receiver; it travels with the items, which then stay with the receiver.

    Returns:
        The id of the disclosure; the same key twice is one disclosure.

    Raises:
        NotVisible: the question is not in sight, or not the actor's own.
        NotPermitted: an item may not go.
        ProcessingRestricted: data about the person are only stored for now.
        AddressSecret: it is an address or number to call, and a source says that the address is secret.
        VerdictOutdated: the answer is no longer what was shown.
        RequestUnreadable: no motive was given.
    """
    row = Question.objects.filter(id=question_id, asked_by=actor.worker_id).first()
    if row is None:
        raise NotVisible
    case = cases.case(actor=actor, case_id=row.case_id, at=at)
    same = Disclosure.objects.filter(case_id=row.case_id, idempotency_key=idempotency_key).first()
    if same is not None:
        return same.id
    require_unrestricted(subject_id=case.person_id)
    rules.check_answer(motive)
    wanted = {verdict.item_id: verdict for verdict in Verdict.objects.filter(question=row, item_id__in=set(item_ids))}
    if not item_ids or set(wanted) != set(item_ids):
        raise NotVisible
    norms = running_norms()
    _keep_secret_address(wanted.values(), person_id=case.person_id)
    for verdict in wanted.values():
        _permit(row, verdict, norms=norms, phase=case.phase, on=local_day(at))
    with transaction.atomic():
        disclosure = Disclosure.objects.create(
            id=new_id(), region=case.region, case_id=case.id, question=row, motive=motive.strip(),
            conditions=conditions.strip(), disclosed_by=actor.worker_id, at=at, idempotency_key=idempotency_key,
        )  # fmt: skip
        said = {
            item_id: once_read(row, verdict, norms=norms, phase=case.phase, on=local_day(at))
            for item_id, verdict in wanted.items()
        }
        parts = DisclosedItem.objects.bulk_create(
            DisclosedItem(
                region=case.region,
                case_id=case.id,
                disclosure=disclosure,
                verdict=verdict,
                output_form=said[item_id][0],
                duties=_duties(said[item_id][1], conditions),
                **_wrong_before(case.id, item_id, at=at),
            )
            for item_id, verdict in wanted.items()
        )
        for part in parts:
            let_receiver_see(actor=actor, question=row, part=part, subject_id=case.person_id, at=at)
        owe_of_duties(
            case_id=case.id, region=case.region, disclosure=disclosure, at=at,
            duties={duty for _, duties in said.values() for duty in duties},
        )  # fmt: skip
        audit.record(
            actor=actor, at=at, act="sharing.disclose", event=True, case_id=case.id, subject_id=case.person_id,
            object_kind="disclosure", object_id=disclosure.id, ground=_grounds(wanted.values()),
            details=_described(row, list(wanted.values())),
        )  # fmt: skip
    return disclosure.id


def _keep_secret_address(verdicts: Iterable[Verdict], *, person_id: UUID) -> None:
    """Pass when no address goes, or when no source says that it is secret."""
    if any(verdict.category == rules.ADDRESS for verdict in verdicts) and address_is_secret(person_id=person_id):
        raise AddressSecret


def _permit(row: Question, verdict: Verdict, *, norms: NormSet, phase: str, on: date) -> None:
    """Pass when an item may go at this moment, on the answer that was shown."""
    now = decide_now(row, verdict, norms=norms, phase=phase, on=on)
    by_human = rules.human_may_decide(now) and advised_now(row, now).get(verdict.item_id, False)
    if not now.permitted and not by_human:
        raise NotPermitted(str(verdict.id))
    if now.outcome != verdict.outcome or list(now.grounds) != verdict.record["verdict"]["grounds"]:
        raise VerdictOutdated


def correct(*, actor: Actor, case_id: UUID, item_id: UUID, correction: str, at: Instant) -> int:
    """Tell everybody who received an item that it was wrong, and what is right; each acknowledges.

    Returns:
        How many disclosures the correction went to.

    Raises:
        NotVisible: the case is not in sight, or the item is of a category that is not.
        RequestUnreadable: nothing was written.

    Law: AVG articles 16 and 19.
    """
    case = cases.case(actor=actor, case_id=case_id, at=at)
    rules.check_answer(correction)
    rows = DisclosedItem.objects.filter(case_id=case_id, verdict__item_id=item_id)
    sight = access.sight(actor=actor, case_id=case_id, at=at)
    with (
        grants.as_enforcer()
    ):  # The wall hides what is out of sight, and nothing hidden would look like nothing shared.
        categories = set(rows.values_list("verdict__category", flat=True))
    if not all(sight.may_see(category) for category in categories):
        raise NotVisible
    told = rows.exclude(correction=correction.strip()).update(
        corrected_at=at, correction=correction.strip(), correction_seen_at=None, correction_seen_by=None,
        correction_seen_from="",
    )  # fmt: skip
    asked = link_correction(person_id=case.person_id, item_id=item_id, told=told, at=at)
    audit.record(
        actor=actor, at=at, act="sharing.correct", event=True, case_id=case_id, subject_id=case.person_id,
        object_kind="item", object_id=item_id, details={"told": told, "request": str(asked) if asked else None},
    )  # fmt: skip
    return told


def warn_of_mixing_up(*, actor: Actor, case_id: UUID, since: Instant, until: Instant, at: Instant) -> int:
    """Tell everybody who received something of a case in a period that it may be about somebody else; background work only.

    What a human corrected says more and stays; doing it again changes nothing. Each receiver acknowledges.

    Args:
        since: moment at which records of two people were laid together; `until` when they were taken apart.

    Returns:
        How many items that went this reached.

    Law: AVG articles 16 and 19.
    """
    told = DisclosedItem.objects.filter(
        case_id=case_id, disclosure__at__gte=since, disclosure__at__lte=until, corrected_at=None
    ).update(corrected_at=at, correction=rules.MIXED_UP)
    if told:
        audit.record(
            actor=actor, at=at, act="sharing.warn_of_mixing_up", case_id=case_id, object_kind="case", object_id=case_id,
            details={"told": told},
        )  # fmt: skip
    return told


def acknowledge_correction(*, actor: Actor, disclosed_id: UUID, seen_from: str, at: Instant) -> None:
    """Keep that a receiver knows what was wrong; a second time changes nothing.

    The receiver acknowledges in person, whether they have a part in the case or not; for a receiver without an account, whoever
    told them writes down who said so.

    Args:
        seen_from: who at the receiver said so; empty when the receiver acknowledges in person.

    Raises:
        NotVisible: absent, not in sight, or nothing was corrected.
        RequestUnreadable: it is not written who said so.

    Law: AVG article 19.
    """
    with grants.as_enforcer():  # Who received it may see no case at all, and is told of this one line alone.
        row = DisclosedItem.objects.select_for_update().filter(id=disclosed_id).first()
        if row is None or row.corrected_at is None:
            raise NotVisible
        receiver = Disclosure.objects.values_list("question__receiver_worker", flat=True).get(id=row.disclosure_id)
        subject_id = row.case.person_id
    if receiver != actor.worker_id:
        cases.case(actor=actor, case_id=row.case_id, at=at)
        if receiver is not None:
            raise NotVisible
        rules.check_answer(seen_from)
    if row.correction_seen_at is not None:
        return
    row.correction_seen_at, row.correction_seen_by = at, actor.worker_id
    row.correction_seen_from = seen_from.strip()[:120]
    with grants.as_enforcer():
        row.save(update_fields=["correction_seen_at", "correction_seen_by", "correction_seen_from"])
    audit.record(
        actor=actor, at=at, act="sharing.acknowledge_correction", event=True, case_id=row.case_id, subject_id=subject_id,
        object_kind="disclosed_item", object_id=row.id,
    )  # fmt: skip


def _wrong_before(case_id: UUID, item_id: UUID, *, at: Instant) -> dict[str, Any]:
    """Return what was said to be wrong in an item that went before: whoever receives it now hears so with it. Law: AVG 5(1)(d)."""
    rows = DisclosedItem.objects.filter(case_id=case_id, verdict__item_id=item_id, corrected_at__isnull=False)
    said = rows.exclude(correction=rules.MIXED_UP).order_by("-corrected_at", "-id").values_list("correction", flat=True)
    found = said.first()
    return {"corrected_at": at, "correction": found} if found else {}


def _duties(said: Sequence[str], conditions: str) -> list[str]:
    """Return what follows from giving an item; conditions of the giver stay attached to it (Wgs 2.29(3))."""
    return sorted({*said, *(["attach_conditions"] if conditions.strip() else [])})


def _described(row: Question, verdicts: list[Verdict]) -> dict[str, str | int | None]:
    """Return what the record keeps of a disclosure for years, also when the case is gone: receiver, purpose, kinds of data.

    Law: Wpg 32, Bpg 6:4(4) and Wjsg 39j: requester, description of the data and purpose, at least four years.
    """
    categories = " ".join(sorted({verdict.category for verdict in verdicts}))
    return {"receiver": row.receiver_org, "items": len(verdicts), "purpose": row.purpose, "categories": categories}


def _grounds(verdicts: Iterable[Verdict]) -> str:
    return " ".join(sorted({ground for verdict in verdicts for ground in verdict.record["verdict"]["grounds"]}))[:120]
