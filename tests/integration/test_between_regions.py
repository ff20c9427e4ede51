"""Is this person in an active case elsewhere? Known or not known, with whom to call; both sides keep it; a no says nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.country import Country, made_up_country

from vangnet.access.models import Agency
from vangnet.access.services import acting, as_job, emergency, system_actor
from vangnet.access.services.erasing import as_retention, erase
from vangnet.access.types import Actor
from vangnet.audit.models import DecisionRecord, Entry
from vangnet.cases.models import Case
from vangnet.cases.types import CaseKind
from vangnet.core.bsn import made_up
from vangnet.core.errors import NotMandated, NotVisible
from vangnet.core.ids import new_id
from vangnet.flow import journey, reactions
from vangnet.handovers import rules, selectors, services
from vangnet.handovers.errors import AskedTooOften, QuestionNotReady
from vangnet.handovers.models import HitAnswer, HitQuery
from vangnet.handovers.types import Ground, GroundKind, HitOutcome, HitView
from vangnet.intake.rules import ZVH_CRITERIA
from vangnet.intake.types import Channel, CriterionFinding, Finding, NewSignal, PersonHint, WeighingDecision
from vangnet.people import services as people
from vangnet.people.models import Identifier, Person
from vangnet.people.types import NewPerson, PartialDate

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
WHY = "Wij willen weten wie hem al kent."
PERSON = NewPerson(
    surname="Verzonnen", prefix="van der", given_names="Wouter", birth=PartialDate(1987, 3, 14), municipality="GM0153",
    street="Bedachtestraat", house_number="12", postcode="7511AB", city="Enschede",
)  # fmt: skip
HINT = PersonHint(given_names="Wouter", prefix="van der", surname="Verzonnen", birth_date="1987-03-14")


@pytest.fixture
def country(db: None) -> Country:
    made = made_up_country()
    with as_job(system_actor(reason="test")):
        Agency.objects.filter(name="ZVH Twente").update(phone="053 000 0000")
    return made


def signal(actor: Actor, hint: PersonHint, *, key: str = "s") -> UUID:
    with acting(actor):
        new = NewSignal(Channel.FORM, "E33", "Man roept.", "GM0193", f"{key}{new_id()}", hint=hint)
        return journey.receive(actor=actor, signal=new, at=AT).id


def case_of(actor: Actor, person: NewPerson, *, municipality: str = "GM0153") -> UUID:
    """Open a case as people do in another region; returns its id."""
    with acting(actor):
        new = NewSignal(Channel.FORM, "E33", "Made-up.", municipality, str(new_id()))
        found = journey.receive(actor=actor, signal=new, at=AT)
        person_id = journey.recognise(actor=actor, signal_id=found.id, person=person, reason="x", at=AT)
        journey.weigh(
            actor=actor, signal_id=found.id, version=found.version, participants="Table", reason="reason",
            findings=[CriterionFinding(code, Finding.MET, "reason") for code in ZVH_CRITERIA],
            decision=WeighingDecision.CASE, person_informed=True, at=AT,
        )  # fmt: skip
        return journey.open_case(actor=actor, signal_id=found.id, person_id=person_id, kind=CaseKind.ZVH, at=AT)


def ask(actor: Actor, signal_id: UUID, *, at: datetime = AT, necessity: str = WHY, key: UUID | None = None) -> HitView:
    with acting(actor):
        ground = Ground(GroundKind.SIGNAL, signal_id)
        return services.ask_elsewhere(actor=actor, ground=ground, necessity=necessity, key=key or new_id(), at=at)


def test_known_gives_the_contact_point_and_nothing_else(country: Country) -> None:
    case_of(country.stranger, PERSON)
    answer = ask(country.director, signal(country.director, HINT))
    assert answer.outcome is HitOutcome.TOLD
    assert [(one.name, one.phone, one.region) for one in answer.contacts] == [("ZVH Twente", "053 000 0000", "ZVH05")]
    assert answer.grounds == ("W09",)


@pytest.mark.parametrize(
    "hint",
    [
        replace(HINT, birth_date="1987-03-15"),
        replace(HINT, given_names="Thomas"),
        replace(HINT, surname="Bedacht"),
        PersonHint(given_names="Heel", surname="Anders", birth_date="1990-05-06"),
    ],
)
def test_a_likeness_is_no_hit(country: Country, hint: PersonHint) -> None:
    case_of(country.stranger, PERSON)
    assert ask(country.director, signal(country.director, hint)).outcome is HitOutcome.NOTHING


def test_known_without_an_active_case_is_nothing(country: Country) -> None:
    with acting(country.stranger):
        people.register(actor=country.stranger, person=PERSON, at=AT)
    assert ask(country.director, signal(country.director, HINT)).outcome is HitOutcome.NOTHING


def test_a_closed_case_is_nothing(country: Country) -> None:
    case_id = case_of(country.stranger, PERSON)
    with as_job(system_actor(reason="test")):
        Case.objects.filter(id=case_id).update(closed_on=AT.date())
    assert ask(country.director, signal(country.director, HINT)).outcome is HitOutcome.NOTHING


def test_the_own_region_is_not_elsewhere(country: Country) -> None:
    case_of(country.director, replace(PERSON, municipality="GM0193"), municipality="GM0193")
    assert ask(country.director, signal(country.director, HINT)).outcome is HitOutcome.NOTHING


def numbered(country: Country, actor: Actor, person: NewPerson, bsn: str, *, region: str) -> UUID:
    """Open a case about somebody whose BSN is kept."""
    case_id = case_of(actor, person, municipality="GM0153" if region == "ZVH05" else "GM0193")
    with as_job(system_actor(reason="test")):
        Identifier.objects.create(
            region=region, person_id=Case.objects.get(id=case_id).person_id, kind="bsn", encrypted=b"x",
            blind_index=bsn.encode().ljust(32), passes_test=True, source="test", since=AT.date(),
        )  # fmt: skip
    return case_id


def test_a_shared_bsn_is_enough(country: Country) -> None:
    one, other = made_up(2)
    numbered(country, country.stranger, PERSON, one, region="ZVH05")
    here = numbered(
        country,
        country.director,
        NewPerson(surname="Verzonnen", given_names="W.", birth=PartialDate(1987, 3, 14)),
        one,
        region="ZVH04",
    )
    with acting(country.director):
        ground = Ground(GroundKind.CASE, here)
        answer = services.ask_elsewhere(actor=country.director, ground=ground, necessity=WHY, key=new_id(), at=AT)
    assert answer.outcome is HitOutcome.TOLD
    with as_job(system_actor(reason="test")):
        Identifier.objects.filter(region="ZVH04").update(blind_index=other.encode().ljust(32))
    with acting(country.director):
        answer = services.ask_elsewhere(actor=country.director, ground=ground, necessity=WHY, key=new_id(), at=AT)
    assert answer.outcome is HitOutcome.NOTHING


def shown(answer: HitView) -> HitView:
    """What the asker sees, without what names this question."""
    return replace(answer, id=UUID(int=0), ground=Ground(GroundKind.SIGNAL, UUID(int=0)), asked_by=UUID(int=0))


def test_a_secret_address_reads_like_nobody_and_the_director_there_hears_who_asked(country: Country) -> None:
    signal_id = signal(country.director, HINT)
    nobody = ask(country.director, signal_id)
    case_id = case_of(country.stranger, replace(PERSON, secret_address=True))
    secret = ask(country.director, signal_id)
    assert shown(secret) == shown(nobody)
    with acting(country.stranger):
        (notice,) = selectors.unseen(actor=country.stranger, case_ids=[case_id])
    assert (notice.told, notice.why_not, notice.asked_by) == (False, "secret-address", country.director.worker_id)


@pytest.mark.parametrize("said", ["secret_address", "secret_elsewhere"])
def test_an_address_that_is_secret_at_the_own_side_is_secret_there_too(country: Country, said: str) -> None:
    there = case_of(country.stranger, PERSON)
    here = case_of(country.director, replace(PERSON, municipality="GM0193"), municipality="GM0193")
    with as_job(system_actor(reason="test")):
        mine = Case.objects.get(id=here).person_id
        Person.objects.filter(id=mine).update(**{said: True})
    with acting(country.director):
        answer = services.ask_elsewhere(
            actor=country.director, ground=Ground(GroundKind.CASE, here), necessity=WHY, key=new_id(), at=AT
        )
    assert (answer.outcome, answer.contacts) == (HitOutcome.NOTHING, ())
    with acting(country.stranger):
        (notice,) = selectors.unseen(actor=country.stranger, case_ids=[there])
    assert (notice.told, notice.why_not) == (False, "secret-address")


def test_who_is_kept_out_of_the_case_hears_nothing(country: Country) -> None:
    signal_id = signal(country.director, HINT)
    nobody = ask(country.director, signal_id)
    case_id = case_of(country.stranger, PERSON)
    with acting(country.stranger):
        emergency.lock_out(
            actor=country.stranger, worker_id=country.director.worker_id, case_id=case_id, reason="Familie.", at=AT
        )
    assert shown(ask(country.director, signal_id)) == shown(nobody)
    assert ask(country.case_director, signal_id).outcome is HitOutcome.TOLD


def statements(actor: Actor, signal_id: UUID) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        ask(actor, signal_id)
    return [re.sub(r'"s\d+_x\d+"|\{[^}]*\}', "one", " ".join(query["sql"].split()))[:60] for query in asked]


def test_the_same_work_is_done_for_yes_for_no_and_for_not_told(country: Country) -> None:
    actor = country.director
    known, unknown = signal(actor, HINT), signal(actor, replace(HINT, surname="Bedacht", given_names="Noor"))
    hidden = signal(actor, replace(HINT, surname="Geheim", given_names="Noor"))
    case_of(country.stranger, PERSON)
    case_of(country.stranger, replace(PERSON, surname="Geheim", given_names="Noor", secret_address=True))
    statements(actor, unknown)
    yes, no, not_told = (statements(actor, one) for one in (known, unknown, hidden))
    assert yes == no == not_told
    assert len(yes) > 10


def test_both_sides_keep_it(country: Country) -> None:
    case_id = case_of(country.stranger, PERSON)
    answer = ask(country.director, signal(country.director, HINT))
    reactions.run(at=AT)
    here = Entry.objects.get(act="handovers.ask")
    there = Entry.objects.get(act="handovers.answer")
    assert (here.region, here.worker_id, here.purpose, here.ground) == (
        "ZVH04", country.director.worker_id, "zvh_triage", "W09",
    )  # fmt: skip
    assert (there.region, there.case_id) == ("ZVH05", case_id)
    assert there.details["asked_by"] == str(country.director.worker_id)
    assert DecisionRecord.objects.filter(trace_id=here.trace_id).count() == 1
    with acting(country.director):
        assert not HitAnswer.objects.exists()
        assert selectors.question(actor=country.director, query_id=answer.id, at=AT).contacts == answer.contacts


def test_what_the_other_side_keeps_outlives_the_ground_of_who_asked(country: Country) -> None:
    case_id = case_of(country.stranger, PERSON)
    signal_id = signal(country.director, HINT)
    ask(country.director, signal_id)
    job = system_actor(reason="test")
    with as_retention(job):
        erase("signal", signal_id)
    with as_job(job):
        assert not HitQuery.objects.exists()
        assert HitAnswer.objects.get(case_id=case_id).query_id is None
    with acting(country.stranger):
        [unseen] = selectors.unseen(actor=country.stranger, case_ids=[case_id])
        services.see_notice(actor=country.stranger, answer_id=unseen.id, at=AT)
    with as_retention(job):
        erase("case", case_id)
    with as_job(job):
        assert not HitAnswer.objects.exists()


def test_no_is_kept_at_the_asking_side_only(country: Country) -> None:
    ask(country.director, signal(country.director, HINT))
    reactions.run(at=AT)
    assert Entry.objects.filter(act="handovers.ask").count() == 1
    assert not Entry.objects.filter(act="handovers.answer").exists()


def test_the_director_there_sees_it_and_says_so(country: Country) -> None:
    case_id = case_of(country.stranger, PERSON)
    ask(country.director, signal(country.director, HINT))
    with acting(country.stranger):
        (notice,) = selectors.unseen(actor=country.stranger, case_ids=[case_id])
        services.see_notice(actor=country.stranger, answer_id=notice.id, at=AT)
        services.see_notice(actor=country.stranger, answer_id=notice.id, at=AT + timedelta(hours=1))
        assert selectors.unseen(actor=country.stranger, case_ids=[case_id]) == []
        assert selectors.notice(actor=country.stranger, answer_id=notice.id, at=AT).seen_at == AT
    with acting(country.director), pytest.raises(NotVisible):
        services.see_notice(actor=country.director, answer_id=notice.id, at=AT)


@pytest.mark.parametrize(
    ("hint", "field"),
    [
        (replace(HINT, given_names="W."), "person_given"),
        (replace(HINT, given_names="onbekend"), "person_given"),
        (replace(HINT, surname=""), "person_surname"),
        (replace(HINT, birth_date="1987-00-00"), "person_birth"),
        (replace(HINT, birth_date="1987-01-01"), "person_place"),
        (PersonHint(), "person_surname"),
    ],
)
def test_a_person_not_known_exactly_cannot_be_asked_about(country: Country, hint: PersonHint, field: str) -> None:
    with pytest.raises(QuestionNotReady) as refused:
        ask(country.director, signal(country.director, hint))
    assert field in refused.value.fields


def test_a_default_birthday_with_an_address_is_exact_enough(country: Country) -> None:
    hint = replace(HINT, birth_date="1987-01-01", postcode="7511AB", house_number="12")
    assert ask(country.director, signal(country.director, hint)).outcome is HitOutcome.NOTHING


def test_it_needs_a_reason_in_words(country: Country) -> None:
    with pytest.raises(QuestionNotReady) as refused:
        ask(country.director, signal(country.director, HINT), necessity="  zo.  ")
    assert set(refused.value.fields) == {"necessity"}


def test_another_desks_signal_is_no_ground(country: Country) -> None:
    with pytest.raises(NotVisible):
        ask(country.stranger, signal(country.director, HINT))


def test_a_function_without_the_mandate_does_not_ask(country: Country) -> None:
    case_id = case_of(country.director, PERSON, municipality="GM0193")
    actor = replace(country.director, role="bemoeizorgmedewerker")
    with acting(actor), pytest.raises(NotMandated):
        services.ask_elsewhere(actor=actor, ground=Ground(GroundKind.CASE, case_id), necessity=WHY, key=new_id(), at=AT)


def test_an_organisation_the_law_does_not_name_hears_no_and_nothing_is_searched(country: Country) -> None:
    case_of(country.stranger, PERSON)
    meldpunt = replace(country.director, agency_kind="MLP")
    answer = ask(meldpunt, signal(country.director, HINT))
    assert (answer.outcome, answer.contacts) == (HitOutcome.UNLAWFUL, ())
    with as_job(system_actor(reason="test")):
        assert not HitAnswer.objects.exists()
    assert Entry.objects.get(act="handovers.ask").outcome == "refused"


def test_an_answered_signal_that_was_not_taken_up_is_no_ground_in_law(country: Country) -> None:
    actor, signal_id = country.director, signal(country.director, HINT)
    with acting(actor):
        journey.weigh(
            actor=actor, signal_id=signal_id, version=1, participants="Table", reason="reason",
            findings=[CriterionFinding(code, Finding.NOT_MET, "reason") for code in ZVH_CRITERIA],
            decision=WeighingDecision.NOT_TAKEN_UP, person_informed=True, at=AT,
        )  # fmt: skip
    answer = ask(actor, signal_id)
    assert (answer.outcome, answer.contacts) == (HitOutcome.UNLAWFUL, ())


def test_the_same_form_twice_is_one_question(country: Country) -> None:
    signal_id, key = signal(country.director, HINT), new_id()
    assert ask(country.director, signal_id, key=key).id == ask(country.director, signal_id, key=key).id
    with as_job(system_actor(reason="test")):
        assert HitQuery.objects.count() == 1


def test_a_worker_who_asks_too_often_waits(country: Country) -> None:
    signal_id = signal(country.director, HINT)
    for minute in range(rules.PER_WORKER):
        ask(country.director, signal_id, at=AT + timedelta(minutes=minute))
    with pytest.raises(AskedTooOften):
        ask(country.director, signal_id, at=AT + timedelta(minutes=30))
    ask(country.case_director, signal_id, at=AT + timedelta(minutes=30))
    ask(country.director, signal_id, at=AT + timedelta(minutes=61))


def test_a_desk_that_asks_too_often_waits(country: Country, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "PER_DESK", 3)
    signal_id = signal(country.director, HINT)
    for actor in (country.director, country.case_director, country.director):
        ask(actor, signal_id)
    with pytest.raises(AskedTooOften):
        ask(country.case_director, signal_id)


def test_a_placeholder_elsewhere_is_nobody(country: Country) -> None:
    for _ in range(3):
        with acting(country.stranger):
            people.register(
                actor=country.stranger,
                person=NewPerson(surname="Vries", given_names="Jan", birth=PartialDate(1970, 1, 1)),
                at=AT,
            )
    hint = PersonHint(given_names="Jan", surname="Vries", birth_date="1970-01-01", postcode="8011AB", house_number="1")
    assert ask(country.director, signal(country.director, hint)).outcome is HitOutcome.NOTHING
