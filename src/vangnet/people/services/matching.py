"""Whom may an incoming signal be about? Asked once for each signal, whatever its channel; what is found is a question."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Count

from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.core.clock import Instant, local_day
from vangnet.intake.selectors.keeping import signals_about
from vangnet.people.engine.keys import keys
from vangnet.people.engine.model import Model
from vangnet.people.engine.proposals import Answer, propose
from vangnet.people.engine.records import Prepared
from vangnet.people.models import CandidatePair, LinkageModel, Person, Residence, SignalLink
from vangnet.people.rules import CANDIDATES_AT_MOST
from vangnet.people.rules import review as rules
from vangnet.people.selectors import hint_record
from vangnet.people.selectors.matching import in_use, prepared

# Persons of one region that share a key; a key that everybody carries, here or elsewhere, is looked at no further than this.
# The limit is a question, so that the planner does not know it and reads along the index until it is enough. With a number it
# fetched and sorted all persons of a key that tens of thousands share, to keep a thousand.
_FIND = """
SELECT hit.person_id FROM unnest(%s::bigint[]) AS wanted(key)
CROSS JOIN LATERAL (SELECT any_region.person_id FROM (SELECT k.person_id, k.region FROM people_matchkey k
  WHERE k.key = wanted.key ORDER BY k.person_id LIMIT (SELECT 1000)) AS any_region WHERE any_region.region = %s LIMIT 100) AS hit
GROUP BY hit.person_id ORDER BY count(*) DESC, hit.person_id LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Matched:
    """What came of one signal.

    Args:
        looked_at: persons that were compared, at most `CANDIDATES_AT_MOST`.
        asked: questions that are new.
        passed_over: likely persons that are not asked about, because the signal or the person resembles too many.
    """

    looked_at: int
    asked: int
    passed_over: int


def match_signal(*, actor: Actor, signal_id: UUID, at: Instant) -> Matched | None:
    """Ask at the desk of a signal who it may be about. Background work only; doing it again changes nothing.

    Only persons whom that desk registered are asked about: it has no ground for others. A signal whose name says nothing, or
    that resembles as many people as are looked at without being certain of few, asks nothing; that is counted.

    Returns:
        What came of it; None when the signal is gone, or a human said already who it is.
    """
    found = signals_about(signal_ids=[signal_id])
    if not found or SignalLink.objects.filter(signal_id=signal_id, undone_at=None).exists():
        return None
    signal = found[0]
    record = hint_record(signal.hint)
    wanted = keys(record)
    people, records = _likely(wanted, region=signal.region, desk_id=signal.desk_id) if wanted else ([], [])
    weigher = in_use()
    answer = propose(weigher, record, records, at_most=rules.PAIRS_A_SIGNAL)
    too_many = len(records) >= CANDIDATES_AT_MOST and not _points_at_few(answer)
    kept = [] if too_many else _kept(answer, people)
    asked = _ask(kept, weigher.model, signal_id=signal_id, region=signal.region, desk_id=signal.desk_id, at=at)
    over = answer.passed_over + (len(answer.proposals) - len(kept))
    audit.record(
        actor=actor, at=at, act="people.match_signal", object_kind="signal", object_id=signal_id,
        details={"looked_at": len(records), "asked": asked, "passed_over": over, "outcome": answer.outcome, "model": answer.model},
    )  # fmt: skip
    return Matched(len(records), asked, over)


def _points_at_few(answer: Answer) -> bool:
    """Return whether a signal is certain of somebody, who stands out when it resembles more people than it may ask about."""
    found = [proposal for proposal in answer.proposals if proposal.finding is None]
    if not found or not found[0].certain:
        return False
    return not answer.passed_over or found[0].weight - found[-1].weight >= rules.STANDS_OUT


def _likely(wanted: list[int], *, region: str, desk_id: UUID) -> tuple[list[UUID], list[Prepared]]:
    """Return persons of the desk who share a key, each with every place they are known to have stayed at."""
    with connection.cursor() as cursor:
        cursor.execute(_FIND, [wanted, region, CANDIDATES_AT_MOST])
        ids = [row[0] for row in cursor.fetchall()]
    rows = {row.id: row for row in Person.objects.filter(id__in=ids, desk_id=desk_id)} if ids else {}
    places: dict[UUID, list[Residence | None]] = {}
    for stay in Residence.objects.filter(person_id__in=list(rows)).order_by("-since"):
        places.setdefault(stay.person_id, []).append(stay)
    pairs = [(one, prepared(rows[one], stay)) for one in ids if one in rows for stay in places.get(one, [None])]
    return [one for one, _ in pairs], [record for _, record in pairs]


def _kept(answer: Answer, people: list[UUID]) -> list[tuple[UUID, float]]:
    """Return the persons to ask about with their weight, each once, without those who wait for too many answers already."""
    best: dict[UUID, float] = {}
    for proposal in answer.proposals:
        if proposal.finding is None:
            best.setdefault(people[proposal.place], proposal.weight)
    waiting = CandidatePair.objects.filter(person__in=list(best), state="open", signal_id__isnull=False)
    asked = dict(waiting.order_by().values("person").annotate(number=Count("id")).values_list("person", "number"))
    return [(one, weight) for one, weight in best.items() if asked.get(one, 0) < rules.SIGNALS_A_PERSON]


def _ask(
    kept: list[tuple[UUID, float]], model: Model, *, signal_id: UUID, region: str, desk_id: UUID, at: Instant
) -> int:
    if not kept:
        return 0
    model_id = keep_model(model=model, at=at)
    known = set(CandidatePair.objects.filter(signal_id=signal_id).values_list("person", flat=True))
    # A human took it away from these; asking again would ask them to think twice.
    known |= set(SignalLink.objects.filter(signal_id=signal_id).values_list("person", flat=True))
    new = [
        CandidatePair(
            region=region, desk_id=desk_id, person_id=person_id, signal_id=signal_id, model_id=model_id, weight=weight,
            found_at=at, ask_on=local_day(at),
        )
        for person_id, weight in kept if person_id not in known
    ]  # fmt: skip
    CandidatePair.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def keep_model(*, model: Model, at: Instant) -> str:
    """Keep a model whole the first time it is used, and return its id."""
    row, _ = LinkageModel.objects.get_or_create(id=model.id, defaults={"content": model.to_json(), "first_used": at})
    return row.id
