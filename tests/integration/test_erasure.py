"""A granted erasure is done: what it reaches goes by the machinery of the terms, with its reason in the register; what is needed stays."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.case_to_share import AT, case_to_share, home_question, privacy_adviser
from tests.country import Country, made_up_country
from tests.integration.test_restriction import contact as contact
from tests.integration.test_restriction import granted, person_of, requested
from tests.integration.test_shielding import close

from vangnet.access.services import acting, as_job, system_actor
from vangnet.access.types import Actor
from vangnet.audit.models import Destroyed
from vangnet.cases.models import Case
from vangnet.core.clock import local_day
from vangnet.flow import destruction, journey, retention
from vangnet.intake.models import Outreach, Signal
from vangnet.intake.types import Channel, NewSignal
from vangnet.people import services as people
from vangnet.people.models import Person
from vangnet.people.types import NewPerson
from vangnet.sharing import services as sharing
from vangnet.sharing.errors import InsightUnreadable
from vangnet.sharing.models import DisclosedItem, InsightRequest
from vangnet.sharing.rules.insight import ERASED
from vangnet.sharing.selectors.insight import granted_erasures
from vangnet.sharing.services import insight
from vangnet.sharing.types import AdviceFinding

pytestmark = pytest.mark.django_db
JOB = system_actor(reason="test")
NIGHT = AT + timedelta(days=1)


@pytest.fixture
def country() -> Country:
    return made_up_country()


@pytest.fixture
def case_id(country: Country) -> UUID:
    return case_to_share(country)


def erased(country: Country, contact: Actor, case_id: UUID, decision: str = "granted", part: str = "") -> UUID:
    request_id = requested(country, contact, case_id, "erasure")
    with acting(contact):
        insight.decide_right(
            actor=contact,
            request_id=request_id,
            decision=decision,
            why="Niet meer nodig.",
            consulted="ZVH",
            erases=part,
            at=AT,
        )
    return request_id


def gone(at: datetime = NIGHT) -> dict[tuple[str, str], int]:
    return dict(destruction.run(at=at).gone)


def left(case_id: UUID, person_id: UUID) -> tuple[bool, bool, bool]:
    """Return whether the case, the words of the signal, and the person are still there."""
    with as_job(JOB):
        return (
            Case.objects.filter(id=case_id).exists(),
            Signal.objects.filter(text="Made-up signal.").exists(),
            Person.objects.filter(id=person_id).exists(),
        )


def test_a_closed_case_its_signal_and_the_person_go_with_the_reason_in_the_register(
    country: Country, contact: Actor, case_id: UUID
) -> None:
    person_id = person_of(case_id)
    request_id = erased(country, contact, case_id)
    close(country, case_id)
    assert gone() == {("case", "A06"): 1, ("signal", "A06"): 1, ("person", "A06"): 1}
    assert left(case_id, person_id) == (False, False, False)
    with as_job(JOB):
        register = {row.kind: row for row in Destroyed.objects.all()}
    assert {row.rule for row in register.values()} == {"A06"}
    assert register["case"].object_id == case_id
    assert register["signal"].way == "anonymous"
    assert (register["case"].since, register["case"].until) == (local_day(AT), local_day(AT))
    assert register["case"].counts["cases_entry"] > 0
    with as_job(JOB):
        assert not InsightRequest.objects.filter(id=request_id).exists()
    assert gone() == {}


def test_a_running_case_stays_until_it_is_closed_and_says_so(country: Country, contact: Actor, case_id: UUID) -> None:
    person_id = person_of(case_id)
    erased(country, contact, case_id)
    assert gone() == {}
    assert left(case_id, person_id) == (True, True, True)
    with as_job(JOB):
        terms = {term.kind: term for term in retention.terms_soon(region="ZVH04", at=NIGHT)}
    assert (terms["case"].rule, terms["case"].held) == ("A06", retention.CASE_RUNS)
    assert terms["signal"].rule == "A06", "what an erasure takes is said before it goes"
    with as_job(JOB):
        assert retention.terms_soon(region="ZVH05", at=NIGHT) == []
    close(country, case_id)
    assert gone()["case", "A06"] == 1


@pytest.mark.parametrize("decision", ["refused", ""])
def test_without_a_grant_nothing_goes(country: Country, contact: Actor, case_id: UUID, decision: str) -> None:
    if decision:
        erased(country, contact, case_id, decision)
    else:
        requested(country, contact, case_id, "erasure")
    close(country, case_id)
    assert gone(AT + timedelta(days=60)) == {}


def test_partly_says_what_goes_and_waits_for_a_dispute(country: Country, contact: Actor, case_id: UUID) -> None:
    person_id = person_of(case_id)
    with pytest.raises(InsightUnreadable) as refusal, transaction.atomic():
        erased(country, contact, case_id, "partly")
    assert list(refusal.value.fields) == ["part"]
    request_id = erased(country, contact, case_id, "partly", "cases")
    close(country, case_id)
    with as_job(JOB):
        named = InsightRequest.objects.get(id=request_id).erase_on
    assert named == local_day(AT) + timedelta(weeks=6, days=1)
    assert gone(AT + timedelta(weeks=6)) == {}
    assert gone(AT + timedelta(weeks=6, days=1)) == {("case", "A06"): 1}
    assert left(case_id, person_id) == (False, True, True)


def test_a_last_day_on_which_nobody_works_is_no_last_day(country: Country, contact: Actor, case_id: UUID) -> None:
    friday = AT - timedelta(days=10)  # six weeks later it is Christmas, and then a weekend
    request_id = erased(country, contact, case_id, "partly", "cases")
    close(country, case_id)
    with as_job(JOB):
        InsightRequest.objects.filter(id=request_id).update(answered_at=friday, erase_on=local_day(friday))
        Case.objects.filter(id=case_id).update(opened_on=local_day(friday) - timedelta(days=9))
        Signal.objects.update(received_at=friday - timedelta(days=9))
    assert gone(friday + timedelta(days=45)) == {}
    assert gone(friday + timedelta(days=46)) == {("case", "A06"): 1}


def test_a_smaller_erasure_later_takes_nothing_off_one_that_waits(
    country: Country, contact: Actor, case_id: UUID
) -> None:
    erased(country, contact, case_id)
    erased(country, contact, case_id, "partly", "signals")
    close(country, case_id)
    assert gone(AT + timedelta(weeks=6, days=1))["case", "A06"] == 1


def test_only_signals_leaves_the_case_and_the_signal_it_came_from(
    country: Country, contact: Actor, case_id: UUID
) -> None:
    erased(country, contact, case_id, "partly", "signals")
    close(country, case_id)
    assert gone(AT + timedelta(weeks=6, days=1)) == {}


def test_what_came_in_after_the_decision_stays(country: Country, contact: Actor, case_id: UUID) -> None:
    person_id, director, later = person_of(case_id), country.director, AT + timedelta(minutes=1)
    erased(country, contact, case_id)
    close(country, case_id)
    with acting(director):
        new = journey.receive(
            actor=director, signal=NewSignal(Channel.FORM, "E33", "Daarna gebeurd.", "GM0193", "later"), at=later
        )
        journey.recognise(actor=director, signal_id=new.id, person=person_id, reason="x", at=later)
    assert gone() == {("case", "A06"): 1, ("signal", "A06"): 1}
    with as_job(JOB):
        assert Signal.objects.get(id=new.id).text == "Daarna gebeurd."
        assert Person.objects.filter(id=person_id).exists()


def test_who_is_kept_in_view_stays_until_that_ends(country: Country, contact: Actor) -> None:
    director = country.director
    with acting(director):
        signal = journey.receive(
            actor=director, signal=NewSignal(Channel.FORM, "E33", "Wil geen hulp.", "GM0193", "outreach"), at=AT
        )
        person_id = journey.recognise(
            actor=director,
            signal_id=signal.id,
            person=NewPerson(surname="Verzonnen", municipality="GM0193"),
            reason="x",
            at=AT,
        )
        request_id = insight.register_insight(
            actor=director,
            person_id=person_id,
            received_on=AT.date(),
            identified_how="pas",
            at=AT,
            kind="erasure",
            asked="Wis.",
        )
    with as_job(JOB):
        Signal.objects.filter(id=signal.id).update(state="answered", answered_at=AT, decision="outreach")
        kept = Outreach.objects.create(
            region=director.region, desk_id=director.agency_id, signal_id=signal.id, ground="x", owner_id=director.worker_id,
            opened_at=AT, review_on=AT.date() + timedelta(days=30),
        )  # fmt: skip
    with acting(contact):
        insight.take_up(actor=contact, request_id=request_id, at=AT)
        insight.decide_right(actor=contact, request_id=request_id, decision="granted", why="x", consulted="ZVH", at=AT)
    assert gone() == {}
    with as_job(JOB):
        assert {term.held for term in retention.terms_of_data(at=NIGHT) if term.kind == "signal"} == {retention.IN_VIEW}
        Outreach.objects.filter(id=kept.id).update(ended_at=AT, ended_why="x")
    assert gone() == {("signal", "A06"): 1, ("person", "A06"): 1}


@pytest.mark.parametrize("kind", ["claim", "complaint", "access"])
def test_another_request_or_claim_of_the_person_keeps_it(
    country: Country, contact: Actor, case_id: UUID, kind: str
) -> None:
    requested(country, contact, case_id, kind)
    erased(country, contact, case_id)
    close(country, case_id)
    assert gone() == {}


def test_who_needs_the_data_for_a_claim_keeps_them(country: Country, contact: Actor, case_id: UUID) -> None:
    granted(country, contact, case_id, ground="avg-18-1-c")
    erased(country, contact, case_id)
    close(country, case_id)
    late = AT + timedelta(weeks=7)  # the answer on the restriction can be disputed no more
    assert gone(late) == {}
    with as_job(JOB):
        [term] = [one for one in retention.terms_of_data(at=late) if one.kind == "case"]
    assert "artikel 18" in term.held


def test_receivers_are_told_first_and_it_goes_two_weeks_later(country: Country, contact: Actor, case_id: UUID) -> None:
    director, adviser = country.director, privacy_adviser()
    with acting(director):
        question = home_question(country, case_id)
        advice = sharing.ask_adviser(actor=director, question_id=question.id, text="Mag dit?", at=AT)
    with acting(adviser):
        sharing.answer_adviser(
            actor=adviser, advice_id=advice, version=1, finding=AdviceFinding.MAY, answer="Ja.", at=AT
        )
    with acting(director):
        sharing.disclose(
            actor=director, question_id=question.id, item_ids=[one.item.id for one in question.verdicts], motive="x",
            idempotency_key="one", at=AT,
        )  # fmt: skip
    request_id = erased(country, contact, case_id)
    with as_job(JOB):
        row, items = InsightRequest.objects.get(id=request_id), list(DisclosedItem.objects.all())
    assert {item.correction for item in items} == {ERASED}
    assert {item.corrected_at for item in items} == {AT}
    assert (row.corrected_told, row.erase_on) == (len(items), local_day(AT) + timedelta(weeks=2))
    close(country, case_id)
    assert gone(AT + timedelta(days=13)) == {}
    assert gone(AT + timedelta(days=14))["case", "A06"] == 1


def asked_before(country: Country, person_id: UUID, count: int) -> None:
    """Leave granted erasures, restrictions and refusals of others and of this person, as years would."""
    with as_job(JOB):
        for number in range(count):
            for whose in (uuid4(), person_id):
                InsightRequest.objects.create(
                    region="ZVH04", agency_id=country.director.agency_id, person_id=whose, received_on=AT.date(),
                    identified_how="pas", kind="erasure", asked="x", decision="partly", decision_why="x", erases="cases",
                    erase_on=AT.date(), due_on=AT.date(), registered_by=country.director.worker_id,
                    answered_at=AT - timedelta(days=100 + number), answered_by=country.clinician.worker_id, answer_hash="x",
                )  # fmt: skip


def test_terms_cost_as_many_queries_however_many_erasures_were_granted(country: Country, case_id: UUID) -> None:
    person_id, counts = person_of(case_id), []
    for more in (1, 40):
        asked_before(country, person_id, more)
        with as_job(JOB), CaptureQueriesContext(connection) as queries:
            list(retention.terms_of_data(at=NIGHT))
            list(retention.terms_of_persons(at=NIGHT))
            retention.terms_soon(region="ZVH04", at=NIGHT)
        counts.append(len(queries))
    assert counts[0] == counts[1], counts


def test_erasures_of_a_region_come_a_page_at_a_time(country: Country, case_id: UUID) -> None:
    asked_before(country, person_of(case_id), 3)
    with as_job(JOB):
        first = granted_erasures(region="ZVH04", limit=4)
        rest = granted_erasures(region="ZVH04", after=first[-1].id, limit=4)
        assert granted_erasures(region="ZVH05") == []
        assert (len(first), len(rest)) == (4, 2)
        assert [one.id for one in (*first, *rest)] == sorted(
            InsightRequest.objects.filter(erases="cases").values_list("id", flat=True)
        )


def test_what_was_asked_beside_another_record_of_the_same_person_counts(
    country: Country, contact: Actor, case_id: UUID
) -> None:
    with acting(country.director):
        other = people.register(
            actor=country.director, person=NewPerson(surname="Verzonnen", municipality="GM0193"), at=AT
        ).id
        people.confirm_same(actor=country.director, left=person_of(case_id), right=other, reason="Zelfde pas.", at=AT)
    erased(country, contact, case_id)
    close(country, case_id)
    with as_job(JOB):
        InsightRequest.objects.update(person_id=other)
        terms = retention.terms_soon(region="ZVH04", at=NIGHT)
    assert ("case", "A06") in {(term.kind, term.rule) for term in terms}
    assert gone()["case", "A06"] == 1


def test_another_region_is_not_reached(country: Country, contact: Actor, case_id: UUID) -> None:
    erased(country, contact, case_id)
    close(country, case_id)
    with as_job(JOB):
        InsightRequest.objects.update(region="ZVH05")
    assert gone() == {}


def test_the_database_takes_no_erasure_without_a_decision(country: Country, contact: Actor, case_id: UUID) -> None:
    request_id = requested(country, contact, case_id, "erasure")
    with as_job(JOB), pytest.raises(IntegrityError), transaction.atomic():
        InsightRequest.objects.filter(id=request_id).update(erases="all", erase_on=date(2026, 11, 23))
