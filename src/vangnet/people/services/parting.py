"""Lay a signal beside somebody, and take it away from somebody it was not about."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from vangnet.access import services as grants
from vangnet.access.services import require
from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.core.clock import Instant
from vangnet.core.errors import NotVisible
from vangnet.core.ids import new_id
from vangnet.intake import selectors as intake
from vangnet.intake.types import SignalView
from vangnet.people.errors import LinkedToSomebodyElse, LinkNeedsReason
from vangnet.people.models import Person, SignalLink, SourceRecord
from vangnet.people.rules import clusters as rules
from vangnet.people.rules.said import said_data, said_in_signal
from vangnet.people.selectors import clusters as selectors
from vangnet.people.selectors import link_view
from vangnet.people.services.linking import lock_decisions, refusal, split
from vangnet.people.types import SignalLinkView, SourceKind, SplitView


def link_signal(*, actor: Actor, person_id: UUID, signal_id: UUID, reason: str, at: Instant) -> SignalLinkView:
    """Lay a signal beside a person; a named human says why it is the same one. Doing it twice changes nothing.

    What the reporter said becomes a record of that person, at the desk of the signal and in sight there only.

    Raises:
        NotVisible: the signal or the person is not in sight.
        LinkNeedsReason: no reason was given.
        LinkedToSomebodyElse: it lies beside another person already.
        StandsInTheWay: a human took this signal away from this person; that decision must be ended first.
    """
    signal = intake.signal(actor=actor, signal_id=signal_id, at=at)
    with transaction.atomic():
        row = Person.objects.filter(id=person_id).first()
        if row is None:
            raise NotVisible
        require(actor, "people.link")
        if not reason.strip():
            raise LinkNeedsReason
        lock_decisions()
        link = SignalLink.objects.filter(signal_id=signal_id, undone_at=None).first()
        if link is None:
            _refuse_taken_away(row, signal_id)
            link = _lay(actor, row, signal, reason=reason, at=at)
        elif link.person_id != person_id:
            raise LinkedToSomebodyElse
    return link_view(link)


def _refuse_taken_away(row: Person, signal_id: UUID) -> None:
    """Pass when no decision that stands keeps this signal away from this person, or from a record that is the same one."""
    with grants.as_enforcer():
        for words in SourceRecord.objects.filter(signal_id=signal_id).values_list("id", flat=True):
            obstacle = rules.against_joining(words, row.id, selectors.standing([words, row.id]))
            if obstacle is not None:
                raise refusal(obstacle)


def _lay(actor: Actor, row: Person, signal: SignalView, *, reason: str, at: Instant) -> SignalLink:
    link = SignalLink.objects.create(
        id=new_id(), region=signal.region, person=row, signal_id=signal.id, desk_id=signal.desk_id,
        confirmed_by=actor.worker_id, confirmed_at=at, reason=reason.strip(),
    )  # fmt: skip
    SourceRecord.objects.create(
        id=link.id, region=signal.region, desk_id=signal.desk_id, home=row, kind=SourceKind.SIGNAL.value,
        said=said_data(said_in_signal(signal.hint)), signal_id=signal.id, delivered_by=actor.worker_id, delivered_at=at,
    )  # fmt: skip
    audit.record(
        actor=actor, at=at, act="people.link_signal", event=True, subject_id=row.id, object_kind="signal",
        object_id=signal.id,
    )  # fmt: skip
    return link


def unlink_signal(*, actor: Actor, signal_id: UUID, reason: str, at: Instant) -> SplitView:
    """Take a signal away from the person it was laid beside; who laid it there, and why, stays known.

    The words of its reporter come apart from that person as any record does (`split`): what was learned meanwhile is listed, plans
    are flagged, receivers are warned. Cases stay with that person, and the signal can be laid beside somebody else.

    Raises:
        NotVisible: the link is not in sight, or there is none.
        NoMandate: the actor may not lay signals beside persons.
        LinkNeedsReason: no reason was given.
        PartOutOfSight: the person is not in sight any more.
    """
    link = SignalLink.objects.filter(signal_id=signal_id, undone_at=None).first()
    if link is None:
        raise NotVisible
    require(actor, "people.link")
    if not reason.strip():
        raise LinkNeedsReason
    return split(actor=actor, out=[link.id], reason=reason, at=at)
