"""Humans decide which records are one person. Nothing is moved: a person is what the standing decisions make of the records."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection, transaction

from vangnet.access import services as grants
from vangnet.access.errors import NoMandate
from vangnet.access.services import require
from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.core.clock import Instant, local_day
from vangnet.core.errors import NotVisible
from vangnet.core.ids import new_id
from vangnet.core.versions import check_version
from vangnet.law.vocabulary import standard_vocabulary
from vangnet.people.errors import (
    DecisionNeedsReason,
    NothingToSplit,
    PartOutOfSight,
    SameRecord,
    StandsInTheWay,
    WordsOfSignal,
)
from vangnet.people.models import LinkDecision, Person, RecordSplit, SignalLink, SourceRecord
from vangnet.people.rules import clusters as rules
from vangnet.people.rules.clusters import Standing
from vangnet.people.selectors import clusters as selectors
from vangnet.people.selectors.clusters import decision_view, split_view
from vangnet.people.types import LinkDecisionView, LinkVerdict, SplitView

_LOCK = (7514, 0)


def confirm_same(
    *, actor: Actor, left: UUID, right: UUID, reason: str, at: Instant, weight: float | None = None, model: str = ""
) -> LinkDecisionView:
    """Decide that two records are about the same person; a person's id is the id of the record it began with.

    Doing it twice changes nothing. Cases, plans and signals keep pointing to what they pointed to, and nobody sees more.

    Args:
        reason: how one can tell, in words.
        weight: what the engine made of the pair, in bits; None when it was not asked.
        model: version of the linkage model that gave the weight.

    Raises:
        NotVisible: a record is not in sight.
        NoMandate: the actor may not lay records together, or is no human.
        DecisionNeedsReason: no reason was given.
        StandsInTheWay: a human decided that a record of one side is not one of the other.
    """
    return _decide(
        actor, left, right, verdict=LinkVerdict.SAME, reason=reason, at=at, weight=weight, model=model,
    )  # fmt: skip


def deny_same(
    *, actor: Actor, left: UUID, right: UUID, reason: str, at: Instant, weight: float | None = None, model: str = ""
) -> LinkDecisionView:
    """Decide that two records are not about the same person; no linkage proposes or joins them any more.

    Doing it twice changes nothing. See `confirm_same` for the arguments.

    Raises:
        NotVisible: a record is not in sight.
        NoMandate: the actor may not decide this, or is no human.
        DecisionNeedsReason: no reason was given.
        StandsInTheWay: they are one person by a human's decision; take them apart first.
    """
    return _decide(
        actor, left, right, verdict=LinkVerdict.DIFFERENT, reason=reason, at=at, weight=weight, model=model,
    )  # fmt: skip


def _decide(
    actor: Actor, left: UUID, right: UUID, *, verdict: LinkVerdict, reason: str, at: Instant, weight: float | None, model: str
) -> LinkDecisionView:  # fmt: skip
    if left == right:
        raise SameRecord
    left, right = min(left, right), max(left, right)
    with _deciding(actor, {left, right}, reason):
        if SourceRecord.objects.filter(id__in=[left, right], signal_id__isnull=False).exists():
            raise WordsOfSignal
        same = LinkDecision.objects.filter(left=left, right=right, ended_at=None, verdict=verdict.value).first()
        if same is not None:
            return decision_view(same)
        with grants.as_enforcer():
            around = selectors.standing([left, right])
        against = rules.against_joining if verdict is LinkVerdict.SAME else rules.against_parting
        obstacle = against(left, right, around)
        if obstacle is not None:
            raise refusal(obstacle)
        row = _write(actor, left, right, verdict=verdict, reason=reason, at=at, weight=weight, model=model)
        follow({left, right}, at=at)
    return decision_view(row)


def split(*, actor: Actor, out: Collection[UUID], reason: str, at: Instant, version: int | None = None) -> SplitView:
    """Take records out of the person they were laid with; every decision that tied them ends, and they stay apart.

    What was before those decisions is there again, exactly: nothing had been moved.

    Args:
        out: the records that do not belong with the others; all of one person, and not all of it.
        version: of the cluster the actor looked at; None when nothing was looked at.

    Raises:
        NotVisible: a record is not in sight.
        NoMandate: the actor may not decide this, or is no human.
        DecisionNeedsReason: no reason was given.
        NothingToSplit: the records are not one person with others, or are all of it.
        PartOutOfSight: a decision that ties them is not in sight.
        StaleVersion: somebody decided about these records in the meantime.
    """
    taken = frozenset(out)
    if not taken:
        raise NothingToSplit
    with _deciding(actor, taken, reason):
        with grants.as_enforcer():
            around = selectors.standing(taken)
        together = rules.component(min(taken), around)
        going = taken | _unseen_of(taken, together)
        staying, ties = together - going, rules.crossing(going, around)
        if not taken <= together or not staying or not ties:
            raise NothingToSplit
        if not SourceRecord.objects.filter(id__in=staying).exists():
            raise PartOutOfSight
        if version is not None:
            check_version(found=selectors.around(min(together)).version, expected=version)
        since = _end(actor, ties, reason=reason, at=at)
        for tie in ties:
            _write(actor, *sorted((tie.left, tie.right)), verdict=LinkVerdict.DIFFERENT, reason=reason, at=at)
        row = RecordSplit.objects.create(
            id=new_id(), region=actor.region, taken=sorted(taken), kept=sorted(staying), together_since=since,
            split_at=at, split_by=actor.worker_id, reason=reason.strip(),
        )  # fmt: skip
        follow(together, at=at)
        for side, others in ((sorted(taken), "kept"), (sorted(staying), "taken")):
            for nr, record in enumerate(side):
                audit.record(
                    actor=actor, at=at, act="people.split", event=(others, nr) == ("kept", 0), subject_id=record,
                    object_kind="record_split", object_id=row.id,
                )  # fmt: skip
    return split_view(row)


def _unseen_of(taken: frozenset[UUID], together: frozenset[UUID]) -> frozenset[UUID]:
    """Return the records out of sight that were delivered or reported for somebody who goes: they go along, untouched."""
    with grants.as_enforcer():
        theirs = set(SourceRecord.objects.filter(id__in=together - taken, home__in=taken).values_list("id", flat=True))
    return frozenset(theirs - set(SourceRecord.objects.filter(id__in=theirs).values_list("id", flat=True)))


def take_back(*, actor: Actor, decision_id: UUID, reason: str, at: Instant) -> LinkDecisionView:
    """End a decision that two records are not the same person; they can be laid together again. Twice is once.

    Raises:
        NotVisible: absent, or not both its records in sight.
        NoMandate: the actor may not decide this, or is no human.
        DecisionNeedsReason: no reason was given.
        NothingToSplit: it says that they are the same person; that is ended by taking them apart.
    """
    with _deciding(actor, (), reason):
        row = LinkDecision.objects.select_for_update().filter(id=decision_id).first()
        if row is None:
            raise NotVisible
        if row.verdict != LinkVerdict.DIFFERENT:
            raise NothingToSplit
        if row.ended_at is None:
            row.ended_at, row.ended_by, row.ended_why = at, actor.worker_id, reason.strip()
            row.save(update_fields=["ended_at", "ended_by", "ended_why"])
            _record(actor, row, act="people.take_back", at=at)
    return decision_view(row)


@contextmanager
def _deciding(actor: Actor, records: Collection[UUID], reason: str) -> Iterator[None]:
    """Hold the one lock of all decisions about records, for a human who may decide and sees what it is about."""
    with transaction.atomic():
        if SourceRecord.objects.filter(id__in=records).count() != len(set(records)):
            raise NotVisible
        require(actor, "people.link")
        if actor.is_system:
            raise NoMandate("people.link")
        if not reason.strip():
            raise DecisionNeedsReason
        lock_decisions()
        yield


def lock_decisions() -> None:
    """Take the one lock of all decisions about records, until the transaction ends; before the lock of any person."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", _LOCK)


def _write(
    actor: Actor, left: UUID, right: UUID, *, verdict: LinkVerdict, reason: str, at: Instant,
    weight: float | None = None, model: str = "",
) -> LinkDecision:  # fmt: skip
    row = LinkDecision.objects.create(
        id=new_id(), region=actor.region, left_id=left, right_id=right, verdict=verdict.value, weight=weight,
        model=model[:80], decided_by=actor.worker_id, role=actor.role, agency_id=actor.agency_id, decided_at=at,
        reason=reason.strip(),
    )  # fmt: skip
    _record(actor, row, act="people.confirm_same" if verdict is LinkVerdict.SAME else "people.deny_same", at=at)
    return row


def _record(actor: Actor, row: LinkDecision, *, act: str, at: Instant) -> None:
    """Write a line for each of the two, so that both can see who decided."""
    for subject, other in ((row.left_id, row.right_id), (row.right_id, row.left_id)):
        audit.record(
            actor=actor, at=at, act=act, event=subject == row.left_id, subject_id=subject, object_kind="link_decision",
            object_id=row.id, details={"other": str(other)},
        )  # fmt: skip


def _end(actor: Actor, ties: Iterable[Standing], *, reason: str, at: Instant) -> Instant:
    """End decisions, and let go of deliveries; return since when the first of them stood."""
    since = at
    for tie in ties:
        if tie.id is None:
            with grants.as_enforcer():
                delivery = SourceRecord.objects.select_for_update().get(id=tie.left)
                SourceRecord.objects.filter(id=tie.left).update(taken_out_at=at)
            since = min(since, delivery.delivered_at)
            if delivery.signal_id is not None:
                _take_away(actor, delivery, reason=reason, at=at)
            continue
        row = LinkDecision.objects.select_for_update().filter(id=tie.id).first()
        if row is None:
            raise PartOutOfSight
        since = min(since, row.decided_at)
        row.ended_at, row.ended_by, row.ended_why = at, actor.worker_id, reason.strip()
        row.save(update_fields=["ended_at", "ended_by", "ended_why"])
    return since


def _take_away(actor: Actor, words: SourceRecord, *, reason: str, at: Instant) -> None:
    """Let go of a signal with the words of its reporter; who laid it there, and why, stays known."""
    SignalLink.objects.filter(id=words.id, undone_at=None).update(
        undone_at=at, undone_by=actor.worker_id, undone_why=reason.strip()
    )
    audit.record(
        actor=actor, at=at, act="people.unlink_signal", subject_id=words.home_id, object_kind="signal",
        object_id=words.signal_id,
    )  # fmt: skip


def follow(records: Collection[UUID], *, at: Instant) -> None:
    """Let what hangs on these clusters follow them: deliveries in sight with their home, and a secret address with everybody.

    Each delivery is in sight with its home person exactly as long as it is the same person. What narrows follows the whole
    cluster: where one record says that the address is secret, it is secret. Only after `lock_decisions`.
    """
    with grants.as_enforcer():
        around = selectors.standing(records)
        clusters = {rules.component(record, around) for record in records}
        rows = {row.id: row for row in SourceRecord.objects.filter(id__in=set().union(*clusters))}
        for row in rows.values():
            belongs = row.home_id in rules.component(row.id, around)
            if belongs == (row.taken_out_at is not None):
                SourceRecord.objects.filter(id=row.id).update(taken_out_at=None if belongs else at)
        for together in clusters:
            own = Person.objects.filter(id__in=together)
            says = set(own.filter(secret_address=True).values_list("id", flat=True))
            says |= {
                row.id
                for row in rows.values()
                if row.id in together and row.id != row.home_id and row.said.get("secret_address")
            }
            for person_id, known in own.values_list("id", "secret_elsewhere"):
                if known != bool(says - {person_id}):
                    own.filter(id=person_id).update(secret_elsewhere=not known)


def refusal(obstacle: Standing) -> StandsInTheWay:
    """Say which decision stands in the way and by what kind of worker; which one exactly, only to who may see it."""
    if obstacle.id is None:
        with grants.as_enforcer():
            delivery = SourceRecord.objects.get(id=obstacle.left)
        return StandsInTheWay(
            verdict="same", role="levering", on=local_day(delivery.delivered_at).isoformat(), decision_id=None
        )
    with grants.as_enforcer():
        row = LinkDecision.objects.get(id=obstacle.id)
    role = standard_vocabulary().roles.get(row.role)
    seen = LinkDecision.objects.filter(id=row.id).exists()
    return StandsInTheWay(
        verdict=row.verdict,
        role=role.nl if role else row.role,
        on=local_day(row.decided_at).isoformat(),
        decision_id=row.id if seen else None,
    )
