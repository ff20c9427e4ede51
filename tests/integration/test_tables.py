"""The table: sittings, owners and days, inclusion with votes, quick decisions, and late answers that climb by themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import ProgrammingError, transaction
from tests.country import Country, made_up_country

from vangnet.access.models import Agency, Worker
from vangnet.access.services import acting, as_job, system_actor
from vangnet.access.types import Actor
from vangnet.audit.models import Entry
from vangnet.cases.errors import NotIncluded
from vangnet.cases.types import CaseKind
from vangnet.core.errors import Conflict, InvalidInput, NotVisible, Refused, StaleVersion
from vangnet.flow import journey, promises, reactions
from vangnet.flow.today import OwedKind, today
from vangnet.intake import selectors, services
from vangnet.intake.models import Board, Convention, Escalation, Inclusion, QuickDecision, Signal, Weighing
from vangnet.intake.rules import ZVH_CRITERIA
from vangnet.intake.types import Channel, CriterionFinding, Finding, NewSignal, SignalView, WeighingDecision
from vangnet.intake.types.tables import (
    BoardKind,
    FollowUp,
    InclusionResult,
    LegalTitle,
    NewInclusion,
    NewQuickDecision,
    Seat,
)
from vangnet.people.types import NewPerson

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DAY = date(2026, 11, 23)
JOB = system_actor(reason="test")
SEATS = (Seat("Politie", "Jan Verzonnen"), Seat("GGZ"))
VOTING = """
what: inclusion
scope: ZVH04
version: 7
valid_from: 2026-01-01
source: made up for a test
voting: majority
partners: [GGZ, Politie, Gemeente]
criteria:
  forensic:
    nl: Er is forensische kennis nodig
    en: Forensic knowledge is needed
    instead_of: title
"""


@pytest.fixture
def country(db: None) -> Country:
    return made_up_country()


@pytest.fixture
def manager(country: Country) -> Actor:
    with as_job(JOB):
        worker = Worker.objects.create(
            agency_id=country.director.agency_id, region_id="ZVH04", name="Manager", role="manager"
        )
    return replace(country.director, worker_id=worker.id, role="manager")


@pytest.fixture
def meldpunt(country: Country) -> Actor:
    with as_job(JOB):
        agency = Agency.objects.create(name="Meldpunt IJsselland", kind="MLP", region_id="ZVH04", phone="038 000 0001")
        worker = Worker.objects.create(agency=agency, region_id="ZVH04", name="Melder", role="bemoeizorgmedewerker")
    return Actor(worker.id, agency.id, "MLP", "ZVH04", "bemoeizorgmedewerker")


def signal(actor: Actor, *, key: str = "k", at: datetime = AT, **more: object) -> SignalView:
    kind = "zorg" if actor.agency_kind == "MLP" else "E33"
    with acting(actor):
        return journey.receive(
            actor=actor, at=at, signal=NewSignal(Channel.FORM, kind, "Made up.", "GM0193", key, **more)
        )


def weigh(actor: Actor, view: SignalView, decision: WeighingDecision, *, at: datetime = AT, **more: object) -> None:
    finding = Finding.MET if decision is WeighingDecision.CASE else Finding.UNKNOWN
    with acting(actor):
        journey.weigh(
            actor=actor, signal_id=view.id, version=view.version, participants="Table", reason="because", at=at,
            findings=[CriterionFinding(code, finding, "reason", "three reports") for code in ZVH_CRITERIA],
            decision=decision, person_informed=True, **more,
        )  # fmt: skip


def sitting(actor: Actor, *, kind: BoardKind = BoardKind.WEEKLY, key: str = "b", at: datetime = AT) -> UUID:
    with acting(actor):
        return services.open_board(actor=actor, kind=kind, seats=SEATS, idempotency_key=key, at=at)


# --- the weekly table


def test_a_sitting_has_what_waits_on_its_agenda_by_deadline_and_is_opened_once(country: Country):
    director = country.director
    late, soon = signal(director, key="a"), signal(director, key="b", acute=True)
    answered = signal(director, key="c")
    weigh(director, answered, WeighingDecision.LOCAL)
    board_id = sitting(director)
    assert sitting(director) == board_id
    with acting(director):
        board = selectors.board(actor=director, board_id=board_id, at=AT)
        assert [item.signal.id for item in board.items] == [soon.id, late.id]
        assert (board.left, board.seats) == (2, SEATS)
        assert board.participants == "Politie: Jan Verzonnen\nGGZ"
    weigh(director, soon, WeighingDecision.LOCAL, board_id=board_id)
    with acting(director):
        assert selectors.board(actor=director, board_id=board_id, at=AT).left == 1
        weighing = selectors.weighing(actor=director, signal_id=soon.id)
    assert weighing is not None
    assert (weighing.board_id, weighing.owner_id) == (board_id, director.worker_id)
    assert weighing.due_on == date(2026, 12, 7)  # ten working days
    assert weighing.findings[0].facts == "three reports"


def test_what_came_in_later_is_added_and_a_closed_sitting_takes_nothing_more(country: Country):
    director = country.director
    board_id = sitting(director)
    new = signal(director)
    with acting(director):
        assert services.fill_agenda(actor=director, board_id=board_id, at=AT) == 1
        assert services.fill_agenda(actor=director, board_id=board_id, at=AT) == 0
        with pytest.raises(StaleVersion):
            services.change_seats(actor=director, board_id=board_id, version=9, seats=SEATS[:1], at=AT)
        services.change_seats(actor=director, board_id=board_id, version=1, seats=SEATS[:1], at=AT)
        services.close_board(actor=director, board_id=board_id, version=2, at=AT)
        with pytest.raises(Conflict):
            services.fill_agenda(actor=director, board_id=board_id, at=AT)
        board = selectors.board(actor=director, board_id=board_id, at=AT)
    assert ([item.signal.id for item in board.items], board.seats) == ([new.id], SEATS[:1])
    with pytest.raises(InvalidInput), acting(director):
        services.open_board(actor=director, kind=BoardKind.WEEKLY, seats=(), idempotency_key="x", at=AT)


def test_a_sitting_is_seen_at_its_own_desk_only(country: Country, meldpunt: Actor):
    board_id = sitting(country.director)
    for actor in (meldpunt, country.stranger):
        with acting(actor):
            with pytest.raises(NotVisible):
                selectors.board(actor=actor, board_id=board_id, at=AT)
            assert not Board.objects.exists()
    with pytest.raises(Refused), acting(country.officer):
        services.open_board(actor=country.officer, kind=BoardKind.WEEKLY, seats=SEATS, idempotency_key="o", at=AT)
    view = signal(meldpunt, key="m")
    with pytest.raises(NotVisible):
        weigh(meldpunt, view, WeighingDecision.LOCAL, board_id=board_id)


def test_a_decision_has_an_owner_and_a_day_and_stays_owed_until_it_is_done(country: Country):
    director = country.director
    view = signal(director)
    weigh(director, view, WeighingDecision.LOCAL, follow_up=FollowUp("Wijkteam Noord", None, date(2026, 11, 25)))
    later = AT + timedelta(days=3)

    def owed() -> list[str]:
        with acting(director):
            rows = today(actor=director, at=later)
        return [row.note for row in rows.late if row.kind is OwedKind.DECIDED]

    def p4() -> int | None:
        with as_job(JOB):
            return next(
                promise.violations for promise in promises.count(region="ZVH04", at=later) if promise.code == "P4"
            )

    assert (owed(), p4()) == (["Wijkteam Noord"], 1)
    with acting(director):
        with pytest.raises(InvalidInput):
            services.finish_decision(actor=director, signal_id=view.id, text=" ", at=later)
        services.finish_decision(actor=director, signal_id=view.id, text="Wijkteam is langs geweest.", at=later)
        with pytest.raises(Conflict):
            services.finish_decision(actor=director, signal_id=view.id, text="again", at=later)
    assert (owed(), p4()) == ([], 0)


@pytest.mark.parametrize("day", [date(2026, 11, 22), date(2027, 6, 1)])
def test_a_decision_is_done_in_the_coming_months(country: Country, day: date):
    with pytest.raises(InvalidInput):
        weigh(country.director, signal(country.director), WeighingDecision.LOCAL, follow_up=FollowUp(due_on=day))


def test_the_act_that_was_decided_ends_what_is_owed(country: Country):
    director = country.director
    view = signal(director)
    with acting(director):
        person = journey.recognise(
            actor=director, signal_id=view.id, person=NewPerson(surname="Verzonnen"), reason="x", at=AT
        )
    weigh(director, view, WeighingDecision.CASE)
    with as_job(JOB):
        assert Weighing.objects.get(signal_id=view.id).done_at is None
    with acting(director):
        journey.open_case(actor=director, signal_id=view.id, person_id=person, kind=CaseKind.ZVH, at=AT)
    with as_job(JOB):
        assert Weighing.objects.get(signal_id=view.id).done_at == AT


def test_a_meldpunt_opens_no_case(country: Country, meldpunt: Actor):
    for decision in (WeighingDecision.CASE, WeighingDecision.INCLUSION_TABLE):
        with pytest.raises(Conflict, match="only-zvh-decides"):
            weigh(meldpunt, signal(meldpunt, key=decision.value), decision)


# --- inclusion


def inclusion(director: Actor, **more: object) -> NewInclusion:
    with acting(director):
        criteria = selectors.inclusion_rules(region="ZVH04", day=DAY).criteria
    plain = NewInclusion(
        participants="GGZ, politie, gemeente", title=LegalTitle(Finding.NOT_MET, Finding.MET, "Zorgmachtiging 2023"),
        findings=tuple(CriterionFinding(one.code, Finding.MET, "reason") for one in criteria), votes=(),
        result=InclusionResult.INCLUDED, again_on=None, reason="because", person_informed=True,
    )  # fmt: skip
    return replace(plain, **more)


def asked(director: Actor, *, key: str = "i") -> SignalView:
    view = signal(director, key=key)
    weigh(director, view, WeighingDecision.INCLUSION_TABLE)
    return view


def include(director: Actor, view: SignalView, new: NewInclusion, *, at: datetime = AT) -> UUID:
    with acting(director):
        return journey.include(actor=director, signal_id=view.id, inclusion=new, at=at)


def test_the_agenda_of_the_inclusion_table_goes_by_when_it_must_decide_and_waiting_moves_that_day(
    country: Country, manager: Actor
):
    director = country.director
    later, sooner = signal(director, key="a", acute=True), signal(director, key="b")
    for view, day in ((later, date(2026, 12, 20)), (sooner, date(2026, 12, 10))):
        weigh(director, view, WeighingDecision.INCLUSION_TABLE, follow_up=FollowUp(due_on=day))
    board_id = sitting(director, kind=BoardKind.INCLUSION)

    def agenda() -> list[tuple[UUID, object]]:
        with acting(director):
            found = selectors.board(actor=director, board_id=board_id, at=AT)
        return [(item.signal.id, item.due) for item in found.items]

    assert agenda() == [(sooner.id, date(2026, 12, 10)), (later.id, date(2026, 12, 20))]
    again = date(2027, 1, 15)
    include(director, sooner, inclusion(director, result=InclusionResult.WAITING, again_on=again))
    assert agenda() == [(later.id, date(2026, 12, 20)), (sooner.id, again)]
    with acting(director):
        owed = {row.object_id: row.due_on for row in selectors.owed_decisions(actor=director, until=date(2027, 2, 1))}
    assert owed == {later.id: date(2026, 12, 20), sooner.id: again}
    with as_job(JOB):
        assert selectors.overdue_decisions_by_region(region="ZVH04", day=date(2026, 12, 15)) == {}
        assert selectors.overdue_decisions_by_region(region="ZVH04", day=date(2027, 1, 16)) == {"ZVH04": 2}


def test_a_levensloop_case_opens_after_the_inclusion_table_included(country: Country):
    director = country.director
    view = asked(director)
    with acting(director):
        person = journey.recognise(
            actor=director, signal_id=view.id, person=NewPerson(surname="Verzonnen"), reason="x", at=AT
        )
        with pytest.raises(NotIncluded):
            journey.open_case(actor=director, signal_id=view.id, person_id=person, kind=CaseKind.LEVENSLOOP, at=AT)
    include(director, view, inclusion(director, result=InclusionResult.WAITING, again_on=date(2026, 12, 1)))
    with acting(director), pytest.raises(NotIncluded):
        journey.open_case(actor=director, signal_id=view.id, person_id=person, kind=CaseKind.LEVENSLOOP, at=AT)
    include(director, view, inclusion(director), at=AT + timedelta(days=8))
    with pytest.raises(Conflict):
        include(director, view, inclusion(director), at=AT + timedelta(days=9))
    with acting(director):
        journey.open_case(actor=director, signal_id=view.id, person_id=person, kind=CaseKind.LEVENSLOOP, at=AT)
        said = selectors.inclusions(actor=director, signal_id=view.id)
    assert [one.result for one in said] == [InclusionResult.INCLUDED, InclusionResult.WAITING]
    assert (said[0].title.now, said[0].title.ever, len(said[0].findings)) == (Finding.NOT_MET, Finding.MET, 5)


def test_the_same_form_twice_is_one_decision(country: Country):
    director = country.director
    view = asked(director)
    new = inclusion(director, result=InclusionResult.WAITING, again_on=date(2026, 12, 1), idempotency_key="once")
    assert include(director, view, new) == include(director, view, new)
    include(director, view, replace(new, idempotency_key="again"))
    with as_job(JOB):
        assert Inclusion.objects.count() == 2


@pytest.mark.parametrize("day", [DAY, date(2027, 6, 1), None])
def test_whoever_waits_is_looked_at_again_within_three_months(country: Country, day: date | None):
    view = asked(country.director)
    with pytest.raises(InvalidInput) as refused:
        include(country.director, view, inclusion(country.director, result=InclusionResult.WAITING, again_on=day))
    assert list(refused.value.fields) == ["again_on"]


def test_only_whom_the_weighing_sent_is_talked_about_and_only_at_the_own_desk(country: Country, meldpunt: Actor):
    director = country.director
    local = signal(director, key="local")
    weigh(director, local, WeighingDecision.LOCAL)
    new = inclusion(director)
    with pytest.raises(Conflict):
        include(director, local, new)
    view = asked(director)
    with pytest.raises(NotVisible):
        include(country.stranger, view, new)
    include(director, view, new)
    with acting(country.stranger):
        assert not Inclusion.objects.exists()
        assert selectors.inclusions(actor=country.stranger, signal_id=view.id) == []


# --- 24-hour triage


def quick(director: Actor, **more: object) -> NewQuickDecision:
    plain = NewQuickDecision(
        "GGZ, politie", "Vanavond langs.", "Crisisdienst", director.worker_id, AT + timedelta(hours=8), "q"
    )
    return replace(plain, **more)


def test_a_quick_decision_is_owed_today_by_whoever_watches_over_it(country: Country, meldpunt: Actor):
    director = country.director
    view = signal(director)
    with acting(director):
        one = services.decide_quickly(actor=director, signal_id=view.id, quick=quick(director), at=AT)
        assert services.decide_quickly(actor=director, signal_id=view.id, quick=quick(director), at=AT) == one
        rows = [row for row in today(actor=director, at=AT).today if row.kind is OwedKind.QUICK]
        assert [row.detail for row in rows] == ["Vanavond langs."]
        assert selectors.signal(actor=director, signal_id=view.id, at=AT).state.value == "received"
        services.finish_quick(actor=director, quick_id=one, text="Gelukt.", at=AT)
        with pytest.raises(Conflict):
            services.finish_quick(actor=director, quick_id=one, text="again", at=AT)
        assert [row for row in today(actor=director, at=AT).today if row.kind is OwedKind.QUICK] == []
    with acting(meldpunt):
        assert not QuickDecision.objects.exists()
        with pytest.raises(NotVisible):
            services.decide_quickly(actor=meldpunt, signal_id=view.id, quick=quick(meldpunt), at=AT)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("participants", " "),
        ("agreed", ""),
        ("carried_by", "x" * 201),
        ("due_at", AT),
        ("due_at", AT + timedelta(hours=25)),
    ],
)
def test_a_quick_decision_is_whole_and_within_a_day(country: Country, field: str, value: object):
    director = country.director
    view = signal(director)
    with pytest.raises(InvalidInput) as refused, acting(director):
        services.decide_quickly(actor=director, signal_id=view.id, quick=quick(director, **{field: value}), at=AT)
    assert list(refused.value.fields) == [field]


# --- late answers climb


def climb(at: datetime) -> int:
    with as_job(JOB):
        return services.escalate_due(actor=JOB, at=at)


def levels() -> list[tuple[int, str]]:
    with as_job(JOB):
        return list(Escalation.objects.order_by("level").values_list("level", "to_role"))


def test_a_late_answer_climbs_by_itself_to_whom_the_region_said(country: Country, meldpunt: Actor, manager: Actor):
    view = signal(meldpunt)  # due on Wednesday the 25th at 17:00, 16:00 in UTC
    assert view.answer_due == datetime(2026, 11, 25, 16, 0, tzinfo=UTC)
    assert climb(view.answer_due - timedelta(minutes=1)) == 0
    assert climb(view.answer_due) == 1
    assert climb(view.answer_due + timedelta(hours=1)) == 0
    assert levels() == [(1, "procesregisseur")]
    assert climb(datetime(2026, 11, 28, 12, 0, tzinfo=UTC)) == 0  # Saturday: nobody would see it
    assert climb(datetime(2026, 11, 30, 9, 0, tzinfo=UTC)) == 1
    assert levels() == [(1, "procesregisseur"), (2, "manager")]
    late = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
    for actor in (country.director, manager):
        with acting(actor):
            (row,) = [row for row in today(actor=actor, at=late).late if row.kind is OwedKind.ESCALATION]
            assert row.note == "Meldpunt IJsselland"
            assert not Signal.objects.exists()  # where it lies and how late; nothing of what was reported
    with acting(country.case_director):
        assert selectors.climbed_to(actor=country.case_director) == []
    with as_job(JOB):
        assert Entry.objects.filter(act="intake.escalate", object_id=view.id).count() == 2
        assert selectors.late_by_region(region="ZVH04", at=late) == {"ZVH04": 1}


def test_who_takes_it_up_says_so_and_an_answer_ends_it(country: Country, meldpunt: Actor, manager: Actor):
    view = signal(meldpunt)
    climb(view.answer_due)
    with acting(country.director):
        (one,) = selectors.climbed_to(actor=country.director)
        with pytest.raises(InvalidInput):
            services.take_escalation(actor=country.director, escalation_id=one.id, text="", at=AT)
        services.take_escalation(actor=country.director, escalation_id=one.id, text="Zij bellen nu.", at=AT)
        assert selectors.climbed_to(actor=country.director) == []
    with pytest.raises(NotVisible), acting(manager):
        services.take_escalation(actor=manager, escalation_id=one.id, text="x", at=AT)
    with acting(meldpunt):
        (seen,) = selectors.escalations_of(actor=meldpunt, signal_id=view.id)
        assert seen.taken_text == "Zij bellen nu."
    weigh(meldpunt, view, WeighingDecision.LOCAL, at=view.answer_due + timedelta(hours=2))
    reactions.run(at=AT)
    with as_job(JOB):
        assert not Escalation.objects.filter(ended_at=None).exists()
    assert climb(view.answer_due + timedelta(days=5)) == 0


def test_a_region_changes_its_levels_without_a_release(country: Country, meldpunt: Actor):
    text = """
what: escalation
scope: ZVH04
version: 1
valid_from: 2026-11-24
source: made up
levels: [{ level: 1, after_workdays: 1, to: desk, role: bemoeizorgmedewerker }]
"""
    with as_job(JOB):
        services.store_convention(actor=JOB, text=text, at=AT)
    view = signal(meldpunt)
    assert climb(view.answer_due) == 0
    assert climb(view.answer_due + timedelta(days=1)) == 1
    with acting(meldpunt):
        assert [one.to_agency for one in selectors.climbed_to(actor=meldpunt)] == []  # this function takes nothing up
    with as_job(JOB):
        assert Escalation.objects.get().to_agency == meldpunt.agency_id


def test_nobody_but_the_job_makes_or_removes_a_step(country: Country, meldpunt: Actor):
    view = signal(meldpunt)
    climb(view.answer_due)
    with acting(country.director), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Escalation.objects.all().delete()
    with acting(country.director), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Convention.objects.create(what="labels", scope="NL", version=2, valid_from=DAY, text="x", stored_at=AT)
    with acting(country.stranger):
        with pytest.raises(NotVisible):
            selectors.escalation(actor=country.stranger, escalation_id=uuid4(), at=AT)
        assert not Escalation.objects.exists()
