"""Whoever sees a part of a case sees that part everywhere, and can make nothing more of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from tests.case_to_share import case_to_share, home_question, privacy_adviser
from tests.country import Country, made_up_country
from tests.web.lived import adopted, lived_in

from vangnet.access import selectors as access_selectors
from vangnet.access.errors import NoMandate
from vangnet.access.models import Worker
from vangnet.access.rules import mask
from vangnet.access.services import acting, as_job, emergency, open_grant, sum_up_again, system_actor
from vangnet.access.types import Actor, Basis
from vangnet.cases import selectors as cases
from vangnet.cases import services as case_services
from vangnet.cases.models import Case, Entry
from vangnet.core.clock import start_of
from vangnet.core.errors import NotVisible
from vangnet.core.ids import new_id
from vangnet.core.periods import Period
from vangnet.flow import derivation, journey
from vangnet.flow.today import OwedKind, Today, today
from vangnet.intake import selectors as intake
from vangnet.intake.types import Channel, NewSignal
from vangnet.people import services as people
from vangnet.people.errors import LinkedToSomebodyElse
from vangnet.people.types import NewPerson
from vangnet.plans import selectors as plans
from vangnet.plans import services as plan_services
from vangnet.plans.types import NewAgreement
from vangnet.sharing import selectors as sharing_selectors
from vangnet.sharing import services as sharing
from vangnet.sharing.types import AdviceFinding, Receiver

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)


@pytest.fixture
def country(db: None) -> Country:
    return made_up_country()


def somebody(country: Country, role: str) -> Actor:
    """Return another colleague of the director, with this function."""
    director = country.director
    with as_job(system_actor(reason="test")):
        worker = Worker.objects.create(
            agency_id=director.agency_id, region_id=director.region, name=f"Ander {role}", role=role
        )
    return Actor(worker.id, director.agency_id, director.agency_kind, director.region, role)


def in_role(country: Country, case_id: UUID, actor: Actor, role: str) -> None:
    director = country.director
    with acting(director):
        slot_id = case_services.add_slot(actor=director, case_id=case_id, role=role, at=AT)
        case_services.hold_slot(
            actor=director, case_id=case_id, slot_id=slot_id, worker_id=actor.worker_id, days=Period(TODAY), at=AT
        )


def shown(country: Country, case_id: UUID, actor: Actor, categories: list[str], basis: Basis) -> None:
    """Let somebody see categories of a case on a basis that is no role in it."""
    with as_job(system_actor(reason="test")):
        person_id = Case.objects.values_list("person_id", flat=True).get(id=case_id)
        open_grant(
            actor=country.director, at=AT, worker_id=actor.worker_id, case_id=case_id, subject_id=person_id,
            region=country.director.region, categories=mask(categories), basis=basis, basis_id=new_id(),
        )  # fmt: skip


def details(work: Today, kind: OwedKind) -> list[str]:
    return [row.detail for row in (*work.late, *work.today, *work.week) if row.kind is kind]


def test_a_housing_officer_sees_the_housing_and_no_crisis_plan(country: Country) -> None:
    case_id, officer = country.case(at=AT), somebody(country, "woonconsulent")
    adopted(country, case_id, at=AT)
    in_role(country, case_id, officer, "woonconsulent")
    with acting(officer):
        plan = plans.current(actor=officer, case_id=case_id, at=AT)
        lines = cases.timeline(actor=officer, case_id=case_id, at=AT)
    assert plan is not None
    assert [goal.domain for goal in plan.goals] == ["housing"]
    assert (plan.crisis_steps, plan.crisis_hidden) == ((), True)
    assert {line.category for line in lines} <= {"C01", "C03", "C18", "C24", "C25", "C26"}
    with acting(country.director):
        whole = plans.current(actor=country.director, case_id=case_id, at=AT)
    assert whole is not None
    assert whole.crisis_steps
    assert not whole.crisis_hidden


def test_the_same_behaviour_seen_by_a_colleague_is_no_police_data(country: Country) -> None:
    case_id = country.case(at=AT)
    with as_job(system_actor(reason="test")):
        assert Entry.objects.get(case_id=case_id, kind="signal").category == "C06"


@pytest.mark.parametrize(("kind", "typed_by", "said", "category"), [
    ("E33", "director", "", "C07"), ("E33", "clinician", "", "C07"), ("E14", "director", "", "C07"),
    ("E33", "director", "police", "C07"), ("E33", "director", "inhabitant", "C06"), ("E33", "clinician", "care", "C17"),
    ("overlast", "director", "", "C06"), ("zorg", "clinician", "", "C17"), ("zorg", "officer", "", "C07"),
])  # fmt: skip
def test_a_code_of_the_police_is_police_data_whoever_typed_it_unless_somebody_says_whose_it_is(
    country: Country, kind: str, typed_by: str, said: str, category: str
) -> None:
    actor = getattr(country, typed_by)
    with acting(actor):
        new = NewSignal(Channel.FORM, kind, "Made-up signal.", "GM0193", "k", reporter_kind=said)
        view = journey.receive(actor=actor, signal=new, at=AT)
    with acting(country.director):
        found = intake.signal(actor=country.director, signal_id=view.id, at=AT)
        assert case_services._category_of(found) == category


def test_what_the_police_reported_stays_police_data_in_the_case(country: Country) -> None:
    case_id = country.case(at=AT, channel=Channel.POLICE)
    with as_job(system_actor(reason="test")):
        opened = Entry.objects.get(case_id=case_id, kind="signal")
    assert opened.category == "C07"
    in_role(country, case_id, country.clinician, "behandelaar")
    with acting(country.clinician):
        lines = cases.timeline(actor=country.clinician, case_id=case_id, at=AT)
    assert all("Made-up signal." not in line.text for line in lines)


def test_vandaag_asks_nobody_about_what_they_may_not_read(country: Country) -> None:
    case_id, officer, director = country.case(at=AT), somebody(country, "woonconsulent"), country.director
    in_role(country, case_id, officer, "woonconsulent")
    housing, medical = "Is de huur betaald?", "Slikt zij haar medicatie?"
    with acting(director):
        for question, category in ((housing, "C18"), (medical, "C14")):
            sharing.request_information(
                actor=director, case_id=case_id, to=Receiver("WCO", "", "Verzonnen Wonen", None), question=question,
                category=category, purpose="zvh_case", due_on=TODAY + timedelta(days=2), at=AT,
            )  # fmt: skip
        assert details(today(actor=director, at=AT), OwedKind.REQUEST) == [housing, medical]
    with acting(officer):
        assert details(today(actor=officer, at=AT), OwedKind.REQUEST) == [housing]


def test_why_an_emergency_was_opened_is_for_who_looks_at_it_afterwards(country: Country) -> None:
    case_id, officer, director = country.case(at=AT), somebody(country, "woonconsulent"), country.director
    in_role(country, case_id, officer, "woonconsulent")
    reason = "Zij heeft een mes en wil niet meer leven."
    with as_job(system_actor(reason="test")):
        person_id = Case.objects.values_list("person_id", flat=True).get(id=case_id)
    with acting(country.officer):
        emergency.open_in_emergency(
            actor=country.officer, case_id=case_id, subject_id=person_id, region=director.region, reason=reason,
            hours=1, vital_interest=True, cannot_decide=True, at=AT,
        )  # fmt: skip
    with acting(director, at=AT):
        assert details(today(actor=director, at=AT), OwedKind.EMERGENCY) == [reason]
    with acting(officer, at=AT):
        assert details(today(actor=officer, at=AT), OwedKind.EMERGENCY) == []


@pytest.mark.parametrize("basis", [Basis.BREAK_GLASS, Basis.VERDICT, Basis.INVITED])
def test_who_only_looks_in_directs_nothing(country: Country, basis: Basis) -> None:
    case_id, visitor = lived_in(country, at=AT), somebody(country, "procesregisseur")
    shown(country, case_id, visitor, ["C01", "C06", "C18", "C24", "C25", "C26"], basis)
    with acting(visitor, at=AT):
        case = cases.case(actor=visitor, case_id=case_id, at=AT)
        slot_id = cases.slots(case_id=case_id, day=TODAY)[0].id
        acts = [
            lambda: case_services.add_slot(actor=visitor, case_id=case_id, role="woonconsulent", at=AT),
            lambda: case_services.hold_slot(
                actor=visitor, case_id=case_id, slot_id=slot_id, worker_id=visitor.worker_id, days=Period(TODAY), at=AT
            ),
            lambda: case_services.name_deputy(
                actor=visitor, case_id=case_id, slot_id=slot_id, worker_id=visitor.worker_id, days=Period(TODAY), at=AT
            ),
            lambda: case_services.end_holding(actor=visitor, case_id=case_id, slot_id=slot_id, at=AT),
            lambda: case_services.decide(
                actor=visitor, case_id=case_id, what="x", why="y", owner_id=visitor.worker_id, due_on=TODAY, at=AT
            ),
            lambda: case_services.close(actor=visitor, case_id=case_id, version=case.version, why="klaar", at=AT),
        ]
        for act in acts:
            with pytest.raises(NoMandate):
                act()


def test_nobody_gives_more_sight_than_they_have(country: Country) -> None:
    case_id, narrow = country.case(at=AT), somebody(country, "procesregisseur")
    in_role(country, case_id, narrow, "woonconsulent")
    with acting(narrow, at=AT):
        slot = next(one for one in cases.slots(case_id=case_id, day=TODAY) if one.role == "casusregisseur")
        give = {"actor": narrow, "case_id": case_id, "slot_id": slot.id, "days": Period(TODAY), "at": AT}
        with pytest.raises(NoMandate):
            case_services.hold_slot(worker_id=narrow.worker_id, **give)
        with pytest.raises(NoMandate):
            case_services.name_deputy(worker_id=narrow.worker_id, **give)


def test_a_plan_is_not_adopted_by_who_only_looks_in(country: Country) -> None:
    case_id, visitor, director = country.case(at=AT), somebody(country, "procesregisseur"), country.director
    adopted(country, case_id, at=AT)
    shown(country, case_id, visitor, ["C01", "C24", "C25"], Basis.VERDICT)
    with acting(director):
        current = plans.current(actor=director, case_id=case_id, at=AT)
        assert current is not None
    with acting(visitor, at=AT), pytest.raises(NoMandate):
        plan_services.adopt(actor=visitor, plan_id=current.id, version=current.version, at=AT)


def test_who_begins_next_week_sees_nothing_before(country: Country) -> None:
    case_id, director, officer = country.case(at=AT), country.director, country.officer
    begins, ends = start_of(TODAY + timedelta(days=7)), start_of(TODAY + timedelta(days=9))
    with acting(director):
        slot = next(one for one in cases.slots(case_id=case_id, day=TODAY) if one.role == "wijkagent")
        case_services.hold_slot(
            actor=director, case_id=case_id, slot_id=slot.id, worker_id=officer.worker_id,
            days=Period(TODAY + timedelta(days=7), TODAY + timedelta(days=9)), at=AT,
        )  # fmt: skip
    assert derivation.sweep(at=AT) == 0

    def sees(at: datetime) -> bool:
        with as_job(system_actor(reason="test")):
            sum_up_again(at=at)
        with acting(officer, at=at):
            try:
                return cases.case(actor=officer, case_id=case_id, at=at).id == case_id
            except NotVisible:
                assert not Case.objects.exists()
                return False

    second = timedelta(seconds=1)
    assert [sees(at) for at in (AT, begins - second, begins, ends - second, ends)] == [False, False, True, True, False]
    assert derivation.sweep(at=ends) == 0


def test_who_may_read_a_request_answers_it_for_nobody(country: Country) -> None:
    case_id, director, officer = country.case(at=AT), country.director, country.officer
    in_role(country, case_id, officer, "wijkagent")
    with acting(director):
        request_id = sharing.request_information(
            actor=director, case_id=case_id, to=Receiver("WCO", "", "Verzonnen Wonen", None), question="Is de huur betaald?",
            category="C18", purpose="zvh_case", due_on=TODAY + timedelta(days=2), at=AT,
        )  # fmt: skip
    answer = {"request_id": request_id, "version": 1, "refused": False, "text": "Ja.", "at": AT}
    with acting(officer):
        assert sharing_selectors.request(actor=officer, request_id=request_id, at=AT).id == request_id
        with pytest.raises(NoMandate):
            sharing.answer_request(actor=officer, **answer)
    with acting(country.case_director), pytest.raises(NotVisible):
        sharing.answer_request(actor=country.case_director, **answer)
    in_role(country, case_id, country.case_director, "levensloopaanbieder_regisseur")
    with acting(country.case_director):
        assert sharing.answer_request(actor=country.case_director, **answer).answer == "Ja."


def test_a_signal_lies_beside_one_person_and_says_so(country: Country) -> None:
    director = country.director
    with acting(director):
        signal = journey.receive(
            actor=director, signal=NewSignal(Channel.FORM, "E33", "Made-up signal.", "GM0193", "twice-linked"), at=AT
        )
        first, second = (
            people.register(actor=director, person=NewPerson(surname=name, municipality="GM0193"), at=AT).id
            for name in ("Eerste", "Tweede")
        )
        journey.recognise(actor=director, signal_id=signal.id, person=first, reason="x", at=AT)
        journey.recognise(actor=director, signal_id=signal.id, person=first, reason="x", at=AT)
        with pytest.raises(LinkedToSomebodyElse):
            journey.recognise(actor=director, signal_id=signal.id, person=second, reason="x", at=AT)


@pytest.mark.parametrize("role", ["auditor", "coordinerend_fg", "oov_adviseur", "functioneel_beheerder"])
def test_who_reads_no_content_reads_no_signal_of_the_own_desk(country: Country, role: str) -> None:
    director, reader = country.director, somebody(country, role)
    with acting(director):
        signal = journey.receive(
            actor=director, signal=NewSignal(Channel.FORM, "E33", "Made-up signal.", "GM0193", "not-for-all"), at=AT
        )
        assert intake.inbox(actor=director, at=AT).signals
    with acting(reader):
        assert intake.inbox(actor=reader, at=AT).signals == ()
        assert intake.owed(actor=reader, at=AT, before=AT + timedelta(days=30)) == []
        assert intake.count_open(actor=reader) == 0
        with pytest.raises(NotVisible):
            intake.signal(actor=reader, signal_id=signal.id, at=AT)


def test_what_is_hidden_takes_no_place_in_a_list(country: Country) -> None:
    case_id, officer, director = country.case(at=AT), somebody(country, "woonconsulent"), country.director
    in_role(country, case_id, officer, "woonconsulent")
    with acting(director):
        for nr, category in enumerate(("C14", "C07", "C18")):
            plan_services.agree(
                actor=director, case_id=case_id, idempotency_key=str(nr), at=AT,
                agreement=NewAgreement(category, "x", director.worker_id, "", None, TODAY + timedelta(days=nr), 0, category),
            )  # fmt: skip
    with acting(officer):
        seen = access_selectors.sights_of(actor=officer, case_ids=[case_id], at=AT)
        listed = plans.agreements(actor=officer, case_id=case_id, at=AT, limit=1)
        owed = plans.owed_agreements(sights=seen, until=TODAY + timedelta(days=9), limit=1)
    assert [one.what for one in listed] == [one.what for one in owed] == ["C18"]
    # The same without the wall: the selector itself masks before it counts.
    with as_job(system_actor(reason="test")):
        masked = plans.agreements(actor=officer, case_id=case_id, at=AT, limit=1, sight=seen[0])
        owed = plans.owed_agreements(sights=seen, until=TODAY + timedelta(days=9), limit=1)
    assert [one.what for one in masked] == [one.what for one in owed] == ["C18"]


def test_only_who_sees_an_item_puts_it_right(country: Country) -> None:
    case_id, reader, director = case_to_share(country), somebody(country, "bemoeizorgmedewerker"), country.director
    shown(country, case_id, reader, ["C01", "C24"], Basis.INVITED)
    with acting(director):
        question = home_question(country, case_id)
        item_id = question.verdicts[0].item.id
        advice_id = sharing.ask_adviser(actor=director, question_id=question.id, text="Mag dit?", at=AT)
    adviser = privacy_adviser()
    with acting(adviser):
        sharing.answer_adviser(
            actor=adviser, advice_id=advice_id, version=1, finding=AdviceFinding.MAY, answer="Ja.", at=AT
        )
    with acting(director):
        sharing.disclose(
            actor=director,
            question_id=question.id,
            item_ids=[item_id],
            motive="Om te herstellen.",
            idempotency_key="d",
            at=AT,
        )
    with acting(reader), pytest.raises(NotVisible):
        sharing.correct(actor=reader, case_id=case_id, item_id=item_id, correction="Anders.", at=AT)
    with acting(director):
        assert sharing.correct(actor=director, case_id=case_id, item_id=item_id, correction="Anders.", at=AT) == 1
