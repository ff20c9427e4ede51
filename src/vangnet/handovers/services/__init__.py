"""Ask whether a person is in an active case elsewhere; both sides keep it, and the other side hears who asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import connection, transaction

from vangnet.access import services as access
from vangnet.access.selectors.between_regions import locked_out_of
from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.cases import selectors as cases
from vangnet.cases.selectors.elsewhere import open_cases_of
from vangnet.core.clock import Instant, local_day
from vangnet.core.errors import NotVisible
from vangnet.core.ids import new_id
from vangnet.core.strict_json import JsonObject
from vangnet.core.trace_context import Trace, begin, in_trace
from vangnet.handovers import rules
from vangnet.handovers.models import HitAnswer, HitQuery
from vangnet.handovers.selectors import hit_view, notice_view
from vangnet.handovers.types import Ground, GroundKind, HitNotice, HitOutcome, HitView
from vangnet.intake import selectors as intake
from vangnet.intake.types import WeighingDecision
from vangnet.law.decide import ENGINE
from vangnet.law.loader import standard_norms
from vangnet.law.replay import decision_record
from vangnet.people import selectors as people
from vangnet.people.selectors.elsewhere import Identity, identity_of, identity_of_hint, known_elsewhere
from vangnet.sharing.services import keep_norms

_IN_PROCESS = (None, WeighingDecision.CASE, WeighingDecision.INCLUSION_TABLE)
_KEEP_ANSWERS = """
INSERT INTO handovers_hitanswer
  (id, region, query_id, case_id, person_id, asked_at, asked_by, asked_agency, purpose, told, why_not)
SELECT a.id, a.region, %s, a.case_id, a.person_id, %s, %s, %s, %s, a.why_not = '', a.why_not
FROM unnest(%s::uuid[], %s::text[], %s::uuid[], %s::uuid[], %s::text[]) AS a (id, region, case_id, person_id, why_not)
"""


@dataclass(frozen=True, slots=True)
class _About:
    """What the ground of a question says: who it is, and whether the person is in process here."""

    identity: Identity
    phase: str
    in_process: bool


@dataclass(frozen=True, slots=True)
class _Found:
    """A case in another region, and why the asker is not told of it; empty when they are."""

    case_id: UUID
    person_id: UUID
    region: str
    why_not: str


def ask_elsewhere(*, actor: Actor, ground: Ground, necessity: str, key: UUID, at: Instant) -> HitView:
    """Ask all other regions whether the person of an own case or signal is in an active case there.

    The answer is known, with whom to call, or nothing. Nothing reads and costs the same whether nobody is known, the address
    is secret, or the asker is kept out of the case.

    Args:
        ground: the own case or signal; who the person is comes from there, nothing can be typed.
        necessity: why one must know, in one's own words; stays at this side.
        key: of the form; the same key twice is one question.

    Raises:
        NotVisible: the case or signal is not in sight.
        NotMandated: the actor's function does not ask this.
        QuestionNotReady: no reason, or the person is not known exactly enough.
        AskedTooOften: the worker or the organisation asked too much.

    Law: Wgs 2.28(1) (W09): both sides keep the question.
    """
    about = _about(actor, ground, at=at)
    access.require(actor, "handovers.ask")
    query_id = rules.once(actor.worker_id, key)
    known = HitQuery.objects.filter(id=query_id).first()
    if known is not None:
        return hit_view(known)
    rules.check_ready(necessity=necessity, lacks=about.identity.lacks)
    trace = begin() if not actor.trace_id else in_trace(actor.trace_id)
    actor = replace(actor, trace_id=trace.trace_id)
    with transaction.atomic():
        _check_pace(actor, at=at)
        norms = standard_norms()
        question, verdict = rules.ask_law(
            org_type=actor.agency_kind, role=actor.role, kind=ground.kind, phase=about.phase,
            number=bool(about.identity.numbers), in_process=about.in_process, on=local_day(at), norms=norms,
        )  # fmt: skip
        keep_norms(norms=norms, at=at)
        lawful = rules.may_go(verdict)
        found = _search(actor, about.identity) if lawful else []
        case_id = ground.id if ground.kind is GroundKind.CASE else None
        told = sorted({one.region for one in found if not one.why_not})
        row = HitQuery.objects.create(
            id=query_id, region=actor.region, agency_id=actor.agency_id, worker_id=actor.worker_id,
            case_id=case_id, signal_id=None if case_id else ground.id, person_id=about.identity.person_id,
            purpose=rules.PURPOSES[ground.kind], necessity=necessity.strip(), asked_at=at,
            outcome=(HitOutcome.UNLAWFUL if not lawful else HitOutcome.TOLD if told else HitOutcome.NOTHING).value,
            told_regions=told, record=decision_record(norms, question, verdict), trace_id=actor.trace_id,
        )  # fmt: skip
        _keep_answers(row, found)
        audit.record(
            actor=replace(actor, purpose=row.purpose), at=at, act="handovers.ask", event=True,
            case_id=case_id, subject_id=about.identity.person_id,
            object_kind="hit_query", object_id=row.id, ground=" ".join(verdict.grounds),
            outcome="done" if lawful else "refused", details={"from": ground.kind.value, "outcome": row.outcome},
        )  # fmt: skip
        audit.record_decision(record=_decision(row, trace), at=at)
    return hit_view(row)


def _about(actor: Actor, ground: Ground, *, at: Instant) -> _About:
    if ground.kind is GroundKind.CASE:
        case = cases.case(actor=actor, case_id=ground.id, at=at)
        return _About(identity_of(person_id=case.person_id), case.phase, case.closed_on is None)
    signal = intake.signal(actor=actor, signal_id=ground.id, at=at)
    link = people.links_of_signals(signal_ids=[ground.id]).get(ground.id)
    identity = identity_of_hint(hint=signal.hint) if link is None else identity_of(person_id=link.person_id)
    return _About(identity, "F1", signal.decision in _IN_PROCESS)


def _check_pace(actor: Actor, *, at: Instant) -> None:
    """Count what was asked, one question of an organisation at a time, so that two at once cannot both be the last.

    Raises:
        AskedTooOften: too much.
    """
    with access.as_enforcer():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 228))", [str(actor.agency_id)])
        by_worker = HitQuery.objects.filter(worker_id=actor.worker_id, asked_at__gt=at - rules.WORKER_WITHIN).count()
        by_desk = HitQuery.objects.filter(agency_id=actor.agency_id, asked_at__gt=at - rules.DESK_WITHIN).count()
    rules.check_pace(by_worker=by_worker, by_desk=by_desk)


def _search(actor: Actor, identity: Identity) -> list[_Found]:
    """Return the open cases of this person in other regions; the same statements whether there are any or not."""
    persons = {one.person_id: one for one in known_elsewhere(identity=identity, region=actor.region)}
    found = [case for case in open_cases_of(person_ids=list(persons)) if case.region != actor.region]
    locked = locked_out_of(worker_id=actor.worker_id, case_ids=[case.id for case in found])
    secret = identity.secret or any(one.secret for one in persons.values())
    return [
        _Found(case.id, case.person_id, case.region, rules.why_not_told(secret=secret, locked_out=case.id in locked))
        for case in found
    ]


def _keep_answers(row: HitQuery, found: Sequence[_Found]) -> None:
    """Keep what was found at the side that answers, in one statement that also runs for nothing."""
    with access.as_enforcer(), connection.cursor() as cursor:
        cursor.execute(
            _KEEP_ANSWERS,
            [
                row.id, row.asked_at, row.worker_id, row.agency_id, row.purpose, [new_id() for _ in found],
                [one.region for one in found], [one.case_id for one in found], [one.person_id for one in found],
                [one.why_not for one in found],
            ],
        )  # fmt: skip


def _decision(row: HitQuery, trace: Trace) -> JsonObject:
    """Return one record in the form of the Authorization Decision Log; it names no person and not what was found."""
    verdict = row.record["verdict"]
    return {
        "trace_id": trace.trace_id, "span_id": trace.span_id, "event_name": "adl.access_evaluation",
        "timestamp": int(row.asked_at.timestamp() * 1000), "status": "Unset",
        "attributes": {
            "adl.core.policies": {"vangnet.norm_set": row.record["norm_set"]},
            "adl.core.configuration": {"vangnet.engine": ENGINE},
            "adl.core.information": {"handovers.hit_query": str(row.id)},
        },
        "resource": {"service.name": "vangnet"},
        "body": {
            "adl.core.request": row.record["question"],
            "adl.core.response": {"decision": row.outcome != HitOutcome.UNLAWFUL.value, "context": verdict},
        },
    }  # fmt: skip


def keep_at_other_side(*, actor: Actor, query_id: UUID, at: Instant) -> int:
    """Write the question in the record of each region where it found a case. Background work only; twice is no harm done.

    Returns:
        In how many cases.

    Law: Wgs 2.28(1): both sides.
    """
    rows = list(HitAnswer.objects.filter(query_id=query_id).order_by("id"))
    for row in rows:
        audit.record(
            actor=replace(actor, region=row.region, purpose=row.purpose), at=at, act="handovers.answer",
            case_id=row.case_id, subject_id=row.person_id, object_kind="hit_answer", object_id=row.id, ground="W09",
            fields=["known"] if row.told else [],
            details={"asked_by": str(row.asked_by), "asked_agency": str(row.asked_agency), "told": int(row.told)},
        )  # fmt: skip
    return len(rows)


def see_notice(*, actor: Actor, answer_id: UUID, at: Instant) -> HitNotice:
    """Say that one has seen that another region asked; a second time changes nothing.

    Raises:
        NotVisible: the case is not in sight.
        NotMandated: the actor's function does not do this.
    """
    row = HitAnswer.objects.select_for_update().filter(id=answer_id).first()
    if row is None:
        raise NotVisible
    access.require(actor, "handovers.answer")
    if row.seen_at is None:
        row.seen_at, row.seen_by = at, actor.worker_id
        row.save(update_fields=["seen_at", "seen_by"])
        audit.record(
            actor=actor, at=at, act="handovers.see_notice", event=True, case_id=row.case_id, subject_id=row.person_id,
            object_kind="hit_answer", object_id=row.id,
        )  # fmt: skip
    return notice_view(row)


__all__ = ["ask_elsewhere", "keep_at_other_side", "see_notice"]
