"""Where a human decides: the adviser's answer, telling the person, putting right what was wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from tests.case_to_share import (
    AT,
    CONSENT,
    GOOD_CARE,
    HOME,
    HOUSING,
    TABLE,
    TODAY,
    ask,
    case_to_share,
    home_question,
    item_of,
    privacy_adviser,
)
from tests.country import Country, made_up_country

from vangnet.access.services import acting
from vangnet.access.types import Actor
from vangnet.core.errors import NotVisible, Refused, StaleVersion
from vangnet.law.decide import decide
from vangnet.sharing import selectors, services
from vangnet.sharing.errors import (
    AdviceGiven,
    FactForHuman,
    InformUnreadable,
    NotPermitted,
    PersonTold,
    QuestionUnreadable,
    RequestUnreadable,
)
from vangnet.sharing.models import Advice, Consent, Fact, Question
from vangnet.sharing.services import weighing
from vangnet.sharing.types import AdviceFinding, Answer, QuestionView, Receiver

pytestmark = pytest.mark.django_db


@pytest.fixture
def country(db: None) -> Country:
    return made_up_country()


@pytest.fixture
def adviser(country: Country) -> Actor:
    return privacy_adviser()


@pytest.fixture
def case_id(country: Country) -> UUID:
    return case_to_share(country)


def test_consent_that_would_help_is_what_to_ask_for_first(country: Country, case_id: UUID) -> None:
    with acting(country.director):
        before = ask(country.director, case_id, HOUSING, "housing_tenancy", "C18")
        asked = home_question(country, case_id)
    assert before.answer is Answer.CONSENT_FIRST
    assert before.verdicts[0].outcome == "DENY"
    assert not asked.verdicts[0].consent_helps, "asking twice does not help"


def test_consent_that_would_not_help_is_not_asked_for(country: Country, case_id: UUID) -> None:
    with acting(country.director):
        asked = ask(country.director, case_id, Receiver("OTH", "melder", "Buurman"), "other", "C18")
    assert asked.answer is Answer.NO


def test_an_answer_holds_for_this_receiver_and_this_purpose_only(country: Country, case_id: UUID) -> None:
    with acting(country.director):
        asked = home_question(country, case_id)
        item_id = asked.verdicts[0].item.id
        here = selectors.facts(case_id=case_id, receiver_org="WCO", purpose="housing_tenancy", item_id=item_id)
        other = selectors.facts(case_id=case_id, receiver_org="WCO", purpose="guide_support", item_id=item_id)
    assert here["necessity_motivated"].note == "Zij kunnen de verwarming maken."
    assert "necessity_motivated" not in other


def test_only_what_was_asked_can_be_answered(country: Country, case_id: UUID) -> None:
    with acting(country.director):
        asked = ask(country.director, case_id, TABLE, "zvh_case", "C18")
        assert asked.missing == ("necessity_motivated",)
        for answers in ({}, {"zvh_criteria_met": (True, "x")}, {"bestaat_niet": (True, "x")}):
            with pytest.raises(QuestionUnreadable):
                services.answer_missing(actor=country.director, question_id=asked.id, answers=answers, at=AT)
        assert not Fact.objects.filter(source="question").exists()


def test_a_form_sent_twice_makes_one_question_and_one_consent(country: Country, case_id: UUID) -> None:
    director, key = country.director, uuid4()
    with acting(director):
        item_ids = [item_of(director, case_id, "C18")]
        first, second = (
            services.ask(
                actor=director, case_id=case_id, receiver=TABLE, purpose="zvh_case", item_ids=item_ids, at=AT, key=key
            )
            for _ in range(2)
        )
        assert first.id == second.id
        for _ in range(2):
            services.answer_missing(
                actor=director,
                question_id=first.id,
                answers={"necessity_motivated": (True, "Nodig.")},
                at=AT,
                key=uuid4(),
            )
            services.give_consent(actor=director, case_id=case_id, consent=CONSENT, at=AT, key=key)
        assert Consent.objects.count() == 1
    with acting(country.officer):
        other = services.ask(
            actor=country.officer, case_id=case_id, receiver=TABLE, purpose="zvh_case",
            item_ids=[item_of(country.officer, case_id, "C18")], at=AT, key=key,
        )  # fmt: skip
    assert other.id != first.id, "a key of somebody else points at nothing"


def test_the_adviser_opens_what_is_left_to_a_human(country: Country, case_id: UUID, adviser: Actor) -> None:
    director = country.director
    with acting(director):
        asked = home_question(country, case_id)
        item_ids = [asked.verdicts[0].item.id]
        assert asked.verdicts[0].awaits_adviser
        with pytest.raises(NotPermitted):
            _disclose(director, asked, item_ids)
        advice_id = services.ask_adviser(actor=director, question_id=asked.id, text="Mag dit met toestemming?", at=AT)
    with acting(adviser):
        (waiting,) = selectors.advices(actor=adviser, at=AT)
        assert waiting.id == advice_id
        services.answer_adviser(
            actor=adviser, advice_id=advice_id, version=1, finding=AdviceFinding.MAY, answer="Ja: tekst gelezen.", at=AT
        )
        assert selectors.advices(actor=adviser, at=AT) == []
    with acting(director):
        after = selectors.question(actor=director, question_id=asked.id, at=AT)
        assert after.answer is Answer.YES
        assert after.verdicts[0].outcome == "HUMAN"
        _disclose(director, asked, item_ids)
        (shared,) = selectors.disclosures(actor=director, case_id=case_id, at=AT)
    assert shared.items[0].item.id == item_ids[0]


def test_a_no_of_the_adviser_opens_nothing_and_the_last_answer_counts(
    country: Country, case_id: UUID, adviser: Actor
) -> None:
    director = country.director
    with acting(director):
        asked = home_question(country, case_id)
    for finding, permitted in ((AdviceFinding.MAY, True), (AdviceFinding.MAY_NOT, False)):
        with acting(director):
            advice_id = services.ask_adviser(actor=director, question_id=asked.id, text="Mag dit?", at=AT)
        with acting(adviser):
            services.answer_adviser(
                actor=adviser, advice_id=advice_id, version=1, finding=finding, answer="Gelezen.", at=AT
            )
        with acting(director):
            now = selectors.question(actor=director, question_id=asked.id, at=AT)
            assert now.verdicts[0].permitted is permitted


def test_advice_is_no_way_round_the_law(country: Country, case_id: UUID, adviser: Actor) -> None:
    director = country.director
    with acting(director):
        asked = ask(director, case_id, HOUSING, "housing_tenancy", "C18")
        advice_id = services.ask_adviser(actor=director, question_id=asked.id, text="Mag dit?", at=AT)
    with acting(adviser):
        services.answer_adviser(
            actor=adviser, advice_id=advice_id, version=1, finding=AdviceFinding.MAY, answer="Ja.", at=AT
        )
    with acting(director):
        assert not selectors.question(actor=director, question_id=asked.id, at=AT).verdicts[0].permitted
        with pytest.raises(NotPermitted):
            _disclose(director, asked, [asked.verdicts[0].item.id])


def test_the_adviser_sees_the_question_and_no_case(country: Country, case_id: UUID, adviser: Actor) -> None:
    with acting(country.director):
        asked = home_question(country, case_id)
        services.ask_adviser(actor=country.director, question_id=asked.id, text="Mag dit?", at=AT)
    with acting(adviser):
        (waiting,) = selectors.advices(actor=adviser, at=AT)
        assert HOME not in str(waiting)
        assert [frame.category for frame in waiting.frames] == ["C18"]
        assert not Question.objects.exists()
        with pytest.raises(NotVisible):
            selectors.question(actor=adviser, question_id=asked.id, at=AT)


def test_only_an_adviser_of_the_region_answers(country: Country, case_id: UUID, adviser: Actor) -> None:
    with acting(country.director):
        asked = home_question(country, case_id)
        advice_id = services.ask_adviser(actor=country.director, question_id=asked.id, text="Mag dit?", at=AT)
        with pytest.raises(Refused):
            _answer(country.director, advice_id)
    elsewhere = replace(country.stranger, role="coordinerend_fg")
    with acting(elsewhere), pytest.raises(NotVisible):
        _answer(elsewhere, advice_id)
    with acting(adviser):
        with pytest.raises(StaleVersion):
            _answer(adviser, advice_id, version=7)
        _answer(adviser, advice_id)
        with pytest.raises(AdviceGiven):
            _answer(adviser, advice_id, version=2)
        assert Advice.objects.get().answer == "Gelezen."


def _answer(actor: Actor, advice_id: UUID, *, version: int = 1) -> None:
    services.answer_adviser(
        actor=actor, advice_id=advice_id, version=version, finding=AdviceFinding.MAY_NOT, answer="Gelezen.", at=AT
    )


def _disclose(actor: Actor, asked: QuestionView, item_ids: list[UUID], key: str = "d") -> UUID:
    return services.disclose(
        actor=actor, question_id=asked.id, item_ids=item_ids, motive="Nodig.", idempotency_key=key, at=AT
    )


def test_who_may_not_see_an_item_does_not_read_its_title_in_a_question(country: Country, case_id: UUID) -> None:
    with acting(country.clinician):
        asked = ask(country.clinician, case_id, TABLE, "zvh_case", "C14")
    with acting(country.officer):
        assert selectors.question(actor=country.officer, question_id=asked.id, at=AT).verdicts == ()
        (listed,) = selectors.questions(actor=country.officer, case_id=case_id, at=AT)
        assert listed.verdicts == ()


def test_opening_a_secret_needs_a_reason(country: Country, case_id: UUID) -> None:
    with acting(country.clinician), pytest.raises(FactForHuman):
        services.record_fact(
            actor=country.clinician, case_id=case_id, name="conflict_of_duties_raised", value=True, source="form", note="",
            at=AT,
        )  # fmt: skip


def shared_with(country: Country, case_id: UUID, receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> UUID:
    """Share the state of the home with a receiver, every norm taken as read; returns the item."""

    def verified(norms, question):
        return decide(norms, replace(question, assume_verified=True))

    monkeypatch.setattr(weighing, "decide", verified)
    director = country.director
    first = ask(director, case_id, receiver, "zvh_case", "C18")
    answers = dict.fromkeys(first.missing, (True, "Nodig."))
    asked = services.answer_missing(actor=director, question_id=first.id, answers=answers, at=AT)
    assert asked.answer is Answer.YES, asked.verdicts[0].explanation
    item_ids = [asked.verdicts[0].item.id]
    _disclose(director, asked, item_ids)
    return item_ids[0]


def test_the_receiver_acknowledges_a_correction(
    country: Country, case_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    director, officer = country.director, country.officer
    with acting(director):
        item_id = shared_with(
            country, case_id, Receiver("POL", "wijkagent", "Werker 2", officer.worker_id), monkeypatch
        )
        for _ in range(2):
            services.correct(actor=director, case_id=case_id, item_id=item_id, correction="Het doet het weer.", at=AT)
        (shared,) = selectors.disclosures(actor=director, case_id=case_id, at=AT)
        with pytest.raises(NotVisible):
            services.acknowledge_correction(actor=director, disclosed_id=shared.items[0].id, seen_from="Ik", at=AT)
    with acting(officer):
        (got,) = selectors.received(actor=officer, at=AT)
        assert got.items[0].correction == "Het doet het weer."
        services.acknowledge_correction(actor=officer, disclosed_id=got.items[0].id, seen_from="", at=AT)
    with acting(director):
        services.correct(actor=director, case_id=case_id, item_id=item_id, correction="Het doet het weer.", at=AT)
        (shared,) = selectors.disclosures(actor=director, case_id=case_id, at=AT)
    assert shared.items[0].seen_at == AT, "the same correction again asks for no new yes"


def test_for_a_receiver_without_account_somebody_says_who_knows(
    country: Country, case_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    director = country.director
    with acting(director):
        item_id = shared_with(country, case_id, TABLE, monkeypatch)
        services.correct(actor=director, case_id=case_id, item_id=item_id, correction="Anders.", at=AT)
        (shared,) = selectors.disclosures(actor=director, case_id=case_id, at=AT)
        with pytest.raises(RequestUnreadable):
            services.acknowledge_correction(actor=director, disclosed_id=shared.items[0].id, seen_from=" ", at=AT)
        services.acknowledge_correction(actor=director, disclosed_id=shared.items[0].id, seen_from="P. Lam", at=AT)
        (shared,) = selectors.disclosures(actor=director, case_id=case_id, at=AT)
    assert (shared.items[0].seen_from, shared.items[0].seen_at) == ("P. Lam", AT)


def test_the_person_is_told_in_time_or_it_says_why_not(country: Country, case_id: UUID) -> None:
    clinician = country.clinician
    with acting(clinician):
        asked = ask(clinician, case_id, TABLE, "zvh_case", "C14")
        item_id = asked.verdicts[0].item.id
        services.take_step(actor=clinician, question_id=asked.id, item_id=item_id, step=GOOD_CARE, at=AT)
        again = services.ask_again(actor=clinician, question_id=asked.id, at=AT)
        final = services.answer_missing(
            actor=clinician, question_id=again.id, answers={"necessity_motivated": (True, "Nodig.")}, at=AT
        )
        _disclose(clinician, final, [item_id])
        (shared,) = selectors.disclosures(actor=clinician, case_id=case_id, at=AT)
        duty = shared.inform
        assert duty is not None
        assert duty.due_on == TODAY + timedelta(days=7)
        late = TODAY + timedelta(days=8)
        assert [one.id for one in selectors.owed_informs(case_ids=[case_id], until=late)] == [duty.id]
        assert selectors.count_late_informs(region="ZVH04", day=late) == 1
        with pytest.raises(InformUnreadable):
            _postpone(clinician, duty.id, 1, by="")
        held = _postpone(clinician, duty.id, 1)
        assert selectors.count_late_informs(region="ZVH04", day=late) == 0
        assert held.late(date(2026, 12, 15))
        with pytest.raises(StaleVersion):
            services.tell_person(actor=clinician, inform_id=duty.id, version=1, told_on=TODAY, at=AT)
        services.tell_person(actor=clinician, inform_id=duty.id, version=2, told_on=TODAY, at=AT)
        with pytest.raises(PersonTold):
            _postpone(clinician, duty.id, 3)
        assert selectors.owed_informs(case_ids=[case_id], until=late) == []
    with acting(country.stranger), pytest.raises(NotVisible):
        services.tell_person(actor=country.stranger, inform_id=duty.id, version=3, told_on=TODAY, at=AT)


def _postpone(actor: Actor, inform_id: UUID, version: int, by: str = "GGZ Verzonnen"):
    return services.postpone_telling(
        actor=actor, inform_id=inform_id, version=version, by=by, ground="Het maakt nu bang.", review_on=date(2026, 12, 14),
        at=AT,
    )  # fmt: skip


def test_a_request_about_care_is_not_read_by_who_may_not_see_care(country: Country, case_id: UUID) -> None:
    clinician = Receiver("GGZ", "behandelaar", "Werker 3", country.clinician.worker_id)
    with acting(country.director):
        request_id = services.request_information(
            actor=country.director, case_id=case_id, to=clinician, question="Hoe gaat het met de medicijnen?",
            category="C14", purpose="zvh_case", due_on=TODAY, at=AT,
        )  # fmt: skip
    with acting(country.officer):
        assert selectors.requests(actor=country.officer, case_id=case_id, at=AT) == []
        with pytest.raises(NotVisible):
            selectors.request(actor=country.officer, request_id=request_id, at=AT)
        with pytest.raises(NotVisible):
            services.answer_request(
                actor=country.officer, request_id=request_id, version=1, refused=False, text="x", at=AT
            )
    with acting(country.clinician):
        assert [one.id for one in selectors.open_requests(actor=country.clinician)] == [request_id]


def test_where_a_norm_was_used_counts_cases_in_sight_only(country: Country, case_id: UUID) -> None:
    with acting(country.director):
        ask(country.director, case_id, TABLE, "zvh_case", "C18")
        assert selectors.used_norms() == {"W04": 1}
    with acting(country.stranger):
        assert selectors.used_norms() == {}
