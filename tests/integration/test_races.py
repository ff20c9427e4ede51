"""Two people press at once: one wins, the other is told; nothing is written twice."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from tests.conftest import Database
from tests.country import Country, made_up_country
from tests.integration.test_tables import JOB, VOTING, inclusion

from vangnet.access.services import acting, as_job
from vangnet.access.types import Actor
from vangnet.cases import selectors as cases
from vangnet.cases import services as case_services
from vangnet.cases.selectors.reprocessing import reprocessings
from vangnet.cases.services import reprocessing
from vangnet.core.clock import local_day, now
from vangnet.core.errors import Conflict, VangnetError
from vangnet.core.periods import Period
from vangnet.flow import journey
from vangnet.intake import selectors as intake
from vangnet.intake import services
from vangnet.intake.errors import TableDecided
from vangnet.intake.models import BoardVote
from vangnet.intake.rules import ZVH_CRITERIA
from vangnet.intake.services import including
from vangnet.intake.types import Channel, CriterionFinding, Finding, NewSignal, WeighingDecision
from vangnet.intake.types.tables import BoardKind, Seat, Vote, VoteCast
from vangnet.people import selectors as people
from vangnet.people import services as people_services
from vangnet.people.selectors import clusters
from vangnet.people.types import NewPerson, SourceKind
from vangnet.plans import selectors as plans
from vangnet.plans import services as plan_services
from vangnet.plans.types import CrisisStepText, GoalState, GoalText, NewAgreement, PlanText

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
PERSON = NewPerson(surname="Verzonnen", municipality="GM0193")
PLAN = PlanText(
    own_words="",
    own_words_on=None,
    summary="",
    review_on=date(2027, 2, 1),
    goals=(GoalText("health", GoalState.RUNNING, "", "Rust.", ""),),
    crisis_steps=(CrisisStepText("Bel."),),
)


@pytest.fixture
def country(own_database: Database) -> Country:
    return made_up_country()


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run the acts in threads that start together; return what each gave, or the error it was refused with."""
    gate = threading.Barrier(len(acts))
    results: list[object] = [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        gate.wait()
        try:
            results[place] = act()
        except VangnetError as error:
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_a_draft_is_adopted_once(country: Country) -> None:
    director, case_id = country.director, country.case(at=AT)
    with acting(director):
        draft = plan_services.draft(actor=director, case_id=case_id, text=PLAN, at=AT)

    def adopt() -> object:
        with acting(director):
            return plan_services.adopt(actor=director, plan_id=draft.id, version=draft.version, at=AT)

    results = at_once(adopt, adopt, adopt)
    assert sum(isinstance(result, Conflict) for result in results) == 2
    with acting(director):
        current = plans.current(actor=director, case_id=case_id, at=AT)
        assert current is not None
        assert current.nr == 1


def test_two_suppliers_who_answer_at_once_open_the_case_together(
    country: Country, monkeypatch: pytest.MonkeyPatch
) -> None:
    director, clinician, officer = country.director, country.clinician, country.officer
    case_id = country.case(at=AT)
    with acting(director):
        case = cases.case(actor=director, case_id=case_id, at=AT)
        case_services.close(actor=director, case_id=case_id, version=case.version, why="Klaar.", at=AT)
        row = reprocessing.order_reprocessing(
            actor=director, number=case.number, ground="again", ordered_for="ZVH", why="Terug.", until=date(2027, 1, 15),
            at=AT, also=lambda case_id: {one.agency_id: [one.worker_id] for one in (clinician, officer)},
        )  # fmt: skip
    settle = reprocessing._settle

    def slowly(*args: Any, **more: Any) -> None:
        settle(*args, **more)
        time.sleep(0.5)

    monkeypatch.setattr(reprocessing, "_settle", slowly)

    def agree(actor: Actor) -> object:
        with acting(actor):
            return reprocessing.answer_supplier(
                actor=actor, reprocessing_id=row, agency_id=actor.agency_id, agrees=True, said_by="Jo", at=AT
            )

    assert at_once(lambda: agree(clinician), lambda: agree(officer)) == [None, None]
    with acting(director):
        [shown] = reprocessings(actor=director)
        assert [one.agrees for one in shown.suppliers] == [True, True, True]
        assert shown.allowed_at == AT
        assert cases.case(actor=director, case_id=case_id, at=AT).id == case_id


def test_two_drafts_at_once_become_one(country: Country) -> None:
    director, case_id = country.director, country.case(at=AT)

    def draft() -> object:
        with acting(director):
            return plan_services.draft(actor=director, case_id=case_id, text=PLAN, at=AT)

    assert sum(isinstance(result, Conflict) for result in at_once(draft, draft)) == 1


def test_a_double_submit_is_one_signal(country: Country) -> None:
    director = country.director
    signal = NewSignal(Channel.FORM, "E33", "Tweemaal gedrukt.", "GM0193", "zelfde-sleutel")

    def receive() -> object:
        with acting(director):
            return journey.receive(actor=director, signal=signal, at=AT).id

    results = at_once(*[receive] * 5)
    assert len(set(results)) == 1
    assert isinstance(results[0], UUID)
    with acting(director):
        assert len(intake.inbox(actor=director, at=AT).signals) == 1


def test_agreements_get_numbers_of_their_own(country: Country) -> None:
    director, case_id = country.director, country.case(at=AT)
    with acting(director):
        journey.adopt_first_plan(actor=director, case_id=case_id, text=PLAN, at=AT)

    def agree(key: str) -> Callable[[], object]:
        def act() -> object:
            agreement = NewAgreement(f"Afspraak {key}", "", director.worker_id, "", None, date(2026, 12, 1))
            with acting(director):
                return plan_services.agree(
                    actor=director, case_id=case_id, agreement=agreement, idempotency_key=key, at=AT
                )

        return act

    at_once(*[agree(key) for key in "aabbccdd"])
    with acting(director):
        numbers = sorted(found.nr for found in plans.agreements(actor=director, case_id=case_id, at=AT))
    assert numbers == [1, 2, 3, 4]


def test_a_role_has_one_holder(country: Country) -> None:
    director, case_id = country.director, country.case(at=AT)
    with acting(director):
        slot = next(slot for slot in cases.slots(case_id=case_id, day=TODAY) if slot.role == "wijkagent")

    def hold(worker_id: UUID) -> Callable[[], object]:
        def act() -> object:
            with acting(director):
                return case_services.hold_slot(
                    actor=director, case_id=case_id, slot_id=slot.id, worker_id=worker_id, days=Period(TODAY), at=AT
                )

        return act

    results = at_once(hold(country.officer.worker_id), hold(country.clinician.worker_id))
    assert sum(isinstance(result, Conflict) for result in results) == 1


def test_cases_get_numbers_of_their_own(country: Country) -> None:
    results = at_once(*[lambda key=key: country.case(at=AT, name=f"Persoon {key}") for key in "abcd"])
    assert all(isinstance(result, UUID) for result in results)
    with acting(country.director):
        numbers = {row.number for row in cases.page(actor=country.director, at=AT).rows}
    assert numbers == {f"2026-000{n}" for n in range(1, 5)}


def _say_secret(actor: Actor, person_id: UUID) -> object:
    version = people.persons(person_ids=[person_id])[person_id].version
    said = replace(PERSON, secret_address=True)
    return people_services.describe(
        actor=actor, person_id=person_id, version=version, person=said, was_right=False, at=AT
    )


def _deliver_secret(actor: Actor, person_id: UUID) -> object:
    said = replace(PERSON, secret_address=True)
    return people_services.deliver(
        actor=actor, person_id=person_id, kind=SourceKind.BRP, source="BRP", said=said, reference="1", at=AT
    )


@pytest.mark.parametrize("say", [_say_secret, _deliver_secret])
def test_a_secret_said_while_records_are_laid_together_reaches_the_other(
    country: Country, say: Callable[[Actor, UUID], object]
) -> None:
    """Whoever comes second waits: each alone would not see what the other has not kept yet."""
    director = country.director
    with acting(director):
        left, right = (people_services.register(actor=director, person=PERSON, at=AT).id for _ in range(2))
    begun = threading.Event()

    def lay() -> object:
        with acting(director), transaction.atomic():
            row = people_services.confirm_same(actor=director, left=left, right=right, reason="Zelfde dag.", at=AT)
            begun.set()
            time.sleep(1)  # long enough for the other to come to the lock, or past it
            return row

    def tell() -> object:
        begun.wait(10)
        with acting(director):
            return say(director, left)

    results = at_once(lay, tell)
    assert not [result for result in results if result is None or isinstance(result, VangnetError)]
    with acting(director):
        assert clusters.address_is_secret(person_id=right)


def test_who_changes_a_person_does_not_hold_them_while_waiting_for_a_decision(country: Country) -> None:
    """The lock of decisions comes before that of a person; the other way round the two wait for each other for ever."""
    director = country.director
    with acting(director):
        hidden, left, right = (
            people_services.register(actor=director, person=replace(PERSON, secret_address=secret), at=AT).id
            for secret in (True, False, False)
        )
    begun = threading.Event()

    def lay() -> object:
        with acting(director), transaction.atomic():
            people_services.confirm_same(actor=director, left=left, right=right, reason="Zelfde dag.", at=AT)
            begun.set()
            time.sleep(1)
            return people_services.confirm_same(actor=director, left=hidden, right=left, reason="Ook.", at=AT)

    def tell() -> object:
        begun.wait(10)
        with acting(director):
            return _say_secret(director, left)

    assert None not in at_once(lay, tell)
    with acting(director):
        assert clusters.address_is_secret(person_id=right)


def test_a_vote_never_lands_after_the_table_decided(country: Country, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = now()  # the wall in the database lives now
    director, officer = country.director, country.officer
    with as_job(JOB):
        services.store_convention(actor=JOB, text=VOTING, at=moment)
    with acting(director):
        view = journey.receive(
            actor=director, signal=NewSignal(Channel.FORM, "E33", "Made up.", "GM0193", "race"), at=moment
        )
        journey.weigh(
            actor=director, signal_id=view.id, version=view.version, participants="Table", reason="because", at=moment,
            findings=[CriterionFinding(code, Finding.UNKNOWN, "") for code in ZVH_CRITERIA],
            decision=WeighingDecision.INCLUSION_TABLE, person_informed=True,
        )  # fmt: skip
        board_id = services.open_board(
            actor=director, kind=BoardKind.INCLUSION, seats=[Seat("GGZ")], idempotency_key="b", at=moment
        )
        services.invite_guest(
            actor=director, board_id=board_id, worker_id=officer.worker_id, partner="Politie", at=moment
        )
    counted, count_votes = threading.Event(), including._with_own_votes

    def slowly(*args: Any, **more: Any) -> Any:
        found = count_votes(*args, **more)
        counted.set()
        time.sleep(0.5)  # the table writes its decision while the partner presses
        return found

    monkeypatch.setattr(including, "_with_own_votes", slowly)
    criteria = intake.inclusion_rules(region="ZVH04", day=local_day(moment)).criteria
    findings = tuple(CriterionFinding(one.code, Finding.MET, "x") for one in criteria)
    votes = tuple(VoteCast(name, Vote.FOR) for name in ("GGZ", "Politie", "Gemeente"))
    new = replace(inclusion(director), votes=votes, findings=findings, board_id=board_id)

    def decide() -> object:
        with acting(director):
            return journey.include(actor=director, signal_id=view.id, inclusion=new, at=moment)

    def vote() -> object:
        assert counted.wait(10)
        with acting(officer):
            return services.cast_vote(
                actor=officer, board_id=board_id, signal_id=view.id, vote=Vote.AGAINST, reason="Nee.", at=moment
            )

    decided, voted = at_once(decide, vote)
    assert isinstance(decided, UUID)
    assert isinstance(voted, TableDecided)
    with as_job(JOB):
        assert not BoardVote.objects.exists()
