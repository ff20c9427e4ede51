"""Who is kept in view at the actor's desk."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.core.clock import Instant
from vangnet.core.errors import NotVisible
from vangnet.intake.models import Attempt, Outreach
from vangnet.intake.ports import persons_beside
from vangnet.intake.selectors.reading import read_desk
from vangnet.intake.types import AttemptView, OutreachView


def watch_list(*, actor: Actor, at: Instant, limit: int = 200) -> list[OutreachView]:
    """Return who is kept in view, by the day on which it is looked at again, and record that the list was read."""
    rows = list(Outreach.objects.filter(desk_id=read_desk(actor), ended_at=None).order_by("review_on", "id")[:limit])
    audit.record(
        actor=actor, at=at, act="intake.watch_list", object_kind="outreach", details={"rows": len(rows)},
        subjects=set(persons_beside([row.signal_id for row in rows]).values()),
    )  # fmt: skip
    return _views(rows)


def kept_in_view(*, signal_ids: Collection[UUID]) -> set[UUID]:
    """Return from which of these signals somebody is kept in view now. Background work only."""
    if not signal_ids:
        return set()
    rows = Outreach.objects.filter(signal_id__in=set(signal_ids), ended_at=None)
    return set(rows.values_list("signal_id", flat=True))


def outreach(*, actor: Actor, outreach_id: UUID, at: Instant) -> OutreachView:
    """Return one, with every try, and record the read.

    Raises:
        NotVisible: absent, or at another desk.
    """
    rows = list(Outreach.objects.filter(id=outreach_id, desk_id=read_desk(actor)))
    if not rows:
        raise NotVisible
    audit.record(
        actor=actor, at=at, act="intake.read_outreach", object_kind="outreach", object_id=outreach_id,
        subject_id=persons_beside([rows[0].signal_id]).get(rows[0].signal_id), fields=["ground", "attempts"],
    )  # fmt: skip
    return _views(rows)[0]


def outreach_of(*, actor: Actor, signal_id: UUID) -> list[OutreachView]:
    """Return the outreach care that started from a signal at the actor's desk, newest first."""
    return _views(list(Outreach.objects.filter(signal_id=signal_id, desk_id=read_desk(actor)).order_by("-opened_at")))


def _views(rows: Sequence[Outreach]) -> list[OutreachView]:
    attempts: dict[UUID, list[AttemptView]] = {}
    for made in Attempt.objects.filter(outreach_id__in=[row.id for row in rows]).order_by("-at", "-id"):
        view = AttemptView(made.at, made.way, made.reached, made.text, made.made_by)
        attempts.setdefault(made.outreach_id, []).append(view)
    return [
        OutreachView(
            id=row.id,
            signal_id=row.signal_id,
            ground=row.ground,
            owner_id=row.owner_id,
            opened_at=row.opened_at,
            review_on=row.review_on,
            ended_at=row.ended_at,
            ended_why=row.ended_why,
            attempts=tuple(attempts.get(row.id, ())),
            version=row.version,
        )
        for row in rows
    ]
