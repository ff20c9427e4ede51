"""Ask for access without learning whether the case exists; who directs it says yes, for a while and within bounds, or no."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from tests.country import Country, made_up_country

from vangnet.access import selectors
from vangnet.access import services as access
from vangnet.access.errors import NoMandate, RequestOver, RequestUnreadable, TooManyRequests
from vangnet.access.models import AccessRequest, Grant
from vangnet.access.rules import ALL_CATEGORIES, REQUEST_LASTS, REQUESTS_A_DAY, ROLE_CATEGORIES, mask
from vangnet.access.selectors import asking as asked
from vangnet.access.services import acting, as_job, asking, emergency, system_actor
from vangnet.access.types import Actor, AskedState, AskedView, Basis
from vangnet.audit.models import Entry
from vangnet.cases import selectors as cases
from vangnet.cases import services as case_services
from vangnet.cases.models import Case
from vangnet.core.clock import AMSTERDAM, local_day, start_of
from vangnet.core.errors import NotVisible
from vangnet.core.ids import new_id
from vangnet.flow import asking as flow
from vangnet.flow import derivation
from vangnet.flow.today import OwedKind, today

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
REASON = "Ik behandel deze man en moet weten wat er is afgesproken."
NOBODYS = "2026-9999"
FEW = mask(["C01", "C23"])


@pytest.fixture
def country(db: None) -> Country:
    return made_up_country()


@pytest.fixture
def case_id(country: Country) -> UUID:
    return country.case(at=AT)


def number_of(case_id: UUID) -> str:
    with as_job(system_actor(reason="test")):
        return Case.objects.get(id=case_id).number


def ask(actor: Actor, number: str, *, at: datetime = AT, reason: str = REASON) -> AskedView:
    with acting(actor, at=at):
        return flow.ask_by_number(actor=actor, number=number, reason=reason, purpose="treat", at=at)


def give(actor: Actor, request_id: UUID, *, categories: int = FEW, days: int = 5, at: datetime = AT) -> None:
    with acting(actor, at=at):
        last_day = local_day(at) + days * DAY
        asking.grant(actor=actor, request_id=request_id, categories=categories, last_day=last_day, at=at)


def own(actor: Actor, *, at: datetime = AT) -> list[AskedView]:
    with acting(actor, at=at):
        return asked.own_requests(actor=actor, at=at)


def rows() -> list[AccessRequest]:
    with as_job(system_actor(reason="test")):
        return list(AccessRequest.objects.order_by("asked_at", "id"))


@pytest.mark.parametrize("later", [timedelta(), REQUEST_LASTS - DAY, REQUEST_LASTS])
def test_absent_forbidden_and_locked_out_read_the_same(country: Country, case_id: UUID, later: timedelta) -> None:
    nurse, number, seen = country.clinician, number_of(case_id), []
    with acting(country.director):
        emergency.lock_out(
            actor=country.director, worker_id=country.officer.worker_id, case_id=case_id, reason="Familie.", at=AT
        )
    for who, about in ((nurse, number), (nurse, NOBODYS), (country.officer, number), (country.stranger, number)):
        ask(who, about)
        with as_job(system_actor(reason="test")):
            asking.lapse(actor=system_actor(reason="test"), at=AT + later)
        one = next(one for one in own(who, at=AT + later) if one.number == about)
        seen.append(replace(one, id=UUID(int=0), number="", reason=""))
    assert seen == [seen[0]] * 4
    assert seen[0].state is (AskedState.LAPSED if later == REQUEST_LASTS else AskedState.WAITING)


def test_a_closed_case_goes_on_reading_as_one_that_waits(country: Country, case_id: UUID) -> None:
    ask(country.clinician, number_of(case_id))
    with as_job(system_actor(reason="test")):
        asking.lapse(actor=system_actor(reason="test"), at=AT, case_id=case_id)
    assert [one.state for one in own(country.clinician)] == [AskedState.WAITING]
    assert ask(country.clinician, number_of(case_id)).id == rows()[0].id
    with pytest.raises(RequestOver):
        give(country.director, rows()[0].id)


def test_the_director_sees_it_in_the_case_and_on_the_work_list(country: Country, case_id: UUID) -> None:
    said = ask(country.clinician, number_of(case_id))
    ask(country.clinician, NOBODYS)
    with acting(country.director, at=AT):
        assert [one.id for one in asked.waiting(actor=country.director, case_id=case_id, at=AT)] == [said.id]
        work = today(actor=country.director, at=AT)
    found = [row for row in (*work.late, *work.today, *work.week) if row.kind is OwedKind.ACCESS]
    assert [(row.object_id, row.detail) for row in found] == [(said.id, REASON)]


def test_yes_opens_what_was_chosen_until_the_last_day_and_the_sweep_derives_it(country: Country, case_id: UUID) -> None:
    nurse, said = country.clinician, ask(country.clinician, number_of(case_id))
    give(country.director, said.id)
    end = start_of(local_day(AT) + 6 * DAY)
    with acting(nurse, at=AT):
        sight = selectors.sight(actor=nurse, case_id=case_id, at=AT)
        assert (sight.categories, sight.until) == (FEW, end)
        with pytest.raises(NotVisible):
            cases.case(actor=nurse, case_id=case_id, at=end)
    with as_job(system_actor(reason="test")):
        assert derivation.underivable(at=AT) == []
        grant = Grant.objects.get(basis=Basis.REQUEST.value)
        assert (grant.basis_id, grant.worker_id) == (said.id, nurse.worker_id)
        AccessRequest.objects.filter(id=said.id).update(granted=False)
        assert [one.id for one in derivation.underivable(at=AT)] == [grant.id]
    assert [(one.state, one.until) for one in own(nurse)] == [(AskedState.REFUSED, end)]


def test_a_grant_of_a_case_that_is_closed_is_not_derivable(country: Country, case_id: UUID) -> None:
    give(country.director, ask(country.clinician, number_of(case_id)).id)
    with as_job(system_actor(reason="test")):
        Case.objects.filter(id=case_id).update(closed_on=local_day(AT))
        assert Basis.REQUEST in {one.basis for one in derivation.underivable(at=AT)}


def test_it_ends_with_the_case(country: Country, case_id: UUID) -> None:
    nurse, director = country.clinician, country.director
    give(director, ask(nurse, number_of(case_id)).id)
    waiting = ask(country.officer, number_of(case_id))
    with acting(director, at=AT):
        version = cases.case(actor=director, case_id=case_id, at=AT).version
        case_services.close(actor=director, case_id=case_id, version=version, why="Het gaat goed met hem.", at=AT)
    assert [row.lapsed_at for row in rows()] == [None, AT]
    with acting(nurse, at=AT), pytest.raises(NotVisible):
        selectors.sight(actor=nurse, case_id=case_id, at=AT)
    with pytest.raises(NotVisible):
        give(director, waiting.id)


@pytest.mark.parametrize("categories", [0, ALL_CATEGORIES, mask(["C07"]), mask(["C01", "C02"])])
def test_never_more_than_the_function_may_hold(country: Country, case_id: UUID, categories: int) -> None:
    said = ask(country.clinician, number_of(case_id))
    with pytest.raises(RequestUnreadable) as refused:
        give(country.director, said.id, categories=categories)
    assert set(refused.value.fields) == {"categories"}
    assert [one.granted for one in rows()] == [None]
    give(country.director, said.id, categories=ROLE_CATEGORIES["behandelaar"])


def test_never_more_than_the_giver_sees(country: Country, case_id: UUID) -> None:
    director, said = country.director, ask(country.clinician, number_of(case_id))
    with as_job(system_actor(reason="test")):
        Grant.objects.filter(worker_id=director.worker_id, case_id=case_id).update(categories=mask(["C01"]))
        access.sum_up(worker_id=director.worker_id, case_id=case_id, at=AT)
    with pytest.raises(RequestUnreadable):
        give(director, said.id, categories=FEW)
    give(director, said.id, categories=mask(["C01"]))


def test_a_function_without_categories_gets_nothing(country: Country, case_id: UUID) -> None:
    with as_job(system_actor(reason="test")):
        police = access.add_worker(
            actor=system_actor(reason="test"), agency_id=country.officer.agency_id, name="Werker P", role="politie_zvh"
        )
    said = ask(police, number_of(case_id))
    with pytest.raises(RequestUnreadable):
        give(country.director, said.id, categories=mask(["C01"]))


@pytest.mark.parametrize("days", [-1, 31])
def test_an_end_in_the_past_or_beyond_thirty_days_is_refused(country: Country, case_id: UUID, days: int) -> None:
    said = ask(country.clinician, number_of(case_id))
    with pytest.raises(RequestUnreadable) as refused:
        give(country.director, said.id, days=days)
    assert set(refused.value.fields) == {"last_day"}
    give(country.director, said.id, days=30)


@pytest.mark.parametrize(
    "night", [datetime(2027, 10, 25, 0, 5, tzinfo=AMSTERDAM), datetime(2027, 2, 28, 0, 5, tzinfo=AMSTERDAM)]
)
def test_thirty_days_may_be_given_in_the_first_hour_of_a_day_over_a_change_of_the_clock(
    country: Country, case_id: UUID, night: datetime
) -> None:
    at = night.astimezone(UTC)
    said = ask(country.clinician, number_of(case_id), at=at)
    give(country.director, said.id, days=30, at=at)
    assert rows()[0].until == start_of(local_day(at) + 31 * DAY)


def test_no_comes_with_a_reason_that_who_asked_reads(country: Country, case_id: UUID) -> None:
    director, said = country.director, ask(country.clinician, number_of(case_id))
    with acting(director, at=AT):
        with pytest.raises(RequestUnreadable), transaction.atomic():
            asking.refuse(actor=director, request_id=said.id, reason=" ", at=AT)
        asking.refuse(actor=director, request_id=said.id, reason="Bel mij eerst, dan leg ik het uit.", at=AT)
        with pytest.raises(RequestOver), transaction.atomic():
            asking.refuse(actor=director, request_id=said.id, reason="Nog een keer nee.", at=AT)
    assert [(one.state, one.answer) for one in own(country.clinician)] == [
        (AskedState.REFUSED, "Bel mij eerst, dan leg ik het uit.")
    ]
    with pytest.raises(RequestOver):
        give(director, said.id)


def test_who_is_locked_out_is_not_shown_and_gets_nothing(country: Country, case_id: UUID) -> None:
    director, nurse, number = country.director, country.clinician, number_of(case_id)
    before = ask(nurse, number)
    with acting(director):
        emergency.lock_out(actor=director, worker_id=nurse.worker_id, case_id=case_id, reason="Familie.", at=AT)
    with acting(director, at=AT):
        assert asked.waiting(actor=director, case_id=case_id, at=AT) == []
        assert asked.to_judge(actor=director, case_ids=[case_id], at=AT) == []
        assert not AccessRequest.objects.exists()
    with pytest.raises(NotVisible):
        give(director, before.id)
    with as_job(system_actor(reason="test")):
        AccessRequest.objects.filter(id=before.id).update(shielded=False)
    with pytest.raises(NotVisible):
        give(director, before.id)
    assert [one.granted for one in rows()] == [None]


def test_nobody_answers_their_own_and_only_who_directs_answers(country: Country, case_id: UUID) -> None:
    said = ask(country.director, number_of(case_id))
    with pytest.raises(NotVisible):
        give(country.director, said.id)
    other = ask(country.officer, number_of(case_id))
    for who in (country.stranger, country.clinician, country.officer):
        with pytest.raises(NotVisible):
            give(who, other.id)
    give(country.director, ask(country.clinician, number_of(case_id)).id)
    with pytest.raises(NoMandate):
        give(country.clinician, other.id)


def test_asking_twice_is_once_and_too_often_is_refused(country: Country, case_id: UUID) -> None:
    nurse, number = country.clinician, number_of(case_id)
    assert ask(nurse, number).id == ask(nurse, f" {number} ").id
    for turn in range(REQUESTS_A_DAY - 1):
        ask(nurse, f"2026-8{turn:03d}")
    with pytest.raises(TooManyRequests):
        ask(nurse, "2026-7000")
    assert len(rows()) == REQUESTS_A_DAY
    ask(nurse, "2026-7000", at=AT + DAY)
    ask(country.officer, number)


def test_the_database_keeps_it_to_one_that_waits(country: Country, case_id: UUID) -> None:
    ask(country.clinician, NOBODYS)
    row = rows()[0]
    row.id = new_id()
    with as_job(system_actor(reason="test")), pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_after_fourteen_days_nobody_answers_and_one_may_ask_again(country: Country, case_id: UUID) -> None:
    nurse, late = country.clinician, AT + REQUEST_LASTS
    said, nothing = ask(nurse, number_of(case_id)), ask(nurse, NOBODYS)
    with pytest.raises(RequestOver):
        give(country.director, said.id, at=late)
    with as_job(system_actor(reason="test")):
        assert asking.lapse(actor=system_actor(reason="test"), at=late - DAY) == 0
        assert asking.lapse(actor=system_actor(reason="test"), at=late) == 2
    # What was written about a case that is not there is gone: nothing would ever destroy it.
    assert {row.id: row.reason for row in rows()} == {said.id: REASON, nothing.id: ""}
    assert ask(nurse, number_of(case_id), at=late).id != said.id


def test_one_asks_from_a_person_in_sight_only(country: Country, case_id: UUID) -> None:
    with as_job(system_actor(reason="test")):
        person_id = Case.objects.get(id=case_id).person_id
    about = {"person_id": person_id, "reason": REASON, "purpose": "treat", "at": AT}
    with acting(country.clinician, at=AT), pytest.raises(NotVisible):
        flow.ask_about_person(actor=country.clinician, **about)
    give(country.director, ask(country.clinician, number_of(case_id)).id)
    with acting(country.clinician, at=AT):
        said = flow.ask_about_person(actor=country.clinician, **about)
    assert (said.number, said.person_id) == ("", person_id)
    assert [row.case_id for row in rows()] == [case_id, case_id]


@pytest.mark.parametrize("wrong", [{"reason": "kort"}, {"purpose": "x"}, {"number": " "}])
def test_what_is_missing_is_said(country: Country, wrong: dict[str, str]) -> None:
    said = {"number": NOBODYS, "reason": REASON, "purpose": "treat"} | wrong
    with acting(country.clinician), pytest.raises(RequestUnreadable) as refused:
        flow.ask_by_number(actor=country.clinician, at=AT, **said)
    assert set(refused.value.fields) == set(wrong)


def test_the_wall_shows_ones_own_and_those_of_cases_in_sight_and_nobody_writes(country: Country, case_id: UUID) -> None:
    ask(country.clinician, number_of(case_id))
    ask(country.officer, NOBODYS)
    seen = {}
    for who in (country.clinician, country.officer, country.director, country.stranger):
        with acting(who, at=AT):
            seen[who.worker_id] = AccessRequest.objects.count()
            for change in ("UPDATE access_accessrequest SET granted = true", "DELETE FROM access_accessrequest"):
                with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute(change)
    assert list(seen.values()) == [1, 1, 1, 0]


def test_each_step_stands_in_the_record(country: Country, case_id: UUID) -> None:
    said = ask(country.clinician, number_of(case_id))
    with acting(country.director, at=AT):
        asked.request(actor=country.director, request_id=said.id, at=AT)
    give(country.director, said.id)
    own(country.clinician)
    refused = ask(country.officer, number_of(case_id))
    with acting(country.director, at=AT):
        asking.refuse(actor=country.director, request_id=refused.id, reason="Dit is niet nodig.", at=AT)
    ask(country.officer, NOBODYS)
    with as_job(system_actor(reason="test")):
        asking.lapse(actor=system_actor(reason="test"), at=AT + REQUEST_LASTS)
        acts = set(Entry.objects.filter(act__startswith="access.").values_list("act", flat=True))
    assert {
        "access.ask", "access.read_request", "access.grant_request", "access.open_grant", "access.read_requests",
        "access.refuse_request", "access.lapse_request",
    } <= acts  # fmt: skip
