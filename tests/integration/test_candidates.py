"""One incoming signal is matched at once: the right person first, nobody linked by itself, nothing told past the own sight."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import ProgrammingError
from tests.country import Country, made_up_country

from vangnet.access.services import acting, as_job, system_actor
from vangnet.audit.models import Entry
from vangnet.intake.types import PersonHint
from vangnet.people import selectors, services
from vangnet.people.engine.model import default_model
from vangnet.people.engine.score import Scorer
from vangnet.people.models import MatchKey, MatchRecord, Person, Residence, SignalLink
from vangnet.people.selectors import hint_record
from vangnet.people.selectors.matching import match, prepared
from vangnet.people.services.finding import Page
from vangnet.people.types import CandidateView, Likeness, NewPerson, PartialDate

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PERSON = NewPerson(
    surname="Verzonnen", prefix="van der", given_names="Wouter", birth=PartialDate(1987, 3, 14), municipality="GM0193",
    street="Bedachtestraat", house_number="12", postcode="8011AB", city="Zwolle", phone="0600000123",
)  # fmt: skip
HINT = PersonHint(
    given_names="Wouter",
    prefix="van der",
    surname="Verzonnen",
    birth_date="1987-03-14",
    postcode="8011AB",
    house_number="12",
)


@pytest.fixture
def country(db: None) -> Country:
    return made_up_country()


@pytest.fixture
def person_id(country: Country) -> UUID:
    with acting(country.director):
        return services.register(actor=country.director, person=PERSON, at=AT).id


def found(country: Country, hint: PersonHint) -> list[CandidateView]:
    with acting(country.director):
        return selectors.candidates(actor=country.director, hint=hint, at=AT)


@pytest.mark.parametrize(
    "hint",
    [
        HINT,
        replace(HINT, given_names="W.", prefix="", surname="Van der Verzonnen"),
        replace(HINT, birth_date="1987-14-03"),
        replace(HINT, surname="Verzonen"),
        replace(HINT, postcode="", house_number=""),
        replace(HINT, birth_date="1987-03-00", given_names="Wouter Jan"),
        PersonHint(surname="Verzonnen", phone="06-00000123", birth_date="1987-03-14"),
    ],
)
def test_the_right_person_comes_first(country: Country, person_id: UUID, hint: PersonHint) -> None:
    first = found(country, hint)[0]
    assert first.person.id == person_id


def test_what_agrees_and_what_does_not_is_told(country: Country, person_id: UUID) -> None:
    (candidate,) = found(country, replace(HINT, postcode="8033CD"))
    assert (candidate.same, candidate.different) == (("name", "birth"), ("address", "postcode"))
    assert candidate.likeness is Likeness.FIRST


@pytest.mark.parametrize(
    "hint", [PersonHint(), PersonHint(given_names="onbekend"), PersonHint(given_names="Xyz", surname="Heel Anders")]
)
def test_nobody_is_an_answer(country: Country, person_id: UUID, hint: PersonHint) -> None:
    assert found(country, hint) == []


def test_nothing_is_linked_by_itself_and_the_look_is_kept(country: Country, person_id: UUID) -> None:
    found(country, HINT)
    with as_job(system_actor(reason="test")):
        assert not SignalLink.objects.exists()
    assert Entry.objects.filter(act="people.match", worker_id=country.director.worker_id).count() == 1


def test_of_somebody_out_of_sight_nothing_is_told(country: Country, person_id: UUID) -> None:
    with acting(country.stranger):
        assert selectors.candidates(actor=country.stranger, hint=HINT, at=AT) == []


def test_a_move_lets_the_earlier_address_find_them_still(country: Country, person_id: UUID) -> None:
    with acting(country.director):
        services.move(
            actor=country.director, person_id=person_id, version=1, municipality="GM0193", since=date(2026, 11, 24),
            postcode="8022XY", house_number="3", at=AT + timedelta(days=2),
        )  # fmt: skip
    for postcode, house in (("8011AB", "12"), ("8022XY", "3")):
        hint = PersonHint(given_names="Wouter", surname="Verzonnen", postcode=postcode, house_number=house)
        assert [candidate.person.id for candidate in found(country, hint)] == [person_id]


def test_a_placeholder_name_looks_at_a_bounded_number(country: Country) -> None:
    with as_job(system_actor(reason="test")):
        actor = country.director
        for _ in range(150):
            services.register(actor=actor, person=NewPerson(surname="Jansen", given_names="Jan"), at=AT)
    found(country, PersonHint(given_names="Jan", surname="Jansen"))
    looked_at = Entry.objects.filter(act="people.match").values_list("details", flat=True).get()["looked_at"]
    assert looked_at <= 20


def test_who_shares_a_name_alone_is_looked_at_only_when_nobody_shares_more(country: Country, person_id: UUID) -> None:
    # Everything but the whole surname differs from the first person: hundreds would come up by it in a large register.
    elsewhere = PersonHint(
        given_names="Zjef", surname="Verzonnen", birth_date="1951-08-30", street="Nergensweg", house_number="900",
        postcode="9999ZZ", city="Ergens", sex="v",
    )  # fmt: skip
    with as_job(system_actor(reason="test")):
        only = match(hint_record(elsewhere))
        assert [one.person_id for one in only.found] == [person_id]
    with acting(country.director):
        closer = services.register(
            actor=country.director,
            person=replace(
                PERSON, surname="Anders", prefix="", given_names="Zjef", birth=PartialDate(1951, 8, 30), phone=""
            ),
            at=AT,
        ).id
    with as_job(system_actor(reason="test")):
        now = match(hint_record(elsewhere))
    assert [one.person_id for one in now.found] == [closer]
    assert now.keys < only.keys


def test_the_weight_is_that_of_the_model(country: Country, person_id: UUID) -> None:
    with as_job(system_actor(reason="test")):
        (found,) = match(hint_record(HINT)).found
        other = prepared(Person.objects.get(), Residence.objects.get())
    assert found.weight == pytest.approx(Scorer(default_model()).score(hint_record(HINT), other).weight, abs=1e-6)


@pytest.mark.parametrize("packed", [None, "", "an earlier version"])
def test_somebody_of_whom_nothing_readable_is_kept_ready_is_found_all_the_same(
    country: Country, person_id: UUID, packed: str | None
) -> None:
    before = found(country, HINT)
    with as_job(system_actor(reason="test")):
        if packed is None:
            MatchRecord.objects.all().delete()
        else:
            MatchRecord.objects.update(packed=packed)
    assert found(country, HINT) == before
    assert before[0].region == "ZVH04"


def test_making_the_keys_again_changes_nothing(country: Country, person_id: UUID) -> None:
    with as_job(system_actor(reason="test")):
        before = MatchKey.objects.count(), MatchRecord.objects.count()
        assert services.index_many() == Page(persons=1, added=0, last=None)
        assert (MatchKey.objects.count(), MatchRecord.objects.count()) == before
        assert min(before) > 0


def test_the_keys_are_not_for_people(country: Country, person_id: UUID) -> None:
    with acting(country.director):
        assert not MatchKey.objects.exists()
        assert not MatchRecord.objects.exists()
    with pytest.raises(ProgrammingError, match="row-level security"), acting(country.director):
        MatchKey.objects.create(region="ZVH04", key=1, person_id=person_id)
