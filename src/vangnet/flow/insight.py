"""What is kept about me, and who looked? Gathers the answer over all stages, open, closed and shielded alike.

Whoever handles the request has no sight of any case, and gets none: the answer is gathered by background work, on the ground
of a request that somebody else registered, for exactly this person, and leaves a line for each case that it was gathered from.
A part that a participant keeps back is not gathered, and the answer says that something is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from vangnet.access import selectors as access
from vangnet.access.services import as_job, require, system_actor
from vangnet.access.types import Actor, Basis
from vangnet.audit import selectors as record
from vangnet.audit import services as audit
from vangnet.audit.types import EntryView
from vangnet.cases import selectors as cases
from vangnet.cases.selectors.of_person import every_case_of, kept, written
from vangnet.core.clock import Instant, local_day
from vangnet.core.strict_json import JsonObject, JsonValue
from vangnet.intake.selectors.keeping import signals_about
from vangnet.law.vocabulary import standard_vocabulary
from vangnet.people import selectors as people
from vangnet.people.selectors.clusters import whole
from vangnet.plans import selectors as plans
from vangnet.sharing.errors import NotInHand
from vangnet.sharing.selectors.insight import insight_request
from vangnet.sharing.selectors.records import disclosures_of
from vangnet.sharing.types.rights import InsightPart, InsightRequestView

_MANY = 10_000
# What is in no answer, and where the person can ask for it. Law: Wpg 25, Wjsg 39i; AVG 15(4), the rights of others.
NEVER_TOLD: Final = {
    "C09": "Politiegegevens over opsporing: vraag die bij de politie (Wpg artikel 25).",
    "C10": "Politiegegevens over informanten: hierover zegt de politie niets (Wpg artikel 27).",
    "C27": "Wie iets over jou meldde: dat is een gegeven van die ander (AVG artikel 15 lid 4).",
    "C31": "Gegevens van een slachtoffer of een ander (AVG artikel 15 lid 4).",
}


@dataclass(frozen=True, slots=True)
class Gathered:
    """About whom and from where an answer is gathered.

    Args:
        person_ids: the person, and the other registrations that humans decided are the same person.
    """

    person_ids: tuple[UUID, ...]
    case_ids: tuple[UUID, ...]


def gather(*, actor: Actor, request_id: UUID, at: Instant) -> JsonObject:
    """Return the answer to a request, as plain data in Dutch words.

    Raises:
        NoMandate: the actor is not the contact point.
        NotVisible: the request is of another region.
        NotInHand: the actor has not taken the request in hand.

    Law: AVG article 15; Bgs article 1.2; BIO 8.15 and NEN 7513 for who looked.
    """
    request = _in_hand(actor, request_id, at)
    with as_job(system_actor(reason="insight", region=actor.region, trace_id=actor.trace_id)):
        about = _about(request.person_id)
        left_out: Counter[str] = Counter()
        parts = {
            part: gathered()
            for part, gathered in _parts(about, at, left_out).items()
            if request.keeps_back(part) is None
        }
    for case_id in about.case_ids:
        audit.record(
            actor=actor, at=at, act="rights.gather", case_id=case_id, subject_id=request.person_id,
            object_kind="insight_request", object_id=request.id, ground="AVG 15", fields=sorted(parts),
        )  # fmt: skip
    return {
        "verzoek": {"id": str(request.id), "ontvangen": request.received_on.isoformat(), "op": local_day(at).isoformat(),
                    "door": access.agency(agency_id=actor.agency_id).name},
        "weggelaten": _kept_back(request),
        "uitgezonderd": [
            {"soort": NEVER_TOLD[category], "aantal": number} for category, number in sorted(left_out.items())
        ],
        **{part.value: gathered for part, gathered in parts.items()},
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scope:
    """What whoever handles a request needs to know of it, without any content.

    Args:
        name: whom it is about, to answer them.
        participants: organisations to consult: all that hold a role or wrote in a case of the person.
        counts: how many things each part of an answer holds.
    """

    name: str
    participants: tuple[str, ...]
    counts: dict[InsightPart, int]


def scope(*, actor: Actor, request: InsightRequestView, at: Instant) -> Scope:
    """Return what a request reaches: whom to answer, whom to consult, how much there is; no content.

    Args:
        request: as the actor just read it, which stands in the record.

    Raises:
        NoMandate: the actor is not the contact point.
        NotInHand: the actor has not taken the request in hand.

    Law: Bgs article 1.2, after consulting the involved participants.
    """
    require(actor, "rights.answer")
    if request.handler_id != actor.worker_id:
        raise NotInHand
    with as_job(system_actor(reason="insight", region=actor.region, trace_id=actor.trace_id)):
        about = _about(request.person_id)
        found: set[str] = set()
        for case_id in about.case_ids:
            found |= {slot.holder_agency for slot in cases.slots(case_id=case_id, day=local_day(at)) if slot.holder_id}
            authors = access.workers(worker_ids=[line.author_id for line in written(case_id=case_id)])
            found |= {worker.agency_name for worker in authors.values()}
        gathered = {part: part_of() for part, part_of in _parts(about, at, Counter()).items()}
        name = people.names(person_ids=[request.person_id]).get(request.person_id, "")
    audit.record(
        actor=actor, at=at, act="rights.scope", subject_id=request.person_id, object_kind="insight_request",
        object_id=request.id, ground="AVG 15", fields=["name", "counts"],
    )  # fmt: skip
    counts = {part: len(lines) if isinstance(lines, list) else 1 for part, lines in gathered.items()}
    return Scope(name=name, participants=tuple(sorted(found)), counts=counts)


def _in_hand(actor: Actor, request_id: UUID, at: Instant) -> InsightRequestView:
    require(actor, "rights.answer")
    request = insight_request(actor=actor, request_id=request_id, at=at)
    if request.handler_id != actor.worker_id:
        raise NotInHand
    return request


def _about(person_id: UUID) -> Gathered:
    person_ids = (person_id, *sorted(whole(person_id) - {person_id}))
    return Gathered(person_ids, tuple(case_id for one in person_ids for case_id in every_case_of(person_id=one)))


def _parts(about: Gathered, at: Instant, left_out: Counter[str]) -> dict[InsightPart, Callable[[], JsonValue]]:
    return {
        InsightPart.IDENTITY: lambda: _identity(about.person_ids),
        InsightPart.SIGNALS: lambda: _signals(about.person_ids),
        InsightPart.CASES: lambda: [_case(case_id, at) for case_id in about.case_ids],
        InsightPart.TIMELINE: lambda: [line for case_id in about.case_ids for line in _timeline(case_id, left_out)],
        InsightPart.DOCUMENTS: lambda: [line for case_id in about.case_ids for line in _documents(case_id, left_out)],
        InsightPart.PLAN: lambda: [plan for case_id in about.case_ids for plan in _plan(case_id)],
        InsightPart.SHARED: lambda: [line for case_id in about.case_ids for line in _shared(case_id)],
        InsightPart.LOOKED: lambda: list(_looked(about)),
    }


def looked_at(*, actor: Actor, person_id: UUID, at: Instant) -> list[JsonObject]:
    """Return who looked at a person, for somebody who registers requests and has that person in sight.

    Raises:
        NoMandate: the actor's function does not register requests of persons.
        NotVisible: the person is not in sight.
    """
    require(actor, "rights.register")
    people.person(actor=actor, person_id=person_id, at=at)
    return who_looked(person_id=person_id, case_ids=every_case_of(person_id=person_id))


def _looked(about: Gathered) -> list[JsonObject]:
    return who_looked(person_id=about.person_ids[0], case_ids=about.case_ids, also=about.person_ids[1:])


def who_looked(*, person_id: UUID, case_ids: Iterable[UUID], also: Sequence[UUID] = ()) -> list[JsonObject]:
    """Return which organisation, in which function, did what with the data of a person on which day; never a name.

    The caller has checked that this may be told. What Vangnet does by itself stands there too, as Vangnet.
    """
    entries: dict[UUID, EntryView] = {}
    for one in (person_id, *also):
        entries |= {entry.id: entry for entry in record.entries_of_subject(subject_id=one, limit=_MANY)}
        entries |= {entry.id: entry for entry in record.entries_listing(subject_id=one, limit=_MANY)}
    for case_id in case_ids:
        entries |= {entry.id: entry for entry in record.entries_of_case(case_id=case_id, limit=_MANY)}
    workers = access.workers(worker_ids=[entry.worker_id for entry in entries.values()])
    counted: Counter[tuple[str, str, str, str, str, bool]] = Counter()
    for entry in entries.values():
        worker = workers.get(entry.worker_id)
        organisation, role = (worker.agency_name, worker.role) if worker else ("Vangnet", "")
        day = local_day(entry.at).isoformat()
        counted[day, organisation, role, entry.act, " ".join(entry.fields), _emergency(entry)] += 1
    return [
        {"dag": day, "organisatie": organisation, "functie": _role(role), "handeling": act, "gegevens": fields,
         "noodtoegang": emergency, "keer": times}
        for (day, organisation, role, act, fields, emergency), times in sorted(counted.items(), reverse=True)
    ]  # fmt: skip


def _emergency(entry: EntryView) -> bool:
    return entry.act == "access.break_glass" or entry.ground.startswith(Basis.BREAK_GLASS.value)


def _kept_back(request: InsightRequestView) -> list[JsonValue]:
    return [
        {
            "deel": one.part.value,
            "deelnemer": one.participant,
            "grond": one.ground,
            "opnieuw": one.review_on.isoformat(),
        }
        for one in request.restrictions
    ]


def _identity(person_ids: Sequence[UUID]) -> JsonValue:
    found: list[JsonValue] = []
    for person in people.persons(person_ids=person_ids).values():
        address = " ".join(part for part in (person.street, person.house_number, person.postcode, person.city) if part)
        found.append({"naam": person.name, "geboren": person.birth.iso(), "geslacht": person.sex, "adres": address,
                      "telefoon": person.phone})  # fmt: skip
    return found


def _signals(person_ids: Sequence[UUID]) -> JsonValue:
    """Return the signals without who reported them: that is somebody else's data."""
    ids = [link.signal_id for person_id in person_ids for link in people.signals_of(person_id=person_id)]
    found = signals_about(signal_ids=ids)
    desks = {signal.desk_id: access.agency(agency_id=signal.desk_id).name for signal in found}
    return [
        {"ontvangen": local_day(signal.received_at).isoformat(), "bij": desks[signal.desk_id], "soort": signal.kind,
         "tekst": signal.text}
        for signal in found
    ]  # fmt: skip


def _case(case_id: UUID, at: Instant) -> JsonValue:
    case = kept(case_id=case_id)
    return {
        "nummer": case.number, "geopend": case.opened_on.isoformat(),
        "gesloten": case.closed_on.isoformat() if case.closed_on else None,
        "wie": [
            {"rol": _role(slot.role), "organisatie": slot.holder_agency}
            for slot in cases.slots(case_id=case_id, day=local_day(at)) if slot.holder_id
        ],
    }  # fmt: skip


def _timeline(case_id: UUID, left_out: Counter[str]) -> list[JsonValue]:
    categories = standard_vocabulary().categories
    lines = written(case_id=case_id)
    authors = access.workers(worker_ids=[line.author_id for line in lines])
    left_out.update(line.category for line in lines if line.category in NEVER_TOLD)
    return [
        {"op": local_day(line.at).isoformat(), "wat": line.title, "tekst": line.text, "soort": categories[line.category].nl,
         "organisatie": authors[line.author_id].agency_name if line.author_id in authors else "Vangnet"}
        for line in lines if line.category not in NEVER_TOLD
    ]  # fmt: skip


def _documents(case_id: UUID, left_out: Counter[str]) -> list[JsonValue]:
    """Return which documents there are; whoever handles the request gives a copy from the case itself."""
    categories = standard_vocabulary().categories
    found = cases.documents_of(case_id=case_id)
    left_out.update(one.category for one in found if one.category in NEVER_TOLD)
    return [
        {"op": local_day(one.added_at).isoformat(), "naam": one.title, "soort": categories[one.category].nl,
         "bestand": one.media_type, "bytes": one.size, "organisatie": one.agency_name}
        for one in found if one.category not in NEVER_TOLD
    ]  # fmt: skip


def _plan(case_id: UUID) -> list[JsonValue]:
    adopted, agreed = plans.every_plan(case_id=case_id)
    found: list[JsonValue] = [
        {
            "versie": plan.nr, "vanaf": local_day(plan.adopted_at).isoformat() if plan.adopted_at else None,
            "eigenWoorden": plan.own_words, "samenvatting": plan.summary,
            "doelen": [{"nu": goal.now, "doel": goal.goal, "wie": goal.who} for goal in plan.goals],
            "alsHetMisgaat": [step.text for step in plan.crisis_steps],
        }
        for plan in adopted
    ]  # fmt: skip
    if agreed:
        found.append({
            "afspraken": [
                {"wat": one.what, "wie": one.owner_name, "uiterlijk": one.due_on.isoformat()} for one in agreed
            ]
        })  # fmt: skip
    return found


def _shared(case_id: UUID) -> list[JsonValue]:
    words = standard_vocabulary()
    return [
        {
            "op": local_day(one.at).isoformat(), "ontvanger": one.receiver.name,
            "organisatie": words.org_types[one.receiver.org_type].nl, "waarvoor": words.purposes[one.purpose].nl,
            "wat": [words.categories[part.item.category].nl for part in one.items],
        }
        for one in disclosures_of(case_id=case_id)
    ]  # fmt: skip


def _role(code: str) -> str:
    role = standard_vocabulary().roles.get(code)
    return role.nl if role else code
