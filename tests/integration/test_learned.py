"""What was learned while two people lay together is listed for who may put it right, and receivers are warned."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from tests.case_to_share import AT as OPENED
from tests.case_to_share import HOUSING, case_to_share, home_question, privacy_adviser
from tests.country import Country, made_up_country
from tests.web.lived import adopted

from vangnet.access.errors import NoMandate
from vangnet.access.services import acting, as_job, close_grants, system_actor
from vangnet.cases import selectors as cases
from vangnet.cases import services as case_services
from vangnet.cases.models import Case
from vangnet.core.errors import NotVisible
from vangnet.flow import reactions
from vangnet.law.vocabulary import standard_vocabulary
from vangnet.people import selectors as people
from vangnet.people import services
from vangnet.people.errors import LinkNeedsReason
from vangnet.people.models import SignalLink
from vangnet.people.selectors.learned import learned
from vangnet.people.selectors.position import position
from vangnet.people.types import NewPerson, RelationKind
from vangnet.people.types.learning import LearnedKind, LearnedView
from vangnet.plans.models import Flag
from vangnet.sharing import selectors as sharing
from vangnet.sharing import services as sharing_services
from vangnet.sharing.errors import AddressSecret
from vangnet.sharing.models import DisclosedItem
from vangnet.sharing.types import AdviceFinding

pytestmark = pytest.mark.django_db
BEFORE = OPENED
JOINED = OPENED + timedelta(hours=1)
DURING = OPENED + timedelta(hours=2)
APART = OPENED + timedelta(hours=3)
AFTER = OPENED + timedelta(hours=4)


@pytest.fixture
def country(db: None) -> Country:
    return made_up_country()


@pytest.fixture
def case_id(country: Country) -> UUID:
    return case_to_share(country)


def person_of(case_id: UUID) -> UUID:
    with as_job(system_actor(reason="test")):
        return Case.objects.get(id=case_id).person_id


@pytest.fixture
def other(country: Country) -> UUID:
    with acting(country.director):
        return services.register(
            actor=country.director, person=NewPerson(surname="Ander", municipality="GM0193"), at=BEFORE
        ).id


def disclose(country: Country, case_id: UUID, at: datetime) -> None:
    adviser = privacy_adviser()
    with acting(country.director):
        question = home_question(country, case_id)
        advice_id = sharing_services.ask_adviser(
            actor=country.director, question_id=question.id, text="Mag dit?", at=at
        )
    with acting(adviser):
        sharing_services.answer_adviser(
            actor=adviser, advice_id=advice_id, version=1, finding=AdviceFinding.MAY, answer="Ja.", at=at
        )
    with acting(country.director):
        sharing_services.disclose(
            actor=country.director, question_id=question.id, item_ids=[item.item.id for item in question.verdicts],
            motive="Om de woning warm te krijgen.", idempotency_key=str(uuid4()), at=at,
        )  # fmt: skip


def mix_up(country: Country, case_id: UUID, other: UUID) -> UUID:
    """Lay two people together, let things happen, and take them apart; return the id of the taking apart."""
    director = country.director
    with acting(director):
        cases.case(actor=director, case_id=case_id, at=BEFORE)
        services.confirm_same(actor=director, left=person_of(case_id), right=other, reason="x", at=JOINED)
    with acting(country.officer):
        cases.case(actor=country.officer, case_id=case_id, at=DURING)
    with acting(director):
        case_services.note(actor=director, case_id=case_id, text="x", key=uuid4(), at=DURING, category="C18")
    return apart(country, other)


def apart(country: Country, other: UUID) -> UUID:
    with acting(country.director):
        split = services.split(actor=country.director, out=[other], reason="Toch een ander.", at=APART)
    return split.id


def told(country: Country, split_id: UUID) -> LearnedView:
    with acting(country.director):
        return learned(actor=country.director, split_id=split_id, at=AFTER)


def test_what_happened_meanwhile_is_listed_and_nothing_else(country: Country, case_id: UUID, other: UUID) -> None:
    split_id = mix_up(country, case_id, other)
    with acting(country.officer):
        cases.case(actor=country.officer, case_id=case_id, at=AFTER)
    rows = told(country, split_id).rows
    done = {(row.kind, row.act, row.worker_id) for row in rows}
    assert (LearnedKind.READ, "cases.read", country.officer.worker_id) in done
    assert (LearnedKind.WRITTEN, "cases.note", country.director.worker_id) in done
    assert (LearnedKind.READ, "cases.read", country.director.worker_id) not in done
    assert next(row for row in rows if row.act == "cases.read").times == 1


def test_who_had_to_do_with_both_sides_stands_first(country: Country, case_id: UUID, other: UUID) -> None:
    director = country.director
    with acting(director):
        services.confirm_same(actor=director, left=person_of(case_id), right=other, reason="x", at=JOINED)
    with acting(country.officer):
        cases.case(actor=country.officer, case_id=case_id, at=DURING)
    with acting(director):
        cases.case(actor=director, case_id=case_id, at=DURING)
        services.move(actor=director, person_id=other, version=1, municipality="GM0153", since=DURING.date(), at=DURING)
    rows = told(country, apart(country, other)).rows
    both = {row.worker_id: row.both for row in rows}
    assert both[director.worker_id]
    assert not both[country.officer.worker_id]
    reads = [row.worker_id for row in rows if row.kind is LearnedKind.READ]
    assert reads == [director.worker_id, country.officer.worker_id]


def test_who_received_something_meanwhile_is_warned_once_and_a_humans_correction_stays(
    country: Country, case_id: UUID, other: UUID
) -> None:
    director = country.director
    with acting(director):
        services.confirm_same(actor=director, left=person_of(case_id), right=other, reason="x", at=JOINED)
    disclose(country, case_id, DURING)
    split_id = apart(country, other)
    assert told(country, split_id).rows[0].kind is LearnedKind.SHARED
    reactions.run(at=AFTER)
    with acting(director):
        (item,) = [part for one in sharing.disclosures(actor=director, case_id=case_id, at=AFTER) for part in one.items]
        assert "iemand anders" in item.correction
        sharing_services.correct(
            actor=director, case_id=case_id, item_id=item.item.id, correction="Klopt toch.", at=AFTER
        )
    with as_job(system_actor(reason="test")):
        job = system_actor(reason="test")
        again = {"case_id": case_id, "since": JOINED, "until": APART, "at": AFTER}
        assert sharing_services.warn_of_mixing_up(actor=job, **again) == 0  # type: ignore[arg-type]
        assert DisclosedItem.objects.get().correction == "Klopt toch."


def test_what_went_before_they_lay_together_is_left_alone(country: Country, case_id: UUID, other: UUID) -> None:
    disclose(country, case_id, BEFORE)
    mix_up(country, case_id, other)
    reactions.run(at=AFTER)
    with as_job(system_actor(reason="test")):
        assert DisclosedItem.objects.get().corrected_at is None


def test_only_who_sees_both_sides_and_decides_reads_the_list(country: Country, case_id: UUID, other: UUID) -> None:
    split_id = mix_up(country, case_id, other)
    for actor, refusal in ((country.stranger, NotVisible), (country.officer, NotVisible)):
        with pytest.raises(refusal), acting(actor):
            learned(actor=actor, split_id=split_id, at=AFTER)
    system = system_actor(reason="test")
    with as_job(system):
        assert learned(actor=system, split_id=split_id, at=AFTER).split.id == split_id


def test_acts_in_cases_out_of_sight_are_counted_only(country: Country, case_id: UUID, other: UUID) -> None:
    split_id = mix_up(country, case_id, other)
    whole = told(country, split_id)
    assert whole.elsewhere == 0
    with as_job(system_actor(reason="test")):
        close_grants(
            actor=country.director, at=AFTER, why="test", case_id=case_id, worker_id=country.director.worker_id
        )
    rest = told(country, split_id)
    assert rest.rows == ()
    assert rest.elsewhere == sum(row.times for row in whole.rows if row.case_id is not None)


# The direct circle and the secret address, where the law asks for them.


def test_the_position_in_the_circle_follows_the_cluster_and_the_day(
    country: Country, case_id: UUID, other: UUID
) -> None:
    director, person_id, day = country.director, person_of(case_id), DURING.date()
    with acting(director):
        twin = services.register(actor=director, person=NewPerson(surname="Ander"), at=BEFORE).id
        assert position(person_id=person_id, other=other, on=day) == "other"
        relation = services.relate(
            actor=director, person_id=person_id, version=1, kind=RelationKind.HOUSEMATE, name="Ander", source="zelf",
            other=other, at=BEFORE,
        )  # fmt: skip
        assert position(person_id=person_id, other=other, on=day) == "direct_contact"
        assert position(person_id=other, other=person_id, on=day) == "direct_contact"
        assert position(person_id=person_id, other=twin, on=day) == "other"
        services.confirm_same(actor=director, left=other, right=twin, reason="x", at=JOINED)
        assert position(person_id=person_id, other=twin, on=day) == "direct_contact"
        services.relate(
            actor=director, person_id=twin, version=1, kind=RelationKind.SIBLING, name="Broer", source="zelf",
            other=person_id, at=BEFORE,
        )  # fmt: skip
        assert position(person_id=person_id, other=other, on=day) == "family"
        assert position(person_id=other, other=twin, on=day) == "notified_person"
        services.end_relation(
            actor=director, person_id=person_id, version=2, relation_id=relation, until=day, at=DURING
        )
        services.split(actor=director, out=[twin], reason="x", at=APART)
        assert position(person_id=person_id, other=other, on=day) == "other"


def test_each_position_is_a_word_of_the_law() -> None:
    assert {"notified_person", "family", "direct_contact", "other"} <= set(standard_vocabulary().subject_circles)


def test_an_address_goes_no_further_when_any_source_says_secret(country: Country, case_id: UUID, other: UUID) -> None:
    director = country.director
    with acting(director):
        case_services.note(
            actor=director,
            case_id=case_id,
            text="Slaapt aan de Bedachtestraat.",
            key=uuid4(),
            at=BEFORE,
            category="C03",
        )
        (item,) = [
            one for one in sharing.shareable(actor=director, case_id=case_id, at=BEFORE) if one.category == "C03"
        ]
        question = sharing_services.ask(
            actor=director, case_id=case_id, receiver=HOUSING, purpose="housing_tenancy", item_ids=[item.id], at=BEFORE
        )
        services.describe(
            actor=director, person_id=other, version=1, person=NewPerson(surname="Ander", secret_address=True),
            was_right=True, at=BEFORE,
        )  # fmt: skip
        services.confirm_same(actor=director, left=person_of(case_id), right=other, reason="x", at=JOINED)
        with pytest.raises(AddressSecret):
            sharing_services.disclose(
                actor=director, question_id=question.id, item_ids=[item.id], motive="Voor de verwarming.",
                idempotency_key="x", at=DURING,
            )  # fmt: skip
        categories = {one.category for one in sharing.shareable(actor=director, case_id=case_id, at=DURING)}
    assert "C03" not in categories
    assert "C18" in categories


def test_the_plans_of_both_sides_are_flagged(country: Country, case_id: UUID, other: UUID) -> None:
    adopted(country, case_id, at=BEFORE)
    mix_up(country, case_id, other)
    reactions.run(at=AFTER)
    reactions.run(at=AFTER)
    with as_job(system_actor(reason="test")):
        assert list(Flag.objects.values_list("reason", flat=True)) == ["mixed-up"]


# A signal that was laid beside the wrong person.


def test_a_signal_about_somebody_else_is_taken_away_and_its_link_stays_known(
    country: Country, case_id: UUID, other: UUID
) -> None:
    director, person_id = country.director, person_of(case_id)
    adopted(country, case_id, at=BEFORE)
    with acting(director):
        (link,) = people.signals_of(person_id=person_id)
        with pytest.raises(LinkNeedsReason):
            services.unlink_signal(actor=director, signal_id=link.signal_id, reason=" ", at=DURING)
        taken = services.unlink_signal(actor=director, signal_id=link.signal_id, reason="De buurman.", at=DURING)
        assert taken.kept == (person_id,)
        assert people.signals_of(person_id=person_id) == []
        with pytest.raises(NotVisible):
            services.unlink_signal(actor=director, signal_id=link.signal_id, reason="x", at=DURING)
        services.link_signal(
            actor=director, person_id=other, signal_id=link.signal_id, reason="Zelfde naam.", at=DURING
        )
        kept = SignalLink.objects.get(person_id=person_id)
        assert (kept.undone_by, kept.undone_why, kept.confirmed_by) == (
            director.worker_id,
            "De buurman.",
            director.worker_id,
        )
    reactions.run(at=AFTER)
    with as_job(system_actor(reason="test")):
        assert "mixed-up" in Flag.objects.values_list("reason", flat=True)


def test_a_signal_is_taken_away_by_who_sees_and_decides_only(country: Country, case_id: UUID) -> None:
    with acting(country.director):
        (link,) = people.signals_of(person_id=person_of(case_id))
    for actor, refusal in ((country.stranger, NotVisible), (country.officer, NoMandate)):
        with pytest.raises(refusal), acting(actor):
            services.unlink_signal(actor=actor, signal_id=link.signal_id, reason="x", at=DURING)
