"""Restrictions on the processing about persons: in force, and waiting for somebody to look again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final
from uuid import UUID

from django.db import connection

from vangnet.access import rules
from vangnet.access import selectors as access
from vangnet.access import services as grants
from vangnet.access.models import Grant, Restriction
from vangnet.access.types import Actor, LiftedRestriction, RestrictionGround, RestrictionView
from vangnet.audit import services as audit
from vangnet.core.clock import Instant

# What is in sight of somebody about whom nothing is restricted.
EVERYTHING: Final = rules.ALL_CATEGORIES


def in_force(*, subject_id: UUID) -> list[RestrictionView]:
    """Return the restrictions about a person in sight, first one first."""
    return [_view(row) for row in Restriction.objects.filter(subject_id=subject_id, lifted_at=None).order_by("since")]


def restricted(*, subject_ids: Iterable[UUID]) -> set[UUID]:
    """Return about which of these persons data are only stored for now, whoever asks; numbers only."""
    with grants.as_enforcer():
        rows = Restriction.objects.filter(subject_id__in=set(subject_ids), lifted_at=None)
        return set(rows.values_list("subject_id", flat=True))


def left_open(*, subject_id: UUID) -> int:
    """Return the bit mask of what restrictions about a person leave in sight, whoever asks; every category when there is none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_left_open(%s)", [subject_id])
        row = cursor.fetchone()
    return EVERYTHING if row is None or row[0] is None else int(row[0])


def needed_for_claims(*, subject_ids: Iterable[UUID]) -> set[UUID]:
    """Return which of these persons obtained a restriction because they want their data kept: to have a claim, or instead of erasure.

    Background work only.
    """
    grounds = [RestrictionGround.UNLAWFUL.value, RestrictionGround.CLAIM.value]
    rows = Restriction.objects.filter(subject_id__in=set(subject_ids), ground__in=grounds, lifted_at=None)
    return set(rows.values_list("subject_id", flat=True))


def of_request(*, actor: Actor, request_id: UUID, at: Instant) -> list[RestrictionView]:
    """Return the restrictions that a request led to and that are in force, and record the read; for the contact point of the region."""
    if not access.may(actor=actor, act="rights.answer"):
        return []
    with grants.as_enforcer():
        rows = Restriction.objects.filter(request_id=request_id, region=actor.region, lifted_at=None)
        found = [_view(row) for row in rows.order_by("since", "id")]
    for row in found:
        audit.record(
            actor=actor, at=at, act="rights.read_restriction", subject_id=row.subject_id, object_kind="insight_request",
            object_id=request_id, fields=["ground", "review_on"],
        )  # fmt: skip
    return found


def lifted_of_request(*, actor: Actor, request_id: UUID, at: Instant) -> list[LiftedRestriction]:
    """Return the restrictions that a request once led to and that were lifted, last first, and record the read.

    One for all records of the person that were narrowed and lifted together; for the contact point of the region.

    Law: AVG article 18(3) and 5(2), whoever lifted it shows that the person was told before.
    """
    if not access.may(actor=actor, act="rights.answer"):
        return []
    with grants.as_enforcer():
        rows = list(
            Restriction.objects.filter(request_id=request_id, region=actor.region, lifted_at__isnull=False).order_by(
                "since"
            )
        )
    found: dict[Instant, LiftedRestriction] = {}
    for row in rows:
        if row.lifted_at is not None and row.lifted_by is not None and row.told_on is not None:
            said = (row.lifted_at, row.lifted_by, row.lifted_why, row.told_on, row.told_how)
            found.setdefault(row.lifted_at, LiftedRestriction(RestrictionGround(row.ground), row.since, *said))
    if rows:
        audit.record(
            actor=actor, at=at, act="rights.read_restriction", subjects={row.subject_id for row in rows},
            object_kind="insight_request", object_id=request_id, fields=["ground", "why", "review_on"],
        )  # fmt: skip
    return sorted(found.values(), key=lambda one: one.lifted_at, reverse=True)


def owed_reviews(*, actor: Actor, until: date, limit: int = 50) -> list[RestrictionView]:
    """Return the restrictions of the region that the contact point must look at again by a day; one a request."""
    if not access.may(actor=actor, act="rights.answer"):
        return []
    with grants.as_enforcer():
        rows = Restriction.objects.filter(region=actor.region, lifted_at=None, review_on__lte=until)
        found = {row.request_id: _view(row) for row in rows.order_by("-review_on", "-id")[:limit]}
    return sorted(found.values(), key=lambda one: (one.review_on, one.id))


def own_categories(*, actor: Actor, case_id: UUID, at: Instant) -> int:
    """Return the bit mask of what the actor's grants on a case bring, had nothing been restricted."""
    rows = Grant.objects.filter(worker_id=actor.worker_id, case_id=case_id, closed_at=None)
    found = [row for row in rows if rules.counts(since=row.since, until=row.until, at=at)]
    return rules.sum_of([(row.categories, row.form, row.until) for row in found])[0] if found else 0


def _view(row: Restriction) -> RestrictionView:
    return RestrictionView(
        row.id,
        row.request_id,
        row.subject_id,
        RestrictionGround(row.ground),
        row.kept,
        row.since,
        row.review_on,
        row.version,
    )
