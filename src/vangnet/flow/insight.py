"""What is kept about me, and who looked? Gathers the answer over all stages, through what each stage shows.

Whoever answers sees everything that they give: when a case of the person is out of their sight there is no answer, rather than
an answer with a hole. A part that a participant keeps back is not gathered, and the answer says that something is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from uuid import UUID

from vangnet.access import selectors as access
from vangnet.access.services import as_job, require, system_actor
from vangnet.access.types import Actor, Basis
from vangnet.audit import selectors as record
from vangnet.audit.types import EntryView
from vangnet.cases import selectors as cases
from vangnet.cases.selectors.of_person import every_case_of
from vangnet.core.clock import Instant, local_day
from vangnet.core.strict_json import JsonObject, JsonValue
from vangnet.intake import selectors as intake
from vangnet.law.vocabulary import standard_vocabulary
from vangnet.people import selectors as people
from vangnet.plans import selectors as plans
from vangnet.sharing import selectors as sharing
from vangnet.sharing.errors import InsightIncomplete
from vangnet.sharing.selectors.insight import insight_request
from vangnet.sharing.types import InsightPart, InsightRequestView

_MANY = 10_000


def gather(*, actor: Actor, request_id: UUID, at: Instant) -> JsonObject:
    """Return the answer to a request, as plain data in Dutch words.

    Raises:
        NotVisible: the request is of another organisation, or the person is not in sight.
        InsightIncomplete: a case of the person is not in sight of the actor.

    Law: AVG article 15; Bgs article 1.2; BIO 8.15 and NEN 7513 for who looked.
    """
    require(actor, "rights.answer")
    request = insight_request(actor=actor, request_id=request_id)
    case_ids = every_case_of(person_id=request.person_id)
    with as_job(system_actor(reason="insight", region=actor.region, trace_id=actor.trace_id)):
        everything = every_case_of(person_id=request.person_id)
    if set(everything) != set(case_ids) or len(access.sights_of(actor=actor, case_ids=case_ids, at=at)) != len(
        case_ids
    ):
        raise InsightIncomplete
    parts: dict[InsightPart, Callable[[], JsonValue]] = {
        InsightPart.IDENTITY: lambda: _identity(actor, request.person_id, at),
        InsightPart.SIGNALS: lambda: _signals(actor, request.person_id, at),
        InsightPart.CASES: lambda: [_case(actor, case_id, at) for case_id in case_ids],
        InsightPart.TIMELINE: lambda: [line for case_id in case_ids for line in _timeline(actor, case_id, at)],
        InsightPart.PLAN: lambda: [plan for case_id in case_ids for plan in _plan(actor, case_id, at)],
        InsightPart.SHARED: lambda: [line for case_id in case_ids for line in _shared(actor, case_id, at)],
        InsightPart.LOOKED: lambda: list(who_looked(person_id=request.person_id, case_ids=case_ids)),
    }
    return {
        "verzoek": {"id": str(request.id), "ontvangen": request.received_on.isoformat(), "op": local_day(at).isoformat(),
                    "door": access.agency(agency_id=actor.agency_id).name},
        "weggelaten": _kept_back(request),
        **{part.value: gathered() for part, gathered in parts.items() if request.keeps_back(part) is None},
    }  # fmt: skip


def looked_at(*, actor: Actor, person_id: UUID, at: Instant) -> list[JsonObject]:
    """Return who looked at a person, for somebody who answers for the organisation and has that person in sight.

    Raises:
        NoMandate: the actor's function does not answer requests of persons.
        NotVisible: the person is not in sight.
    """
    require(actor, "rights.answer")
    people.person(actor=actor, person_id=person_id, at=at)
    return who_looked(person_id=person_id, case_ids=every_case_of(person_id=person_id))


def who_looked(*, person_id: UUID, case_ids: Iterable[UUID]) -> list[JsonObject]:
    """Return which organisation, in which function, did what with the data of a person on which day; never a name.

    The caller has checked that this may be told. What Vangnet does by itself stands there too, as Vangnet.
    """
    entries = {entry.id: entry for entry in record.entries_of_subject(subject_id=person_id, limit=_MANY)}
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


def _identity(actor: Actor, person_id: UUID, at: Instant) -> JsonValue:
    person = people.person(actor=actor, person_id=person_id, at=at)
    address = " ".join(part for part in (person.street, person.house_number, person.postcode, person.city) if part)
    return {"naam": person.name, "geboren": person.birth.iso(), "geslacht": person.sex, "adres": address,
            "telefoon": person.phone}  # fmt: skip


def _signals(actor: Actor, person_id: UUID, at: Instant) -> JsonValue:
    """Return the signals without who reported them: that is somebody else's data."""
    ids = [link.signal_id for link in people.signals_of(person_id=person_id)]
    return [
        {"ontvangen": signal.received_at.isoformat(), "soort": signal.kind, "tekst": signal.text}
        for signal in intake.signals(actor=actor, signal_ids=ids, at=at, limit=_MANY)
    ]


def _case(actor: Actor, case_id: UUID, at: Instant) -> JsonValue:
    case = cases.case(actor=actor, case_id=case_id, at=at)
    return {
        "nummer": case.number, "geopend": case.opened_on.isoformat(),
        "gesloten": case.closed_on.isoformat() if case.closed_on else None,
        "wie": [
            {"rol": _role(slot.role), "organisatie": slot.holder_agency}
            for slot in cases.slots(case_id=case_id, day=local_day(at)) if slot.holder_id
        ],
    }  # fmt: skip


def _timeline(actor: Actor, case_id: UUID, at: Instant) -> list[JsonValue]:
    categories = standard_vocabulary().categories
    return [
        {"op": line.at.isoformat(), "wat": line.title, "tekst": line.text, "soort": categories[line.category].nl,
         "organisatie": line.agency_name or "Vangnet"}
        for line in cases.timeline(actor=actor, case_id=case_id, at=at, limit=_MANY)
    ]  # fmt: skip


def _plan(actor: Actor, case_id: UUID, at: Instant) -> list[JsonValue]:
    plan = plans.current(actor=actor, case_id=case_id, at=at)
    agreements: list[JsonValue] = [
        {"wat": one.what, "wie": one.owner_name, "uiterlijk": one.due_on.isoformat()}
        for one in plans.agreements(actor=actor, case_id=case_id, at=at)
    ]
    goals: list[JsonValue] = (
        [{"nu": goal.now, "doel": goal.goal, "wie": goal.who} for goal in plan.goals] if plan else []
    )
    if plan is None and not agreements:
        return []
    return [{"eigenWoorden": plan.own_words if plan else "", "samenvatting": plan.summary if plan else "",
             "doelen": goals, "afspraken": agreements}]  # fmt: skip


def _shared(actor: Actor, case_id: UUID, at: Instant) -> list[JsonValue]:
    words = standard_vocabulary()
    return [
        {
            "op": one.at.isoformat(), "ontvanger": words.org_types[one.receiver.org_type].nl,
            "waarvoor": words.purposes[one.purpose].nl,
            "wat": [words.categories[part.item.category].nl for part in one.items],
        }
        for one in sharing.disclosures(actor=actor, case_id=case_id, at=at, limit=_MANY)
    ]  # fmt: skip


def _role(code: str) -> str:
    role = standard_vocabulary().roles.get(code)
    return role.nl if role else code
