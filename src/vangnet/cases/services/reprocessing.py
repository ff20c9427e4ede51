"""Use a closed case again, or keep a case longer: on order of the participants, and only when every supplier agrees."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction

from vangnet.access import selectors as access
from vangnet.access import services as grants
from vangnet.access.services.directing import require_in_case
from vangnet.access.types import SYSTEM_WORKER, Actor, Basis
from vangnet.audit import selectors as record
from vangnet.audit import services as audit
from vangnet.cases import rules
from vangnet.cases.errors import ReprocessingRuns, ReprocessingUnreadable, SupplierAnswered, TermChanged
from vangnet.cases.models import Case, Contact, Document, Entry, KeepingChoice, Reprocessing, SupplierAnswer
from vangnet.cases.selectors.of_person import renewals
from vangnet.cases.selectors.reprocessing import answers_for, kept_facts
from vangnet.cases.types import ReprocessingGround
from vangnet.core.clock import AMSTERDAM, Instant, local_day
from vangnet.core.errors import NotVisible
from vangnet.core.ids import new_id
from vangnet.intake import selectors as intake
from vangnet.intake.selectors.keeping import signals_about

# Tells of a case which organisations supplied something in a later stage, and who there did; None is one that cannot be asked.
Supplied = Mapping[UUID | None, Collection[UUID]]
Suppliers = Callable[[UUID], Supplied]


def order_reprocessing(
    *, actor: Actor, number: str, ground: str, ordered_for: str, why: str, until: date, at: Instant, also: Suppliers
) -> UUID:
    """Order that a closed case of the own region is used again, or that a case stays after its term.

    Nothing of the case is shown by this. Every organisation that supplied data is asked; the own one has agreed by ordering.

    Args:
        number: number of the case, such as `2026-0481`.
        ordered_for: the participants who order it.
        until: last day.
        also: tells which organisations supplied something to a case in a later stage; see `flow.reprocessing`.

    Returns:
        The id of the order.

    Raises:
        NoMandate: the actor's function may not, or does not stand in the running case.
        NotVisible: the region has no such case.
        ReprocessingUnreadable: it may not, or something is missing.
        ReprocessingRuns: it was ordered before, and not everybody has answered.

    Law: Wgs 1.8(7), 2.31(8); Bgs 1.16(2)-(3).
    """
    grants.require(actor, "cases.reprocess")
    with grants.as_enforcer():
        case = Case.objects.filter(region=actor.region, number=number.strip()).first()
    if case is None:
        raise NotVisible
    if ground == ReprocessingGround.OPEN:
        require_in_case(actor, "cases.reprocess", case_id=case.id, at=at)
    with transaction.atomic():
        with grants.as_enforcer():
            Case.objects.select_for_update().get(id=case.id)
            if Reprocessing.objects.filter(case=case, allowed_at=None, refused_at=None).exists():
                raise ReprocessingRuns
            end, suppliers, met = _end_of(case), _suppliers(case, also(case.id)), _criteria_met(case)
        keeps = rules.check_reprocessing(
            ground=ground, ordered_for=ordered_for, why=why, until=until, today=local_day(at), end=end,
            closed_on=case.closed_on, criteria_met=met, unknown_supplier=None in suppliers,
        )  # fmt: skip
        row = Reprocessing.objects.create(
            id=new_id(), region=case.region, case_id=case.id, agency_id=actor.agency_id, ground=ground,
            ordered_for=ordered_for.strip(), why=why.strip(), until=until, keeps=keeps, ordered_by=actor.worker_id,
            ordered_at=at,
        )  # fmt: skip
        for agency_id in sorted({one for one in suppliers if one is not None} | {actor.agency_id}):
            own = agency_id == actor.agency_id
            SupplierAnswer.objects.create(
                region=case.region, case_id=case.id, reprocessing=row, asker_id=actor.agency_id, agency_id=agency_id,
                suppliers=sorted(suppliers.get(agency_id, ())),
                agrees=True if own else None, recorded_by=actor.worker_id if own else None, at=at if own else None,
            )  # fmt: skip
        audit.record(
            actor=actor, at=at, act="cases.order_reprocessing", event=True, case_id=case.id, subject_id=case.person_id,
            object_kind="reprocessing", object_id=row.id, details={"ground": ground, "until": until.isoformat()},
        )  # fmt: skip
        _settle(actor, row, case, at=at)
    return row.id


def answer_supplier(
    *, actor: Actor, reprocessing_id: UUID, agency_id: UUID, agrees: bool, said_by: str, at: Instant
) -> None:
    """Keep whether an organisation that supplied data agrees; the last yes opens the case, one no ends it.

    Who supplied it there says so, who stands in for them, or who guards privacy there; no other colleague. Or the organisation
    that ordered writes down who said so. Whoever ordered writes down a no of others, never their yes: a second pair of eyes
    does, or the case would open on the word of one person.

    Raises:
        NotVisible: absent, not asked, or a colleague of the one who is asked.
        NoMandate: the actor's function does not answer for an organisation.
        SupplierAnswered: it was answered, or ended, before.
        ReprocessingUnreadable: it is not written who said so.

    Law: Wgs 1.8(7), consent of the participant who supplied the data; H09.
    """
    with grants.as_enforcer():  # one answer at a time: each sees those before it
        Reprocessing.objects.select_for_update().filter(id=reprocessing_id).first()
    asked = SupplierAnswer.objects.filter(reprocessing_id=reprocessing_id, agency_id=agency_id)
    answer = asked.select_related("reprocessing").first()
    if answer is None or actor.agency_id not in {agency_id, answer.asker_id}:
        raise NotVisible
    own = actor.agency_id == agency_id
    grants.require(actor, "cases.supply" if own else "cases.reprocess")
    if own and not answers_for(actor=actor, answer_id=answer.id):
        raise NotVisible
    if answer.agrees is not None or answer.reprocessing.refused_at is not None:
        raise SupplierAnswered
    if not said_by.strip():
        raise ReprocessingUnreadable({"said_by": "Schrijf op wie dit daar zei."})
    if agrees and actor.agency_id != agency_id and actor.worker_id == answer.reprocessing.ordered_by:
        raise ReprocessingUnreadable({"agrees": "U vroeg dit zelf. Laat een collega het ja van een ander vastleggen."})
    answer.agrees, answer.said_by, answer.recorded_by, answer.at = agrees, said_by.strip(), actor.worker_id, at
    answer.save(update_fields=["agrees", "said_by", "recorded_by", "at"])
    with grants.as_enforcer():
        case = Case.objects.get(id=answer.case_id)
    audit.record(
        actor=actor, at=at, act="cases.answer_supplier", event=True, case_id=case.id, subject_id=case.person_id,
        object_kind="reprocessing", object_id=reprocessing_id, details={"agency": str(agency_id), "agrees": int(agrees)},
    )  # fmt: skip
    _settle(actor, answer.reprocessing, case, at=at)


def name_suppliers(*, actor: Actor, also: Suppliers, at: Instant, limit: int = 200) -> int:
    """Write down who supplied the data of which an order still asks and does not know it, so that they can answer. Background only.

    Orders of before it was asked by name know nobody: as long as that is so only who guards privacy there answers, or who ordered
    writes down what was said. Done twice it changes nothing more; of whom nobody is found stays as it was.

    Args:
        also: as for `order_reprocessing`.
        limit: how many orders are looked at together.

    Returns:
        How many answers know their suppliers by it.

    Law: Wgs 1.8(7), consent of the participant who supplied the data.
    """
    open_ones = SupplierAnswer.objects.filter(
        agrees=None, suppliers=[], reprocessing__allowed_at=None, reprocessing__refused_at=None
    )
    named, after = 0, UUID(int=0)
    while page := list(open_ones.filter(id__gt=after).select_related("case").order_by("id")[:limit]):
        after = page[-1].id
        found = {row.case_id: _suppliers(row.case, also(row.case_id)) for row in page}
        for row in page:
            people = sorted(found[row.case_id].get(row.agency_id, ()))
            # An answer that came in meanwhile stays as it is.
            if not people or not open_ones.filter(id=row.id).update(suppliers=people):
                continue
            named += 1
            audit.record(
                actor=actor, at=at, act="cases.name_suppliers", event=True, case_id=row.case_id, subject_id=row.case.person_id,
                object_kind="reprocessing", object_id=row.reprocessing_id, details={"agency": str(row.agency_id)},
            )  # fmt: skip
    return named


def let_go(*, actor: Actor, case_id: UUID, until: date, why: str, at: Instant) -> None:
    """Keep that a case goes on its day, so that nobody is asked again until a month before.

    Args:
        until: day on which it goes, as the actor was shown it.

    Raises:
        NoMandate: the actor's function may not.
        NotVisible: the actor neither stands in the running case nor directed it when it closed.
        TermChanged: it goes on another day by now.
        ReprocessingUnreadable: no reason was given.

    Law: Wgs 1.8(7), at the latest five years; keeping longer is the exception, so that letting go needs no consent.
    """
    grants.require(actor, "cases.reprocess")
    facts = kept_facts(actor=actor, case_id=case_id, at=at)
    if rules.kept_until(first_processed=facts.first_on, renewed_until=facts.renewed_until) != until:
        raise TermChanged
    if not why.strip():
        raise ReprocessingUnreadable({"why": "Schrijf op waarom dit weg kan."})
    with grants.as_enforcer():
        choice = KeepingChoice.objects.create(
            id=new_id(), region=actor.region, case_id=case_id, until=until, why=why.strip(), decided_by=actor.worker_id,
            decided_at=at,
        )  # fmt: skip
        subject = Case.objects.values_list("person_id", flat=True).get(id=case_id)
    audit.record(
        actor=actor, at=at, act="cases.let_go", event=True, case_id=case_id, subject_id=subject,
        object_kind="keeping_choice", object_id=choice.id, details={"until": until.isoformat()},
    )  # fmt: skip


def _settle(actor: Actor, row: Reprocessing, case: Case, *, at: Instant) -> None:
    """Open the closed case for who ordered, once all agreed; end the order at the first no."""
    with grants.as_enforcer():
        answers = set(SupplierAnswer.objects.filter(reprocessing=row).values_list("agrees", flat=True))
        if False in answers:
            Reprocessing.objects.filter(id=row.id).update(refused_at=at)
        if answers != {True}:
            return
        Reprocessing.objects.filter(id=row.id).update(allowed_at=at)
    if case.closed_on is not None:
        worker = access.worker(worker_id=row.ordered_by)
        grants.open_grant(
            actor=actor, at=at, worker_id=worker.id, case_id=case.id, subject_id=case.person_id, region=case.region,
            categories=access.categories_of(role=worker.role), basis=Basis.REPROCESSING, basis_id=row.id,
            until=datetime.combine(row.until, time(23, 59, 59), tzinfo=AMSTERDAM),
        )  # fmt: skip


def _end_of(case: Case) -> date:
    origin = signals_about(signal_ids=[case.opened_from] if case.opened_from else [])
    first = min([case.opened_on, *(local_day(signal.received_at) for signal in origin)])
    return rules.kept_until(first_processed=first, renewed_until=renewals(case_ids=[case.id]).get(case.id))


def _criteria_met(case: Case) -> bool:
    found = intake.findings_of(signal_id=case.opened_from) if case.opened_from else {}
    return bool(found) and all(found.values())


def _suppliers(case: Case, later: Supplied) -> dict[UUID | None, set[UUID]]:
    """Return whoever wrote something in a case, or reported the signal it came from, by organisation as it was then.

    The record knows for whom somebody worked when they wrote; without a line, it is where they work now.
    """
    wrote = set(Entry.objects.filter(case=case).values_list("author_id", "at"))
    wrote |= set(Contact.objects.filter(case=case).values_list("recorded_by", "at"))
    wrote |= set(Document.objects.filter(case=case).values_list("author_id", "added_at"))
    then = record.agencies_in_case(case_id=case.id, worker_ids={author for author, _ in wrote} - {SYSTEM_WORKER})
    found: dict[UUID | None, set[UUID]] = {agency_id: set(people) for agency_id, people in later.items()}
    for one in wrote & then.keys():
        for agency_id in then[one]:
            found.setdefault(agency_id, set()).add(one[0])
    unknown = {author for author, at in wrote if (author, at) not in then}
    origin = signals_about(signal_ids=[case.opened_from] if case.opened_from else [])
    unknown |= {signal.reported_by for signal in origin if signal.reported_by is not None}
    for worker in access.workers(worker_ids=list(unknown)).values():
        found.setdefault(worker.agency_id, set()).add(worker.id)
    return found
