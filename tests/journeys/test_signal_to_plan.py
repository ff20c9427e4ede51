"""The main job, told in order: a signal comes in, is recognised and weighed, becomes a case with people and a first plan."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from tests.country import Country, made_up_country

from vangnet.access.services import acting, as_job, system_actor
from vangnet.cases import selectors as cases
from vangnet.cases import services as case_services
from vangnet.cases.types import CaseKind, Cover
from vangnet.core.errors import NotVisible
from vangnet.core.periods import Period
from vangnet.flow import journey, promises, reactions
from vangnet.flow.today import OwedKind, today
from vangnet.intake import selectors as intake
from vangnet.intake.rules import ZVH_CRITERIA
from vangnet.intake.types import Channel, CriterionFinding, Finding, NewSignal, PersonHint, WeighingDecision
from vangnet.people.types import NewPerson, PartialDate
from vangnet.plans import selectors as plans
from vangnet.plans import services as plan_services
from vangnet.plans.types import CrisisStepText, FlagReason, GoalState, GoalText, NewAgreement, PlanText

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
LATER = AT + timedelta(hours=2)

SIGNAL = NewSignal(
    channel=Channel.FORM,
    kind="E33",
    text="Man loopt verward over het station.",
    municipality="GM0193",
    idempotency_key="k1",
    hint=PersonHint(given_names="Testje", surname="Verzonnen", birth_date="1980-00-00"),
)
PERSON = NewPerson(surname="Verzonnen", given_names="Testje", birth=PartialDate(1980), municipality="GM0193")
PLAN = PlanText(
    own_words="Ik wil rust in huis.",
    own_words_on=TODAY,
    summary="",
    review_on=date(2027, 2, 1),
    goals=(GoalText("health", GoalState.WORRYING, "Slaapt slecht.", "Een vaste behandelaar.", "GGZ"),),
    crisis_steps=(CrisisStepText("Bel eerst zelf.", "06 0000 0001"),),
)


@pytest.fixture
def country(db: None) -> Country:
    return made_up_country()


def weighed(country: Country) -> tuple[UUID, UUID]:
    """A signal comes in twice and is one; somebody recognises the person; the table weighs. Returns signal and person."""
    director = country.director
    signal = journey.receive(actor=director, signal=SIGNAL, at=AT)
    assert journey.receive(actor=director, signal=SIGNAL, at=AT).id == signal.id
    assert [s.id for s in intake.inbox(actor=director, at=AT).signals] == [signal.id]
    person_id = journey.recognise(
        actor=director, signal_id=signal.id, person=PERSON, reason="Zelfde naam en geboortejaar.", at=AT
    )
    journey.weigh(
        actor=director,
        signal_id=signal.id,
        version=signal.version,
        participants="Politie, GGZ, gemeente",
        findings=[CriterionFinding(code, Finding.MET, "Meerdere leefgebieden") for code in ZVH_CRITERIA],
        decision=WeighingDecision.CASE,
        reason="Alle criteria gelden.",
        person_informed=True,
        at=AT,
    )
    return signal.id, person_id


def staffed(country: Country, signal_id: UUID, person_id: UUID) -> UUID:
    """A case opens from the signal; its roles stand open until people are named. Returns the case."""
    director = country.director
    case_id = journey.open_case(actor=director, signal_id=signal_id, person_id=person_id, kind=CaseKind.ZVH, at=AT)
    slots = {slot.role: slot for slot in cases.slots(case_id=case_id, day=TODAY)}
    assert slots["procesregisseur"].cover is Cover.HOLDER
    assert slots["wijkagent"].cover is Cover.NOBODY
    for role, worker in (("casusregisseur", country.case_director), ("wijkagent", country.officer)):
        slot_id = slots[role].id
        journey.staff(
            actor=director,
            case_id=case_id,
            slot_id=slot_id,
            worker_id=worker.worker_id,
            deputy_id=None,
            since=TODAY,
            at=AT,
        )
    return case_id


def planned(country: Country) -> UUID:
    """The case gets its plan and an agreement. Returns the case."""
    director = country.director
    case_id = staffed(country, *weighed(country))
    journey.adopt_first_plan(actor=director, case_id=case_id, text=PLAN, at=AT)
    belt = NewAgreement("GGZ belt", "", country.officer.worker_id, "", None, date(2026, 11, 24))
    plan_services.agree(actor=director, case_id=case_id, agreement=belt, idempotency_key="a1", at=AT)
    return case_id


def test_the_main_job_ends_in_a_current_plan_and_a_calm_day(country: Country) -> None:
    director = country.director
    with acting(director):
        case_id = planned(country)
        assert [row.name for row in cases.page(actor=director, at=AT).rows] == ["Testje Verzonnen"]
        work = today(actor=director, at=AT)
        assert (work.late, work.today) == ((), ())
        assert work.week == ()
        assert [row.kind for row in work.waiting] == [OwedKind.AGREEMENT]
        current = plans.current(actor=director, case_id=case_id, at=AT)
        assert current is not None
        assert (current.nr, current.flags) == (1, ())
    with as_job(system_actor(reason="test")):
        counts = {promise.code: promise.violations for promise in promises.count(region=None, at=AT)}
    assert (counts["P1"], counts["P2"]) == (0, 0)


def test_a_missed_contact_flags_the_plan(country: Country) -> None:
    director = country.director
    with acting(director):
        case_id = planned(country)
        case_services.record_contact(
            actor=director,
            case_id=case_id,
            kind="phone",
            text="Nam niet op.",
            contact_at=LATER,
            missed=True,
            idempotency_key="c1",
            at=LATER,
        )
    assert reactions.run(at=LATER) > 5
    with acting(director):
        current = plans.current(actor=director, case_id=case_id, at=LATER)
        assert current is not None
        assert [flag.reason for flag in current.flags] == [FlagReason.MISSED_CONTACT]


def test_who_stands_around_the_case_sees_it_and_nobody_else(country: Country) -> None:
    with acting(country.director):
        case_id = planned(country)
    with acting(country.officer):
        assert [row.name for row in cases.page(actor=country.officer, at=AT).rows] == ["Testje Verzonnen"]
    with acting(country.stranger):
        assert cases.page(actor=country.stranger, at=AT).rows == ()
        with pytest.raises(NotVisible):
            cases.case(actor=country.stranger, case_id=case_id, at=AT)


def test_absence_counts_as_cover_only_after_the_deputy_says_yes(country: Country) -> None:
    director, deputy = country.director, country.case_director
    case_id = country.case(at=AT)
    away = Period(date(2026, 11, 24), date(2026, 12, 1))
    tomorrow = date(2026, 11, 25)
    with acting(director):
        held = cases.held_slots(actor=director, days_from=away.start, days_until=date(2026, 12, 1))
        case_services.report_absence(
            actor=director, days=away, deputies={slot: deputy.worker_id for _, slot, _ in held}, at=AT
        )
    with acting(deputy):
        (briefing,) = cases.briefings(actor=deputy)
        slots = {slot.role: slot for slot in cases.slots(case_id=case_id, day=tomorrow)}
        assert slots["procesregisseur"].cover is Cover.DEPUTY_UNBRIEFED
        case_services.confirm_briefing(actor=deputy, deputy_id=briefing.deputy_id, at=AT + timedelta(hours=1))
        slots = {slot.role: slot for slot in cases.slots(case_id=case_id, day=tomorrow)}
        assert slots["procesregisseur"].cover is Cover.DEPUTY
