"""Each way in which something must be told makes a dated task, for whom it is of, and late in the overview when it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from tests.case_to_share import AT, TODAY, case_to_share, home_question, item_of, privacy_adviser
from tests.country import Country, made_up_country

from vangnet.access import selectors as access_selectors
from vangnet.access.services import acting, as_job, system_actor
from vangnet.access.types import Actor
from vangnet.audit.models import Processing
from vangnet.cases import selectors as cases
from vangnet.cases.types import CaseKind
from vangnet.flow import journey, reactions
from vangnet.flow.oversight import overview
from vangnet.flow.today import Owed, OwedKind, today
from vangnet.intake.rules import ZVH_CRITERIA
from vangnet.intake.types import Channel, CriterionFinding, Finding, NewSignal, WeighingDecision
from vangnet.law.vocabulary import standard_vocabulary
from vangnet.people.types import NewPerson
from vangnet.sharing import rules, services
from vangnet.sharing.errors import InformUnreadable
from vangnet.sharing.models import Disclosure, InformDuty, Question, Verdict
from vangnet.sharing.services.informing import owe_of_duties
from vangnet.sharing.types import AdviceFinding, InformKind

pytestmark = pytest.mark.django_db
JOB = system_actor(reason="test")


@pytest.fixture
def country() -> Country:
    return made_up_country()


@pytest.fixture
def case_id(country: Country) -> UUID:
    return case_to_share(country)


def duties() -> list[InformDuty]:
    with as_job(JOB):
        return list(InformDuty.objects.order_by("kind"))


def owed(actor: Actor, at: datetime = AT) -> list[Owed]:
    with acting(actor, at=at):
        work = today(actor=actor, at=at)
    return [row for row in (*work.late, *work.today, *work.week, *work.waiting) if row.kind is OwedKind.INFORM]


def late(country: Country, at: datetime) -> int:
    adviser = privacy_adviser()
    with acting(adviser, at=at):
        return overview(actor=adviser, at=at).late_informs


def test_every_duty_of_the_law_to_tell_somebody_is_owed_or_told_at_once():
    law = {duty for duty in standard_vocabulary().duties if "inform" in duty or duty.startswith("tell_")}
    assert law == {*rules.INFORM_DUTIES, "tell_partly_withheld"}


@pytest.mark.parametrize(
    ("duty", "kind", "days"),
    [
        ("inform_subject", InformKind.SUBJECT, 7),
        ("vt_informs_subject_4_weeks", InformKind.VT, 28),
        ("inform_zorgverantwoordelijke", InformKind.CARE, 7),
    ],
)
def test_a_duty_of_a_verdict_becomes_a_task_of_whoever_shared(
    country: Country, case_id: UUID, duty: str, kind: InformKind, days: int
):
    shared(country, case_id, [duty, "log_disclosure"])
    [row] = duties()
    assert (row.kind, row.owner_id, row.due_on) == (kind, country.director.worker_id, TODAY + timedelta(days=days))
    soon = AT + timedelta(days=days - 1)
    [mine] = owed(country.director, soon)
    assert (mine.mine, mine.due_on, mine.note) == (True, row.due_on, "Woonstede Verzonnen")
    [theirs] = owed(country.officer, soon)
    assert not theirs.mine
    assert owed(country.stranger, soon) == []
    assert late(country, datetime(2027, 1, 4, 9, tzinfo=UTC)) == 1


def shared(country: Country, case_id: UUID, owing: list[str]) -> UUID:
    """Share what consent and the adviser allow, as if the law had put these duties on it."""
    director = country.director
    with acting(director):
        question = home_question(country, case_id)
        advice = services.ask_adviser(actor=director, question_id=question.id, text="Mag dit?", at=AT)
    adviser = privacy_adviser()
    with acting(adviser):
        services.answer_adviser(
            actor=adviser, advice_id=advice, version=1, finding=AdviceFinding.MAY, answer="Ja.", at=AT
        )
    with acting(director):
        disclosure_id = services.disclose(
            actor=director, question_id=question.id, item_ids=[item_of(director, case_id, "C18")], motive="x",
            idempotency_key=str(uuid4()), at=AT,
        )  # fmt: skip
        row = Disclosure.objects.get(id=disclosure_id)
        owe_of_duties(case_id=case_id, region="ZVH04", disclosure=row, duties=owing, at=AT)
    return disclosure_id


def test_what_is_shared_by_the_screens_own_service_owes_what_its_verdict_says(
    country: Country, case_id: UUID, monkeypatch: pytest.MonkeyPatch
):
    from vangnet.sharing.services import disclosing

    seen: list[set[str]] = []
    real = disclosing.owe_of_duties
    monkeypatch.setattr(disclosing, "owe_of_duties", lambda **given: (seen.append(set(given["duties"])), real(**given)))
    disclosure_id = shared(country, case_id, [])
    with as_job(JOB):
        question = Disclosure.objects.get(id=disclosure_id).question
        said = {duty for row in Verdict.objects.filter(question=question) for duty in row.record["verdict"]["duties"]}
        assert Question.objects.filter(id=question.id).exists()
    assert seen == [said]


def test_a_weighing_that_did_not_tell_the_person_owes_it_within_a_month(country: Country):
    case_of(country, informed=False)
    [row] = duties()
    assert (row.kind, row.owner_id, row.due_on) == (InformKind.START, None, date(2026, 12, 23))
    day = datetime(2026, 12, 20, 9, tzinfo=UTC)
    [mine] = owed(country.director, day)
    assert mine.mine
    assert late(country, datetime(2026, 12, 24, 9, tzinfo=UTC)) == 1


def test_who_was_told_at_the_weighing_is_owed_nothing(country: Country):
    case_of(country, informed=True)
    assert duties() == []


def case_of(country: Country, *, informed: bool) -> UUID:
    actor = country.director
    with acting(actor):
        signal = journey.receive(
            actor=actor, signal=NewSignal(Channel.FORM, "E33", "Made-up signal.", "GM0193", "told"), at=AT
        )
        person = journey.recognise(
            actor=actor, signal_id=signal.id, person=NewPerson(surname="Verzonnen", municipality="GM0193"), reason="x",
            at=AT,
        )  # fmt: skip
        journey.weigh(
            actor=actor, signal_id=signal.id, version=signal.version, participants="Table",
            findings=[CriterionFinding(code, Finding.MET, "reason") for code in ZVH_CRITERIA],
            decision=WeighingDecision.CASE, reason="reason", person_informed=informed,
            not_informed_why="" if informed else "Hij is zoek.", at=AT,
        )  # fmt: skip
        case_id = journey.open_case(actor=actor, signal_id=signal.id, person_id=person, kind=CaseKind.ZVH, at=AT)
    reactions.run(at=AT)
    reactions.run(at=AT)
    return case_id


def test_a_case_opened_in_an_emergency_owes_telling_the_person(country: Country):
    case_id = country.case(at=AT)
    with acting(country.director):
        number = cases.case(actor=country.director, case_id=case_id, at=AT).number
    actor = replace(country.case_director)
    with acting(actor):
        journey.open_in_emergency(
            actor=actor,
            number=number,
            reason="Hij dreigt te springen.",
            hours=1,
            vital_interest=True,
            cannot_decide=True,
            at=AT,
        )
    reactions.run(at=AT)
    kinds = {row.kind: row for row in duties()}
    assert kinds[InformKind.EMERGENCY].due_on == TODAY + timedelta(days=7)
    [mine] = owed(country.director, AT + timedelta(days=5))
    assert (mine.mine, mine.detail) == (True, InformKind.EMERGENCY)


def test_telling_ends_the_task_and_is_in_the_processing_log(country: Country):
    case_of(country, informed=False)
    [row] = duties()
    day = AT + timedelta(days=2)
    with acting(country.director, at=day):
        services.tell_person(actor=country.director, inform_id=row.id, version=1, told_on=day.date(), at=day)
    assert owed(country.director, datetime(2026, 12, 24, 9, tzinfo=UTC)) == []
    assert late(country, datetime(2027, 2, 1, 9, tzinfo=UTC)) == 0
    assert Processing.objects.filter(name="sharing.tell_person").count() == 1


def test_waiting_needs_a_participant_a_ground_and_a_day_and_comes_back_on_that_day(country: Country):
    case_of(country, informed=False)
    [row] = duties()
    review = date(2027, 2, 1)
    for by, ground, on in (("", "UAVG 41", review), ("Politie", "", review), ("Politie", "UAVG 41", TODAY)):
        with acting(country.director), pytest.raises(InformUnreadable):
            services.postpone_telling(
                actor=country.director, inform_id=row.id, version=1, by=by, ground=ground, review_on=on, at=AT
            )
    with acting(country.director):
        services.postpone_telling(
            actor=country.director, inform_id=row.id, version=1, by="Politie", ground="UAVG 41", review_on=review, at=AT
        )
    assert owed(country.director, datetime(2026, 12, 30, 9, tzinfo=UTC)) == []
    [back] = owed(country.director, datetime(2027, 1, 30, 9, tzinfo=UTC))
    assert back.due_on == review
    assert late(country, datetime(2027, 2, 2, 9, tzinfo=UTC)) == 1


def test_the_day_on_which_something_must_be_told_orders_the_list(country: Country):
    case_id = case_of(country, informed=False)
    with acting(country.director):
        sight = access_selectors.sight(actor=country.director, case_id=case_id, at=AT)
    assert sight.owed_on <= date(2026, 12, 23)
