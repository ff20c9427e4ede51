"""A person stays whole as long as anything needs them: laid together, taken apart, or named by somebody else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from tests.case_to_share import AT
from tests.country import Country, made_up_country

from vangnet.access.services import acting, as_job, system_actor
from vangnet.access.services.erasing import as_retention, erase
from vangnet.cases.models import Case
from vangnet.flow import destruction
from vangnet.intake.models import Signal
from vangnet.people import services as people
from vangnet.people.models import LinkDecision, Person, RecordSplit, Relation, SourceRecord
from vangnet.people.selectors.clusters import secret_addresses
from vangnet.people.services.linking import follow
from vangnet.people.types import NewPerson, RelationKind

pytestmark = pytest.mark.django_db
JOB = system_actor(reason="test")
SOON = AT + timedelta(days=40)
END = datetime(2031, 11, 23, 3, 20, tzinfo=UTC)


@pytest.fixture
def country() -> Country:
    return made_up_country()


def person_with_case(country: Country) -> UUID:
    case_id = country.case(at=AT)
    with as_job(JOB):
        return Case.objects.get(id=case_id).person_id


def bare(country: Country, surname: str = "Bedacht", *, secret: bool = True) -> UUID:
    with acting(country.director):
        said = NewPerson(surname=surname, municipality="GM0193", secret_address=secret)
        return people.register(actor=country.director, person=said, at=AT).id


def together(country: Country, left: UUID, right: UUID) -> None:
    with acting(country.director):
        people.confirm_same(actor=country.director, left=left, right=right, reason="Zelfde broer.", at=AT)


def apart(country: Country, out: UUID, at: datetime) -> UUID:
    with acting(country.director):
        return people.split(actor=country.director, out=[out], reason="Toch een ander.", at=at).id


def without_case() -> None:
    with as_job(JOB):
        case_id = Case.objects.get().id
    with as_retention(JOB):
        erase("case", case_id)


def left() -> set[UUID]:
    with as_job(JOB):
        return set(Person.objects.values_list("id", flat=True))


def test_the_other_record_of_a_living_person_stays_with_what_it_says(country: Country) -> None:
    one, other = person_with_case(country), bare(country)
    together(country, one, other)
    assert destruction.run(at=SOON).gone == {}
    assert left() == {one, other}
    with as_job(JOB):
        assert LinkDecision.objects.count() == 1
        follow([one], at=SOON)
        assert secret_addresses(person_ids=[one]) == {one}


def test_a_record_beside_which_only_the_other_has_a_signal_stays_too(country: Country) -> None:
    one, other = person_with_case(country), bare(country)
    together(country, one, other)
    without_case()
    assert destruction.run(at=SOON).gone == {}
    with as_job(JOB):
        assert Signal.objects.count() == 1
    assert left() == {one, other}


def test_the_whole_person_goes_with_their_last_case_and_signal(country: Country) -> None:
    one, other = person_with_case(country), bare(country)
    together(country, one, other)
    assert destruction.run(at=END).gone == {("case", "R01"): 1, ("signal", "R01"): 1, ("person", "R01"): 2}
    with as_job(JOB):
        assert not SourceRecord.objects.exists()


def test_who_is_left_bare_by_a_split_stays_thirty_days_from_then(country: Country) -> None:
    one, other = person_with_case(country), bare(country)
    together(country, one, other)
    split_at = AT + timedelta(days=100)
    apart(country, other, split_at)
    assert destruction.run(at=split_at + timedelta(days=29)).gone == {}
    assert destruction.run(at=split_at + timedelta(days=30)).gone == {("person", "R01"): 1}
    assert left() == {one}


def test_who_lost_their_only_signal_stays_thirty_days_from_then(country: Country) -> None:
    one = person_with_case(country)
    undone_at = AT + timedelta(days=100)
    without_case()
    with as_job(JOB):
        signal_id = Signal.objects.get().id
    with acting(country.director):
        people.unlink_signal(actor=country.director, signal_id=signal_id, reason="Een ander.", at=undone_at)
    destruction.run(at=undone_at + timedelta(days=29))
    assert left() == {one}
    destruction.run(at=undone_at + timedelta(days=30))
    assert left() == set()


def test_what_was_learned_stays_for_the_side_that_lives_and_goes_with_the_last(country: Country) -> None:
    one, other = person_with_case(country), bare(country)
    together(country, one, other)
    split_id = apart(country, other, AT + timedelta(days=1))
    destruction.run(at=SOON)
    assert left() == {one}
    with as_job(JOB):
        assert RecordSplit.objects.get().id == split_id
    destruction.run(at=END)
    assert left() == set()
    with as_job(JOB):
        assert not RecordSplit.objects.exists()


def test_the_circle_of_somebody_else_stays_and_only_no_longer_points_there(country: Country) -> None:
    one, other = person_with_case(country), bare(country, secret=False)
    with acting(country.director):
        relation = people.relate(
            actor=country.director, person_id=one, version=1, kind=RelationKind.SIBLING, name="Broer Bedacht", source="zelf",
            other=other, at=AT,
        )  # fmt: skip
    assert destruction.run(at=SOON).gone == {("person", "R01"): 1}
    with as_job(JOB):
        row = Relation.objects.get(id=relation)
    assert (row.person_id, row.name, row.other_id) == (one, "Broer Bedacht", None)
    destruction.run(at=END)
    with as_job(JOB):
        assert not Relation.objects.exists()
