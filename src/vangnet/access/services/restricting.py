"""Restrict what is done with data about a person, look at it again, and lift it once the person was told."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

from vangnet.access import rules
from vangnet.access.errors import ProcessingRestricted
from vangnet.access.models import Grant, Restriction, Sight
from vangnet.access.selectors.restrictions import restricted
from vangnet.access.services import as_enforcer, require, sum_up
from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.core.clock import Instant, local_day
from vangnet.core.errors import NotVisible
from vangnet.core.versions import check_version


def restrict(
    *,
    actor: Actor,
    subject_ids: Collection[UUID],
    request_id: UUID,
    ground: str,
    why: str,
    kept: Sequence[str],
    kept_why: str,
    review_on: date,
    at: Instant,
) -> None:
    """Let data about a person be only stored from now on: every sight of their cases narrows in the same moment.

    Args:
        subject_ids: every record of the person in the region.
        request_id: request of the person that this follows.
        kept: categories, such as `C23`, that stay in sight for those whose role brings them; the identity and who works there always do.

    Raises:
        NoMandate: the actor is not the contact point.
        RestrictionUnreadable: it is not whole.

    Law: AVG articles 18(1)-(2) and 21(1); Bgs article 1.2.
    """
    require(actor, "rights.answer")
    left = rules.mask(kept)
    rules.check_restriction(
        ground=ground, why=why, kept=left, kept_why=kept_why, review_on=review_on, day=local_day(at)
    )
    with as_enforcer():
        for subject_id in sorted(subject_ids):
            Restriction.objects.get_or_create(
                subject_id=subject_id, request_id=request_id, lifted_at=None,
                defaults={
                    "region": actor.region, "ground": ground, "why": why.strip(), "kept": left | rules.RESTRICTED_CATEGORIES,
                    "kept_why": kept_why.strip(), "since": at, "review_on": review_on, "recorded_by": actor.worker_id,
                },
            )  # fmt: skip
            narrow(subject_id=subject_id)
            _leave_line(actor, "access.restrict", request_id, subject_id, at, ground=ground)


def spread(*, actor: Actor, regions: Mapping[UUID, str], at: Instant) -> None:
    """Let what is in force for one record of a person hold for the others of the region too. Background work only.

    Args:
        regions: every record that humans decided is one person, with its region.
    """
    found = Restriction.objects.filter(subject_id__in=regions, lifted_at=None).order_by("since")
    for row in list(found):
        for subject_id in sorted(one for one, region in regions.items() if region == row.region):
            _, made = Restriction.objects.get_or_create(
                subject_id=subject_id, request_id=row.request_id, lifted_at=None,
                defaults={
                    "region": row.region, "ground": row.ground, "why": row.why, "kept": row.kept, "kept_why": row.kept_why,
                    "since": at, "review_on": row.review_on, "recorded_by": row.recorded_by, "version": row.version,
                },
            )  # fmt: skip
            if made:
                narrow(subject_id=subject_id)
                _leave_line(actor, "access.restrict", row.request_id, subject_id, at, ground=row.ground)


def narrow(*, subject_id: UUID | None = None) -> int:
    """Let the database narrow the sights of a person, or whatever is not narrow yet; inside `as_enforcer` or a job.

    Returns:
        How many sights it looked at.
    """
    if subject_id is not None:
        return Sight.objects.filter(subject_id=subject_id).update(restricted=True)
    subjects = Restriction.objects.filter(lifted_at=None).values("subject_id")
    return Sight.objects.filter(restricted=False, subject_id__in=subjects).update(restricted=True)


def review_restriction(*, actor: Actor, request_id: UUID, version: int, review_on: date, why: str, at: Instant) -> None:
    """Keep a restriction as it is, and say when somebody looks again.

    Raises:
        NotVisible: nothing is in force after this request in the region.
        StaleVersion: somebody changed it.
        RestrictionUnreadable: no reason, or no day.
    """
    rows = _in_force(actor, request_id, version)
    for row in rows:
        rules.check_restriction(ground=row.ground, why=why, kept=0, kept_why="", review_on=review_on, day=local_day(at))
    with as_enforcer():
        for row in rows:
            row.review_on, row.why, row.version = review_on, f"{row.why}\n{why.strip()}", row.version + 1
            row.save(update_fields=["review_on", "why", "version"])
            _leave_line(actor, "access.review_restriction", request_id, row.subject_id, at, ground=row.ground)


def lift_restriction(
    *, actor: Actor, request_id: UUID, version: int, why: str, told_on: date | None, told_how: str, at: Instant
) -> None:
    """Lift a restriction once the person was told: each sight is again what its grants bring.

    Raises:
        NotVisible: nothing is in force after this request in the region.
        StaleVersion: somebody changed it.
        RestrictionUnreadable: no reason, or the person was not told before.

    Law: AVG article 18(3).
    """
    rows = _in_force(actor, request_id, version)
    since = max(local_day(row.since) for row in rows)
    rules.check_lifting(why=why, since=since, told_on=told_on, told_how=told_how, day=local_day(at))
    with as_enforcer():
        for row in rows:
            row.lifted_at, row.lifted_by, row.lifted_why = at, actor.worker_id, why.strip()
            row.told_on, row.told_how, row.version = told_on, told_how.strip(), row.version + 1
            row.save(update_fields=["lifted_at", "lifted_by", "lifted_why", "told_on", "told_how", "version"])
            open_now = Grant.objects.filter(subject_id=row.subject_id, closed_at=None)
            for worker_id, case_id in sorted(open_now.values_list("worker_id", "case_id").distinct()):
                sum_up(worker_id=worker_id, case_id=case_id, at=at)
            _leave_line(actor, "access.lift_restriction", request_id, row.subject_id, at, ground=row.ground)


def require_unrestricted(*, subject_id: UUID) -> None:
    """Pass when data about a person may be shared.

    Raises:
        ProcessingRestricted: they are only stored for now.
    """
    if restricted(subject_ids=[subject_id]):
        raise ProcessingRestricted


def _in_force(actor: Actor, request_id: UUID, version: int) -> list[Restriction]:
    require(actor, "rights.answer")
    with as_enforcer():
        rows = Restriction.objects.select_for_update().filter(
            request_id=request_id, region=actor.region, lifted_at=None
        )
        found = list(rows.order_by("id"))
    if not found:
        raise NotVisible
    for row in found:
        check_version(found=row.version, expected=version)
    return found


def _leave_line(actor: Actor, act: str, request_id: UUID, subject_id: UUID, at: Instant, *, ground: str) -> None:
    audit.record(
        actor=actor, at=at, act=act, event=True, subject_id=subject_id, object_kind="insight_request", object_id=request_id,
        ground=ground,
    )  # fmt: skip
