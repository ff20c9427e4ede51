"""What is common among the people of the register is counted, stored, and weighs the same for one signal and for a region."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import connection
from tests.country import Country, made_up_country

from vangnet.access.services import acting, as_job, system_actor
from vangnet.audit.models import Entry
from vangnet.intake.types import PersonHint
from vangnet.people import selectors, services
from vangnet.people.engine.model import default_model, from_json
from vangnet.people.engine.score import Scorer
from vangnet.people.models import CandidatePair, LinkageModel, LinkageRun, MatchKey, MatchRecord, Person, Residence
from vangnet.people.selectors import hint_record, matching
from vangnet.people.services import learning, searching
from vangnet.people.types import NewPerson, PartialDate

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
JOB = system_actor(reason="test")
RARE, COMMON = "Bedachtzaam", "Veelvoorkomend"


@pytest.fixture
def country(db: None) -> Country:
    """Three hundred people, of whom two hundred carry one surname; made in bulk, so without keys."""
    made = made_up_country()
    chance = random.Random(4)
    with as_job(JOB):
        for number in range(300):
            row = Person.objects.create(
                region="ZVH04", desk_id=made.director.agency_id, given_names=f"Naam{chance.randrange(60)}",
                surname=COMMON if number % 3 else f"{RARE}{number}", birth_year=1950 + number % 50,
                birth_month=1 + number % 12, birth_day=1 + number % 28, registered_at=AT,
            )  # fmt: skip
            Residence.objects.create(region="ZVH04", person=row, kind="stay", municipality="GM0193", since=AT.date())
    return made


def reindex() -> int:
    added, page = 0, None
    with as_job(JOB):
        while page is None or page.last is not None:
            page = services.index_many(after=page.last if page else None, limit=70)
            added += page.added
    return added


def learn(at: datetime = AT) -> learning.Learned:
    with as_job(JOB):
        learned = learning.learn_model(actor=JOB, at=at)
    assert learned is not None
    return learned


def weight(surname: str, given: str, birth: str) -> float:
    with as_job(JOB):
        return (
            matching.match(hint_record(PersonHint(surname=surname, given_names=given, birth_date=birth)))
            .found[0]
            .weight
        )


def test_everybody_is_found_after_a_reindex_and_doing_it_again_changes_nothing(country: Country) -> None:
    with as_job(JOB):
        assert not MatchKey.objects.exists()
    assert reindex() > 300
    assert reindex() == 0
    with as_job(JOB):
        everybody = set(Person.objects.values_list("id", flat=True))
        assert set(MatchRecord.objects.values_list("person_id", flat=True)) == everybody
        assert set(MatchKey.objects.values_list("person_id", flat=True)) == everybody


def test_what_an_earlier_version_kept_is_replaced(country: Country) -> None:
    reindex()
    with as_job(JOB):
        before = MatchRecord.objects.count()
        MatchRecord.objects.update(packed="of an earlier version")
        assert reindex() == before
        assert not MatchRecord.objects.filter(packed="of an earlier version").exists()


def test_a_common_name_says_less_once_it_was_counted(country: Country) -> None:
    reindex()
    with as_job(JOB):
        common, rare = (Person.objects.filter(surname__startswith=name).order_by("id")[0] for name in (COMMON, RARE))
        asked = [
            (row.surname, row.given_names, PartialDate(row.birth_year, row.birth_month, row.birth_day).iso())
            for row in (common, rare)
        ]
    before = [weight(*one) for one in asked]
    learned = learn()
    after = [weight(*one) for one in asked]
    assert learned.records == 300
    assert before[0] == pytest.approx(before[1], abs=1e-9)
    assert after[1] - after[0] > 5


def test_one_signal_and_a_whole_region_weigh_with_the_same_numbers(country: Country) -> None:
    with as_job(JOB):
        one = Person.objects.filter(surname__startswith=RARE).order_by("id")[0]
    with acting(country.director):
        twin = services.register(
            actor=country.director, at=AT,
            person=NewPerson(
                surname=one.surname, given_names=one.given_names, municipality="GM0193",
                birth=PartialDate(one.birth_year, one.birth_month, one.birth_day),
            ),
        ).id  # fmt: skip
    reindex()
    learned = learn()
    with as_job(JOB):
        searching.find_pairs(actor=system_actor(reason="test", region="ZVH04"), region="ZVH04", at=AT)
        assert LinkageRun.objects.get().model_id == learned.model
        pair = CandidatePair.objects.get(person__in=[one.id, twin], other__in=[one.id, twin])
        stored = from_json(LinkageModel.objects.get(id=learned.model).content)
        looked = matching.match(matching.prepared(one, None))
        found = {each.person_id: each.weight for each in looked.found}
    assert stored.id == learned.model
    assert found[twin] == pytest.approx(pair.weight, abs=1e-6)
    assert found[twin] == pytest.approx(
        Scorer(stored).score(matching.prepared(one, None), matching.prepared(one, None)).weight, abs=1e-6
    )


def test_the_last_one_learned_weighs_and_unused_ones_go(country: Country) -> None:
    reindex()
    first = learn()
    with as_job(JOB):
        assert matching.model_in_use().id == first.model
    with acting(country.director):
        services.register(actor=country.director, person=NewPerson(surname="Erbij", given_names="Nog"), at=AT)
    second = learn(LATER)
    with as_job(JOB):
        assert matching.model_in_use().id == second.model != first.model
        assert second.dropped == 1
        assert list(LinkageModel.objects.values_list("id", flat=True)) == [second.model]
    details = Entry.objects.filter(act="people.learn_model").order_by("at").values_list("details", flat=True)
    assert [entry["records"] for entry in details] == [300, 301]


def test_a_model_that_weighed_stays_to_explain_it(country: Country) -> None:
    reindex()
    first = learn()
    with as_job(JOB):
        searching.find_pairs(actor=system_actor(reason="test", region="ZVH04"), region="ZVH04", at=AT)
        Person.objects.all()[:1].get()
    with acting(country.director):
        services.register(actor=country.director, person=NewPerson(surname="Erbij", given_names="Nog"), at=AT)
    assert learn(LATER).dropped == 0
    with as_job(JOB):
        assert LinkageModel.objects.filter(id=first.model).exists()


def test_the_model_names_nothing_that_few_people_share(country: Country) -> None:
    reindex()
    learned = learn()
    with as_job(JOB):
        content = json.loads(LinkageModel.objects.get(id=learned.model).content)
    assert list(content["frequencies"]["surname"]["common"]) == [COMMON.lower()]


def test_with_nobody_there_is_nothing_to_learn(db: None) -> None:
    with as_job(JOB):
        assert learning.learn_model(actor=JOB, at=AT) is None
        assert matching.model_in_use().id == default_model().id


def test_a_stored_model_of_another_shape_never_stops_a_look_up(country: Country) -> None:
    reindex()
    with as_job(JOB):
        LinkageModel.objects.create(id="of-old", content="{}", first_used=AT, in_use_from=AT)
        assert matching.model_in_use().id == default_model().id


def test_for_people_at_a_screen_looking_works_with_what_was_learned(country: Country) -> None:
    reindex()
    learn()
    with as_job(JOB):
        one = Person.objects.filter(surname__startswith=RARE).order_by("id")[0]
    hint = PersonHint(
        surname=one.surname, given_names=one.given_names,
        birth_date=PartialDate(one.birth_year, one.birth_month, one.birth_day).iso(),
    )  # fmt: skip
    with acting(country.director):
        shown = selectors.candidates(actor=country.director, hint=hint, at=AT)
    assert [view.person.id for view in shown][:1] == [one.id]


def test_the_model_is_read_in_the_same_statement(country: Country) -> None:
    reindex()
    learn()
    with as_job(JOB):
        one = Person.objects.filter(surname__startswith=RARE).order_by("id")[0]
        record = matching.prepared(one, None)
        matching.match(record)
        with connection.execute_wrapper(_refuse):
            assert isinstance(matching.match(record).found[0].person_id, UUID)


def _refuse(*_: object) -> None:
    raise AssertionError("another statement was sent")
