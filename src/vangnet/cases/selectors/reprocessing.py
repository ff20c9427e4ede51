"""Closed cases that are used again, and cases that are kept longer: who ordered it, and whether every supplier agreed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, F, Func, Q, QuerySet

from vangnet.access import selectors as access
from vangnet.access import services as grants
from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.cases.models import Case, Reprocessing, SupplierAnswer
from vangnet.cases.types import KEEP_YEARS, KeptFacts, OwedAnswer, ReprocessingGround, ReprocessingView, SupplierView
from vangnet.core.clock import Instant, local_day
from vangnet.core.errors import NotVisible
from vangnet.core.periods import months_later, years_later
from vangnet.core.statements import Fixed, ids_text

# How long before its end a case is brought to whoever decides on it. The law names no number; this is our proposal.
WARN_MONTHS: Final = 6
# An answer that is not there after this is asked of everybody who may give it, beside who supplied it, and of who ordered; of every
# colleague who may order once that one left the organisation.
CHASED: Final = timedelta(days=7)
# An earliest day of opening that is later than any that counts: a case counts from its signal, which may be somewhat older.
_SLACK: Final = timedelta(days=366)
_OWED = Fixed("""
SELECT 'keep', k.case_id, k.number, k.region, k.closed_on, k.first_on, k.renewed_until, k.let_go_until, k.ordered
FROM cases_kept_facts(%(cases)s::uuid[], %(opened_before)s, %(closed_from)s) k WHERE %(keeps)s
UNION ALL
SELECT 'answer', r.id, cases_number_of_order(r.id), r.region, NULL, (r.ordered_at AT TIME ZONE 'Europe/Amsterdam')::date, NULL, NULL, false
FROM cases_supplieranswer a JOIN cases_reprocessing r ON r.id = a.reprocessing_id
WHERE %(supplies)s AND a.agency_id = %(agency)s AND a.agrees IS NULL AND r.refused_at IS NULL
  AND (a.suppliers @> ARRAY[%(worker)s::uuid] OR r.ordered_at < %(chased)s) AND cases_answers_for(a.id)
UNION ALL
SELECT 'order', r.id, cases_number_of_order(r.id), r.region, NULL, (r.ordered_at AT TIME ZONE 'Europe/Amsterdam')::date, NULL, NULL, true
FROM cases_reprocessing r
WHERE %(keeps)s AND (r.ordered_by = %(worker)s OR r.agency_id = %(agency)s AND EXISTS (
    SELECT 1 FROM access_worker w
    WHERE w.id = r.ordered_by AND (w.left_on IS NOT NULL OR w.agency_id <> r.agency_id)))
  AND r.allowed_at IS NULL AND r.refused_at IS NULL AND r.ordered_at < %(chased)s
ORDER BY 6, 2 LIMIT 200
""")
_FACTS = Fixed("""
SELECT k.case_id, k.number, k.region, k.closed_on, k.first_on, k.renewed_until, k.let_go_until, k.ordered
FROM cases_kept_facts(%(cases)s::uuid[], 'infinity', %(closed_from)s) k WHERE k.case_id = %(case)s
""")


def reprocessing(*, actor: Actor, reprocessing_id: UUID, at: Instant) -> ReprocessingView:
    """Return one order, for the organisation that gave it and for those that supplied data; and record the read.

    Raises:
        NotVisible: absent, or of others.
    """
    row = _mine(actor).filter(id=reprocessing_id).first()
    if row is None:
        raise NotVisible
    with grants.as_enforcer():
        subject = Case.objects.values_list("person_id", flat=True).get(id=row.case_id)
    audit.record(
        actor=actor, at=at, act="cases.read_reprocessing", case_id=row.case_id, subject_id=subject, object_kind="reprocessing",
        object_id=row.id, fields=["why"],
    )  # fmt: skip
    return _views([row])[0]


def reprocessings(*, actor: Actor, limit: int = 50) -> list[ReprocessingView]:
    """Return the orders of the actor's organisation and those that wait for its answer, newest first."""
    return _views(list(_mine(actor).order_by("-ordered_at", "-id")[:limit]))


def allowed(*, ids: Iterable[UUID], day: date) -> set[UUID]:
    """Return which of these orders let somebody see a closed case on a day. Background work only."""
    rows = Reprocessing.objects.filter(id__in=set(ids), allowed_at__isnull=False, until__gte=day)
    return set(rows.values_list("id", flat=True))


def kept_facts(*, actor: Actor, case_id: UUID, at: Instant) -> KeptFacts:
    """Return what decides how long a case is kept: a running one in sight, or a closed one that the actor directed at its end.

    Raises:
        NotVisible: neither.
    """
    values: dict[str, str | UUID | date] = {
        "cases": ids_text([case_id]),
        "case": case_id,
        "closed_from": years_later(local_day(at), -KEEP_YEARS),
    }
    with connection.cursor() as cursor:
        cursor.execute(_FACTS, values)
        row = cursor.fetchone()
    if row is None or not access.may(actor=actor, act="cases.reprocess"):
        raise NotVisible
    return KeptFacts(*row)


def owed_keeping(*, actor: Actor, case_ids: Sequence[UUID], at: Instant) -> tuple[list[KeptFacts], list[OwedAnswer]]:
    """Return the cases that may end within half a year, and the orders that wait for an answer; in one query.

    Args:
        case_ids: running cases in sight. Closed ones that the actor directed at their end come by themselves.

    Law: Wgs 1.8(7); Bgs 1.16(2)-(3), a closed case may stay only when it closed less than a year before its end.
    """
    day = local_day(at)
    horizon = months_later(day, WARN_MONTHS)
    values: dict[str, str | UUID | date | bool] = {
        "cases": ids_text(case_ids), "opened_before": years_later(horizon, -KEEP_YEARS) + _SLACK,
        "closed_from": years_later(day, -1), "keeps": access.may(actor=actor, act="cases.reprocess"),
        "supplies": access.may(actor=actor, act="cases.supply"), "agency": actor.agency_id, "worker": actor.worker_id,
        "chased": at - CHASED,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_OWED, values)
        rows = cursor.fetchall()
    return (
        [KeptFacts(*row[1:]) for row in rows if row[0] == "keep"],
        [OwedAnswer(row[1], row[2], row[5], row[0] == "order") for row in rows if row[0] != "keep"],
    )


def answers_for(*, actor: Actor, answer_id: UUID) -> bool:
    """Return whether the actor says for the own organisation whether what it supplied may be used again.

    Who supplied it, who stands in for them today, or who guards privacy there; the database knows who that is.
    """
    return access.may(actor=actor, act="cases.supply") and _asked_of(actor).filter(id=answer_id).exists()


def _asked_of(actor: Actor) -> QuerySet[SupplierAnswer]:
    mine = Func(F("id"), function="cases_answers_for", output_field=BooleanField())
    return SupplierAnswer.objects.filter(agency_id=actor.agency_id).filter(mine)


def _mine(actor: Actor) -> QuerySet[Reprocessing]:
    """Return the orders of the own organisation, for who may order, and those that ask the actor."""
    wanted = Q(pk__in=[])
    if access.may(actor=actor, act="cases.reprocess"):
        wanted |= Q(agency_id=actor.agency_id)
    if access.may(actor=actor, act="cases.supply"):
        wanted |= Q(id__in=_asked_of(actor).values("reprocessing_id"))
    return Reprocessing.objects.filter(wanted)


def _views(rows: Sequence[Reprocessing]) -> list[ReprocessingView]:
    answers: dict[UUID, list[SupplierAnswer]] = {}
    for answer in SupplierAnswer.objects.filter(reprocessing__in=rows).order_by("id"):
        answers.setdefault(answer.reprocessing_id, []).append(answer)
    names = {a.agency_id: access.agency(agency_id=a.agency_id).name for found in answers.values() for a in found}
    with grants.as_enforcer():
        numbers = dict(Case.objects.filter(id__in=[row.case_id for row in rows]).values_list("id", "number"))
    return [
        ReprocessingView(
            id=row.id, case_id=row.case_id, agency_id=row.agency_id, number=numbers[row.case_id], ground=ReprocessingGround(row.ground),
            ordered_for=row.ordered_for, why=row.why, until=row.until, keeps=row.keeps, ordered_by=row.ordered_by,
            ordered_at=row.ordered_at, allowed_at=row.allowed_at, refused_at=row.refused_at,
            suppliers=tuple(
                SupplierView(a.agency_id, names[a.agency_id], a.agrees, a.said_by) for a in answers.get(row.id, [])
            ),
        )
        for row in rows
    ]  # fmt: skip
